"""What stands on a sheet, from the data of this moment."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse

from groups import queries as groups
from peersupport.clock import LONDON
from peersupport.presenters import phone_as_said
from peersupport.services.cards import is_uk_mobile

from .. import queries, waits
from ..languages import ALL, ENGLISH, Language
from ..models import MaterialWording, SourceCode
from ..presenters import introductions as presenters
from . import TALK, Choice, Kind, Offer, words

GROUPS_SHOWN = 6
# So many letters on a poster still read well in its largest type; the longer, the smaller.
ROOMY, STEP, TIGHTEST = 420, 170, 6
SNUG_OVER, LONG_ADDRESS = 60, 33


@dataclass(frozen=True)
class Place:
    """One group, as paper names it."""

    name: str
    who_for: str
    area: str
    times: str
    state: str
    about: str = ""

    @property
    def tag(self) -> str:
        return words.TAGS[self.state]


@dataclass(frozen=True)
class Paper:
    """All that stands on one sheet, in one language: what is not worded is left out."""

    kind: Kind
    language: Language
    title: str
    lead: str = ""
    name: str = ""
    place: Place | None = None
    places: list[Place] = field(default_factory=list)
    more: str = ""
    lines: list[str] = field(default_factory=list)
    state: str = ""
    scan: str = ""
    then: str = ""
    text_to: str = ""
    card: str = ""
    dated: str = ""
    address: str = ""
    svg: str = ""
    words: Any = None

    @property
    def host(self) -> str:
        """Of the address, what stands before its code: between the two a line may end."""
        return self.address.removesuffix(self.path)

    @property
    def path(self) -> str:
        return "/".join(["", *self.address.split("/")[-3:]])

    @property
    def shape(self) -> str:
        """How the style sheet makes room for much to say and for a long address."""
        snug = len(self.card) + len(self.scan) > SNUG_OVER
        long = len(self.address) > LONG_ADDRESS
        return " ".join(name for name, on in (("snug", snug), ("long-address", long)) if on)

    @property
    def tight(self) -> int:
        """How small the type of the print page is, by how much there is to say. The PDF is laid
        out and looked at instead (``pdf.make``)."""
        places = [f"{each.name}{each.who_for}{each.area}{each.times}" for each in self.places]
        said = [self.title, self.lead, self.state, self.then, *self.lines, *places]
        said += [self.place.about] if self.place and self.kind.pages > 1 else []
        over = sum(map(len, said)) - ROOMY
        return max(0, min(TIGHTEST, -(-over // STEP)))


def paper(kind: Kind, choice: Choice, offer: Offer, now: dt.datetime) -> Paper:
    """The sheet, from the data of this moment."""
    rows = [choice.group] if choice.group else offer.public
    states = _states(rows, now)
    address, svg = picture(choice.code)
    common: dict[str, Any] = {"kind": kind, "address": address, "svg": svg}
    if choice.wording is not None:
        return _worded(choice, choice.wording, states[choice.wording.group_id], common, now)
    said = {shown.ref: shown for shown in groups.as_public(rows, now)}
    places = [_place(said[row.ref], states[row.pk]) for row in rows]
    return _english(choice, places, common, now)


def talk() -> Paper:
    """What a worker says in a minute. The same for everybody: nothing of a group is on it."""
    return Paper(TALK, ALL[ENGLISH], words.TALK_TITLE, words=words)


def picture(code: SourceCode) -> tuple[str, str]:
    """The address a code stands for, as it is typed, and its picture, drawn here."""
    address = settings.SITE_URL + reverse("outreach:code", args=[code.code])
    typed = address.partition("//")[2]
    drawn = segno.make(address, micro=False, error="m")
    # Its title is what a reader of the PDF hears.
    svg = drawn.svg_inline(
        omitsize=True,
        border=0,
        svgclass=None,
        lineclass=None,
        title=f"A code to scan. It leads to {typed}",
    )
    return typed, svg


def _states(rows: list[Any], now: dt.datetime) -> dict[int, str]:
    """Open, paused, or full: then there is a line. No number of women is ever printed."""
    waiting = waits.public([row for row in rows if row.state == "open"], now)
    return {
        row.pk: "paused" if row.state == "paused" else "full" if row.pk in waiting else "open"
        for row in rows
    }


def _place(shown: Any, state: str) -> Place:
    times = ", ".join(shown.times) or words.NO_TIMES
    return Place(shown.name, shown.who_for, shown.area, times, state, shown.about)


def _english(choice: Choice, places: list[Place], common: dict[str, Any], now: Any) -> Paper:
    one = places[0] if choice.group else None
    state = one.state if one else "open"
    charity = queries.charity()
    phone = charity.phone if charity and is_uk_mobile(charity.phone) else ""
    cards = {"paused": words.CARD_PAUSED, "full": words.CARD_FULL, "open": words.CARD}
    return Paper(
        language=choice.language,
        title=one.name if one else words.ALL_TITLE,
        lead=one.who_for if one else words.ALL_LEAD,
        place=one,
        places=[] if one else places[:GROUPS_SHOWN],
        more=words.MORE if not one and len(places) > GROUPS_SHOWN else "",
        lines=list(words.YOU_DECIDE),
        state={"paused": words.PAUSED, "full": words.FULL, "open": ""}[state],
        scan=words.CARD_ASK if common["kind"].key == "cards" else words.ASK,
        then=words.THEN if state == "open" else "",
        text_to=phone_as_said(phone) if phone else "",
        card=cards[state],
        dated=words.DATED.format(day=presenters.day_of(now.astimezone(LONDON).date())),
        words=words,
        **common,
    )


def _worded(
    choice: Choice, row: MaterialWording, state: str, common: dict[str, Any], now: dt.datetime
) -> Paper:
    """The group's own words. Days in figures, and no English beside them."""
    return Paper(
        language=choice.language,
        title=row.title,
        name=choice.group.name if choice.group else "",
        lines=[line for line in map(str.strip, row.lines.splitlines()) if line],
        state={"paused": row.paused, "full": row.full, "open": ""}[state],
        scan=row.scan,
        card=row.card if state == "open" else row.card_wait,
        dated=f"{now.astimezone(LONDON):%d/%m/%Y}",
        **common,
    )
