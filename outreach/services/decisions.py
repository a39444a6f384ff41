"""What the woman said. The only place where the door opens, and nobody else's word opens or
shuts it."""

import datetime as dt

from django.db import transaction

from groups.services import memberships
from peersupport import audit, clock, links
from peersupport.actors import Actor
from peersupport.clock import LONDON

from ..models import Introduction
from . import extras, holds, places
from .holds import Held
from .introductions import NotAllowed, confirm, lock, touch
from .places import Full

__all__ = ["Full", "Held", "NoGroup", "record", "undo_no"]


class NoGroup(NotAllowed):
    """She said yes, and nobody has asked yet to which group."""


@transaction.atomic
def record(introduction: Introduction, said: str, reason: str = "", *, by: Actor) -> Introduction:
    """Write down "yes", "no" or "not_yet" (with its reason "no_room"; that somebody could be
    hurt is no word of hers, and takes two people: ``holds.open_hold``).

    On yes she has her place, and the door's copy of her is blank, in this one transaction. A
    second yes, of two leaders who press at once, finds the first. Whoever would like to come has
    confirmed by it that she wants to hear from us. Raises ``NoGroup``,
    ``Full`` where no place is free, ``Held`` for anything but her no while a safety hold stands,
    and ``NotAllowed`` for anything after a yes.
    """
    row = lock(introduction)
    if row.said == "yes":
        if said == "yes":
            return row
        raise NotAllowed("joined")
    if row.said == said == "no":  # said once; its days do not begin anew
        return row
    if reason == holds.REASON:
        raise NotAllowed("a hold takes two people")
    now = clock.now()
    if said == "no":
        holds.end_for_her_no(row, now, by=by)
    else:
        holds.must_not_be_held(row, now)
    touch(row, now, spoke=by.kind != "link")
    if said == "yes" or reason == "no_room":
        confirm(row, "link" if by.kind == "link" else "voice", now)
    row.said, row.not_yet_reason = said, reason
    row.decided_at = now
    row.closed_at = None if said == "not_yet" else now
    if said == "yes":
        _open_the_door(row, now, by)
    places.settle(row, said, reason, now)
    row.save()
    audit.record("introduction.decided", row.subject, by=by, reason=reason or said)
    return row


def _open_the_door(row: Introduction, now: dt.datetime, by: Actor) -> None:
    """Give her the place; the card moves with her and is not copied, and so does what would make
    coming easier."""
    if row.group_id is None or row.card is None:
        raise NoGroup("group")
    places.look(row, now).must_be_free()
    row.membership = memberships.join(
        woman_name=row.name,
        card=row.card,
        group_id=row.group_id,
        came_by=row.came_by,
        first_contact_on=row.received_at.astimezone(LONDON).date(),
        needs=extras.hand_over(row),
        by=by,
    )
    links.revoke(subject=row.subject)
    row.name = row.name_hash = ""
    row.card = None


@transaction.atomic
def undo_no(introduction: Introduction, *, by: Actor) -> Introduction:
    """She takes her no back: she is in the line again where her group counts its places, else in
    touch, and in both with the day on which she first asked. A safety hold that her no had ended
    stands again until its time. Raises ``NotAllowed`` for a word that is not a no."""
    row = lock(introduction)
    if row.said != "no":
        raise NotAllowed("no")
    in_line = row.group is not None and row.group.places is not None
    now = clock.now()
    held = holds.stands_again(row, now, by=by)
    waits = "no_room" if in_line else ""
    row.not_yet_reason = holds.REASON if held else waits
    row.said = "not_yet" if row.not_yet_reason else ""
    row.decided_at = now if row.said else None
    row.closed_at = None
    touch(row, now, spoke=by.kind != "link")
    confirm(row, "link" if by.kind == "link" else "voice", now)
    row.save()
    audit.record("introduction.decided", row.subject, by=by, reason="no_undone")
    return row
