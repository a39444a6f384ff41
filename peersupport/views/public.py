"""Pages for anyone: the start page, help now, staying private, what we keep, and leaving."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from .. import helplines, leaving
from ..permissions import allow

# The longest times of safety.md 35, in the words of the page.
PERIODS = [
    (
        _("You asked to join, and did not go on"),
        _("28 days after we last spoke. Not while you wait."),
    ),
    (_("What you asked us to keep for later"), _("7 days, or until you open it again.")),
    (
        _("Which sessions you came to"),
        _(
            "90 days. Then a few dates stay: first contact, first and third visit. "
            "Also how you found us, and if you came in months 1, 3, 6 and 12."
        ),
    ),
    (_("That you were running late"), _("One day after the session.")),
    (
        _("A message we sent you"),
        _("Its words and your number: until sent. That we sent it: 90 days."),
    ),
    (_("A step, if the group’s promises were broken"), _("6 months.")),
    (
        _("If you had to leave a group"),
        _("The promise and the dates, until 6 months after you may return."),
    ),
    (
        _("That somebody asked us about a woman"),
        _("28 days: who asked, and when. No woman’s name is in it, for we look nobody up."),
    ),
    (_("Notes from one-to-one support"), _("6 months after it ends.")),
    (_("Who looked at your details"), _("18 months.")),
]


@require_safe
@allow("anyone")
def home(request: HttpRequest) -> HttpResponse:
    """Say what the groups are and where to begin."""
    return render(request, "peersupport/home.html")


@require_safe
@allow("anyone")
def help_now(request: HttpRequest) -> HttpResponse:
    """Numbers that answer now; those of her nation first."""
    nation = request.GET.get("nation", "")
    if nation not in helplines.NATIONS:
        nation = ""
    near, far = helplines.near_and_far(nation)
    context = {"nations": helplines.NATIONS, "nation": nation, "near": near, "far": far}
    return render(request, "peersupport/help_now.html", context)


@require_safe
@allow("anyone")
def staying_private(request: HttpRequest) -> HttpResponse:
    """What leaving does, what it cannot do, and a safer way to read this."""
    return render(request, "peersupport/staying_private.html")


@require_safe
@allow("anyone")
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep, who sees it, how long."""
    return render(request, "peersupport/privacy.html", {"periods": PERIODS})


@csrf_exempt
@require_http_methods(["GET", "POST"])
@allow("anyone")
def leave(request: HttpRequest) -> HttpResponse:
    """End the session, take back every cookie, and send her to the neutral site.

    GET is the plain link (302 to ``EXIT_URL``, which nothing in the request can change), POST the
    script's beacon (204). Asks the database nothing before it answers. Sends no
    ``Clear-Site-Data``: that would wipe the flag which keeps Back from showing our page.
    """
    beacon = request.method == "POST"
    away = leaving.Away(status=204) if beacon else leaving.AwayTo(settings.EXIT_URL)
    away.key = leaving.session_key(request)
    request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)  # or its middleware puts the cookie back
    leaving.take_back(away, leaving.ours(request))
    leaving.change_a_cookie(away)
    return away
