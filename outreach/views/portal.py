"""``/portal/``: a partner worker's own code, her slips, and the form to introduce a woman.

Nothing here can choose, rank or turn away a woman, or read anything back about her (safety.md 40).
"""

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from groups import queries as groups
from peersupport import clock, limits, paging
from peersupport.permissions import allow

from .. import presenters, queries
from ..forms.portal import IntroduceForm
from ..models import Introduction, SourceCode, Worker
from ..services import introductions, organisations

INTRODUCTIONS, INTRODUCTIONS_SECONDS = 20, 3600
SLIP_ORDER = ("-received_at", "-id")


@allow("partner_worker")
def portal(request: HttpRequest) -> HttpResponse:
    """What she holds: codes to give, and slips to read."""
    worker = queries.worker_or_403(request.actor)
    now = clock.now()
    today = now.astimezone(clock.LONDON).date()
    after = request.GET.get("after", "")
    page = paging.cut(queries.slips_of(worker), by=SLIP_ORDER, after=after)
    codes = SourceCode.objects.visible_to(request.actor).order_by("pk")
    return render(
        request,
        "outreach/portal.html",
        {
            "worker": worker,
            "codes": [code_card(code) for code in codes],
            "asked": worker.is_asked(today),
            "faded": worker.has_faded(today),
            "slips": [presenters.slip_line(slip, worker, now) for slip in page.rows],
            "after": page.more,
        },
    )


@allow("partner_worker")
def portal_introduce(request: HttpRequest) -> HttpResponse:
    """Introduce a woman who knows and agreed. Sends her nothing (safety.md 10)."""
    worker = queries.worker_or_403(request.actor)
    asks = queries.asked_of(worker, clock.today())
    if asks and request.method != "POST":
        messages.warning(request, "One thing first, then you can introduce her.")
        return redirect("outreach:portal")
    form = IntroduceForm(request.POST or None, groups=list(groups.open_groups()), asks=asks)
    status, slow = 200, False
    if request.method == "POST" and form.is_valid():
        if _in_time(worker):
            introduction = _introduce(request, worker, form)
            messages.success(request, _thanks(introduction))
            return redirect("outreach:portal")
        status, slow = 429, True
    return render(
        request,
        "outreach/portal_introduce.html",
        {"form": form, "worker": worker, "slow": slow},
        status=status,
    )


def code_card(code: SourceCode) -> dict[str, str]:
    """A code with its address and its picture, drawn here so that no other site sees it."""
    address = settings.SITE_URL + reverse("outreach:code", args=[code.code])
    picture = segno.make(address, micro=False, error="m")
    svg = picture.svg_inline(omitsize=True, border=0, svgclass=None, lineclass=None)
    return {"label": code.label, "address": address.partition("//")[2], "svg": svg}


def _in_time(worker: Worker) -> bool:
    return limits.allowed(
        "introduce", f"worker:{worker.pk}", most=INTRODUCTIONS, seconds=INTRODUCTIONS_SECONDS
    )


def _introduce(request: HttpRequest, worker: Worker, form: IntroduceForm) -> Introduction:
    said = form.cleaned_data
    if said.get("still_here"):
        organisations.confirm(worker, by=request.actor)
    return introductions.introduce(
        worker=worker,
        name=said["name"],
        ref=said["group"],
        reach=form.answers(),
        worker_may_know=said["worker_may_know"],
        submit_key=said["once"],
        by=request.actor,
    )


def _thanks(introduction: Introduction) -> str:
    word = introduction.slip.word if introduction.slip else ""
    return f"We have it. Your reference is {word}. She decides the rest with the peer leader."
