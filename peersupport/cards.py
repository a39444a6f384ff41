"""The ground's own card on today: numbers on the help page that nobody has looked up lately."""

import datetime as dt

from django.urls import reverse

from . import clock, helplines
from .models import User
from .registry import Card


def helplines_to_check(user: User, now: dt.datetime) -> list[Card]:
    """A coordinator's task when a number is older than 180 days (safety.md 29)."""
    old = helplines.stale(now.astimezone(clock.LONDON).date()) if user.role == "coordinator" else []
    if not old:
        return []
    names = ", ".join(line.name for line in old)
    return [
        Card(
            weight=80,
            title="Numbers to look up again",
            text=f"Nobody has checked these for half a year: {names}.",
            url=reverse("help-now"),
            action="See the page",
            kind="helplines",
        )
    ]
