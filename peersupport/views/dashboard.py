"""Today: at most three things, and the rest for when there is time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .. import clock
from ..permissions import allow
from ..registry import registry

AT_MOST = 3


@allow("staff")
def dashboard(request: HttpRequest) -> HttpResponse:
    """Every room's cards, lightest first. Nothing here is red, and nothing counts her."""
    now = clock.now()
    cards = [card for cards_of in registry.today_cards for card in cards_of(request.user, now)]
    cards.sort(key=lambda card: card.weight)
    return render(
        request,
        "peersupport/dashboard.html",
        {
            "now": cards[:AT_MOST],
            "later": cards[AT_MOST:],
            "day": now.astimezone(clock.LONDON),
        },
    )


@allow("signed_in")
def home_for_me(request: HttpRequest) -> HttpResponse:
    """After signing in: staff to today, partner workers to their portal."""
    return redirect("dashboard" if request.user.is_staff else "outreach:portal")
