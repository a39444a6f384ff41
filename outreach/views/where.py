"""``/dashboard/outreach/where/``: where women come from, for coordinators."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from peersupport import clock, sheets
from peersupport.permissions import allow

from .. import queries
from ..forms.where import ExportForm, ShareForm
from ..services import where as deeds
from ..where import counting, figures, picture, prompts, tables, warnings
from ..where.figures import Figures
from ..where.quarters import settled, settled_halves


def _figures() -> Figures:
    now = clock.now()
    quarters, halves = settled(now), settled_halves(now)
    return figures.publish_all(quarters, halves, counting.count(quarters, halves))


def _page(request: HttpRequest, **forms: Any) -> HttpResponse:
    found, share = _figures(), queries.largest_share()
    context = {
        "picture": picture.draw(found),
        "tables": tables.all_of(found),
        "largest": warnings.largest_in_words(found),
        "prompts": prompts.found(found),
        "warnings": warnings.found(found, share),
        "share_form": ShareForm(initial={"share": share}),
        "export_form": ExportForm(),
    }
    return render(request, "outreach/where.html", context | forms)


@allow("coordinator")
@require_http_methods(["GET", "HEAD"])
def where(request: HttpRequest) -> HttpResponse:
    """The picture, the tables, and what to look at."""
    return _page(request)


@allow("coordinator")
@require_POST
def where_share(request: HttpRequest) -> HttpResponse:
    """Set from which share on one way in is warned of."""
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, share_form=form)
    deeds.set_largest_share(form.cleaned_data["share"], by=request.actor)
    messages.success(request, "Saved.")
    return redirect("outreach:where")


@allow("coordinator")
@require_POST
def where_export(request: HttpRequest) -> HttpResponse:
    """The tables for a spreadsheet: what the page shows and no more. Written down, with why."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, export_form=form)
    deeds.note_export(form.cleaned_data["reason"], by=request.actor)
    head, *rows = tables.lines(tables.all_of(_figures()))
    return sheets.download("figures", head, rows)
