"""``/dashboard/introductions/``: who is at the door, how to reach her, and what she said."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from groups import queries as groups
from groups.services import pages
from peersupport import clock, paging
from peersupport.forms import OnceForm, RevealForm
from peersupport.permissions import allow
from peersupport.presenters import shown
from peersupport.services import once, opening

from ..forms.staff import AssignForm, HeardForm
from ..models import Introduction
from ..presenters import besides, same_woman
from ..presenters import holds as hold_presenters
from ..presenters import introductions as presenters
from ..presenters import line as line_page
from ..services import confirmations, decisions, introductions

WAITING_FIRST = ("turn", "received_at", "id")
NEWEST_FIRST = ("-closed_at", "-id")


@allow("staff")
@require_safe
def introduction_list(request: HttpRequest) -> HttpResponse:
    """Open ones, who waits for us first; or those that are finished."""
    finished = "finished" in request.GET
    rows = Introduction.objects.visible_to(request.actor).for_list()
    rows = rows.filter(closed_at__isnull=False) if finished else rows.waiting_first()
    order = NEWEST_FIRST if finished else WAITING_FIRST
    page = paging.cut(rows, by=order, after=request.GET.get("after", ""))
    now = clock.now()
    return render(
        request,
        "outreach/introduction_list.html",
        {
            "lines": [presenters.line(row, now) for row in page.rows],
            "after": page.more,
            "finished": finished,
        },
    )


@allow("staff")
@require_safe
def introduction(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """One woman at the door. Her number and address stay masked."""
    return _page(request, _row(request, introduction_id))


@allow("staff")
@require_POST
def introduction_reveal(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """Show her number or address on this one page, for a reason that is written down."""
    row = _row(request, introduction_id)
    if row.card is None:
        return redirect("outreach:introduction", row.pk)
    form = RevealForm(request.POST, reasons=opening.reasons_open(row.card))
    if not form.is_valid():
        return _page(request, row, reveal=form)
    found = introductions.reveal(row, form.cleaned_data["reason"], by=request.actor)
    return _page(request, row, shown=shown(found))


@allow("staff")
@require_POST
def introduction_contact(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """Note that somebody spoke with her, or tried to."""
    row = _row(request, introduction_id)
    how = "spoke" if request.POST.get("how") == "spoke" else "tried"
    try:
        introductions.note_contact(row, how, by=request.actor)
    except introductions.NotAllowed:
        messages.warning(request, "She has given her answer already.")
    else:
        said = "You spoke with her" if how == "spoke" else "You tried to reach her"
        messages.success(request, f"Noted: {said.lower()} today.")
    return redirect("outreach:introduction", row.pk)


@allow("staff")
@require_POST
def introduction_confirm(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """Write down whether she herself asked for this. Her no deletes it at once."""
    row = _row(request, introduction_id)
    did_not_ask = request.POST.get("asked") == "no"
    try:
        if did_not_ask:
            confirmations.refuse(row, by=request.actor)
            messages.success(request, "Deleted. Nothing of her is left here.")
            return redirect("outreach:introduction-list")
        confirmations.confirm(row, by=request.actor)
    except introductions.NotAllowed:
        messages.warning(request, "She has told us already what she wants. Read this page again.")
    else:
        messages.success(request, "Noted: she knows of this and wants to hear from us.")
    return redirect("outreach:introduction", row.pk)


@allow("staff")
@require_POST
def introduction_decide(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """Write down what she said. On yes she has her place at once."""
    row = _row(request, introduction_id)
    form = HeardForm(request.POST)
    if not form.is_valid():
        return _page(request, row, heard=form)
    said, reason = form.words()
    try:
        decisions.record(row, said, reason, by=request.actor)
    except decisions.NoGroup:
        form.add_error("said", "Ask her which group first. A coordinator writes it down here.")
        return _page(request, row, heard=form)
    except decisions.Full as why:
        form.add_error("said", f"{why} Choose “Not yet. There is no room.”")
        return _page(request, row, heard=form)
    except decisions.Held:
        form.add_error("said", "A safety hold stands. End it first, then write down what she said.")
        return _page(request, row, heard=form)
    except introductions.NotAllowed:
        messages.warning(request, "She has joined already. She can leave from her own page.")
    else:
        messages.success(request, SAID_WORDS[said])
    return redirect("outreach:introduction", row.pk)


SAID_WORDS = {
    "yes": "She has her place. Her name and number moved to the group.",
    "no": "Noted. We delete what we hold 28 days from now. She can change her mind until then.",
    "not_yet": "Noted. She keeps her place in the line, and is not forgotten.",
}


@allow("coordinator")
@require_POST
def introduction_assign(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """Put a woman who wanted help to choose with the group she chose."""
    row = _row(request, introduction_id)
    form = AssignForm(request.POST, groups=list(groups.open_groups()))
    if not form.is_valid():
        return _page(request, row, assign=form)
    try:
        introductions.assign(row, form.cleaned_data["group"], by=request.actor)
    except introductions.NotAllowed:
        messages.warning(
            request,
            "She chose her group herself, has given her answer, or has an offer to answer first.",
        )
    else:
        messages.success(request, "Noted. That group’s peer leaders can see her now.")
    return redirect("outreach:introduction", row.pk)


@allow("staff")
@require_POST
def introduction_send_link(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """Send her the link to her page: the first thing we ever send her, by a person's act."""
    row = _row(request, introduction_id)
    if row.membership_id is None:
        messages.warning(request, "She has not joined yet, so there is no page of hers.")
        return redirect("outreach:introduction", row.pk)
    place, form = row.membership_id, OnceForm(request.POST)
    form.full_clean()
    try:
        once.only_once(form.cleaned_data["once"], lambda: pages.send_link(place, by=request.actor))
    except pages.NotPossible as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, "Her link is on its way, at a time that is safe for her.")
    return redirect("outreach:introduction", row.pk)


# -- what they share ---------------------------------------------------------------------------


def _row(request: HttpRequest, pk: int) -> Introduction:
    return get_object_or_404(Introduction.objects.visible_to(request.actor).for_page(), pk=pk)


def _page(
    request: HttpRequest,
    row: Introduction,
    *,
    reveal: Form | None = None,
    heard: Form | None = None,
    assign: Form | None = None,
    shown: dict[str, Any] | None = None,
) -> HttpResponse:
    now = clock.now()
    context: dict[str, Any] = {
        "introduction": row,
        "name": row.name,
        **presenters.facts(row, now),
        "shown": shown,
        "form": reveal or heard or assign,
        "door_tap": OnceForm(),
    }
    context |= besides.context(row, request.actor) | same_woman.context(row, request.actor, now)
    context |= line_page.context(row, request.actor, now)
    if row.is_held:
        context |= hold_presenters.of_introduction(row, now)
    if row.card is not None:
        context |= {
            "reach": presenters.reach(row.card, now),
            "reveal": reveal or RevealForm(reasons=opening.reasons_open(row.card)),
            "heard": heard or HeardForm(),
        }
    if request.actor.is_coordinator and row.wants_help_choosing and row.closed_at is None:
        context["assign"] = assign or AssignForm(groups=list(groups.open_groups()))
    if row.membership is not None and row.membership.woman is not None:
        card = row.membership.woman.card
        context["link_form"] = OnceForm()
        context["can_send"] = card.links_safe == "yes" and card.best_channel() is not None
    return render(request, "outreach/introduction.html", context)
