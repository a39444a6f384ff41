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
from .quarters import Half, Quarter, route_of

A_WEEK = 7
SECTOR = Coalesce("organisation__sector", "code__organisation__sector", Value(""))


@dataclass
class Counts:
    """How many, by quarter and by one thing more."""

    contacts: Counter = field(default_factory=Counter)
    code_sectors: Counter = field(default_factory=Counter)
    # Of the first contacts: "talked" or "leaflet", where she said so.
    talk: Counter = field(default_factory=Counter)
    # Of the first contacts: those who came to a session, by route and weeks until then.
    weeks: Counter = field(default_factory=Counter)

    def arrived(self, quarter: Quarter, came_by: str, sector: str, many: int) -> None:
        """Add first contacts."""
        route = route_of(came_by, sector)
        self.contacts[quarter, route] += many
        if route == "code":
            self.code_sectors[quarter, sector] += many

    def came(self, row: dict[str, Any], weeks: int) -> None:
        """Add women who came to a first session so many weeks after they got in touch."""
        route = route_of(row["came_by"], row["sector"])
        self.weeks[row["quarter"], route, weeks] += row["many"]


def count(quarters: list[Quarter], halves: list[Half]) -> Counts:
    """All who got in touch in these quarters, which follow each other; and of the halves' women
    (newest first) those who came."""
    found = Counts()
    begins, ends = quarters[0].first, quarters[-1].after
    for row in _grouped(_arrived(begins, ends)):
        found.arrived(row["quarter"], row["came_by"], row["sector"], row["many"])
        if row["talked_through"]:
            found.talk[row["quarter"], row["talked_through"]] += row["many"]
    # The register is asked of nobody else: that is what costs.
    for row in _came(_arrived(halves[-1].first, halves[0].after)):
        found.came(row, max(0, row["wait"].days // A_WEEK))
    for row in _forgotten(begins, ends):
        if row["outcome"] == CAME:
            found.came(row, row["weeks"])
        elif row["outcome"] in TALK:
            found.talk[row["quarter"], row["outcome"]] += row["many"]
        else:
            found.arrived(row["quarter"], row["came_by"], row["sector"], row["many"])
    return found


def _arrived(begins: dt.date, ends: dt.date) -> Any:
    rows = Introduction.objects.filter(
        received_at__gte=instant(begins, dt.time()), received_at__lt=instant(ends, dt.time())
    )
    quarter = TruncQuarter("received_at", tzinfo=LONDON)
    return rows.annotate(quarter=quarter, sector=SECTOR).order_by()


def _grouped(arrived: Any) -> Iterator[dict[str, Any]]:
    rows = arrived.values("quarter", "came_by", "sector", "talked_through")
    yield from _by_quarter(rows.annotate(many=Count("pk")))


def _came(arrived: Any) -> Iterator[dict[str, Any]]:
    """Of these women, those who came to a session, with how long it took."""
    rows = arrived.filter(membership__isnull=False)
    rows = rows.annotate(first=groups.first_visit("membership")).filter(first__isnull=False)
    waited = F("first") - TruncDate("received_at", tzinfo=LONDON)
    rows = rows.annotate(wait=ExpressionWrapper(waited, output_field=DurationField()))
    grouped = rows.values("quarter", "came_by", "sector", "wait")
    yield from _by_quarter(grouped.annotate(many=Count("pk")))


def _forgotten(begins: dt.date, ends: dt.date) -> Iterator[dict[str, Any]]:
    rows = Tally.objects.filter(month__gte=begins, month__lt=ends).order_by()
    rows = rows.annotate(quarter=TruncQuarter("month"))
    grouped = rows.values("quarter", "came_by", "sector", "outcome", "weeks")
    yield from _by_quarter(grouped.annotate(many=Sum("count")))


def _by_quarter(rows: Any) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield row | {"quarter": Quarter.of(row["quarter"])}
