"""The line of a group made ready for the page, and what one woman's page says of offers."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from groups import queries as groups
from peersupport.actors import Actor

from .. import waits
from ..forms.offers import AnotherForm, OfferForm
from ..message_kinds.door import until
from ..models import Introduction, PlaceOffer
from ..services import door_links, places
from .introductions import Tag, on_day

# Of a charity with very many groups, a page offers the first of them by name.
GROUPS_OFFERED = 30


@dataclass(frozen=True)
class InLine:
    """One woman in the line."""

    position: int
    name: str
    url: str
    since: str
    tag: Tag | None
    is_next: bool


def with_offers(rows: QuerySet[Introduction]) -> QuerySet[Introduction]:
    """Each with its offers, the newest first, in one query more."""
    newest = PlaceOffer.objects.order_by("-made_at", "-pk")
    return rows.prefetch_related(Prefetch("offers", newest))


def lines(rows: list[Introduction], first: int, has_room: bool, now: dt.datetime) -> list[InLine]:
    """Ready for the page, counted from ``first``. The next is the first who was not asked just
    now; she is pointed at only where there is room."""
    found, next_is_free = [], has_room
    for number, row in enumerate(rows, first):
        tag = _tag(row, now)
        asked_now = tag is not None and tag.colour != ""
        found.append(
            InLine(
                position=number,
                name=row.name,
                url=reverse("outreach:introduction", args=[row.pk]),
                since=on_day(row.received_at, now),
                tag=tag,
                is_next=next_is_free and not asked_now,
            )
        )
        next_is_free = next_is_free and asked_now
    return found


def _tag(row: Introduction, now: dt.datetime) -> Tag | None:
    """What became of the last offer, in colour while it counts for her turn."""
    offer = next(iter(row.offers.all()), None)
    if offer is None or (offer.group_id != row.group_id and not offer.is_live(now)):
        return None
    if offer.is_live(now):
        what = "offered" if offer.kind == "place" else "offered another group"
        colour = "honey" if offer.kind == "place" else ""
        return Tag(f"{what}, until {until(offer.held_until)}", colour)
    return Tag(ended(offer, now), "lilac" if offer.is_asked_lately(now) else "")


def ended(offer: PlaceOffer, now: dt.datetime) -> str:
    """What became of an offer that is over, in words."""
    if offer.answer:
        assert offer.answered_at is not None  # noqa: S101  (a constraint)
        said = {"yes": "she said yes", "pass": "not this time", "no": "she said no"}[offer.answer]
        return f"{said}, {on_day(offer.answered_at, now)}"
    if offer.ended == "withdrawn":
        return "taken back"
    return f"it ran out {on_day(offer.held_until, now)}. That is not a no"


def room_words(wait: waits.Wait) -> str:
    """How many places there are and how they stand, for whoever gives them."""
    if wait.places is None:
        return "This group has no limit. You say when there is room."
    free = wait.free or 0
    said = f"{wait.taken} of {wait.places} places are taken"
    if wait.offered:
        said += f", {wait.offered} offered"
    if free:
        return f"{said}. {free} {'is' if free == 1 else 'are'} free."
    return f"{said}. None is free."


# -- her page, as staff see it ---------------------------------------------------------------------


def context(row: Introduction, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    """What her page says of her place in the line, her offers and her link."""
    if row.closed_at is not None:
        return {}
    may_link = door_links.may_send(row.card)
    offers = list(row.offers.select_related("group").order_by("-made_at", "-pk"))
    live = next((offer for offer in offers if offer.is_live(now)), None)
    found: dict[str, Any] = {
        "may_link": may_link,
        "offer": live,
        "offer_until": until(live.held_until) if live else "",
        "offers_before": [_before(offer, now) for offer in offers if offer is not live][:3],
    }
    if row.is_in_line and row.group is not None:
        wait, ahead = waits.of_groups([row.group], now)[row.group.pk], waits.ahead_of(row, now)
        found |= {
            "position": places.before_all(row).count() + 1,
            "room": room_words(wait),
            "wait": waits.words(wait.weeks(ahead)),
            "place_form": OfferForm(may_link=may_link) if _is_her_turn(row, wait, ahead) else None,
        }
    others = list(groups.open_groups().exclude(pk=row.group_id or 0)[:GROUPS_OFFERED])
    may_move = row.is_confirmed and row.group_id and (row.is_in_line or not row.said)
    if others and live is None and may_move:
        found["another_form"] = AnotherForm(may_link=may_link, groups=others)
    return found


def _is_her_turn(row: Introduction, wait: waits.Wait, ahead: int) -> bool:
    """Whether an offer to her would be taken; ``offers.make`` decides, under its lock."""
    is_open = row.group is not None and row.group.state == "open"
    return is_open and (ahead == 0 if wait.free is None else wait.free > ahead)


def _before(offer: PlaceOffer, now: dt.datetime) -> str:
    what = "A place" if offer.kind == "place" else offer.group.name
    return f"{what}, offered {on_day(offer.made_at, now)}: {ended(offer, now)}"
