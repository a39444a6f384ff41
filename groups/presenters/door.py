"""The door list: one query for the women, one for the texts, whatever their number."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from peersupport.actors import Actor
from peersupport.models import InboundText
from peersupport.wording import hour

from ..models import Membership, Session
from ..services.register import why_shut
from . import words

# News first, whoever has settled down last.
ORDER = ("late", "coming", "not_heard", "not_this_time", "here")
SAY = {"coming": "Coming", "late": "On the way", "not_this_time": "Not this time"}
TEXTS_SHOWN = 3
WAYS = {"text": "by text", "page": "on her page", "leader": "she told us"}
WAITS = ("needs_person", "stop")


@dataclass(frozen=True)
class Row:
    """One woman at the door. ``deeds`` are (value, words) of the buttons that fit her state."""

    pk: int
    name: str
    state: str
    words: str
    note: str
    deeds: list[tuple[str, str]]
    here: bool


@dataclass(frozen=True)
class Part:
    """The women of one state."""

    state: str
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Text:
    """A text that a person must read, as written, and whose number it came from."""

    pk: int
    when: str
    body: str
    stop: bool
    names: str
    choices: list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Door:
    """All that the live list shows."""

    summary: str
    parts: list[Part]
    texts: list[Text]
    more_texts: bool
    open: bool
    counts: dict[str, int] = field(default_factory=dict)


def door(session: Session, actor: Actor, now: dt.datetime) -> Door:
    """The list as it stands. Two queries."""
    found = list(places(session, actor))
    stands = session.state == "planned" and now < session.ends_at
    today = not why_shut(session, now)
    twice = names_twice(found)
    rows = [_row(place, twice, answerable=stands, today=stands and today) for place in found]
    counts = Counter(row.state for row in rows)
    waiting = list(texts(session, actor))
    return Door(
        summary=words.answers(counts) or "Nobody has a place in this group yet",
        parts=[_part(state, rows) for state in ORDER if counts[state]],
        texts=[_text(text, found, stands, now) for text in waiting[:TEXTS_SHOWN]],
        more_texts=len(waiting) > TEXTS_SHOWN,
        open=stands,
        counts=counts,
    )


def places(session: Session, actor: Actor) -> QuerySet:
    """Every woman with a place, with what she said and whether she is here. One query."""
    rows = Membership.objects.visible_to(actor).filter(group_id=session.group_id)
    said = FilteredRelation("answers", condition=Q(answers__session_id=session.pk))
    line = FilteredRelation("attendance", condition=Q(attendance__session_id=session.pk))
    return rows.annotate(said=said, line=line).values(
        "pk",
        "joined_at",
        "woman__name",
        "woman__card_id",
        "woman__card__phone_hash",
        "said__choice",
        "said__minutes",
        "said__way",
        "said__at",
        "line__state",
    )


def state_of(place: dict[str, Any]) -> str:
    """Where she stands: here, or what she said, or not heard."""
    if place["line__state"] == "came":
        return "here"
    return place["said__choice"] or "not_heard"


def _row(place: dict[str, Any], twice: set[str], *, answerable: bool, today: bool) -> Row:
    state = state_of(place)
    told = place["said__way"] == "leader"
    deeds = [(choice, said) for choice, said in SAY.items() if choice != state]
    if state == "here":
        deeds = [("undo-here", "Undo")]
    elif told:
        deeds.append(("undo", "Undo"))
    return Row(
        pk=place["pk"],
        name=place["woman__name"],
        state=state,
        words=words.late(place["said__minutes"]) if state == "late" else "",
        note=", ".join(filter(None, [which(place, twice), _note(place, state)])),
        deeds=deeds if answerable else [],
        here=today and state != "here",
    )


def names_twice(found: list[dict[str, Any]]) -> set[str]:
    """Names that more than one woman of the group goes by."""
    names = Counter(place["woman__name"].casefold() for place in found)
    return {name for name, times in names.items() if times > 1}


def which(place: dict[str, Any], twice: set[str]) -> str:
    """What tells two women of one name apart: since when she has come."""
    if place["woman__name"].casefold() not in twice:
        return ""
    return f"since {words.full_day(place['joined_at']).partition(' ')[2]}"


def _note(place: dict[str, Any], state: str) -> str:
    if place["said__at"] is None or state == "here":
        return ""
    return f"{WAYS[place['said__way']]} at {hour(place['said__at'])}"


def _part(state: str, rows: list[Row]) -> Part:
    mine = [row for row in rows if row.state == state]
    mine.sort(key=lambda row: (row.name.casefold(), row.pk))
    return Part(state, words.STATES[state], mine)


def texts(session: Session, actor: Actor) -> QuerySet[InboundText]:
    """Texts to this group that wait for a person. One query."""
    rows = InboundText.objects.visible_to(actor).filter(owner=session.group.owner, state__in=WAITS)
    return rows.select_related("message").order_by("received_at", "pk")[: TEXTS_SHOWN + 1]


def _text(text: InboundText, found: list[dict], stands: bool, now: dt.datetime) -> Text:
    hers = _whose(text, found)
    stop = text.state == "stop"
    return Text(
        pk=text.pk,
        when=words.inside(words.at(text.received_at, now)),
        body=text.body,
        stop=stop,
        names=words.listed(place["woman__name"] for place in hers),
        choices=[] if stop or not stands else [_choice(place) for place in hers],
    )


def _choice(place: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    buttons = [(f"{place['pk']}:{choice}", said) for choice, said in SAY.items()]
    return place["woman__name"], buttons


def _whose(text: InboundText, found: list[dict]) -> list[dict]:
    """The women whose number it is: two on one number are both shown and never guessed. With a
    new number since, she to whom the message went."""
    same = [place for place in found if place["woman__card__phone_hash"] == text.sender_hash]
    card = text.message.card_id if text.message else None
    return same or [place for place in found if card and place["woman__card_id"] == card]
