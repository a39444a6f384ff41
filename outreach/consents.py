"""The words a woman says yes to, by version. A changed word is a new version; an old one stays,
so that what she agreed to can always be read (safety.md 34)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The newest of each way stands last.
KEEP: dict[str, dict[str, str | Promise]] = {
    "form": {
        "keep-1": _(
            "You may keep what I wrote here, so that a woman from the group can answer me."
        ),
    },
    "worker": {
        "worker-1": "She said that you may keep her name and how to reach her, so that a peer "
        "leader can answer her.",
    },
}


def in_force(way: str) -> str:
    """The version asked for today, "form" or "worker"."""
    return list(KEEP[way])[-1]


def text(version: str) -> str:
    """The words of a version, for her export."""
    return next((str(texts[version]) for texts in KEEP.values() if version in texts), version)
