"""Her own page. Its link opens day, time and three buttons; her phrase opens the rest.

She acts as herself here, also where a peer leader is signed in on the same phone.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peersupport import clock, links
from peersupport.actors import Actor
from peersupport.permissions import allow

from .. import looks, queries, woman_presenters
from ..models import Membership, Session, Woman
from ..services import answers, exporting, needs, pages, partings, reach
from ..services.sessions import NotPossible
from ..woman_forms import (
    AnswerForm,
    ChoosePhraseForm,
    NeedsForm,
    PartingForm,
    PhraseForm,
    ReachForm,
)

form_page = require_http_methods(["GET", "HEAD", "POST"])


def open_you(request: HttpRequest, link: Any) -> HttpResponse:
    """What a POST on the link to her page does."""
    links.open_page(request, link)
    return redirect("groups:you")


def _herself(request: HttpRequest) -> Actor:
    return Actor.of_link(request.woman_subject)


def _woman(request: HttpRequest) -> Woman:
    return get_object_or_404(Woman.objects.visible_to(_herself(request)).select_related("card"))


@require_safe
@allow("woman")
def you(request: HttpRequest) -> HttpResponse:
    """The next time and three buttons; with her phrase, every room's part of her page."""
    subject, now = request.woman_subject, clock.now()
    context = woman_presenters.front(queries.membership_of(subject), now)
    context["cards"] = woman_presenters.cards(request, subject)
    if request.woman_phrase:
        context["wishes"] = queries.open_wishes(subject)
    return render(request, "groups/you.html", context)


@form_page
@allow("woman")
def you_answer(request: HttpRequest, session_id: int) -> HttpResponse:
    """One tap, no reason, changeable until it ends."""
    herself = _herself(request)
    session = get_object_or_404(Session.objects.visible_to(herself), pk=session_id)
    if request.method == "POST":
        place = get_object_or_404(Membership.objects.visible_to(herself), group=session.group_id)
        _say(request, session, place)
    return redirect("groups:you")


def _say(request: HttpRequest, session: Session, place: Membership) -> None:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("That did not reach us. Please tap one of the buttons."))
        return
    said = form.cleaned_data
    try:
        answers.say(
            session,
            place,
            said["choice"],
            minutes=said["minutes"],
            way="page",
            by=_herself(request),
        )
    except answers.TooLate:
        messages.warning(request, _("That time is over, or it is off. You need not answer it."))


@form_page
@allow("woman")
def you_phrase(request: HttpRequest) -> HttpResponse:
    """Give the phrase that opens the rest. A wrong one and none at all read the same."""
    if request.woman_phrase:
        return redirect("groups:you")
    woman = _woman(request)
    form = PhraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _phrase_is_right(woman, form):
        links.phrase_was_right(request)
        return redirect("groups:you")
    context = {"form": form, "may_choose": pages.may_choose(woman)}
    return render(request, "groups/you_phrase.html", context)


def _phrase_is_right(woman: Woman, form: PhraseForm) -> bool:
    try:
        if pages.try_phrase(woman, form.cleaned_data["phrase"]):
            return True
        form.add_error("phrase", _("That is not the phrase we know. You can try again."))
    except pages.Wait:
        form.add_error("phrase", _("Let us pause. You can try again in a quarter of an hour."))
    return False


@form_page
@allow("woman")
def you_phrase_choose(request: HttpRequest) -> HttpResponse:
    """Choose the phrase, while her peer leader holds the door open."""
    woman = _woman(request)
    may_choose = pages.may_choose(woman)
    form = ChoosePhraseForm(request.POST if request.method == "POST" and may_choose else None)
    if form.is_valid():
        try:
            pages.choose_phrase(woman, form.cleaned_data["phrase"], by=_herself(request))
        except NotPossible:
            return redirect("groups:you-phrase-choose")
        links.phrase_was_right(request)
        messages.success(request, _("Your phrase is set. Nobody can read it, not even we."))
        return redirect("groups:you")
    context = {"form": form, "may_choose": may_choose}
    return render(request, "groups/you_phrase_choose.html", context)


@form_page
@allow("woman_phrase")
def you_reach(request: HttpRequest) -> HttpResponse:
    """See and change how we may reach her."""
    woman = _woman(request)
    typed = request.POST if request.method == "POST" else None
    form = ReachForm(typed, initial=woman_presenters.reach_now(woman.card))
    if form.is_valid():
        try:
            _keep_reach(request, woman, form)
        except reach.ChangedMeanwhile:
            again = _("This was changed while this page was open. Please look at it once more.")
            messages.warning(request, again)
            return redirect("groups:you-reach")
        return redirect("groups:you")
    stopped = woman_presenters.has_stopped(woman.card)
    return render(request, "groups/you_reach.html", {"form": form, "stopped": stopped})


def _keep_reach(request: HttpRequest, woman: Woman, form: ReachForm) -> None:
    key, shown = form.cleaned_data["once"], form.cleaned_data["shown"]
    if reach.change(woman, answers=form.answers(), key=key, shown=shown, by=_herself(request)):
        messages.success(request, _("Saved. We have sent nothing."))
    else:
        stop = _("Saved. This number once said STOP, so we send it no texts. Please ask us.")
        messages.warning(request, stop)


@form_page
@allow("woman_phrase")
def you_needs(request: HttpRequest) -> HttpResponse:
    """See, change or take back what would make coming easier for her."""
    woman = _woman(request)
    typed = request.POST if request.method == "POST" else None
    form = NeedsForm(typed, initial=woman_presenters.needs_now(woman))
    if form.is_valid():
        kept = needs.change(woman, **form.cleaned_data, by=_herself(request))
        none = _("We keep none of it now.")
        messages.success(request, _("Saved. Your peer leader can see it.") if kept else none)
        return redirect("groups:you")
    return render(request, "groups/you_needs.html", {"form": form})


@require_safe
@allow("woman_phrase")
def you_who(request: HttpRequest) -> HttpResponse:
    """Who can see what about her, and who looked in the last month."""
    subject = request.woman_subject
    context = {
        "people": woman_presenters.people_who_see(subject),
        "looks": looks.last_month(subject, clock.now()),
        "most": looks.MOST,
    }
    return render(request, "groups/you_who.html", context)


@form_page
@allow("woman_phrase")
def you_leave(request: HttpRequest) -> HttpResponse:
    """Her wish that her place should end: waits seven days, can be undone."""
    return _parting(request, "leave", "groups/you_leave.html")


@form_page
@allow("woman_phrase")
def you_forget(request: HttpRequest) -> HttpResponse:
    """Her wish to be forgotten: waits seven days, can be undone."""
    return _parting(request, "forget", "groups/you_forget.html")


def _parting(request: HttpRequest, what: str, template: str) -> HttpResponse:
    woman = _woman(request)
    wish = queries.open_wishes(woman.subject).filter(what=what).first()
    form = PartingForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, template, {"wish": wish})
    if form.cleaned_data["do"] == "ask":
        partings.ask(woman, what, by=_herself(request))
    elif wish is not None:
        partings.undo(wish, by=_herself(request))
        messages.success(request, _("We will not do it. All stays as it was."))
    return redirect("groups:you")


@form_page
@allow("woman_phrase")
def you_export(request: HttpRequest) -> HttpResponse:
    """All that every room keeps about her. Showing it is written down, so it is a POST."""
    sections = None
    if request.method == "POST":
        sections = exporting.show(request.woman_subject, by=_herself(request))
    return render(request, "groups/you_export.html", {"sections": sections})
