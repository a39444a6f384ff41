"""“Keep this for later”: only if she asks, shown once, sent to nobody (safety.md 7, 19, 23)."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peersupport import limits
from peersupport.permissions import allow

from .. import answers, periods
from ..services import drafts
from . import steps

KEPT, KEPT_SECONDS = 20, 3600
ALL_KEPT, ALL_SECONDS = 300, 600


@require_http_methods(["GET", "HEAD", "POST"])
@allow("anyone")
def join_later(request: HttpRequest) -> HttpResponse:
    """First whether it is safe to keep a link; then, if she still wants it, the link."""
    said = answers.load(request)
    if not said.steps:
        return steps.send_back(said)
    context = {"back": steps.url(said.next_step()), "days": periods.DRAFT_KEPT.days}
    if request.method != "POST":
        page = render(request, "outreach/join/later.html", context)
        return answers.save(page, said)
    if not _has_room(request):
        page = render(request, "outreach/join/later.html", context | {"slow": True}, status=429)
        return answers.save(page, said)
    token = drafts.keep(answers.pack(said), key=said.key, by=request.actor)
    shown = context | {"address": f"{settings.SITE_URL}/l/{token}/", "token": token}
    # From here on nothing of hers is left in this browser.
    return answers.drop(render(request, "outreach/join/kept.html", shown))


def _has_room(request: HttpRequest) -> bool:
    who = limits.address(request)
    return limits.allowed("draft", who, most=KEPT, seconds=KEPT_SECONDS) and limits.allowed(
        "draft-all", "", most=ALL_KEPT, seconds=ALL_SECONDS
    )


@require_POST
@allow("anyone")
def join_drop(request: HttpRequest) -> HttpResponse:
    """Throw it away. A link that leads to nothing answers the same."""
    drafts.throw_away(request.POST.get("token", "")[:64])
    messages.success(request, _("It is gone. Nothing was sent."))
    return redirect("home")


def open_draft(request: HttpRequest, link: Any) -> HttpResponse:
    """What a POST on its link does: her answers are back on her device, and our row is gone."""
    kept = drafts.take(link.subject)
    said = answers.unpack(kept) if kept else answers.Answers()
    if not said.steps:
        return render(request, "peersupport/link_gone.html", status=404)
    return answers.save(redirect(steps.url(said.next_step())), said)
