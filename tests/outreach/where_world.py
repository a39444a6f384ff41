"""A made world for the figures: who came when, by which way, and when she first sat down with us."""

import datetime as dt
import itertools
from typing import Any

from groups.models import Membership
from outreach.models import Introduction, Organisation, SourceCode, Tally, Worker
from outreach.models.tally import CAME
from peersupport.clock import LONDON
from tests import builders

_keys = itertools.count(1)


def organisation(sector: str) -> Organisation:
    """The one of this sector, with a worker and a code."""
    made, new = Organisation.objects.get_or_create(name=f"The {sector} one", sector=sector)
    if new:
        user = builders.user(f"Worker{sector.replace('_', '')} One", "partner_worker")
        Worker.objects.create(user=user, organisation=made)
        SourceCode.objects.create(organisation=made, label="Everyday code")
    return made


def arrive(
    group: Any, way: str, day: dt.date, many: int = 1, *, first: dt.date | None = None
) -> list[Introduction]:
    """Women who got in touch on ``day`` by ``way``: "herself", "code:voluntary" or a sector.
    ``first``: they said yes, and came then."""
    return [_one(group, way, day, first) for _ in range(many)]


def _one(group: Any, way: str, day: dt.date, first: dt.date | None) -> Introduction:
    at = dt.datetime.combine(day, dt.time(12), LONDON)
    facts: dict[str, Any] = {
        "came_by": "herself",
        "group": group,
        "name": "Zuzanna",
        "name_hash": "x",
        "consent_text_version": "keep-1",
        "consent_at": at,
        "consent_way": "form",
        "confirmed_at": at,
        "confirm_way": "form",
        "received_at": at,
        "submit_key": f"world-{next(_keys)}",
    }
    if way.startswith("code:"):
        facts["code"] = organisation(way.partition(":")[2]).codes.get()
    elif way != "herself":
        worker = organisation(way).workers.get()
        by = {"came_by": "partner", "organisation": worker.organisation, "worker": worker}
        facts |= by | {"she_knows": True, "confirm_way": "voice"}
    if first is None:
        return Introduction.objects.create(card=builders.card(), **facts)
    place = builders.place(group, "Bea")
    Membership.objects.filter(pk=place.pk).update(first_visit_on=first)
    facts |= {"name": "", "name_hash": "", "said": "yes", "membership": place}
    return Introduction.objects.create(decided_at=at, closed_at=at, **facts)


def forgotten(group: Any, way: str, day: dt.date, many: int, *, weeks: int | None = None) -> None:
    """The same, of women who are forgotten: bare numbers."""
    came_by = "herself" if way == "herself" or way.startswith("code:") else "partner"
    sector = "" if way == "herself" else way.removeprefix("code:")
    facts = {"month": day.replace(day=1), "group": group, "came_by": came_by, "sector": sector}
    outcome = "joined" if weeks is None else CAME
    Tally.objects.create(outcome=outcome, weeks=weeks or 0, count=many, **facts)
