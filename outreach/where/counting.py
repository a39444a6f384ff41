"""Bare counts, before anything is hidden: rows that are still here, and what is left of those that
are forgotten. Three grouped queries, however many women."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Sum, Value
from django.db.models.functions import Coalesce, TruncDate, TruncQuarter

from groups import queries as groups
from peersupport.clock import LONDON, instant

from ..models import Introduction, Tally
from ..models.tally import CAME, TALK
from .quarters import Quarter, route_of

A_WEEK = 7
SECTOR = Coalesce("organisation__sector", "code__organisation__sector", Value(""))


@dataclass
class Counts:
    """How many, by quarter and by one thing more."""

    contacts: Counter = field(default_factory=Counter)
    code_sectors: Counter = field(default_factory=Counter)
    # Of the first contacts: "talked" or "leaflet", where she said so.
    talk: Counter = field(default_factory=Counter)
    # Quarter of the first session, route, weeks since first contact.
    sessions: Counter = field(default_factory=Counter)

    def arrived(self, quarter: Quarter, came_by: str, sector: str, many: int) -> None:
        """Add first contacts."""
        route = route_of(came_by, sector)
        self.contacts[quarter, route] += many
        if route == "code":
            self.code_sectors[quarter, sector] += many


def count(quarters: list[Quarter]) -> Counts:
    """All that happened in these quarters, which follow each other."""
    found = Counts()
    begins, ends = quarters[0].first, quarters[-1].after
    for row in _arrivals(begins, ends):
        found.arrived(row["quarter"], row["came_by"], row["sector"], row["many"])
        if row["talked_through"]:
            found.talk[row["quarter"], row["talked_through"]] += row["many"]
    for row in _first_sessions(begins, ends):
        weeks = row["wait"].days // A_WEEK
        route = route_of(row["came_by"], row["sector"])
        found.sessions[row["quarter"], route, max(0, weeks)] += row["many"]
    for row in _forgotten(begins, ends):
        if row["outcome"] == CAME:
            route = route_of(row["came_by"], row["sector"])
            found.sessions[row["quarter"], route, row["weeks"]] += row["many"]
        elif row["outcome"] in TALK:
            found.talk[row["quarter"], row["outcome"]] += row["many"]
        else:
            found.arrived(row["quarter"], row["came_by"], row["sector"], row["many"])
    return found


def _arrivals(begins: dt.date, ends: dt.date) -> Iterator[dict[str, Any]]:
    rows = Introduction.objects.filter(
        received_at__gte=instant(begins, dt.time()), received_at__lt=instant(ends, dt.time())
    )
    rows = rows.annotate(
        quarter=TruncQuarter("received_at", tzinfo=LONDON), sector=SECTOR
    ).order_by()
    yield from _by_quarter(
        rows.values("quarter", "came_by", "sector", "talked_through").annotate(many=Count("pk"))
    )


def _first_sessions(begins: dt.date, ends: dt.date) -> Iterator[dict[str, Any]]:
    """Women who came for the first time in these quarters, with how long it took."""
    rows = Introduction.objects.filter(membership__isnull=False)
    rows = rows.annotate(first=groups.first_visit("membership"), sector=SECTOR)
    waited = F("first") - TruncDate("received_at", tzinfo=LONDON)
    rows = rows.filter(first__gte=begins, first__lt=ends).annotate(
        quarter=TruncQuarter("first"),
        wait=ExpressionWrapper(waited, output_field=DurationField()),
    )
    grouped = rows.order_by().values("quarter", "came_by", "sector", "wait")
    yield from _by_quarter(grouped.annotate(many=Count("pk")))


def _forgotten(begins: dt.date, ends: dt.date) -> Iterator[dict[str, Any]]:
    rows = Tally.objects.filter(month__gte=begins, month__lt=ends).order_by()
    rows = rows.annotate(quarter=TruncQuarter("month"))
    grouped = rows.values("quarter", "came_by", "sector", "outcome", "weeks")
    yield from _by_quarter(grouped.annotate(many=Sum("count")))


def _by_quarter(rows: Any) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield row | {"quarter": Quarter.of(row["quarter"])}
