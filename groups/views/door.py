"""The door list: who is coming, live; one tap for what she told you."""

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from peersupport import clock
from peersupport.messaging import inbound
from peersupport.models import InboundText
from peersupport.permissions import allow

from ..forms.sessions import LATE_MINUTES, DoorForm, TextForm
from ..models import Membership, Session
from ..presenters import door as present
from ..presenters import sessions as about
from ..presenters import words
from ..services import answers, register, texts
from ..services.sessions import NotPossible
from .sessions import hers

NOT_NOW = "This session is over or cancelled, so answers no longer change."


@require_safe
@allow("staff")
def session_door(request: HttpRequest, session_id: int) -> HttpResponse:
    """The page around the live list."""
    session, now = hers(request, session_id), clock.now()
    html, tag = _list(request, session)
    context = {
        "session": session,
        "when": words.when(session, now),
        "list": html,
        "tag": tag,
        "stands": about.stands(session, now),
        "said_late": about.said_late(session, now),
        "late_minutes": LATE_MINUTES,
    }
    return render(request, "groups/session_door.html", context)


@require_safe
@allow("staff")
def session_door_list(request: HttpRequest, session_id: int) -> HttpResponse:
    """The list alone, asked for again and again: 304 while nothing changed."""
    html, tag = _list(request, hers(request, session_id))
    response = HttpResponse(html, headers={"ETag": tag})
    return get_conditional_response(request, etag=tag, response=response) or response


def _list(request: HttpRequest, session: Session) -> tuple[str, str]:
    # The buttons belong to a form outside of it, so no form key stands here: the same list is
    # the same text, and its print is a strong ETag.
    base = reverse("groups:session-door", args=[session.pk])
    door = present.door(session, request.actor, clock.now())
    html = render_to_string("groups/door_list.html", {"door": door, "base": base})
    return html, f'"{hashlib.sha256(html.encode()).hexdigest()[:32]}"'


@require_POST
@allow("staff")
def session_door_answer(request: HttpRequest, session_id: int, membership_id: int) -> HttpResponse:
    """She told us: set it, or take back what was set."""
    session = hers(request, session_id)
    place = _place(request, session, membership_id)
    form = DoorForm(request.POST)
    if form.is_valid():
        try:
            _do(request, session, place, form.cleaned_data["deed"])
        except answers.TooLate:
            messages.error(request, NOT_NOW)
        except NotPossible as why:
            messages.error(request, str(why))
    return _back(session, f"w{place.pk}")


def _do(request: HttpRequest, session: Session, place: Membership, deed: str) -> None:
    if deed == "here":
        register.mark(session, place, "came", by=request.actor)
    elif deed == "undo-here":
        register.unmark(session, place, by=request.actor)
    elif deed == "undo":
        answers.unsay(session, place, by=request.actor)
    else:
        answers.say(session, place, deed, way="leader", by=request.actor)


def _place(request: HttpRequest, session: Session, membership_id: int) -> Membership:
    rows = Membership.objects.visible_to(request.actor).select_related("woman")
    return get_object_or_404(rows, pk=membership_id, group_id=session.group_id)


def _back(session: Session, mark: str) -> HttpResponse:
    return redirect(f"{reverse('groups:session-door', args=[session.pk])}#{mark}")


@require_POST
@allow("staff")
def session_door_text(request: HttpRequest, session_id: int, text_id: int) -> HttpResponse:
    """A text as written: whose answer it is, or only that somebody has seen to it."""
    session = hers(request, session_id)
    rows = InboundText.objects.visible_to(request.actor).filter(owner=session.group.owner)
    text, form = get_object_or_404(rows, pk=text_id), TextForm(request.POST)
    answer = form.answer() if form.is_valid() else None
    if answer:
        place = _place(request, session, answer[0])
        try:
            texts.take_as_answer(text, session, place, answer[1], by=request.actor)
        except answers.TooLate:
            messages.error(request, NOT_NOW)
    elif form.is_valid():
        inbound.seen_to(text, by=request.actor)
    return _back(session, "texts")
