"""``/dashboard/outreach/``: which partners would like to hear from us, and what we know of each."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from peersupport import clock, paging, sheets
from peersupport.permissions import allow

from .. import outreach_queries as queries
from ..forms.outreach import AboutForm, ExportForm
from ..models import Contact, ContactEntry, Favour, Organisation
from ..presenters import outreach as shown
from ..services import exports, keeping_in_touch
from ..services.organisations import NameTaken

BY_NAME = ("name", "id")
NEWEST = ("-happened_on", "-id")


@allow("staff")
def outreach(request: HttpRequest) -> HttpResponse:
    """Who would like to hear from us, soonest first; then every partner by name."""
    today = clock.today()
    rows = Organisation.objects.visible_to(request.actor)
    due = rows.due(today + shown.SOON).select_related("next_with")
    due_rows = list(due.order_by("next_contact_on", "id")[: shown.MOST_DUE])
    page = paging.cut(rows.live(), by=BY_NAME, after=request.GET.get("after", ""))
    return render(
        request,
        "outreach/outreach.html",
        {
            "due": [shown.due(row, today) for row in due_rows],
            "page": page,
            "is_first": "after" not in request.GET,
        },
    )


@allow("staff")
def outreach_log(request: HttpRequest) -> HttpResponse:
    """What was done with all partners, newest first; a peer leader reads what she wrote."""
    rows = ContactEntry.objects.visible_to(request.actor)
    rows = rows.select_related("organisation", "contact", "author")
    page = paging.cut(rows, by=NEWEST, after=request.GET.get("after", ""))
    context = {"entries": _entries(request, page.rows), "after": page.more}
    return render(request, "outreach/outreach_log.html", context)


@allow("staff")
def organisation_outreach(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One partner: one press for the usual call, who is there, what was done, give and take."""
    row = _row(request, organisation_id)
    today = clock.today()
    entries = ContactEntry.objects.visible_to(request.actor).filter(organisation=row)
    entries = entries.select_related("contact", "author")
    page = paging.cut(entries, by=NEWEST, after=request.GET.get("after", ""), size=10)
    contacts = Contact.objects.visible_to(request.actor).live().filter(organisation=row)
    favours = Favour.objects.visible_to(request.actor).filter(organisation=row)
    year = queries.favours_since(favours, today - dt.timedelta(days=365))
    return render(
        request,
        "outreach/organisation_outreach.html",
        {
            "organisation": row,
            "due": shown.due(row, today),
            "usual": shown.USUAL,
            "once": shown.once_key(),
            "contacts": [shown.person(contact) for contact in contacts.order_by("id")],
            "entries": _entries(request, page.rows),
            "after": page.more,
            "favours": [shown.favour(favour, request.actor, clock.now()) for favour in year[:5]],
            "balance": shown.balance(year),
        },
    )


@allow("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_about(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """What we know of a partner, and how often we like to be in touch."""
    row = _row(request, organisation_id)
    initial = {name: getattr(row, name) for name in keeping_in_touch.FACTS}
    form = AboutForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _describe(request, row, form):
        return redirect("outreach:organisation-outreach", row.pk)
    return render(request, "outreach/organisation_about.html", {"form": form, "organisation": row})


def _describe(request: HttpRequest, row: Organisation, form: AboutForm) -> bool:
    try:
        keeping_in_touch.describe(row, facts=form.cleaned_data, by=request.actor)
    except NameTaken:
        form.add_error("name", "A partner of this name is there already.")
        return False
    messages.success(request, "Saved.")
    return True


@allow("coordinator")
@require_POST
def organisation_snooze(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Put the next contact off by a week or a month."""
    row = _row(request, organisation_id)
    days = {"week": keeping_in_touch.WEEK, "month": keeping_in_touch.MONTH}
    much = days.get(request.POST.get("by", ""), keeping_in_touch.WEEK)
    day = keeping_in_touch.snooze(row, much, by=request.actor)
    if day is None:
        messages.warning(request, f"Nothing was waiting for {row.name}, so nothing was moved.")
    else:
        messages.success(request, f"{row.name} can wait until {shown.day(day, clock.today())}.")
    return redirect("outreach:outreach")


@allow("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def outreach_export(request: HttpRequest) -> HttpResponse:
    """The register or the log as a file, for a reason that is written down (safety.md 42, 48)."""
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        what, reason = form.cleaned_data["what"], form.cleaned_data["reason"]
        head, rows = exports.table(what, reason=reason, by=request.actor)
        return sheets.download(f"{what}-{clock.today():%Y-%m-%d}", head, rows)
    return render(request, "outreach/outreach_export.html", {"form": form})


def _entries(request: HttpRequest, rows: list[Any]) -> list[shown.EntryLine]:
    now = clock.now()
    return [shown.entry(row, request.actor, now) for row in rows]


def _row(request: HttpRequest, pk: int) -> Organisation:
    rows = Organisation.objects.visible_to(request.actor).select_related("next_with")
    return get_object_or_404(rows, pk=pk)
