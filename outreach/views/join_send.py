"""The end of ``/join/``: check, Send, and a last word (safety.md 10, 12, 25, 26, 47)."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups import queries
from peersupport import limits
from peersupport.permissions import allow

from .. import answers, periods, waits
from ..answers import Answers
from ..forms.join import HELP_ME_CHOOSE
from ..forms.told import ToldForm
from ..models import Introduction
from ..presenters import last_word
from ..presenters import more as more_page
from ..presenters import reach as reach_page
from ..services import introductions, told
from . import steps

# Many women may share one address: a library, a refuge, a phone network.
SENDS, SENDS_SECONDS = 30, 3600
# All together, in a short window: a flood ends, and the door is open again in ten minutes.
ALL_SENDS, ALL_SECONDS = 600, 600
TOLD_SECONDS = int(periods.ANSWERS_IDLE.total_seconds())


@require_http_methods(["GET", "HEAD", "POST"])
@allow("anyone")
def join_check(request: HttpRequest) -> HttpResponse:
    """Her answers once more, each with a way to change it, and Send."""
    said = answers.load(request)
    if said.sent:
        return redirect("outreach:join-sent")
    if steps.is_early(said, "check"):
        return steps.send_back(said)
    if request.method != "POST":
        return _check(request, said)
    # Robots fill in every box, at once. A woman who is quick, or whose browser did it for her, is
    # asked to press once more, and then it goes.
    if not said.pressed and (request.POST.get("website") or said.was_quick()):
        said.pressed = True
        return _check(request, said, again=True)
    if not _has_room(request):
        return _check(request, said, slow=True, status=429)
    sent = _what_to_say(_send(request, said), said.steps["reach"])
    return answers.save(redirect("outreach:join-sent"), said.hand_in(sent))


def _has_room(request: HttpRequest) -> bool:
    """Whether neither this address nor all together sent too many just now."""
    who = limits.address(request)
    return limits.allowed("join", who, most=SENDS, seconds=SENDS_SECONDS) and limits.allowed(
        "join-all", "", most=ALL_SENDS, seconds=ALL_SECONDS
    )


def _check(request: HttpRequest, said: Answers, status: int = 200, **note: Any) -> HttpResponse:
    ref, reach = said.steps["group"]["group"], said.steps["reach"]
    more = said.steps.get("more", {})
    group = queries.open_groups().filter(ref=ref).first() if ref != HELP_ME_CHOOSE else None
    context = {
        "name": said.steps["name"]["name"],
        "group": group,
        "wait": waits.public([group]).get(group.pk, "") if group else "",
        "lines": reach_page.summary(reach),
        "more": more_page.summary(more, steps.own_questions(said) if more.get("own") else ()),
        "unkept": more_page.is_unkept(more),
        "own": introductions.will_come_herself(reach),
        **note,
    }
    return steps.page(request, said, "check", context, status=status)


def _send(request: HttpRequest, said: Answers) -> Introduction:
    return introductions.ask(
        name=said.steps["name"]["name"],
        ref=said.steps["group"]["group"],
        reach=said.steps["reach"],
        consent_version=said.steps["keep"]["version"],
        code=said.code,
        submit_key=said.key,
        more=said.steps.get("more"),
        by=request.actor,
    )


def _what_to_say(introduction: Introduction, reach: dict[str, Any]) -> dict[str, Any]:
    """What the last page needs, and nothing of hers: no name, no number."""
    group = introduction.group
    return {
        "own": introductions.will_come_herself(reach),
        "ways": [way for way in ("call", "text", "mail") if reach[way] == "yes"],
        "voicemail": reach["voicemail"] == "yes",
        "group": [group.pk, group.name, group.reply_days] if group else None,
        "by": introduction.reply_by.isoformat() if introduction.reply_by else "",
        "rings_from": group.rings_from if group and reach["call"] == "yes" else "",
        # So that one Send is one answer to the question after it; it leads to no row.
        "once": secrets.token_urlsafe(9),
    }


@require_safe
@allow("anyone")
def join_sent(request: HttpRequest) -> HttpResponse:
    """Who will be in touch, how, and within how many days. Nothing to download."""
    sent = answers.load(request).sent
    if not sent:
        return redirect("outreach:join")
    return render(request, "outreach/join/sent.html", last_word.context(sent))


@require_POST
@allow("anyone")
def join_told(request: HttpRequest) -> HttpResponse:
    """The one question after Send: counted by the month, with nothing that leads to her. One
    answer a Send; that it was given is remembered on her device and in the cache only."""
    said = answers.load(request)
    once = said.sent.get("once")
    form = ToldForm(request.POST)
    if not once or not form.is_valid():
        return redirect("outreach:join-sent")
    answer, by_whom = form.words()
    if answer and limits.allowed("told", once, most=1, seconds=TOLD_SECONDS):
        told.count(answer, by_whom)
    said.sent = said.sent | {"once": "", "told": bool(answer)}
    return answers.save(redirect("outreach:join-sent"), said)
