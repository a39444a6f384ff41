"""The demo's full group: its line, one offer that waits for an answer, and one passed on before.
Everyone here is invented."""

import datetime as dt

from groups import queries
from groups.services import groups
from peersupport.actors import SYSTEM

from .. import consents
from ..models import Introduction, PlaceOffer
from ..services import decisions, introductions, offers
from .introductions import by_phone

KEY = "demo-line-{}"
# The first group by name, which is Mel's.
FULL = 0
# Who, days ago, how to reach her: the last one passed on an offer before the others asked.
LINE = [
    ("Gwen", 27, by_phone(311)),
    ("Nasreen", 34, by_phone(310, links_safe="yes")),
    ("Ivy", 12, by_phone(312, links_safe="yes", say_who="yes")),
]
PASSED = dt.timedelta(days=10)


def make(now: dt.datetime, password: str) -> None:
    """Make the line once, and count the group's places so that one is left to offer."""
    group = queries.open_groups()[FULL]
    if Introduction.objects.filter(submit_key=f"join:{KEY.format(0)}").exists():
        return
    taken, _freed = queries.places_of([group.pk], since=now).get(group.pk, (0, 0))
    groups.edit(group, facts={"places": taken + 1}, by=SYSTEM)
    rows = [_woman(number, group.ref, now) for number in range(len(LINE))]
    offers.make(rows[1], "link", by=SYSTEM)


def _woman(number: int, ref: str, now: dt.datetime) -> Introduction:
    name, days, reach = LINE[number]
    row = introductions.ask(
        name=name,
        ref=ref,
        reach=reach,
        consent_version=consents.in_force("form"),
        code="",
        submit_key=KEY.format(number),
        by=SYSTEM,
    )
    row = decisions.record(row, "not_yet", "no_room", by=SYSTEM)
    if number == 0:
        _passed(row, now)
    came = now - dt.timedelta(days=days, hours=3)
    spoke = came + dt.timedelta(days=2)
    # A demo's month, not a deed.
    moments = {"received_at": came, "consent_at": came, "confirmed_at": came}
    moments |= {"last_contact_at": spoke, "spoke_at": spoke, "decided_at": spoke}
    Introduction.objects.filter(pk=row.pk).update(**moments)
    if row.card is not None:
        row.card.asked_at = row.card.made_at = came
        row.card.save(update_fields=["asked_at", "made_at"])
    return row


def _passed(row: Introduction, now: dt.datetime) -> None:
    """She was offered a place ten days ago, and it did not fit that week."""
    offer = offers.make(row, "spoke", by=SYSTEM)
    offers.answer(offer, "pass", by=SYSTEM)
    PlaceOffer.objects.filter(pk=offer.pk).update(
        made_at=offer.made_at - PASSED,
        held_until=offer.held_until - PASSED,
        answered_at=now - PASSED + dt.timedelta(hours=20),
    )
