"""A worker takes an introduction back, and learns nothing by it (docs/decisions/taken-back.md)."""

from django.db import transaction

from peersupport import audit, clock
from peersupport.actors import Actor

from ..models import Introduction, Slip
from .forgetting import forget


class _HerWordStands(Exception):
    """Undoes the forgetting that was done to take as long."""


@transaction.atomic
def withdraw(slip: Slip, *, by: Actor) -> None:
    """Mark the slip, and forget the introduction unless she has told us herself what she wants.

    Where her word stands the forgetting is done all the same, and undone with its savepoint: both
    ways take the same statements, so that neither the answer nor its time tells whether anybody
    has spoken with her (safety.md 26, 40, 52). A second press changes nothing.
    """
    # In the order of every other verb: first the introduction, then the slip.
    rows = Introduction.objects.select_for_update().filter(slip_id=slip.pk)
    row, now = rows.first(), clock.now()
    if not Slip.objects.filter(pk=slip.pk, withdrawn_at=None).update(withdrawn_at=now):
        return
    audit.record("introduction.withdrawn", row.subject if row else f"slip:{slip.pk}", by=by)
    if row is None:
        return
    # A hold is somebody else's word and not hers.
    stands = bool(row.spoke_at or row.confirmed_at or (row.said and not row.is_held))
    try:
        with transaction.atomic():
            forget([row], outcome="not_reached")
            if stands:
                raise _HerWordStands
    except _HerWordStands:
        pass
