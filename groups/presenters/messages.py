"""Messages that need a person: what each was about and what became of it, in words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from peersupport.actors import Actor
from peersupport.messaging import settle_by_hand
from peersupport.models import InboundText, Message
from peersupport.paging import Page, cut

from ..models import Membership, Session
from . import words
from .door import WAITS

KEPT_IN_SIGHT = dt.timedelta(days=28)
ABOUT = {
    "reminder": "The reminder",
    "session-moved": "That the time has changed",
    "session-cancelled": "That it is cancelled",
    "leader-late": "That you are running late",
    "page-link": "The link to her page",
    "door-link": "The link to her page, before she has joined",
}
CAME_OF_IT = {
    "uncertain": "It may have gone, or not. It is not sent again by itself.",
    "dead": "It could not be sent.",
    "expired": "It was too late, or no safe time was left.",
    "undelivered": "It did not arrive.",
}
REASONS = {
    "not_a_uk_mobile": "Her number is not a UK mobile, so it cannot be texted.",
    "no_safe_window": "None of her safe times was left before it began.",
    "too_late": "There was no time left to send it.",
}


@dataclass(frozen=True)
class Row:
    """One message that did not get through, or may not have."""

    pk: int
    name: str
    woman: int | None
    about: str
    became: str
    over: bool


@dataclass(frozen=True)
class Text:
    """One text that waits for a person."""

    pk: int
    names: str
    when: str
    body: str
    stop: bool
    door: int | None


def missed(actor: Actor, now: dt.datetime, after: str = "") -> Page:
    """A page of messages to women that nobody has settled, newest first."""
    waiting = settle_by_hand.waiting(Message.objects.visible_to(actor))
    rows = waiting.filter(made_at__gte=now - KEPT_IN_SIGHT).values(
        "pk",
        "kind",
        "about",
        "about_starts_at",
        "channel",
        "state",
        "reason",
        "card__woman__pk",
        "card__woman__name",
    )
    return cut(rows, by=("-pk",), after=after)


def missed_rows(found: list[dict[str, Any]], now: dt.datetime) -> list[Row]:
    """Ready for the page."""
    return [
        Row(
            pk=row["pk"],
            name=row["card__woman__name"] or "Somebody who asked to join",
            woman=row["card__woman__pk"],
            about=_about(row, now),
            became=REASONS.get(row["reason"]) or CAME_OF_IT[row["state"]],
            over=row["about_starts_at"] is not None and row["about_starts_at"] <= now,
        )
        for row in found
    ]


def _about(row: dict[str, Any], now: dt.datetime) -> str:
    way = "by text" if row["channel"] == "text" else "by e-mail"
    what = f"{ABOUT.get(row['kind'], 'A message')}, {way}"
    if row["about_starts_at"] is None:
        return what
    return f"{what}, for {words.inside(words.at(row['about_starts_at'], now))}"


# -- texts that came in ---------------------------------------------------------------------------


def unread(actor: Actor, after: str = "") -> Page:
    """A page of texts that wait for a person, newest first."""
    rows = InboundText.objects.visible_to(actor).filter(state__in=WAITS)
    return cut(rows.select_related("message"), by=("-received_at", "-pk"), after=after)


def unread_rows(found: list[InboundText], actor: Actor, now: dt.datetime) -> list[Text]:
    """Ready for the page: whose number it is, and at which door it could be set. Two queries."""
    hashes, cards = {text.sender_hash for text in found}, {_card(text) for text in found}
    places = Membership.objects.visible_to(actor)
    whose = places.filter(woman__card__phone_hash__in=hashes) | places.filter(
        woman__card_id__in=cards - {None}
    )
    columns = ("group_id", "woman__name", "woman__card_id", "woman__card__phone_hash")
    women = list(whose.values(*columns))
    doors = _doors({place["group_id"] for place in women}, now)
    return [_unread_row(text, women, doors, now) for text in found]


def _card(text: InboundText) -> int | None:
    return text.message.card_id if text.message else None


def _doors(group_ids: set[int], now: dt.datetime) -> dict[str, int]:
    ahead = Session.objects.planned().filter(group_id__in=group_ids, ends_at__gt=now)
    doors: dict[str, int] = {}
    for session in ahead.order_by("starts_at", "pk").only("pk", "group_id"):
        doors.setdefault(f"group:{session.group_id}", session.pk)
    return doors


def _unread_row(
    text: InboundText, women: list[dict], doors: dict[str, int], now: dt.datetime
) -> Text:
    hers = [row for row in women if row["woman__card__phone_hash"] == text.sender_hash]
    hers = hers or [row for row in women if row["woman__card_id"] == _card(text)]
    return Text(
        pk=text.pk,
        names=words.listed(dict.fromkeys(row["woman__name"] for row in hers)),
        when=words.inside(words.at(text.received_at, now)),
        body=text.body,
        stop=text.state == "stop",
        door=doors.get(text.owner) if hers and text.state != "stop" else None,
    )
