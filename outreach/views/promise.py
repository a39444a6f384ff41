"""``/portal/promise/``: what every partner worker promises, and her "I agree"."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements import queries as agreements
from peersupport.permissions import allow

from .. import queries
from ..models import PromiseAcceptance, Worker
from ..presenters import introductions as presenters
from ..services import promise


@allow("partner_worker")
@require_http_methods(["GET", "HEAD", "POST"])
def portal_promise(request: HttpRequest) -> HttpResponse:
    """Read it at any time; agree to the version in force, once."""
    worker = queries.worker_or_403(request.actor)
    if request.method == "POST":
        return _agree(request, worker)
    context = shown()
    rows = PromiseAcceptance.objects.visible_to(request.actor).filter(
        worker=worker, version=context["promise"]
    )
    accepted = rows.first() if context["promise"] else None
    context["agreed_on"] = (
        presenters.day_of(presenters.london(accepted.accepted_at)) if accepted else ""
    )
    return render(request, "outreach/portal_promise.html", context)


def shown() -> dict[str, Any]:
    """The version in force with its words, for the page."""
    version = agreements.promise_versions().first()
    clauses = agreements.clauses_of(version) if version else []
    return {"promise": version, "clauses": clauses}


def _agree(request: HttpRequest, worker: Worker) -> HttpResponse:
    said = request.POST.get("version", "")
    try:
        promise.agree(worker, int(said) if said.isdecimal() else 0, by=request.actor)
    except promise.NewerWords:
        messages.warning(request, "There are newer words now. Please read those first.")
        return redirect("outreach:portal-promise")
    messages.success(request, "Thank you. We wrote down that you agree.")
    return redirect("outreach:portal")
