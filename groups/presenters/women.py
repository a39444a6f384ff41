"""Women: in the list of a group, and one of them on her own page."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from peersupport import presenters
from peersupport.actors import Actor
from peersupport.clock import LONDON
from peersupport.models import ContactCard
from peersupport.paging import Page, cut
from peersupport.presenters import Reach

from ..models import Answer, Membership, Needs, Parting, Session, Woman
from ..services.needs import in_words
from . import words
from .sessions import stopped_numbers

A_LIST = 100
NEXT_SHOWN = 3
# Only what a list needs is read, so only that is unsealed.
COLUMNS = (
    "pk",
    "group_id",
    "group__name",
    "woman_id",
    "woman__name",
    "woman__card__text",
    "woman__card__mail",
    "woman__card__plainness",
    "woman__card__own_contact",
    "joined_at",
)


@dataclass(frozen=True)
class Row:
    """One woman of a list."""

    woman: int
    name: str
    way: str
    since: str


def page(actor: Actor, after: str = "") -> Page:
    """Live places, group by group."""
    rows = Membership.objects.visible_to(actor).values(*COLUMNS)
    return cut(rows, by=("group_id", "pk"), after=after, size=A_LIST)


def named(actor: Actor, name_hash: str) -> QuerySet:
    """Live places of women who go by exactly this name."""
    rows = Membership.objects.visible_to(actor).filter(woman__name_hash=name_hash)
    return rows.order_by("group_id", "pk").values(*COLUMNS)[:A_LIST]


def by_group(found: list[dict[str, Any]], now: dt.datetime) -> list[tuple[str, list[Row]]]:
    """(group, rows by name) in the order they came."""
    parts = []
    for name, places in groupby(found, key=lambda place: place["group__name"]):
        rows = sorted((_row(place, now) for place in places), key=lambda row: row.name.casefold())
        parts.append((name, rows))
    return parts


def _row(place: dict[str, Any], now: dt.datetime) -> Row:
    joined = place["joined_at"].astimezone(LONDON)
    new = (now - place["joined_at"]).days < 21
    return Row(
        woman=place["woman_id"],
        name=place["woman__name"],
        way=_way(place),
        since="new" if new else f"since {joined:%B %Y}",
    )


def _way(place: dict[str, Any]) -> str:
    if place["woman__card__own_contact"]:
        return "She gets in touch herself"
    if place["woman__card__plainness"] == "page":
        return "Looks at her own page"
    ways = [
        word
        for field, word in (("text", "texts"), ("mail", "e-mails"))
        if place[f"woman__card__{field}"] == "yes"
    ]
    return f"Reads {' and '.join(ways)}" if ways else "No messages: speak in person"


# -- her own page ---------------------------------------------------------------------------------


def reach(card: ContactCard, now: dt.datetime) -> Reach:
    """Her card, masked, with when we asked her and whether she said STOP. One query."""
    stopped = bool(stopped_numbers([card.phone_hash]))
    return presenters.reach(
        card, asked=words.inside(words.day(card.asked_at, now)), stopped=stopped
    )


def needs(woman: Woman) -> list[str]:
    """What would make coming easier, a line each; nothing where she told us nothing."""
    row = Needs.objects.filter(woman=woman).first()
    return in_words(row.needs, row.language, row.easier) if row else []


def coming_up(places: list[Membership], now: dt.datetime) -> list[tuple[Session, str, str]]:
    """(session, when, what she said) of the next sessions of her groups. Two queries."""
    ahead = Session.objects.planned().filter(
        group_id__in=[place.group_id for place in places], ends_at__gt=now
    )
    sessions = list(ahead.order_by("starts_at", "pk")[:NEXT_SHOWN])
    answers = Answer.objects.filter(session__in=sessions, membership__in=places)
    said = {answer.session_id: answer for answer in answers}
    return [
        (session, words.when(session, now), _said(said.get(session.pk))) for session in sessions
    ]


def _said(answer: Answer | None) -> str:
    if answer is None:
        return words.STATES["not_heard"]
    if answer.choice == "late":
        return words.late(answer.minutes)
    return words.STATES[answer.choice]


def wishes(woman: Woman) -> list[str]:
    """What she asked for on her own page and what waits its seven days."""
    rows = Parting.objects.filter(woman=woman, undone_at=None, done_at=None).order_by("due_at")
    said = {"leave": "asked for her place to end", "forget": "asked to be forgotten"}
    return [
        f"On her own page she {said[row.what]}. It is done on {words.full_day(row.due_at)}, "
        "unless she takes it back there."
        for row in rows
    ]
