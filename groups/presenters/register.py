"""The register: a line for each woman, with what was ticked, or what she had said before."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from peersupport.actors import Actor

from ..models import Membership, Session
from . import words
from .door import names_twice, which

# What she said before is a good first guess for one thing only: that she sent apologies.
GUESS = {"not_this_time": "apologies"}
SAID = {
    "coming": "She said she would come",
    "late": "She said she was on her way",
    "not_this_time": "She said not this time",
}
CHOICES = [("came", "Came"), ("apologies", "Apologies"), ("not_heard", "Not heard")]


@dataclass(frozen=True)
class Row:
    """One woman's line."""

    pk: int
    name: str
    state: str
    late: bool
    early: bool
    hint: str
    saved: bool


def lines(session: Session, actor: Actor) -> QuerySet:
    """Every woman with a place, with her answer and her line. One query."""
    rows = Membership.objects.visible_to(actor).filter(group_id=session.group_id)
    said = FilteredRelation("answers", condition=Q(answers__session_id=session.pk))
    line = FilteredRelation("attendance", condition=Q(attendance__session_id=session.pk))
    return rows.annotate(said=said, line=line).values(
        "pk",
        "joined_at",
        "woman__name",
        "said__choice",
        "line__state",
        "line__late",
        "line__left_early",
    )


def rows_of(found: list[dict[str, Any]], ticked: dict[int, tuple] | None = None) -> list[Row]:
    """Ready for the page, by name. ``ticked`` is what was just sent and could not be kept."""
    twice = names_twice(found)
    rows = [_row(line, twice, (ticked or {}).get(line["pk"])) for line in found]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.pk))


def _row(line: dict[str, Any], twice: set[str], ticked: tuple | None) -> Row:
    saved = line["line__state"] is not None
    guess = GUESS.get(line["said__choice"] or "", "")
    said = "" if saved else SAID.get(line["said__choice"] or "", "")
    state, late, early = ticked or (
        line["line__state"] or guess,
        bool(line["line__late"]),
        bool(line["line__left_early"]),
    )
    return Row(
        pk=line["pk"],
        name=line["woman__name"],
        state=state,
        late=late,
        early=early,
        hint=". ".join(filter(None, [which(line, twice).replace("since", "Since"), said])),
        saved=saved,
    )


def as_read(rows: list[Row]) -> list[tuple[str, str, str]]:
    """Once it is shut: (name, state, words)."""
    known = dict(CHOICES)
    return [(row.name, row.state, known[row.state]) for row in rows if row.saved]


def closes(session: Session, correctable: dt.timedelta) -> str:
    """Until when it can be corrected."""
    return words.full_day(session.ends_at + correctable)
