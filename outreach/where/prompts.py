"""What is worth a conversation: partners who spoke up for us and through whom few came, and women
who were told that this was not for them. Words to use, and no score of anybody.

Whether nobody came or a few did is not told, nor who left the list on which day: it is made of
quarters that are over, and one woman more or less changes it only at the fifth (safety.md 27).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from peersupport.clock import instant
from peersupport.small_counts import LEAST, Block, floor, publish

from ..models import Introduction, Organisation, PartnerTally, ToldNotForHer
from ..models.told import ANSWERS
from ..outreach_queries import promoted
from .figures import Figures, over
from .quarters import SECTORS, Quarter

SHOWN = 12
MIDNIGHT = dt.time()


@dataclass(frozen=True)
class Prompts:
    """Names of partners to speak with (the first few), how many more there are, and what women
    said of being told that it was not for them."""

    partners: list[Any]
    more: int
    told: str


def found(figures: Figures) -> Prompts:
    """Of the last four quarters. Two queries."""
    year = figures.year
    rows = list(_spoken_with(year[0].first, year[-1].after))
    few = [row for row in rows if row.women < LEAST]
    known = {sector for sector in SECTORS if not _is_worked_out(figures, sector, rows)}
    named = [row for row in few if row.sector in known]
    return Prompts(named[:SHOWN], max(0, len(named) - SHOWN), told_in_words(_told(year)))


def _is_worked_out(figures: Figures, sector: str, rows: list[Any]) -> bool:
    """Whether the figures of this sector leave its partners only one number each: each as many as
    a few can be, or none because all who came are those of the others."""
    here = [row for row in rows if row.sector == sector]
    few = sum(row.women < LEAST for row in here)
    many = len(here) - few
    introduced = over(figures.contacts, figures.year, sector)
    by_code = over(figures.code_sectors, figures.year, sector)
    women = introduced.at_least + by_code.at_least
    if not many and not any(row.has_others for row in here):
        return women >= (LEAST - 1) * few
    return introduced.exact and by_code.exact and women <= LEAST * many


def _spoken_with(begins: dt.date, ends: dt.date) -> Any:
    """Partners with whom we spoke up for the groups, with how many women came through them; and
    whether there are others of their sector, with whom we did not."""
    here = Introduction.objects.filter(
        received_at__gte=instant(begins, MIDNIGHT), received_at__lt=instant(ends, MIDNIGHT)
    )
    gone = PartnerTally.objects.filter(
        organisation=OuterRef("pk"), month__gte=begins, month__lt=ends
    )
    women = (
        _many(here.filter(organisation=OuterRef("pk")), "organisation")
        + _many(here.filter(code__organisation=OuterRef("pk")), "code__organisation")
        + _of(gone.order_by().values("organisation").annotate(many=Sum("count")))
    )
    rows = promoted(begins, ends - dt.timedelta(days=1)).filter(ended_at=None)
    others = Organisation.objects.filter(sector=OuterRef("sector")).exclude(
        pk__in=rows.values("pk")
    )
    return rows.annotate(women=women, has_others=Exists(others)).order_by("name", "pk")


def _many(rows: Any, by: str) -> Coalesce:
    return _of(rows.order_by().values(by).annotate(many=Count("pk")))


def _of(rows: Any) -> Coalesce:
    return Coalesce(Subquery(rows.values("many"), output_field=IntegerField()), 0)


def _told(year: list[Quarter]) -> list[Block[str]]:
    """Each quarter's answers to "has anyone ever told you …?", as they may be read."""
    rows = ToldNotForHer.objects.filter(month__gte=year[0].first, month__lt=year[-1].after)
    counts = {quarter: dict.fromkeys(dict(ANSWERS), 0) for quarter in year}
    for month, answer, many in rows.values_list("month", "answer").annotate(many=Sum(F("count"))):
        counts[Quarter.of(month)][answer] += many
    return [publish(counts[quarter]) for quarter in year]


def told_in_words(blocks: list[Block[str]]) -> str:
    """How many said yes, as far as may be said; empty where it is too few."""
    yes = floor(block.cells["yes"] for block in blocks)
    if not yes.at_least:
        return ""
    more = "" if yes.exact else " or more"
    return f"{yes.at_least}{more} women said yes in a year."
