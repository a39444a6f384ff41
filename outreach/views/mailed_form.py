"""Introducing without signing in: a link to a worker's own address, then the portal's own form.

The open page answers the same whoever asks; the form behind the link reads nothing back but a
reference word (safety.md 26, 40, 47).
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from groups import queries as groups
from peersupport import limits, links
from peersupport.permissions import allow

from ..forms.partners import FormLinkForm
from ..forms.portal import IntroduceForm
from ..models import Introduction, Worker
from ..services import mailed_form
from . import introducing

# By the visitor's address, and for everybody together: mails are not a tap to leave running.
ASKS, ALL_ASKS, SECONDS = 10, 300, 3600
SENT = "introduced"


@allow("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def portal_by_mail(request: HttpRequest) -> HttpResponse:
    """Ask for the link. Nothing here looks an address up, so nothing can tell."""
    form = FormLinkForm(request.POST or None)
    slow = False
    if request.method == "POST" and form.is_valid():
        if _in_time(request):
            # Filled in by no person: the field is hidden. A robot hears the same as anybody.
            if not request.POST.get("website"):
                mailed_form.ask(form.cleaned_data["email"])
            messages.success(
                request,
                "If we know this address, the link is there in a few minutes. "
                "Nothing there? Ask our office which address we have.",
            )
            return redirect("outreach:portal-by-mail")
        slow = True
    context = {"form": form, "slow": slow}
    return render(request, "outreach/portal_by_mail.html", context, status=429 if slow else 200)


def _in_time(request: HttpRequest) -> bool:
    near = limits.allowed("by-mail", limits.address(request), most=ASKS, seconds=SECONDS)
    return near and limits.allowed("by-mail-all", "all", most=ALL_ASKS, seconds=SECONDS)


def open_form(request: HttpRequest, link: Any) -> HttpResponse:
    """What a POST on the mailed link does: the form is open on this device for 30 minutes."""
    links.open_page(request, link)
    return redirect("outreach:portal-form")


@allow("link")
@require_http_methods(["GET", "HEAD", "POST"])
def portal_form(request: HttpRequest) -> HttpResponse:
    """The portal's own form, with what the portal would ask first on the form itself."""
    worker = _worker(request)
    if worker is None:
        return _shut(request)

    def done(introduction: Introduction) -> HttpResponse:
        request.session[SENT] = introduction.slip.word if introduction.slip else ""
        return redirect("outreach:portal-form-sent")

    by = mailed_form.actor_of(worker)
    return introducing.take(request, worker, template="outreach/portal_form.html", by=by, done=done)


@allow("link")
@require_safe
def portal_form_sent(request: HttpRequest) -> HttpResponse:
    """Her reference word, and nothing more."""
    if SENT not in request.session:
        return redirect("outreach:portal-by-mail")
    context = {"word": request.session[SENT], "open": _worker(request) is not None}
    return render(request, "outreach/portal_form_sent.html", context)


def _worker(request: HttpRequest) -> Worker | None:
    return mailed_form.worker_of(links.open_page_of(request, mailed_form.PURPOSE)[0])


def _shut(request: HttpRequest) -> HttpResponse:
    """The half hour is over, or the link is. What she typed stays on the page in front of her:
    with a new link opened in the same browser, Send works again."""
    form = None
    if request.method == "POST":
        here = list(groups.open_groups()[: introducing.MOST_GROUPS])
        form = IntroduceForm(request.POST, groups=here)
    return render(request, "outreach/portal_form_shut.html", {"kept": form}, status=404)
