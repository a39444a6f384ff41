"""Groups: a peer leader reads hers; a coordinator opens, edits, pauses and closes them."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from peersupport import clock
from peersupport.permissions import allow
from peersupport.presenters import phone_as_said
from peersupport.services import once

from .. import queries
from ..forms.groups import GroupForm
from ..models import Group, Leadership, Session
from ..presenters import groups as present
from ..presenters import words
from ..services import groups
from .sessions import form_page


def hers(request: HttpRequest, group_id: int) -> Group:
    """The group, if it is one of hers."""
    return get_object_or_404(Group.objects.visible_to(request.actor), pk=group_id)


@require_safe
@allow("staff")
def group_list(request: HttpRequest) -> HttpResponse:
    """Her groups, open ones first."""
    page = present.page(request.actor, request.GET.get("after", ""))
    context = {"rows": present.listed(page.rows), "more": page.more}
    return render(request, "groups/group_list.html", context)


@require_safe
@allow("staff")
def group_detail(request: HttpRequest, group_id: int) -> HttpResponse:
    """One group: what anybody reads of it, its place, its peer leaders, when it reminds."""
    group, now = hers(request, group_id), clock.now()
    leaders = group.leaderships.filter(ended_at=None).select_related("user").order_by("pk")
    ahead = queries.next_session(group.pk, now)
    context = {
        "group": group,
        "colour": present.COLOURS[group.state],
        "leaders": leaders,
        "reminders": present.reminders(group),
        "quiet": present.quiet(group),
        "rings_from": phone_as_said(group.rings_from),
        "next": ahead,
        "next_when": words.when(ahead, now) if ahead else "",
    }
    return render(request, "groups/group_detail.html", context)


@form_page
@allow("coordinator")
def group_new(request: HttpRequest) -> HttpResponse:
    """Open a group."""
    if request.method != "POST":
        form = GroupForm(initial=GroupForm.about_group(None))
        return render(request, "groups/group_new.html", {"form": form})
    form = GroupForm(request.POST)
    if not form.is_valid():
        return render(request, "groups/group_new.html", {"form": form})
    made: list[Group] = []
    once.only_once(form.cleaned_data["once"], lambda: made.append(_open(request, form)))
    for group in made:
        messages.success(request, f"{group.name} is open. Now invite its peer leader.")
        return redirect("groups:group-detail", group.pk)
    return redirect("groups:group-list")


def _open(request: HttpRequest, form: GroupForm) -> Group:
    group = groups.open_group(by=request.actor, **form.facts())
    groups.set_reminders(group, by=request.actor, **form.reminders())
    return group


@form_page
@allow("coordinator")
def group_edit(request: HttpRequest, group_id: int) -> HttpResponse:
    """Change anything about a group, and when it reminds."""
    group = hers(request, group_id)
    if request.method != "POST":
        form = GroupForm(initial=GroupForm.about_group(group))
        return render(request, "groups/group_edit.html", {"group": group, "form": form})
    form = GroupForm(request.POST)
    if not form.is_valid():
        return render(request, "groups/group_edit.html", {"group": group, "form": form})
    with transaction.atomic():
        groups.edit(group, facts=form.facts(), by=request.actor)
        groups.set_reminders(group, by=request.actor, **form.reminders())
    messages.success(request, "Saved.")
    return redirect("groups:group-detail", group.pk)


def _turn(request: HttpRequest, group_id: int, state: str, said: str) -> HttpResponse:
    group = hers(request, group_id)
    if group.state != state:
        groups.set_state(group, state, by=request.actor)
        messages.success(request, said)
    return redirect("groups:group-detail", group.pk)


@require_POST
@allow("coordinator")
def group_pause(request: HttpRequest, group_id: int) -> HttpResponse:
    """Nobody new for now; those who come go on."""
    return _turn(request, group_id, "paused", "Paused. It is not offered to anybody new for now.")


@require_POST
@allow("coordinator")
def group_reopen(request: HttpRequest, group_id: int) -> HttpResponse:
    """Welcome new women again."""
    return _turn(request, group_id, "open", "Open again. Women can ask to join.")


@require_POST
@allow("coordinator")
def group_checked(request: HttpRequest, group_id: int) -> HttpResponse:
    """One tap: all that anybody reads about this group is still right today."""
    groups.confirm_facts(hers(request, group_id), by=request.actor)
    messages.success(request, "Thank you. Directories now say that you checked it today.")
    return redirect("groups:group-detail", group_id)


@form_page
@allow("coordinator")
def group_close(request: HttpRequest, group_id: int) -> HttpResponse:
    """Say what closing means; then close. Its sessions to come are cancelled, each woman told."""
    if request.method == "POST":
        return _turn(request, group_id, "closed", "Closed. Nothing of it is deleted.")
    group, now = hers(request, group_id), clock.now()
    ahead = Session.objects.visible_to(request.actor).planned()
    ahead = ahead.filter(group=group, starts_at__gt=now)
    context: dict[str, Any] = {
        "group": group,
        "ahead": ahead.count(),
        "women": queries.members_of(group.pk).count(),
    }
    return render(request, "groups/group_close.html", context)


@form_page
@allow("coordinator")
def leadership_end(request: HttpRequest, leadership_id: int) -> HttpResponse:
    """End somebody's place at one group; her account and other groups stay."""
    rows = Leadership.objects.visible_to(request.actor).select_related("user", "group")
    place = get_object_or_404(rows, pk=leadership_id)
    if request.method == "POST":
        if place.ended_at is None:
            groups.end_leadership(place, by=request.actor)
            messages.success(request, f"{place.user.name} no longer leads {place.group.name}.")
        return redirect("groups:group-detail", place.group_id)
    return render(request, "groups/leadership_end.html", {"place": place})
