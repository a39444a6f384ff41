"""``/join/``: a start and four questions. Nothing is kept at our end before Send (safety.md 9 to
13, 22 to 24)."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from groups import queries
from peersupport.permissions import allow

from .. import answers, consents, waits
from ..answers import Answers
from ..forms.join import HELP_ME_CHOOSE, GroupForm, KeepForm, NameForm, ReachForm
from ..forms.more import MoreForm
from ..presenters import more as more_page
from ..presenters import reach as reach_page
from ..questions import NOT_SENT
from . import steps

LONGEST_REF = 12


@require_safe
@allow("anyone")
def join(request: HttpRequest) -> HttpResponse:
    """The page before question 1, shown once: who has begun goes on where she was."""
    said = answers.load(request)
    if said.steps and "start" not in request.GET:
        return redirect(steps.url(said.next_step()))
    context = {"late": "late" in request.GET, "not_sent": NOT_SENT}
    return render(request, "outreach/join/start.html", context)


@require_safe
@allow("anyone")
def join_to(request: HttpRequest, ref: str) -> HttpResponse:
    """From a group's own page: that group will be ticked. Nothing is looked up yet."""
    said = answers.load(request)
    said.ref = ref[:LONGEST_REF].lower()
    said.steps.pop("group", None)
    return answers.save(redirect("outreach:join"), said)


@require_http_methods(["GET", "HEAD", "POST"])
@allow("anyone")
def join_name(request: HttpRequest) -> HttpResponse:
    """What to call her."""
    said = answers.load(request)
    if request.method != "POST":
        return steps.page(request, said, "name", {"name": said.steps.get("name", {}).get("name")})
    form = NameForm(request.POST)
    return _answer(request, said, "name", form, lambda: {"name": request.POST.get("name", "")})


@require_http_methods(["GET", "HEAD", "POST"])
@allow("anyone")
def join_group(request: HttpRequest) -> HttpResponse:
    """Which group, or help with choosing."""
    said = answers.load(request)
    if request.method != "POST":
        if steps.is_early(said, "group"):
            return steps.send_back(said)
        ticked = said.steps.get("group", {}).get("group", said.ref)
        return steps.page(request, said, "group", _groups(ticked))
    shown = _groups(request.POST.get("group", ""))
    form = GroupForm(request.POST, refs=[group.ref for group in shown["groups"]])
    return _answer(request, said, "group", form, lambda: shown)


def _groups(ticked: str) -> dict[str, Any]:
    """The open groups, which of them is ticked, and whether the one she came for is not open."""
    groups = list(queries.open_groups())
    waiting = waits.public(groups)
    known = {HELP_ME_CHOOSE, *(group.ref for group in groups)}
    return {
        "groups": groups,
        "offered": [
            (group, waiting.get(group.pk, ""), queries.reply_words(group)) for group in groups
        ],
        "ticked": ticked if ticked in known else "",
        "gone": bool(ticked) and ticked not in known,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@allow("anyone")
def join_reach(request: HttpRequest) -> HttpResponse:
    """How to reach her safely: each way on its own, all empty at first."""
    said = answers.load(request)
    if request.method != "POST":
        if steps.is_early(said, "reach"):
            return steps.send_back(said)
        parts = reach_page.parts(said.steps.get("reach", {}))
        return steps.page(request, said, "reach", {"parts": parts})
    form = ReachForm(request.POST)
    return _answer(
        request,
        said,
        "reach",
        form,
        lambda: {"parts": reach_page.parts(reach_page.typed(request.POST), form.errors)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow("anyone")
def join_keep(request: HttpRequest) -> HttpResponse:
    """Her consent to keep it: unticked until she ticks it, and dated by its version."""
    said = answers.load(request)
    version = consents.in_force("form")
    shown = {"words": consents.KEEP["form"][version], "ticked": False}
    if request.method != "POST":
        if steps.is_early(said, "keep"):
            return steps.send_back(said)
        shown["ticked"] = said.steps.get("keep", {}).get("version") == version
        return steps.page(request, said, "keep", shown)
    said.steps.pop("keep", None)
    form = KeepForm(request.POST)
    return _answer(request, said, "keep", form, lambda: shown, {"version": version})


@require_http_methods(["GET", "HEAD", "POST"])
@allow("anyone")
def join_more(request: HttpRequest) -> HttpResponse:
    """What she may tell us besides, before Send. Five screens are enough without it."""
    said = answers.load(request)
    if steps.is_early(said, "check"):
        return steps.send_back(said)
    own = steps.own_questions(said)
    if request.method != "POST":
        parts = more_page.parts(said.steps.get("more", {}), own)
        return steps.page(request, said, "more", {"parts": parts})
    form = MoreForm(request.POST, own=own)
    words = form.answers() if form.is_valid() else None
    return _answer(
        request,
        said,
        "more",
        form,
        lambda: {"parts": more_page.parts(more_page.typed(request.POST), own, form.errors)},
        words,
    )


def _answer(
    request: HttpRequest,
    said: Answers,
    step: str,
    form: Form,
    shown: Any,
    words: dict[str, Any] | None = None,
) -> HttpResponse:
    """Take an answer in and go on, or show the question again with what was typed."""
    if form.is_valid():
        try:
            words = form.cleaned_data if words is None else words
            return steps.go_on(request, said, step, words)
        except answers.TooBig:
            steps.too_much(form)
            said = answers.load(request)
    return steps.page(request, said, step, shown(), form)
