"""``/portal/``: a partner worker's own code, her slips, and the form to introduce a woman.

Nothing here can choose, rank or turn away a woman, or read anything back about her (safety.md 40).
"""

from functools import lru_cache

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from peersupport import clock, paging
from peersupport.permissions import allow

from .. import queries
from ..materials import words as material_words
from ..models import Introduction, SourceCode
from ..presenters import introductions as presenters
from ..services import promise
from . import introducing
from .promise import shown

SLIP_ORDER = ("-received_at", "-id")
# What fits a phone and a minute; older ones are one tap away.
SLIPS = 10


@allow("partner_worker")
def portal(request: HttpRequest) -> HttpResponse:
    """What she holds: codes to give, and slips to read."""
    worker = queries.worker_or_403(request.actor)
    now = clock.now()
    today = now.astimezone(clock.LONDON).date()
    after = request.GET.get("after", "")
    page = paging.cut(queries.slips_of(worker), by=SLIP_ORDER, after=after, size=SLIPS)
    codes = queries.codes_of(worker)
    asks = promise.asked_of(worker, today)
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
            "talk": material_words,
        }
        | (shown() if "promise" in asks else {}),
    )


@allow("partner_worker")
@require_http_methods(["GET", "HEAD", "POST"])
def portal_introduce(request: HttpRequest) -> HttpResponse:
    """Introduce a woman who knows and agreed. What the portal asks first comes first."""
    worker = queries.worker_or_403(request.actor)
    if request.method != "POST" and promise.asked_of(worker, clock.today()):
        messages.warning(request, "One thing first, then you can introduce her.")
        return redirect("outreach:portal")

    def done(introduction: Introduction) -> HttpResponse:
        messages.success(request, introducing.thanks(introduction))
        return redirect("outreach:portal")

    page = "outreach/portal_introduce.html"
    return introducing.take(request, worker, template=page, by=request.actor, done=done)


def code_card(code: SourceCode) -> dict[str, str]:
    """A code with its address and its picture, drawn here so that no other site sees it."""
    address = settings.SITE_URL + reverse("outreach:code", args=[code.code])
    return {"label": code.label, "address": address.partition("//")[2], "svg": _drawn(address)}


@lru_cache(maxsize=1000)
def _drawn(address: str) -> str:
    """The picture of an address never changes, and drawing it costs more than the whole page."""
    picture = segno.make(address, micro=False, error="m")
    return picture.svg_inline(omitsize=True, border=0, svgclass=None, lineclass=None)
