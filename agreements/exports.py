"""Her data export: which words she agreed to, when and how (safety.md 37)."""

from peersupport.actors import Actor
from peersupport.registry import Section

from . import presenters
from .models import Acceptance

WAYS = {"tap": "on your own page", "aloud": "in the room", "paper": "on paper"}


def of(subject: str) -> list[Section]:
    """One line for each version she agreed to."""
    rows = Acceptance.objects.visible_to(Actor.of_link(subject))
    rows = rows.select_related("version__agreement__group").order_by("accepted_on", "pk")
    lines = [
        (
            f"{row.version.agreement.group.name}, version {row.version.number}",
            f"{presenters.day(row.accepted_on)}, {WAYS[row.way]}",
        )
        for row in rows
    ]
    return [Section("What you agreed to", lines)] if lines else []
