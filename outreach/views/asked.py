"""Someone asks about her: words to say, what never to do, and one tap to the safeguarding lead.

Both pages are the same for every woman and for none, because nothing is looked up (safety.md 52).
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from peersupport import clock, limits
from peersupport.permissions import allow
from peersupport.services import duties, once

from .. import queries
from ..forms.partners import AskedForm
from ..models import Asking, Worker
from ..presenters import asked as asked_words
from ..presenters import introductions as presenters
from ..services import askings

TAPS, TAPS_SECONDS = 20, 3600


@allow("partner_worker")
@require_http_methods(["GET", "HEAD", "POST"])
def portal_asked(request: HttpRequest) -> HttpResponse:
    """The page in a partner worker's hand."""
    worker = queries.worker_or_403(request.actor)
    return _page(request, "outreach/portal_asked.html", "outreach:portal-asked", worker, {})


@allow("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest) -> HttpResponse:
    """The same for our own people; the lead reads here whom to ring back."""
    now = clock.now()
    rows = Asking.objects.visible_to(request.actor).for_page()
    more = {
        "waiting": [presenters.asking_line(row, now) for row in rows.open()],
        "done": [presenters.asking_line(row, now) for row in rows.exclude(rung_at=None)],
    }
    return _page(request, "outreach/asked.html", "outreach:asked", None, more)


@allow("hears_of_worries")
@require_POST
def asking_rung(request: HttpRequest, asking_id: int) -> HttpResponse:
    """She rang back."""
    asking = get_object_or_404(Asking.objects.visible_to(request.actor), pk=asking_id)
    askings.rang_back(asking, by=request.actor)
    messages.success(request, "Written down. Thank you.")
    return redirect("outreach:asked")


def _page(
    request: HttpRequest, template: str, here: str, worker: Worker | None, more: dict[str, Any]
) -> HttpResponse:
    form = AskedForm(request.POST, who=_said(request)) if request.method == "POST" else None
    status = 200
    if form is not None and form.is_valid():
        if limits.allowed("asked", request.actor.subject, most=TAPS, seconds=TAPS_SECONDS):
            messages.success(request, _tell(request, form, worker))
            return redirect(here)
        status = 429
    hearers, is_lead = duties.hears_of_worries()
    context = {
        "askers": [_part(asker, form) for asker in asked_words.ASKERS],
        "never": asked_words.NEVER,
        "say": asked_words.SAY,
        "lead": hearers[0].name if is_lead else "",
        "slow": status == 429,
        "form": form,
    }
    return render(request, template, context | more, status=status)


def _said(request: HttpRequest) -> str:
    codes = {asker.code for asker in asked_words.ASKERS}
    said = request.POST.get("who", "")
    return said if said in codes else "somebody"


def _part(asker: asked_words.Asker, form: AskedForm | None) -> dict[str, Any]:
    """One caller's words with its own form; the one that came back keeps what was typed."""
    mine = form is not None and form.initial["who"] == asker.code
    return {
        "asker": asker,
        "form": form if mine else AskedForm(who=asker.code),
        "open": mine,
    }


def _tell(request: HttpRequest, form: AskedForm, worker: Worker | None) -> str:
    said = form.cleaned_data
    once.only_once(
        said["once"],
        lambda: askings.tell(
            said["who"],
            caller_name=said["caller_name"],
            caller_phone=said["caller_phone"],
            worker=worker,
            by=request.actor,
        ),
    )
    hearers, is_lead = duties.hears_of_worries()
    if is_lead:
        return f"{hearers[0].name} knows. She will ring you back."
    return "There is no safeguarding lead yet, so every coordinator knows. One will ring you back."
