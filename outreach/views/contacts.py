"""The people at partners: a coordinator adds them, keeps them right, hands over, forgets."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from peersupport import clock
from peersupport.permissions import allow
from peersupport.presenters import phone_as_said
from peersupport.services import once

from ..forms.contacts import ContactForm, HandOverForm
from ..models import Contact, ContactEntry, Organisation, SourceCode, Worker
from ..presenters import outreach as shown
from ..services import contacts

KNOWN = "Somebody of this name is here already, or somebody has this address."
HELLO_IN = dt.timedelta(days=7)


@allow("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def contact_add(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Write down somebody at a partner."""
    rows = Organisation.objects.visible_to(request.actor)
    row = get_object_or_404(rows, pk=organisation_id)
    form = ContactForm(request.POST or None, workers=_workers(request, row))
    if request.method == "POST" and form.is_valid() and row.ended_at is None:
        facts = form.facts()
        try:
            once.only_once(
                form.cleaned_data["once"],
                lambda: contacts.add(row, facts=facts, by=request.actor),
            )
        except contacts.KnownAlready:
            form.add_error("name", KNOWN)
        else:
            messages.success(request, f"{facts['name']} is written down.")
            return redirect("outreach:organisation-outreach", row.pk)
    return render(request, "outreach/contact.html", {"form": form, "organisation": row})


@allow("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Keep what we hold about her right, hand over, or forget her."""
    row = _row(request, contact_id)
    start = {name: getattr(row, name) for name in contacts.FACTS}
    start |= {"worker": row.worker_id, "phone": phone_as_said(row.phone)}
    form = ContactForm(
        request.POST or None, initial=start, workers=_workers(request, row.organisation)
    )
    if request.method == "POST" and form.is_valid() and _change(request, row, form):
        return redirect("outreach:organisation-outreach", row.organisation_id)
    context = {"form": form, "organisation": row.organisation, "contact": row}
    return render(request, "outreach/contact.html", context)


def _change(request: HttpRequest, row: Contact, form: ContactForm) -> bool:
    try:
        contacts.change(row, facts=form.facts(), by=request.actor)
    except contacts.KnownAlready:
        form.add_error("name", KNOWN)
    except contacts.HasLeft:
        form.add_error(None, "She has left in the meantime, so nothing was changed.")
    else:
        messages.success(request, "Saved.")
    return not form.errors


@allow("coordinator")
@require_POST
def contact_forget(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Delete what is personal about her, on the spot."""
    row = _row(request, contact_id)
    contacts.forget(row, by=request.actor)
    messages.success(request, "Her name, job, address and number are deleted.")
    return redirect("outreach:organisation-outreach", row.organisation_id)


@allow("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def contact_hand_over(request: HttpRequest, contact_id: int) -> HttpResponse:
    """She leaves: what she held for us, and who holds it from now on."""
    row = _row(request, contact_id)
    organisation = row.organisation
    others = Contact.objects.visible_to(request.actor).live().filter(organisation=organisation)
    start = {"next_contact_on": clock.today() + HELLO_IN}
    form = HandOverForm(
        request.POST or None, initial=start, others=list(others.exclude(pk=row.pk).order_by("id"))
    )
    if request.method == "POST" and form.is_valid() and _hand_over(request, row, form):
        return redirect("outreach:organisation-outreach", organisation.pk)
    entries = ContactEntry.objects.visible_to(request.actor).filter(contact=row)
    last = entries.select_related("author", "contact").order_by("-happened_on", "-id").first()
    codes = SourceCode.objects.visible_to(request.actor).filter(organisation=organisation)
    context = {
        "form": form,
        "organisation": organisation,
        "contact": row,
        "codes": codes.order_by("id")[:20],
        "due": shown.due(organisation, clock.today()),
        "is_next": organisation.next_with_id == row.pk,
        "last": last and shown.entry(last, request.actor, clock.now()),
    }
    return render(request, "outreach/contact_hand_over.html", context)


def _hand_over(request: HttpRequest, row: Contact, form: HandOverForm) -> bool:
    try:
        contacts.hand_over(
            row,
            to=form.heir(),
            next_contact_on=form.cleaned_data["next_contact_on"],
            by=request.actor,
        )
    except contacts.KnownAlready:
        form.add_error("name", KNOWN)
    except contacts.HasLeft:
        form.add_error(None, "Somebody has left in the meantime. Go back and look again.")
    else:
        messages.success(request, "Handed over. Her name, job, address and number are deleted.")
    return not form.errors


def _workers(request: HttpRequest, row: Organisation) -> list[Worker]:
    rows = Worker.objects.visible_to(request.actor).filter(organisation=row, ended_at=None)
    return list(rows.select_related("user").order_by("user__name", "pk"))


def _row(request: HttpRequest, pk: int) -> Contact:
    rows = Contact.objects.visible_to(request.actor).live()
    return get_object_or_404(rows.select_related("organisation__next_with", "worker__user"), pk=pk)
