"""The one form by which a worker introduces a woman: in her portal, and by a link that we mailed.
The same questions, the same rules, the same limit; nothing is sent by it (safety.md 10, 40)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from groups import queries as groups
from peersupport import clock, limits
from peersupport.actors import Actor

from ..forms.portal import IntroduceForm
from ..models import Introduction, Worker
from ..services import promise
from .promise import shown

INTRODUCTIONS, INTRODUCTIONS_SECONDS = 20, 3600
# Nobody reads further; whoever wants another group is helped to choose.
MOST_GROUPS = 40


def take(
    request: HttpRequest,
    worker: Worker,
    *,
    template: str,
    by: Actor,
    done: Callable[[Introduction], HttpResponse],
) -> HttpResponse:
    """The form, and what becomes of it. Whatever stands in the way, what was typed stays."""
    asks = promise.asked_of(worker, clock.today())
    words = shown() if "promise" in asks else {}
    here = list(groups.open_groups()[:MOST_GROUPS])
    form = IntroduceForm(request.POST or None, groups=here, asks=asks, version=words.get("promise"))
    status = 200
    if request.method == "POST" and form.is_valid():
        if _in_time(worker):
            introduction = _introduce(worker, form, by)
            if introduction is not None:
                return done(introduction)
        else:
            status = 429
    form.ask_anew()
    context = {"form": form, "worker": worker, "slow": status == 429}
    return render(request, template, context | words, status=status)


def _in_time(worker: Worker) -> bool:
    return limits.allowed(
        "introduce", worker.subject, most=INTRODUCTIONS, seconds=INTRODUCTIONS_SECONDS
    )


def _introduce(worker: Worker, form: IntroduceForm, by: Actor) -> Introduction | None:
    said = form.cleaned_data
    try:
        return promise.introduce(
            worker,
            agreed_to=form.agreed_to(),
            still_here=said.get("still_here", False),
            name=said["name"],
            ref=said["group"],
            reach=form.answers(),
            worker_may_know=said["worker_may_know"],
            submit_key=said["once"],
            by=by,
        )
    except (promise.NewerWords, promise.NotYet):
        form.add_error(None, "Something changed while you were writing. Please send it once more.")
        return None


def thanks(introduction: Introduction) -> str:
    """Her reference word, and nothing more."""
    word = introduction.slip.word if introduction.slip else ""
    return f"We have it. Your reference is {word}. She decides the rest with the peer leader."
