"""Offers of a place, or of another group: made by a person, answered by her.

Whether one is still open is asked of the clock at the moment of the deed, under a lock: first the
introduction's, then the offer's, then the group's. The sweep only tidies.
"""

import datetime as dt

from django.db import transaction

from groups import queries
from peersupport import audit, clock
from peersupport.actors import Actor

from ..models import Introduction, PlaceOffer
from . import decisions, door_links, extras, places
from .door_links import NotPossible
from .introductions import NotAllowed, lock, touch


class Gone(NotAllowed):
    """It ran out, was taken back or was answered before."""


@transaction.atomic
def make(introduction: Introduction, way: str, *, by: Actor) -> PlaceOffer:
    """Keep a place for the next woman in the line, for as long as her group says.

    ``way``: "link" sends a neutral message with a link to her page at the door; "spoke" and
    "text" are told by the person herself. A second press finds the first. Raises ``NotPossible``,
    and ``places.Full`` where no place is free or somebody asked before her.
    """
    row, now = lock(introduction), clock.now()
    if not row.is_in_line or row.group is None:
        raise NotPossible("She is not in the line.")
    if found := row.offers.live(now).first():
        if found.kind == "place":
            return found
        raise NotPossible("She was offered another group. Let her answer it, or take it back.")
    if row.group.state != "open":
        raise NotPossible("This group has a pause. Open it again first.")
    room = places.look(row, now)
    if room.places is None and room.before:
        raise places.NotHerTurn("Somebody asked before her. Offer it to the next in the line.")
    room.must_be_free()
    return _keep(row, row.group, "place", way, now, by)


@transaction.atomic
def make_another(introduction: Introduction, ref: str, way: str, *, by: Actor) -> PlaceOffer:
    """Offer her another group. It keeps no place there: her yes moves her, with the day on which
    she first asked. Raises ``NotPossible``."""
    row, now = lock(introduction), clock.now()
    group = queries.open_groups().filter(ref=ref).first()
    if row.closed_at is not None or not row.is_confirmed or (row.said and not row.is_in_line):
        raise NotPossible("She has no open question about a group just now.")
    if group is None or row.group_id is None or group.pk == row.group_id:
        raise NotPossible("Choose another group that is open.")
    if row.offers.live(now).exists():
        raise NotPossible("She has an offer already. Let her answer it, or take it back first.")
    return _keep(row, group, "another_group", way, now, by)


def _keep(row: Introduction, group, kind: str, way: str, now: dt.datetime, by: Actor) -> PlaceOffer:
    row.offers.unanswered().filter(held_until__lte=now).update(ended="ran_out")
    hold = dt.timedelta(hours=group.offer_hours)
    # Her two days begin when the message can reach her safely, not while it waits.
    begins = door_links.moment(row, now, now + hold) if way == "link" else now
    offer = row.offers.create(
        group=group,
        kind=kind,
        way=way,
        made_by=by.subject,
        made_at=now,
        held_until=begins + hold,
    )
    if way == "link":
        door_links.send(row, by=by, offer=offer, not_before=begins)
    audit.record("offer.made", row.subject, by=by, reason=way)
    return offer


@transaction.atomic
def answer(offer: PlaceOffer, said: str, *, by: Actor) -> Introduction:
    """Write down her answer: "yes", "pass" (not this time) or "no".

    A yes to a place gives it to her in this transaction; a no to a place is her no to the group,
    and leaves the line; a pass keeps her turn. A yes to another group moves her there with the
    day on which she first asked; anything else changes nothing. The same answer again finds the
    first. Raises ``Gone``, and ``places.Full`` where the places were made fewer meanwhile.
    """
    row = lock(offer.introduction)
    held, now = PlaceOffer.objects.select_for_update().get(pk=offer.pk), clock.now()
    if held.answer and held.answer == said:
        return row
    if not held.is_live(now) or held.group.state == "closed":
        raise Gone("offer")
    if held.kind == "place" and said != "pass":
        return decisions.record(row, said, by=by)
    held.answer, held.answered_at = said, now
    held.save(update_fields=["answer", "answered_at"])
    touch(row, now, spoke=by.kind == "user")
    if held.kind == "another_group" and said == "yes":
        _move(row, held, now)
    row.save()
    audit.record("offer.answered", row.subject, by=by, reason=said)
    return row


def _move(row: Introduction, offer: PlaceOffer, now: dt.datetime) -> None:
    """She is in the other group's hands: at the end of no line, for she asked when she asked."""
    row.group = offer.group
    row.wants_help_choosing = False
    extras.drop_own(row)
    if row.is_in_line and not places.is_full(row, now):
        row.said = row.not_yet_reason = ""
        row.decided_at = None


@transaction.atomic
def withdraw(offer: PlaceOffer, *, by: Actor) -> None:
    """Take an offer back, before she has answered. Raises ``Gone`` where there is none."""
    row = lock(offer.introduction)
    held = PlaceOffer.objects.select_for_update().get(pk=offer.pk)
    if not held.is_live(clock.now()):
        raise Gone("offer")
    held.ended = "withdrawn"
    held.save(update_fields=["ended"])
    door_links.withdraw(row, "offer_taken_back")
    audit.record("offer.withdrawn", row.subject, by=by)


def tidy(now: dt.datetime) -> int:
    """The sweep: write down which offers have run out. Nothing waits for it."""
    return PlaceOffer.objects.unanswered().filter(held_until__lte=now).update(ended="ran_out")
