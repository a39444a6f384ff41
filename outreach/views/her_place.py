"""``/your-place/``: her own page at the door, after her link. She acts as herself here, also where
somebody is signed in on the same phone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peersupport import clock, links
from peersupport.actors import Actor
from peersupport.permissions import allow

from ..models import Introduction
from ..presenters import her_place as shown
from ..services import confirmations, decisions, offers
from ..services.door_links import PURPOSE
from ..services.introductions import NotAllowed


def open_door(request: HttpRequest, link: Any) -> HttpResponse:
    """What a POST on the link to her page at the door does."""
    links.open_page(request, link)
    return redirect("outreach:her-place")


@require_safe
@allow("at_the_door")
def her_place(request: HttpRequest) -> HttpResponse:
    """Where she stands, and what she can tap."""
    if what := shown.just_done(request):
        return render(request, "outreach/her_place.html", {"standing": shown.done(what)})
    standing = shown.standing(_row(request, shown.actor_of(request)), clock.now())
    return render(request, "outreach/her_place.html", {"standing": standing})


@require_http_methods(["GET", "HEAD", "POST"])
@allow("at_the_door")
def her_place_answer(request: HttpRequest) -> HttpResponse:
    """One tap, no reason."""
    if request.method != "POST" or shown.just_done(request):
        return redirect("outreach:her-place")
    herself = shown.actor_of(request)
    row, do = _row(request, herself), request.POST.get("do", "")
    try:
        _do(request, row, do, herself)
    except decisions.Full:
        messages.warning(request, _("That place has gone. You keep your turn in the line."))
    except NotAllowed:
        messages.warning(request, _("This has changed. Here is how it stands now."))
    else:
        if do == "refuse" or Introduction.objects.visible_to(herself).count() == 0:
            links.page_done(request, PURPOSE, do)
    return redirect("outreach:her-place")


def _row(request: HttpRequest, herself: Actor) -> Introduction:
    return get_object_or_404(
        Introduction.objects.visible_to(herself).select_related("card", "group")
    )


def _do(request: HttpRequest, row: Introduction, do: str, herself: Actor) -> None:
    deeds: dict[str, Callable[[], Any]] = {
        "confirm": lambda: confirmations.confirm(row, by=herself),
        "refuse": lambda: confirmations.refuse(row, by=herself),
        "undo": lambda: decisions.undo_no(row, by=herself),
        "no": lambda: decisions.record(row, "no", by=herself),
        "yes": lambda: _answer(request, row, "yes", herself),
        "pass": lambda: _answer(request, row, "pass", herself),
    }
    if do not in deeds:
        raise NotAllowed(do)
    deeds[do]()


def _answer(request: HttpRequest, row: Introduction, said: str, herself: Actor) -> None:
    """Only the offer that she was shown: a page left open must not answer a later one."""
    shown_to_her = request.POST.get("offer", "")
    offer = row.offers.filter(pk=shown_to_her).first() if shown_to_her.isdigit() else None
    if offer is None:
        raise offers.Gone("offer")
    offers.answer(offer, said, by=herself)
