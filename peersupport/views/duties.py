"""Duties: a coordinator gives and ends them, on the page of people."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ..models import Duty, User
from ..permissions import allow
from ..services import duties

WHAT_FOR = {
    "safeguarding_lead": "Hears at once when somebody asks about a woman, or worries about her.",
    "safeguarding_deputy": "Hears when the lead has not seen it. Never the same person.",
    "privacy_lead": "Reads who looked at what.",
}


class DutyForm(forms.Form):
    """Which duty, and who shall hold it."""

    kind = forms.ChoiceField(choices=list(Duty.KINDS.items()))
    person = forms.IntegerField()


def shown() -> list[dict[str, Any]]:
    """Each duty with its holder, for the page of people."""
    held = duties.held()
    return [
        {"kind": kind, "label": label, "what_for": WHAT_FOR[kind], "duty": held.get(kind)}
        for kind, label in Duty.KINDS.items()
    ]


@allow("coordinator")
@require_POST
def duty_give(request: HttpRequest) -> HttpResponse:
    """Give a duty to somebody; whoever held it hands it over."""
    form = DutyForm(request.POST)
    person = _person(form.cleaned_data["person"]) if form.is_valid() else None
    if person is None:
        messages.error(request, "Choose somebody who has a role here.")
        return redirect("people")
    try:
        duty = duties.give(person, form.cleaned_data["kind"], by=request.actor)
        messages.success(request, f"{person.name} is now: {duty.get_kind_display().lower()}.")
    except duties.NotPossible as why:
        messages.error(request, str(why))
    return redirect("people")


def _person(pk: int) -> User | None:
    return next((person for person in duties.staff() if person.pk == pk), None)


@allow("coordinator")
@require_POST
def duty_end(request: HttpRequest, duty_id: int) -> HttpResponse:
    """End a duty."""
    duty = get_object_or_404(Duty, pk=duty_id, ended_at=None)
    duties.end(duty, by=request.actor)
    messages.success(request, "The duty has ended. Give it to somebody else soon.")
    return redirect("people")
