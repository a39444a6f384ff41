"""This room's part of ``seed_scale``: women at the door, and a year of outreach."""

from . import in_touch, introductions

IN_ORDER = {40: introductions.fill, 44: in_touch.fill}
