"""``/dashboard/introductions/line/``: who waits for a place, in the order in which each first asked,
and the offers that a person makes."""

from collections.abc import Callable
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from groups import queries as groups
from peersupport import clock, paging
from peersupport.forms import OnceForm
from peersupport.permissions import allow
from peersupport.services import once

from .. import queries, waits
from ..forms.offers import AnotherForm, OfferForm
from ..models import Introduction, PlaceOffer
from ..presenters import line as line_page
from ..services import door_links, offers, places
from ..services.introductions import NotAllowed

FAIR = ("received_at", "id")


@allow("staff")
@require_safe
def line_list(request: HttpRequest) -> HttpResponse:
    """Her groups with how their places stand; a coordinator's: those in which anybody waits."""
    rows = queries.groups_with_a_line(request.actor)
    page = paging.cut(rows, by=("pk",), after=request.GET.get("after", ""))
    standing = waits.of_groups(page.rows, clock.now())
    shown = [
        {"group": group, "room": line_page.room_words(standing[group.pk]), "it": standing[group.pk]}
        for group in page.rows
    ]
    return render(request, "outreach/line_list.html", {"rows": shown, "after": page.more})


@allow("staff")
@require_safe
def line(request: HttpRequest, group_id: int) -> HttpResponse:
    """One group's line: position, since when, what was offered; and who is next."""
    group = get_object_or_404(groups.visible_groups(request.actor), pk=group_id)
    now = clock.now()
    waiting = Introduction.objects.visible_to(request.actor).in_line().filter(group_id=group.pk)
    after = request.GET.get("after", "")
    page = paging.cut(line_page.with_offers(waiting), by=FAIR, after=after)
    wait = waits.of_groups([group], now)[group.pk]
    first = places.before_all(page.rows[0]).count() + 1 if after and page.rows else 1
    has_room = group.state == "open" and first == 1 and (wait.free is None or wait.free > 0)
    context = {
        "group": group,
        "room": line_page.room_words(wait),
        "rows": line_page.lines(page.rows, first, has_room, now),
        "after": page.more,
    }
    return render(request, "outreach/line.html", context)


@allow("staff")
@require_POST
def introduction_offer(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """Keep a place for her, and say how she hears of it."""
    row = _row(request, introduction_id)
    form = OfferForm(request.POST, may_link=door_links.may_send(row.card))
    said = "It is kept for her. She sees it on her page; write down what she says."
    return _deed(request, row, form, said, lambda way: offers.make(row, way, by=request.actor))


@allow("staff")
@require_POST
def introduction_another(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """Offer her another group. Her yes moves her, her no changes nothing."""
    row = _row(request, introduction_id)
    others = groups.open_groups()[: line_page.GROUPS_OFFERED + 1]
    form = AnotherForm(request.POST, may_link=door_links.may_send(row.card), groups=list(others))
    said = "Noted. Write down what she says; until then nothing changes."
    by = request.actor
    return _deed(
        request,
        row,
        form,
        said,
        lambda way: offers.make_another(row, form.cleaned_data["group"], way, by=by),
    )


def _deed(
    request: HttpRequest,
    row: Introduction,
    form: OfferForm,
    said: str,
    deed: Callable[[str], Any],
) -> HttpResponse:
    if not form.is_valid():
        messages.warning(
            request, " ".join(str(said) for found in form.errors.values() for said in found)
        )
        return redirect("outreach:introduction", row.pk)
    try:
        deed(form.cleaned_data["way"])
    except (NotAllowed, places.Full) as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, said)
    return redirect("outreach:introduction", row.pk)


@allow("staff")
@require_POST
def offer_answer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Write down what she said to it, or take it back."""
    rows = PlaceOffer.objects.visible_to(request.actor).select_related("introduction")
    offer = get_object_or_404(rows, pk=offer_id)
    said = request.POST.get("said", "")
    try:
        if said == "withdraw":
            offers.withdraw(offer, by=request.actor)
        elif said in {"yes", "pass", "no"}:
            offers.answer(offer, said, by=request.actor)
    except NotAllowed:
        messages.warning(request, "That offer is over: it ran out, or she has answered it.")
    except places.Full as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, ANSWERED.get(said, "Nothing was changed."))
    seen = Introduction.objects.visible_to(request.actor).filter(pk=offer.introduction_id).exists()
    where = "outreach:introduction" if seen else "outreach:introduction-list"
    return redirect(where, offer.introduction_id) if seen else redirect(where)


ANSWERED = {
    "yes": "Noted: she said yes.",
    "pass": "Noted: not this time. She keeps her turn.",
    "no": "Noted: she said no.",
    "withdraw": "Taken back. She keeps her turn.",
}


@allow("staff")
@require_POST
def introduction_door_link(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """Send her the link to her page at the door, where she said that links are safe."""
    row, form = _row(request, introduction_id), OnceForm(request.POST)
    form.full_clean()
    try:
        once.only_once(
            f"door:{form.cleaned_data['once']}"[:64],
            lambda: door_links.send_link(row, by=request.actor),
        )
    except NotAllowed as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, "Her link is on its way, at a time that is safe for her.")
    return redirect("outreach:introduction", row.pk)


@allow("staff")
@require_POST
def introduction_door_code(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """Her link as a code to scan in the room: on this answer and no other."""
    row = _row(request, introduction_id)
    try:
        token = door_links.show(row, by=request.actor)
    except NotAllowed as why:
        messages.warning(request, str(why))
        return redirect("outreach:introduction", row.pk)
    address = f"{settings.SITE_URL}/l/{token}/"
    made = segno.make(address, error="m", micro=False)
    svg = made.svg_inline(border=2, omitsize=True, title="A square code", dark="#000", light="#fff")
    code = mark_safe(svg)  # noqa: S308  (made by segno from our own address)
    context = {"introduction": row, "address": address, "code": code}
    return render(request, "outreach/door_code.html", context)


def _row(request: HttpRequest, pk: int) -> Introduction:
    rows = Introduction.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("card", "group"), pk=pk)
