"""The demo's charity, and two years of its figures: bare numbers, as they are left when women are forgotten."""

import datetime as dt
from typing import Any

from groups import queries as groups
from peersupport.actors import SYSTEM

from .. import queries
from ..models import Organisation, PartnerTally, Tally, ToldNotForHer
from ..models.tally import CAME
from ..services import charity
from ..where.quarters import Quarter, settled

# The last eight quarters, oldest first: a way in -> how many got in touch.
ARRIVED = {
    ("herself", ""): [9, 11, 10, 14, 15, 17, 16, 19],
    ("herself", "voluntary"): [0, 2, 3, 5, 6, 8, 9, 11],
    ("herself", "community"): [0, 0, 2, 1, 2, 1, 5, 6],
    ("partner", "voluntary"): [8, 9, 11, 10, 12, 9, 11, 12],
    ("partner", "community"): [2, 1, 3, 2, 5, 3, 6, 5],
    ("partner", "peer_group"): [1, 2, 0, 3, 2, 5, 3, 4],
    ("partner", "statutory"): [6, 5, 3, 4, 2, 3, 5, 2],
}
# Weeks until a first session, again and again; None did not come.
WAITS = {
    "herself": [2, 3, None, 1, 4, 2, None, 6],
    "partner": [3, 5, 4, None, 2, 7, 3, None],
}

TOLD = {"yes": 6, "no": 17, "unsaid": 8}


CHARITY = {
    "name": "Hob and Hearth",
    "about": "We run small groups in which women sit down with women who have been there. "
    "Everyone is welcome who would like to come, and nobody needs a letter.",
    "website": "https://hob-and-hearth.example",
    "number": "",
    "phone": "+442079460000",
}


def make(now: dt.datetime, password: str) -> None:
    """Make what is missing, once."""
    if queries.charity() is None:
        charity.describe(facts=CHARITY, by=SYSTEM)
    quarters, here = settled(now), list(groups.open_groups())
    if not here or Tally.objects.filter(month__lt=quarters[-1].first).exists():
        return
    for (came_by, sector), counts in ARRIVED.items():
        for quarter, many in zip(quarters, counts, strict=True):
            for number in range(many):
                _one(quarter, number, came_by, sector, here)
    _prompts(quarters)


def _prompts(quarters: list[Quarter]) -> None:
    """Through the first voluntary partner many came; what women said of being told otherwise."""
    for partner in Organisation.objects.live().filter(sector="voluntary").order_by("pk")[:1]:
        for quarter in quarters:
            PartnerTally.objects.create(organisation=partner, month=quarter.first, count=9)
    for quarter in quarters:
        for answer, many in TOLD.items():
            ToldNotForHer.objects.get_or_create(
                month=quarter.first, answer=answer, said_by="", defaults={"count": many}
            )


def _one(quarter: Quarter, number: int, came_by: str, sector: str, here: list[Any]) -> None:
    asked = quarter.first + dt.timedelta(days=number * 11 % 80)
    group = here[number % len(here)]
    if number % 3:
        _add(asked, group, came_by, sector, "leaflet" if number % 4 == 3 else "talked", 0)
    wait = WAITS[came_by][number % len(WAITS[came_by])]
    _add(asked, group, came_by, sector, "not_reached" if wait is None else "joined", 0)
    if wait is not None:
        _add(asked, group, came_by, sector, CAME, wait)


def _add(day: dt.date, group: Any, came_by: str, sector: str, outcome: str, weeks: int) -> None:
    facts = {"group": group, "came_by": came_by, "sector": sector, "outcome": outcome}
    month = day.replace(day=1)
    tally, _ = Tally.objects.get_or_create(month=month, weeks=weeks, **facts)
    tally.count += 1
    tally.save(update_fields=["count"])
