"""A year's counts as a table: months down, kinds across, and what was talked through."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from ..models.contact_entry import KINDS
from ..models.organisation import SECTORS


@dataclass(frozen=True)
class Month:
    """One line of the table; "" stands where nothing was done."""

    name: str
    cells: list[tuple[str, int | str]]
    total: int | str


@dataclass(frozen=True)
class YearPage:
    """Everything the page shows."""

    kinds: list[str]
    lines: list[Month]
    totals: list[tuple[str, int]]
    total: int
    talked: int
    paper: int
    unsaid: int
    heard: int
    sectors: list[tuple[str, int, int, int]]


def page_of(rows: list[dict[str, Any]], with_sectors: bool) -> YearPage:
    """The table of ``outreach_queries.year_of``. Partners of a sector are added up; no partner
    is set beside another."""
    cells: Counter[tuple[int, str]] = Counter()
    hows: Counter[str] = Counter()
    for row in rows:
        cells[row["happened_on__month"], row["kind"]] += row["many"]
        hows[row["how"]] += row["many"]
    return YearPage(
        kinds=[label for _, label in KINDS],
        lines=[_month(month, cells) for month in range(1, 13)],
        totals=[(label, sum(cells[m, code] for m in range(1, 13))) for code, label in KINDS],
        total=sum(cells.values()),
        talked=hows["talked"],
        paper=hows["paper"],
        unsaid=hows[""],
        heard=sum(row["heard"] or 0 for row in rows),
        sectors=_sectors(rows) if with_sectors else [],
    )


def _month(month: int, cells: Counter[tuple[int, str]]) -> Month:
    line = [(label, cells[month, code]) for code, label in KINDS]
    shown: list[tuple[str, int | str]] = [(label, count or "") for label, count in line]
    total = sum(count for _, count in line)
    return Month(f"{dt.date(2000, month, 1):%B}", shown, total or "")


def _sectors(rows: list[dict[str, Any]]) -> list[tuple[str, int, int, int]]:
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        found[row["organisation__sector"], row["how"]] += row["many"]
    lines = []
    for code, label in SECTORS:
        talked, paper, unsaid = (found[code, how] for how in ("talked", "paper", ""))
        lines.append((label, talked, paper, talked + paper + unsaid))
    return lines
