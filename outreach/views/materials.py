"""``/portal/materials/`` and ``/dashboard/materials/``: posters, leaflets, cards and words to print.

One doorman for both: what differs is who may enter, and what ``visible_to`` gives her.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from peersupport import clock, limits
from peersupport.permissions import allow

from .. import materials, queries
from ..forms.materials import ChooseForm
from ..languages import ALL
from ..materials import KINDS, TALK, Choice, Kind, NoCode, NotOffered, Offer, papers, pdf
from ..materials import words as material_words
from ..materials.papers import Paper

PORTAL, DASHBOARD = "portal-materials", "materials"
MADE_AN_HOUR, HOUR = 60, 3600
SLOW = "That is many in one hour. The print pages still work; a new PDF comes a little later."
NO_PDF = "PDFs cannot be made here just now. Print this page instead, or save it as PDF from there."


@require_safe
@allow("partner_worker")
def portal_materials(request: HttpRequest) -> HttpResponse:
    """Her organisation's codes, any group, any kind."""
    queries.worker_or_403(request.actor)
    return _materials(request, PORTAL)


@require_safe
@allow("staff")
def dashboard_materials(request: HttpRequest) -> HttpResponse:
    """A coordinator's codes and groups, or a peer leader's groups with the charity's codes."""
    return _materials(request, DASHBOARD)


@require_safe
@allow("partner_worker")
def portal_sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """The print page of one kind."""
    queries.worker_or_403(request.actor)
    return _sheet(request, kind, PORTAL)


@require_safe
@allow("staff")
def sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """The print page of one kind."""
    return _sheet(request, kind, DASHBOARD)


@require_safe
@allow("partner_worker")
def portal_pdf(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as PDF."""
    queries.worker_or_403(request.actor)
    return _pdf(request, kind, PORTAL)


@require_safe
@allow("staff")
def sheet_pdf(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as PDF."""
    return _pdf(request, kind, DASHBOARD)


# -- both sides -----------------------------------------------------------------------------------


def _materials(request: HttpRequest, side: str, *, slow: bool = False) -> HttpResponse:
    offer = materials.on_offer(request.actor)
    context: dict[str, Any] = {
        "layout": "layouts/portal.html" if side == PORTAL else "layouts/staff.html",
        "side": side,
        "talk": _links(TALK, side, {}),
        "pdf": pdf.is_here(),
        "slow": SLOW if slow else "",
        "words": material_words,
    }
    try:
        choice, missing = _choice(offer, request)
    except NoCode:
        return render(request, "outreach/materials.html", context)
    context |= {
        "choice": choice,
        "missing": missing,
        "form": ChooseForm(offer=offer, choice=choice),
        "kinds": [_links(kind, side, choice.query) for kind in KINDS.values()],
    }
    return render(request, "outreach/materials.html", context, status=429 if slow else 200)


def _choice(offer: Offer, request: HttpRequest) -> tuple[Choice, str]:
    """What she chose. A language that the group she picked has no words in is no forgery: she is
    told, and sees English."""
    said = request.GET.dict()
    try:
        return materials.choose(offer, said), ""
    except NotOffered as unknown:
        if said.get("language") not in ALL or unknown.args[0] != said["language"]:
            raise Http404 from unknown
    try:
        return materials.choose(offer, said | {"language": ""}), ALL[said["language"]].name
    except NotOffered as unknown:
        raise Http404 from unknown


def _links(kind: Kind, side: str, query: dict[str, str]) -> dict[str, str]:
    ask = f"?{urlencode(query)}" if query else ""
    prefix = "outreach:portal-" if side == PORTAL else "outreach:"
    return {
        "key": kind.key,
        "name": kind.name,
        "about": kind.about,
        "page": reverse(f"{prefix}sheet", args=[kind.key]) + ask,
        "pdf": reverse(f"{prefix}sheet-pdf", args=[kind.key]) + ask,
    }


def _paper(request: HttpRequest, key: str) -> Paper:
    """The sheet she asked for. 404 for whatever she was not offered."""
    if key == TALK.key:
        return papers.talk()
    if key not in KINDS:
        raise Http404
    offer = materials.on_offer(request.actor)
    try:
        choice = materials.choose(offer, request.GET.dict())
    except NotOffered as unknown:
        raise Http404 from unknown
    return papers.paper(KINDS[key], choice, offer, clock.now())


def _no_code(request: HttpRequest, side: str) -> HttpResponse:
    messages.warning(request, "There is no code yet for the picture to lead to.")
    return redirect(f"outreach:{side}")


def _sheet(request: HttpRequest, key: str, side: str) -> HttpResponse:
    try:
        paper = _paper(request, key)
    except NoCode:
        return _no_code(request, side)
    ask = f"?{request.GET.urlencode()}" if request.GET else ""
    context = {
        "paper": paper,
        "tight": paper.tight,
        "on_screen": True,
        "no_pdf": "" if pdf.is_here() else NO_PDF,
        "back": reverse(f"outreach:{side}") + ask,
        "pdf_url": _links(paper.kind, side, request.GET.dict())["pdf"],
    }
    return render(request, f"outreach/paper/{paper.kind.template}.html", context)


def _pdf(request: HttpRequest, key: str, side: str) -> HttpResponse:
    try:
        paper = _paper(request, key)
    except NoCode:
        return _no_code(request, side)
    if not pdf.is_here():
        return _sheet(request, key, side)
    key = pdf.key_of(_draw(paper, 0))
    made = pdf.kept(key)
    if made is None:
        if not limits.allowed("paper", request.actor.subject, most=MADE_AN_HOUR, seconds=HOUR):
            return _materials(request, side, slow=True)
        made = pdf.make(lambda tight: _draw(paper, tight), key=key, pages=paper.kind.pages)
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{paper.kind.file_name}"'},
    )


def _draw(paper: Paper, tight: int) -> str:
    context = {"paper": paper, "tight": tight, "on_screen": False}
    return render_to_string(f"outreach/paper/{paper.kind.template}.html", context)
