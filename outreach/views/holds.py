"""The safety hold's pages: opened by one, agreed to by another, ended by anybody of the group."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peersupport import clock
from peersupport.permissions import allow

from ..forms.holds import HoldForm
from ..models import Introduction, SafetyHold
from ..presenters import holds as presenters
from ..services import holds
from ..services.introductions import NotAllowed


@allow("staff")
@require_safe
def hold_list(request: HttpRequest) -> HttpResponse:
    """What holds now, and what has ended lately."""
    now = clock.now()
    rows = SafetyHold.objects.visible_to(request.actor).for_list(now)
    return render(
        request, "outreach/hold_list.html", {"lines": [presenters.line(row, now) for row in rows]}
    )


@allow("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def hold_open(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """One person says what could happen. From then on it holds, and waits for a second."""
    rows = Introduction.objects.visible_to(request.actor)
    row = get_object_or_404(rows.select_related("group"), pk=introduction_id)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _do(request, lambda: holds.open_hold(row, **form.cleaned_data, by=request.actor), OPENED)
        return redirect("outreach:introduction", row.pk)
    context = {"introduction": row, "form": form, "words": presenters.words_to_say(row)}
    return render(request, "outreach/hold_open.html", context)


@allow("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def hold_renew(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Ask for 14 days more; a second person has to agree before the first 14 have ended."""
    hold = _hold(request, hold_id)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _do(request, lambda: holds.renew(hold, **form.cleaned_data, by=request.actor), RENEWED)
        return redirect("outreach:introduction", hold.introduction_id)
    row = hold.introduction
    context = {
        "introduction": row,
        "form": form,
        "words": presenters.words_to_say(row),
        "renews": presenters.standing(hold, clock.now()),
    }
    return render(request, "outreach/hold_open.html", context)


@allow("staff")
@require_POST
def hold_read(request: HttpRequest, hold_id: int) -> HttpResponse:
    """The words, and that they were read is written down. Only here can somebody agree."""
    hold = _hold(request, hold_id)
    could_happen = holds.read(hold, by=request.actor)
    context = {
        "hold": hold,
        "could_happen": could_happen,
        "standing": presenters.standing(hold, clock.now()),
        "may_second": hold.wants_second and hold.opened_by_id != request.user.pk,
    }
    return render(request, "outreach/hold_read.html", context)


@allow("staff")
@require_POST
def hold_answer(request: HttpRequest, hold_id: int) -> HttpResponse:
    """The second person: I agree, or I do not."""
    hold = _hold(request, hold_id)
    if request.POST.get("agree") == "yes":
        _do(request, lambda: holds.agree(hold, by=request.actor), AGREED)
    elif request.POST.get("agree") == "no":
        _do(request, lambda: holds.disagree(hold, by=request.actor), NOT_AGREED)
    else:
        messages.warning(request, "Read it first. Then say whether you agree.")
    return redirect("outreach:introduction", hold.introduction_id)


@allow("staff")
@require_POST
def hold_lift(request: HttpRequest, hold_id: int) -> HttpResponse:
    """End it before its time. One person is enough."""
    hold = _hold(request, hold_id)
    _do(request, lambda: holds.lift(hold, by=request.actor), LIFTED)
    return redirect("outreach:introduction", hold.introduction_id)


OPENED = "Noted. It holds from now. A second person is asked to agree within two working days."
RENEWED = "Noted. It goes on for 14 days more once a second person agrees."
AGREED = "Noted. You are the second person. It ends by itself after 14 days."
NOT_AGREED = "Noted. You do not agree, so it has ended."
LIFTED = "The hold has ended. Now she waits to hear from you."


def _do(request: HttpRequest, deed: Callable[[], Any], said: str) -> None:
    try:
        deed()
    except holds.NotPossible as why:
        messages.warning(request, str(why))
    except NotAllowed:
        messages.warning(request, "She has given her answer already.")
    else:
        messages.success(request, said)


def _hold(request: HttpRequest, pk: int) -> SafetyHold:
    rows = SafetyHold.objects.visible_to(request.actor).with_people()
    return get_object_or_404(rows, pk=pk)
