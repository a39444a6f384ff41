"""Writing down what was done with a partner: one press for the usual, a form for the rest."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from peersupport import clock
from peersupport.permissions import allow
from peersupport.services import once

from ..forms.outreach import EntryForm, FavourForm
from ..models import Contact, ContactEntry, Favour, Organisation
from ..models.contact_entry import KINDS
from ..services import contact_log

TOO_LATE = "That was written more than 14 days ago. A coordinator can still put it right."


@allow("staff")
@require_POST
def entry_today(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """“We spoke today”: one press, one entry."""
    row = _row(request, organisation_id)
    kind = request.POST.get("kind", "")
    if row.ended_at is not None or kind not in dict(KINDS):
        messages.warning(request, "Nothing was written down. Choose what you did.")
        return redirect("outreach:organisation-outreach", row.pk)
    key = request.POST.get("once", "")[:64]
    deed = lambda: contact_log.write_today(row, kind, by=request.actor)  # noqa: E731
    once.only_once(f"today:{row.pk}:{key}", deed) if key else deed()
    messages.success(request, f"{dict(KINDS)[kind]}, today: written down.")
    return redirect("outreach:organisation-outreach", row.pk)


@allow("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_add(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Everything there is to say of a visit or a call."""
    row = _row(request, organisation_id)
    contacts = list(_contacts(request, row))
    start = {"happened_on": clock.today(), "contact": row.next_with_id}
    form = EntryForm(request.POST or None, initial=start, contacts=contacts)
    if request.method == "POST" and form.is_valid() and row.ended_at is None:
        facts = form.facts()
        if _said(
            form,
            lambda: once.only_once(
                form.cleaned_data["once"],
                lambda: contact_log.write(row, facts=facts, by=request.actor),
            ),
        ):
            messages.success(request, "Written down.")
            return redirect("outreach:organisation-outreach", row.pk)
    return render(request, "outreach/entry.html", {"form": form, "organisation": row})


@allow("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Put an entry right: its author for 14 days, a coordinator always."""
    row = _entry(request, entry_id)
    if not row.may_change(request.actor, clock.now()):
        messages.warning(request, TOO_LATE)
        return redirect("outreach:organisation-outreach", row.organisation_id)
    contacts = list(_contacts(request, row.organisation))
    if row.contact is not None and row.contact not in contacts:
        contacts.append(row.contact)
    start = {name: getattr(row, name) for name in contact_log.FACTS} | {"contact": row.contact_id}
    form = EntryForm(request.POST or None, initial=start, contacts=contacts)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        if _said(form, lambda: contact_log.correct(row, facts=facts, by=request.actor)):
            messages.success(request, "Put right.")
            return redirect("outreach:organisation-outreach", row.organisation_id)
    context = {"form": form, "organisation": row.organisation, "entry": row}
    return render(request, "outreach/entry.html", context)


@allow("staff")
@require_POST
def entry_take_back(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Delete an entry that never should have been."""
    row = _entry(request, entry_id)
    try:
        contact_log.take_back(row, by=request.actor)
    except contact_log.TooLate:
        messages.warning(request, TOO_LATE)
    else:
        messages.success(request, "That entry is deleted.")
    return redirect("outreach:organisation-outreach", row.organisation_id)


@allow("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def favour_add(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """A good turn, theirs or ours."""
    row = _row(request, organisation_id)
    form = FavourForm(request.POST or None, initial={"happened_on": clock.today()})
    if request.method == "POST" and form.is_valid() and row.ended_at is None:
        facts = form.facts()
        once.only_once(
            form.cleaned_data["once"],
            lambda: contact_log.thank(row, facts=facts, by=request.actor),
        )
        messages.success(request, "Written down.")
        return redirect("outreach:organisation-outreach", row.pk)
    return render(request, "outreach/favour.html", {"form": form, "organisation": row})


@allow("staff")
@require_POST
def favour_take_back(request: HttpRequest, favour_id: int) -> HttpResponse:
    """Delete a good turn that was written by mistake."""
    row = get_object_or_404(Favour.objects.visible_to(request.actor), pk=favour_id)
    try:
        contact_log.take_back_favour(row, by=request.actor)
    except contact_log.TooLate:
        messages.warning(request, TOO_LATE)
    else:
        messages.success(request, "Deleted.")
    return redirect("outreach:organisation-outreach", row.organisation_id)


def _said(form: EntryForm, deed: Any) -> bool:
    try:
        deed()
    except contact_log.NotThere:
        form.add_error("contact", "She has left in the meantime. Choose somebody else.")
    except contact_log.TooLate:
        form.add_error(None, TOO_LATE)
    return not form.errors


def _contacts(request: HttpRequest, row: Organisation) -> Any:
    rows = Contact.objects.visible_to(request.actor).live()
    return rows.filter(organisation=row).order_by("id")


def _entry(request: HttpRequest, pk: int) -> ContactEntry:
    rows = ContactEntry.objects.visible_to(request.actor).select_related("organisation", "contact")
    return get_object_or_404(rows, pk=pk)


def _row(request: HttpRequest, pk: int) -> Organisation:
    rows = Organisation.objects.visible_to(request.actor).select_related("next_with")
    return get_object_or_404(rows, pk=pk)
