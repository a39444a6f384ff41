"""What the woman said. The only place where the door opens, and nobody else's word opens or
shuts it."""

from django.db import transaction

from groups.services import memberships
from peersupport import audit, clock
from peersupport.actors import Actor
from peersupport.clock import LONDON

from ..models import Introduction
from .introductions import NotAllowed, confirm, lock, touch

Full = memberships.Full


class NoGroup(NotAllowed):
    """She said yes, and nobody has asked yet to which group."""


@transaction.atomic
def record(introduction: Introduction, said: str, reason: str = "", *, by: Actor) -> Introduction:
    """Write down "yes", "no" or "not_yet" (with its reason: "no_room" or
    "someone_could_be_hurt").

    On yes she has her place, and the door's copy of her is blank, in this one transaction. A
    second yes, of two leaders who press at once, finds the first. Whoever would like to come has
    confirmed by it that she wants to hear from us. Raises ``NoGroup``,
    ``Full`` where no place is free, and ``NotAllowed`` for anything after a yes.
    """
    row = lock(introduction)
    if row.said == "yes":
        if said == "yes":
            return row
        raise NotAllowed("joined")
    now = clock.now()
    touch(row, now, spoke=True)
    if said == "yes" or reason == "no_room":
        confirm(row, "voice", now)
    row.said, row.not_yet_reason = said, reason
    row.decided_at = now
    row.closed_at = None if said == "not_yet" else now
    if said == "yes":
        _open_the_door(row, by)
    row.save()
    audit.record("introduction.decided", row.subject, by=by, reason=reason or said)
    return row


def _open_the_door(row: Introduction, by: Actor) -> None:
    """Give her the place; the card moves with her and is not copied."""
    if row.group_id is None or row.card is None:
        raise NoGroup("group")
    row.membership = memberships.join(
        woman_name=row.name,
        card=row.card,
        group_id=row.group_id,
        came_by=row.came_by,
        first_contact_on=row.received_at.astimezone(LONDON).date(),
        by=by,
    )
    row.name = row.name_hash = ""
    row.card = None
