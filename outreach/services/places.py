"""Whether a place is free for a woman: neither taken, nor offered to another, nor due to somebody
who asked before her. The order is when each first asked, never who pressed first."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from groups.services import memberships
from groups.services.memberships import Full
from peersupport.messaging import outbox

from ..models import Introduction, PlaceOffer


class NotHerTurn(Full):
    """A place is free, and somebody asked before her."""


@dataclass(frozen=True)
class Room:
    """A group's places as they stand, its row held until the transaction ends."""

    places: int | None
    taken: int
    offered: int
    # Women in the line who asked before her, and have not been asked about this place.
    before: int
    # Whether one of the places is kept for her.
    is_hers: bool

    def must_be_free(self) -> None:
        """Raises ``Full`` or ``NotHerTurn`` where this woman cannot have a place now."""
        if self.places is None or self.is_hers:
            return
        free = self.places - self.taken - self.offered
        if free < 1:
            raise Full("Every place is taken or offered. She can be in the line until one is free.")
        if free <= self.before:
            raise NotHerTurn("Somebody asked before her. Offer it to the next in the line first.")


def look(row: Introduction, now: dt.datetime) -> Room:
    """Hold the group of ``row`` and count. An offer that has run out keeps nothing any more."""
    assert row.group_id is not None  # noqa: S101  (callers ask for a group first)
    group, taken = memberships.hold_places(row.group_id)
    live = PlaceOffer.objects.live(now).filter(group=group, kind="place")
    offered = live.exclude(introduction=row)
    return Room(
        places=group.places,
        taken=taken,
        offered=offered.count(),
        before=before(row, now).count(),
        is_hers=live.filter(introduction=row).exists(),
    )


def is_full(row: Introduction, now: dt.datetime) -> bool:
    """Whether a woman who comes now has to wait."""
    try:
        look(row, now).must_be_free()
    except Full:
        return True
    return False


def before(row: Introduction, now: dt.datetime) -> QuerySet[Introduction]:
    """The women in the line of her group who asked before her and whose turn it still is: they
    hold no offer, and have not passed on one just now."""
    assert row.group_id is not None  # noqa: S101  (callers ask for a group first)
    here = PlaceOffer.objects.filter(group_id=row.group_id)
    line = before_all(row).exclude(pk__in=here.live(now).values("introduction"))
    return line.exclude(pk__in=here.asked_lately(now).values("introduction"))


def before_all(row: Introduction) -> QuerySet[Introduction]:
    """All who stand before her in the line of her group."""
    assert row.group_id is not None  # noqa: S101  (callers ask for a group first)
    earlier = Q(received_at__lt=row.received_at) | Q(received_at=row.received_at, pk__lt=row.pk)
    return Introduction.objects.in_line().filter(earlier, group_id=row.group_id)


def settle(row: Introduction, said: str, reason: str, now: dt.datetime) -> None:
    """What her word means for an offer that waits for an answer, in the caller's transaction.
    Yes and no answer it; "no room" passes on a place; where somebody could be hurt it is taken
    back."""
    for offer in row.offers.select_for_update().filter(answer="", ended=""):
        place = offer.kind == "place"
        if not offer.is_live(now):
            offer.ended = "ran_out"
        elif said == "no" or (said == "yes" and place):
            offer.answer, offer.answered_at = said, now
        elif reason == "no_room" and place:
            offer.answer, offer.answered_at = "pass", now
        elif reason != "no_room":
            offer.ended = "withdrawn"
        offer.save(update_fields=["answer", "answered_at", "ended"])
    outbox.withdraw(about=row.subject, reason="she_answered", kind="door-link")
