"""Each sort of message of the door: does it still hold, and how does it read?"""

from . import door, nudges, partners

KINDS = (*door.KINDS, *nudges.KINDS, *partners.KINDS)
