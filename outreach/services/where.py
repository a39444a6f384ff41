"""Deeds on the page of figures: what it warns of, and that somebody took the figures away."""

from django.db import transaction

from peersupport import audit
from peersupport.actors import Actor

from ..models import Watch

# Why figures leave the house. A code each: people type names into free text.
REASONS = {
    "board": "For our board",
    "funder": "For a funder",
    "partner": "For a partner organisation",
    "own": "To look at ourselves",
}


@transaction.atomic
def set_largest_share(per_cent: int, *, by: Actor) -> None:
    """From which share on one route is warned of."""
    Watch.objects.update_or_create(only=True, defaults={"largest_share": per_cent})
    audit.record("figures.share_set", "figures:1", by=by, reason=str(per_cent))


@transaction.atomic
def note_export(reason: str, *, by: Actor) -> None:
    """Write down that the figures were exported, and why (safety.md 42). Raises ``ValueError`` for
    a reason nobody knows."""
    if reason not in REASONS:
        raise ValueError(reason)
    audit.record("figures.exported", "figures:1", by=by, reason=reason)
