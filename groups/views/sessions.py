"""Sessions: the list, planning, one session's page, moving, cancelling, and being late oneself."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peersupport import clock
from peersupport.permissions import allow
from peersupport.services import once

from .. import queries
from ..forms.sessions import LateForm, MoveForm, PlanForm
from ..models import Group, Session
from ..presenters import sessions as present
from ..presenters import words
from ..services import leader_late, sessions

form_page = require_http_methods(["GET", "HEAD", "POST"])


def hers(request: HttpRequest, session_id: int) -> Session:
    """The session, if it is of a group of hers."""
    rows = Session.objects.visible_to(request.actor).select_related("group", "led_by")
    return get_object_or_404(rows, pk=session_id)


@require_safe
@allow("staff")
def session_list(request: HttpRequest) -> HttpResponse:
    """Sessions to come and those just past; "later" and "earlier" go on by key."""
    now = clock.now()
    later, earlier = request.GET.get("after", ""), request.GET.get("before", "")
    ahead = present.coming(request.actor, now, later) if not earlier else None
    past = present.recent(request.actor, now, earlier) if not later else None
    found = [*(ahead.rows if ahead else []), *(past.rows if past else [])]
    rows = present.rows_of(found, now)
    many = len(ahead.rows) if ahead else 0
    context = {"ahead": ahead, "past": past, "coming": rows[:many], "recent": rows[many:]}
    return render(request, "groups/session_list.html", context)


@form_page
@allow("staff")
def session_plan(request: HttpRequest) -> HttpResponse:
    """Plan a session of one of her groups."""
    groups = Group.objects.visible_to(request.actor).exclude(state="closed").order_by("name", "pk")
    if request.method != "POST":
        initial = queries.like_the_last(groups, request.GET.get("group", ""), clock.now())
        form = PlanForm(groups=groups, initial=initial)
        return render(request, "groups/session_plan.html", {"form": form, "groups": groups})
    form = PlanForm(request.POST, groups=groups)
    if form.is_valid() and _plan(request, form):
        return redirect("groups:session-list")
    return render(request, "groups/session_plan.html", {"form": form, "groups": groups})


def _plan(request: HttpRequest, form: PlanForm) -> bool:
    said = form.cleaned_data
    place = {name: said[name] for name in ("venue_name", "venue_address")}
    made: list[Session] = []

    def plan() -> None:
        session = sessions.plan(group=said["group"], by=request.actor, **form.when(), **place)
        made.append(session)

    try:
        once.only_once(said["once"], plan)
    except sessions.NotPossible as why:
        form.add_error("time", str(why))
        return False
    for session in made:
        messages.success(request, f"Planned for {words.inside(words.when(session, clock.now()))}.")
    return True


@require_safe
@allow("staff")
def session_detail(request: HttpRequest, session_id: int) -> HttpResponse:
    """When, where, who will be there, and what women said."""
    session, now = hers(request, session_id), clock.now()
    stands = present.stands(session, now)
    context = {
        "session": session,
        "day": words.day(session.starts_at, now),
        "hours": words.hours(session),
        "place": present.place_of(session),
        "leaders": words.listed(queries.leader_names(session.group_id)),
        "answers": present.summary(session, request.actor, now),
        "stands": stands,
        "said_late": present.said_late(session, now),
    }
    if stands["cancelled"] and not stands["over"]:
        context["told"] = present.who_is_told(session, request.actor)
    return render(request, "groups/session_detail.html", context)


@form_page
@allow("staff")
def session_move(request: HttpRequest, session_id: int) -> HttpResponse:
    """Another day or time: those who may come are told, and reminded at the right hour."""
    session = hers(request, session_id)
    form = MoveForm.of(session, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _move(request, session, form):
        return redirect("groups:session-detail", session.pk)
    return render(request, "groups/session_move.html", _change(request, session) | {"form": form})


def _move(request: HttpRequest, session: Session, form: MoveForm) -> bool:
    told = present.who_is_told(session, request.actor)
    try:
        moved = sessions.move(session, by=request.actor, **form.when())
    except sessions.NotPossible as why:
        form.add_error("time", str(why))
        return False
    if moved.starts_at == session.starts_at:
        messages.success(request, "Saved. It begins when it did, so nobody is told anything.")
        return True
    when = words.inside(words.when(moved, clock.now()))
    messages.success(request, f"Moved to {when}. {_tell_yourself(told)}")
    return True


@form_page
@allow("staff")
def session_cancel(request: HttpRequest, session_id: int) -> HttpResponse:
    """Say first who will be told and whom nothing reaches; then cancel."""
    session = hers(request, session_id)
    context = _change(request, session)
    if request.method == "POST":
        try:
            sessions.cancel(session, by=request.actor)
        except sessions.NotPossible as why:
            if session.state == "planned":
                return render(request, "groups/session_cancel.html", context | {"why": str(why)})
        else:
            messages.success(request, f"Cancelled. {_tell_yourself(context['told'])}")
        return redirect("groups:session-detail", session.pk)
    return render(request, "groups/session_cancel.html", context)


def _change(request: HttpRequest, session: Session) -> dict[str, Any]:
    now = clock.now()
    return {
        "session": session,
        "when": words.when(session, now),
        "stands": present.stands(session, now),
        "told": present.who_is_told(session, request.actor),
    }


def _tell_yourself(told: present.Told) -> str:
    names = words.listed(name for name, _ in told.by_nobody)
    said = f"{words.women(told.reached)} will hear by message." if told.reached else ""
    alone = f"Nothing reaches {names}: please tell her yourself." if names else ""
    if len(told.by_nobody) > 1:
        alone = f"Nothing reaches {names}: please tell them yourself."
    return f"{said} {alone}".strip()


@require_POST
@allow("staff")
def session_late(request: HttpRequest, session_id: int) -> HttpResponse:
    """One tap: everyone who may come hears that the door opens late."""
    session, form = hers(request, session_id), LateForm(request.POST)
    back = "session-door" if request.POST.get("back") == "door" else "session-detail"
    if not form.is_valid() or not present.stands(session, clock.now())["late"]:
        messages.error(request, "This can be said on the day itself, until the session ends.")
        return redirect(f"groups:{back}", session.pk)
    told = leader_late.tell(session, form.cleaned_data["minutes"], by=request.actor)
    if told:
        messages.success(request, f"{words.women(told)} will hear it in a moment. Travel safely.")
    else:
        messages.success(request, "Noted, and it shows on their own pages. No new text goes out.")
    return redirect(f"groups:{back}", session.pk)
