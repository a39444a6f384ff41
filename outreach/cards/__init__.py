"""What the door puts on today, a module for each thing that waits; the ground sorts them by weight."""

from . import holds, in_touch, introductions, line, partners

ALL = (introductions.today, holds.today, line.today, partners.today, in_touch.today)
