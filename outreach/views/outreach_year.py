"""A year of outreach on one page, for all partners or for one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from peersupport import clock
from peersupport.permissions import allow

from .. import outreach_queries as queries
from ..models import ContactEntry, Favour, Organisation
from ..presenters.outreach import in_words
from ..presenters.year import page_of

FIRST_YEAR = 2000


@allow("coordinator")
def outreach_year(request: HttpRequest) -> HttpResponse:
    """What was done with all partners in a year."""
    return _page(request, None)


@allow("coordinator")
def organisation_year(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """What was done with one partner in a year."""
    rows = Organisation.objects.visible_to(request.actor)
    return _page(request, get_object_or_404(rows, pk=organisation_id))


def _page(request: HttpRequest, organisation: Organisation | None) -> HttpResponse:
    year = _year(request)
    entries = ContactEntry.objects.visible_to(request.actor)
    favours = Favour.objects.visible_to(request.actor)
    if organisation is not None:
        entries = entries.filter(organisation=organisation)
        favours = favours.filter(organisation=organisation)
    context: dict[str, Any] = {
        "organisation": organisation,
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < clock.today().year else None,
        "shown": page_of(queries.year_of(entries, year), organisation is None),
        "favours": in_words(**queries.favours_of_year(favours, year), when=f"in {year}"),
    }
    return render(request, "outreach/outreach_year.html", context)


def _year(request: HttpRequest) -> int:
    """The year asked for; this one where it cannot be read or is still to come."""
    now, said = clock.today().year, request.GET.get("year", "")
    asked = int(said) if len(said) == 4 and said.isascii() and said.isdigit() else now
    return asked if FIRST_YEAR <= asked <= now else now
