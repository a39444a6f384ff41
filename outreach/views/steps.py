"""Finding one's way through ``/join/``: forward, back, and to what is still open."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import answers, queries
from ..answers import STEPS, Answers
from ..forms.join import HELP_ME_CHOOSE
from ..models import Question
from ..questions import ABOUT, NOT_SENT

ORDER = (*STEPS, "check")


def url(step: str) -> str:
    """The address of a question."""
    return reverse(f"outreach:join-{step}")


def is_early(said: Answers, step: str) -> bool:
    """Whether a question before this one has no answer yet."""
    return ORDER.index(step) > ORDER.index(said.next_step())


def send_back(said: Answers) -> HttpResponse:
    """To the first open question; to the start where there is nothing (an hour went by)."""
    if said.steps:
        return redirect(url(said.next_step()))
    return redirect(reverse("outreach:join") + "?late")


def go_on(request: HttpRequest, said: Answers, step: str, words: dict[str, Any]) -> HttpResponse:
    """Keep this answer on her device and go to the next question, or back to the check.

    Raises ``answers.TooBig``.
    """
    said.put(step, words)
    changed = "change" in request.GET and said.next_step() == "check"
    after = "check" if changed or step == "more" else ORDER[ORDER.index(step) + 1]
    if "later" in request.POST:
        after = "later"
    return answers.save(redirect(url(after)), said)


def own_questions(said: Answers) -> list[Question]:
    """What the group she chose asks besides; no query where she wants help to choose."""
    ref = said.steps["group"]["group"]
    return queries.questions_of(ref) if ref != HELP_ME_CHOOSE else []


def page(
    request: HttpRequest,
    said: Answers,
    step: str,
    context: dict[str, Any],
    form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """A question, with what she typed where something is wrong with it."""
    # What she may tell us besides stands beside the check, and is no question of the five.
    place = ORDER.index("check" if step == "more" else step)
    before = "check" if step == "more" else ORDER[max(place - 1, 0)]
    context |= {
        "form": form,
        "errors": form.errors if form else {},
        "number": place + 1,
        "back": url("check" if "change" in request.GET else before),
        "about": ABOUT.get(step),
        "not_sent": NOT_SENT,
    }
    if step == "name" and "change" not in request.GET:
        context["back"] = reverse("outreach:join") + "?start"
    response = render(request, f"outreach/join/{step}.html", context, status=status)
    # Looking at a page counts as being there; without an answer there is nothing to keep.
    if not said.steps or (request.method != "POST" and said.is_fresh()):
        return response
    return answers.save(response, said)


def too_much(form: Form) -> None:
    """Say that the cookie is full."""
    form.add_error(None, _("That is more than we can carry. Please use fewer words."))
