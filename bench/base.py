"""What Django costs with nothing on top: the base that every page is measured against.

Bare views, bare forms, bare templates, behind the very middleware that our pages have.
"""

from functools import cache
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from outreach.forms.join import KeepForm, NameForm, ReachForm
from outreach.forms.portal import IntroduceForm

from .models import ROWS, BareAsk, BareRow


def bare_list(request: HttpRequest) -> HttpResponse:
    """One indexed query and a template of 10 kB, for whoever is signed in."""
    return render(request, "bench/bare_list.html", {"rows": BareRow.objects.order_by("-at")[:ROWS]})


bare_page = login_not_required(lambda request: bare_list(request))


def plain_copy(*ours: type[forms.Form]) -> type[forms.Form]:
    """A plain Django form with the fields of these forms of ours, and none of their ways."""
    fields = {name: field for form in ours for name, field in form.base_fields.items()}
    return type("BareForm", (forms.Form,), dict(fields))


@cache
def bare_forms() -> dict[str, type[forms.Form]]:
    """By the page they are compared with."""
    return {
        "name": plain_copy(NameForm),
        "reach": plain_copy(ReachForm),
        "send": plain_copy(NameForm, ReachForm, KeepForm),
        "introduce": plain_copy(IntroduceForm),
    }


@login_not_required
def bare_form(request: HttpRequest, name: str) -> HttpResponse:
    """GET shows the form by ``as_div``; a valid POST stores one row."""
    form = bare_forms()[name](request.POST or None)
    if request.method == "POST" and form.is_valid():
        BareAsk.objects.create(said=_plain(form.cleaned_data), at=timezone.now())
        return redirect("bare-page")
    return render(request, "bench/bare_form.html", {"form": form})


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}
