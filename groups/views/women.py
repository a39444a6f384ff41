"""Women of her groups: finding one, reaching her safely, her page's link, and an end to her place."""

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from peersupport import clock
from peersupport.crypto import lookup_hash
from peersupport.forms import RevealForm
from peersupport.permissions import allow
from peersupport.presenters import shown
from peersupport.services import once, opening

from ..forms.women import FindForm, OneTap, ReachForm
from ..models import Group, Membership, Woman
from ..presenters import sessions as about
from ..presenters import women as present
from ..services import memberships, pages, reach, reveals
from ..services.sessions import NotPossible
from .sessions import form_page


def hers(request: HttpRequest, woman_id: int) -> Woman:
    """The woman, if she has a place in a group of hers."""
    rows = Woman.objects.visible_to(request.actor).select_related("card")
    return get_object_or_404(rows, pk=woman_id)


def places_of(request: HttpRequest, woman: Woman) -> list[Membership]:
    """Her places in the groups that this member of staff looks after."""
    rows = Membership.objects.visible_to(request.actor).filter(woman=woman)
    return list(rows.select_related("group").order_by("-joined_at", "-pk"))


@form_page
@allow("staff")
def woman_list(request: HttpRequest) -> HttpResponse:
    """Her groups' women, or those of one whole name (sent by POST, so that no address holds it)."""
    now, form = clock.now(), FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reveals.searched(by=request.actor)
        digest = lookup_hash("name", form.cleaned_data["name"])
        found = list(present.named(request.actor, digest))
        context = {"parts": present.by_group(found, now), "form": form, "searched": True}
        return render(request, "groups/woman_list.html", context)
    page = present.page(request.actor, request.GET.get("after", ""))
    parts = present.by_group(page.rows, now)
    context = {"parts": parts, "more": page.more, "form": form}
    return render(request, "groups/woman_list.html", context)


@require_safe
@allow("staff")
def woman_detail(request: HttpRequest, woman_id: int) -> HttpResponse:
    """Her page: how to reach her, what she said, what can be done for her."""
    return render(request, "groups/woman_detail.html", _page(request, hers(request, woman_id)))


def _page(request: HttpRequest, woman: Woman, **more: Any) -> dict[str, Any]:
    now, places = clock.now(), places_of(request, woman)
    return {
        "woman": woman,
        "places": places,
        "reach": present.reach(woman.card, now),
        "needs": present.needs(woman),
        "coming_up": present.coming_up(places, now),
        "wishes": present.wishes(woman),
        "may_choose": pages.may_choose(woman),
        "may_send": pages.may_send(woman.card),
        "reveal": RevealForm(reasons=opening.reasons_open(woman.card)),
        "tap": OneTap(auto_id=False),
    } | more


@require_POST
@allow("staff")
def woman_reveal(request: HttpRequest, woman_id: int) -> HttpResponse:
    """Her number or address, for a reason that is written down; on this answer and no other."""
    woman = hers(request, woman_id)
    form = RevealForm(request.POST, reasons=opening.reasons_open(woman.card))
    if not form.is_valid():
        page = _page(request, woman, reveal=form, form=form)
        return render(request, "groups/woman_detail.html", page)
    reason = form.cleaned_data["reason"]
    found = reveals.reveal(woman, reason, by=request.actor)
    page = _page(request, woman, shown=shown(found))
    return render(request, "groups/woman_detail.html", page)


@form_page
@allow("staff")
def woman_reach(request: HttpRequest, woman_id: int) -> HttpResponse:
    """Ask her again, in person, and keep what she says."""
    woman = hers(request, woman_id)
    stopped = bool(about.stopped_numbers([woman.card.phone_hash]))
    data = request.POST if request.method == "POST" else None
    form = ReachForm(data, card=woman.card, stopped=stopped)
    if request.method == "POST" and form.is_valid():
        try:
            may_text = _keep_reach(request, woman, form)
        except reach.ChangedMeanwhile:
            again = "This was changed while this page was open. Here it is as it stands now."
            messages.warning(request, again)
            return redirect("groups:woman-reach", woman.pk)
        messages.success(request, "Saved. Nothing was sent, to the old number or the new.")
        if not may_text:
            messages.warning(request, "Texts stay stopped: somebody else has this number too.")
        return redirect("groups:woman-detail", woman.pk)
    context = {"woman": woman, "form": form, "stopped": stopped}
    return render(request, "groups/woman_reach.html", context)


def _keep_reach(request: HttpRequest, woman: Woman, form: ReachForm) -> bool:
    key, shown = form.cleaned_data["once"], form.cleaned_data["shown"]
    return reach.change(woman, answers=form.answers(), key=key, shown=shown, by=request.actor)


@require_POST
@allow("staff")
def woman_link(request: HttpRequest, woman_id: int) -> HttpResponse:
    """Send her the link to her page, where she said that links are safe."""
    woman = hers(request, woman_id)
    form, places = OneTap(request.POST), places_of(request, woman)
    if not places:
        messages.error(request, "Her place has ended, so she has no page.")
    elif form.is_valid():
        try:
            once.only_once(
                form.key("link"), lambda: pages.send_link(places[0].pk, by=request.actor)
            )
        except NotPossible as why:
            messages.error(request, str(why))
        else:
            messages.success(request, "Her link is on its way, at a time that is safe for her.")
    return redirect("groups:woman-detail", woman.pk)


@require_POST
@allow("staff")
def woman_code(request: HttpRequest, woman_id: int) -> HttpResponse:
    """Her link as a code to scan in the room: on this answer and no other."""
    woman, form = hers(request, woman_id), OneTap(request.POST)
    tokens: list[str] = []
    if not places_of(request, woman):
        messages.error(request, "Her place has ended, so she has no page.")
        return redirect("groups:woman-detail", woman.pk)
    if form.is_valid():
        once.only_once(
            form.key("code"), lambda: tokens.append(pages.show_link(woman, by=request.actor))
        )
    if not tokens:
        messages.warning(request, "A code is shown once. Make a new one; the old one ends then.")
        return redirect("groups:woman-detail", woman.pk)
    address = f"{settings.SITE_URL}/l/{tokens[0]}/"
    context = {"woman": woman, "address": address, "code": square_code(address)}
    return render(request, "groups/woman_code.html", context)


def square_code(address: str) -> str:
    """A code that a phone's camera reads, as an image in the page itself."""
    made = segno.make(address, error="m", micro=False)
    svg = made.svg_inline(border=2, omitsize=True, title="A square code", dark="#000", light="#fff")
    return mark_safe(svg)  # noqa: S308  (made by segno from our own address)


@require_POST
@allow("staff")
def woman_phrase(request: HttpRequest, woman_id: int) -> HttpResponse:
    """Let her choose a phrase, or a new one, for seven days: after speaking with her."""
    woman = hers(request, woman_id)
    pages.let_her_choose(woman, by=request.actor)
    messages.success(request, "For seven days she can choose a phrase on her own page.")
    return redirect("groups:woman-detail", woman.pk)


@form_page
@allow("staff")
def woman_leave(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Her place ends because she says so. No reason is asked."""
    get_object_or_404(Group.objects.visible_to(request.actor), memberships=membership_id)
    rows = Membership.objects.visible_to(request.actor).select_related("woman", "group")
    place = rows.filter(pk=membership_id).first()
    if place is None:
        messages.success(request, "Her place has ended already.")
        return redirect("groups:woman-list")
    if request.method == "POST":
        memberships.leave(place, by=request.actor)
        messages.success(request, "Her place has ended. She can come back whenever she likes.")
        return redirect("groups:woman-list")
    return render(request, "groups/woman_leave.html", {"place": place})
