"""Reads of what we did with partners."""

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from peersupport.actors import Actor

from .models import ContactEntry, Favour, Organisation
from .models.contact_entry import PROMOTES

# Enough for the words; nobody is counted beyond it.
MOST_FAVOURS = 200


def due_count(actor: Actor, day: dt.date) -> int:
    """How many partners would like to hear from us by ``day``."""
    return Organisation.objects.visible_to(actor).due(day).count()


def promoted(start: dt.date, end: dt.date) -> QuerySet[Organisation]:
    """Organisations with whom we spoke up for the groups from ``start`` to ``end``, both days
    included: a visit, a talk, a leaflet drop or a training. A call alone is none of these."""
    deeds = ContactEntry.objects.filter(
        organisation=OuterRef("pk"), kind__in=PROMOTES, happened_on__range=(start, end)
    )
    return Organisation.objects.filter(Exists(deeds))


def favours_since(rows: QuerySet[Favour], day: dt.date) -> list[Favour]:
    """The good turns since ``day``, newest first."""
    rows = rows.filter(happened_on__gte=day).select_related("author")
    return list(rows.order_by("-happened_on", "-id")[:MOST_FAVOURS])


def year_of(rows: QuerySet[ContactEntry], year: int) -> list[dict[str, Any]]:
    """What was done in a year: {month, kind, how, sector, many, heard}, in one query."""
    found = (
        rows.filter(happened_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))
        .values("happened_on__month", "kind", "how", "organisation__sector")
        .annotate(many=Count("pk"), heard=Sum("reached"))
        .order_by("happened_on__month", "kind", "how", "organisation__sector")
    )
    return [dict(row) for row in found]


def favours_of_year(rows: QuerySet[Favour], year: int) -> dict[str, int]:
    """How often they did something for us in a year, and we for them."""
    found = rows.filter(happened_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31))).aggregate(
        for_us=Count("pk", filter=Q(direction="for_us")),
        for_them=Count("pk", filter=Q(direction="for_them")),
    )
    return {"theirs": found["for_us"], "ours": found["for_them"]}
