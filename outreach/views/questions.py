"""``/dashboard/introductions/questions/``: a group's own questions, and the library they are from."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups import queries as groups
from peersupport.permissions import allow
from peersupport.services import once

from ..forms.questions import ProposeForm, ReviewForm
from ..models import GroupQuestion, Question
from ..presenters import questions as question_page
from ..services import questions

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@allow("staff")
def question_list(request: HttpRequest) -> HttpResponse:
    """What her groups ask, what they could ask, and what waits for a coordinator."""
    return render(request, "outreach/question_list.html", question_page.context(request.actor))


@form_page
@allow("staff")
def question_propose(request: HttpRequest) -> HttpResponse:
    """Propose a question, with what may never be asked beside it."""
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = dict(form.cleaned_data)
        key = said.pop("once")
        once.only_once(key, lambda: questions.propose(**said, by=request.actor))
        messages.success(request, "Proposed. Nobody is asked it before a coordinator has looked.")
        return redirect("outreach:question-list")
    context = {"form": form, "never": question_page.NEVER}
    return render(request, "outreach/question_propose.html", context)


@form_page
@allow("coordinator")
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Look at one, then let groups ask it."""
    row = _question(request, question_id)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _try(request, lambda: questions.review(row, by=request.actor), "Groups can ask it now.")
        return redirect("outreach:question-list")
    context = {"question": row, "form": form, "never": question_page.NEVER}
    return render(request, "outreach/question.html", context)


@require_POST
@allow("coordinator")
def question_retire(request: HttpRequest, question_id: int) -> HttpResponse:
    """Put it away, for every group."""
    row = _question(request, question_id)
    _try(request, lambda: questions.retire(row, by=request.actor), "Put away. Nobody asks it now.")
    return redirect("outreach:question-list")


@require_POST
@allow("staff")
def question_ask(request: HttpRequest) -> HttpResponse:
    """Let a group of hers ask a reviewed question."""
    row = Question.objects.visible_to(request.actor).filter(pk=_number(request, "question")).first()
    group = groups.visible_groups(request.actor).filter(pk=_number(request, "group")).first()
    if row is None or group is None:
        messages.warning(request, "Choose a question from this page, for a group of yours.")
        return redirect("outreach:question-list")
    words = f"{group.name} asks it from now on."
    _try(request, lambda: questions.ask(row, group_id=group.pk, by=request.actor), words)
    return redirect("outreach:question-list")


@require_POST
@allow("staff")
def question_drop(request: HttpRequest, group_question_id: int) -> HttpResponse:
    """Let a group of hers no longer ask it."""
    rows = GroupQuestion.objects.visible_to(request.actor)
    questions.drop(get_object_or_404(rows, pk=group_question_id), by=request.actor)
    messages.success(request, "It is not asked any more.")
    return redirect("outreach:question-list")


def _question(request: HttpRequest, pk: int) -> Question:
    rows = Question.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("proposed_by", "reviewed_by"), pk=pk)


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else 0


def _try(request: HttpRequest, deed: Any, words: str) -> None:
    try:
        deed()
    except questions.NotPossible as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, words)
