"""What partners put on today: somebody to ring back, and colleagues who would like to tell women."""

import datetime as dt
from typing import Any

from django.urls import reverse

from peersupport.actors import Actor
from peersupport.registry import Card

from .models import Asking, WorkerProposal
from .presenters import on_day

# Before a session of today: whoever was asked is waiting for a voice.
RING_BACK, PROPOSED = 5, 65


def today(user: Any, now: dt.datetime) -> list[Card]:
    """The lead's card (every coordinator's while there is no lead), then proposals. No name of
    a caller stands on it."""
    if not user.is_staff:
        return []
    actor = Actor.of_user(user)
    cards = _ring_back(Asking.objects.visible_to(actor).open().for_page(), now)
    if actor.is_coordinator:
        cards += _proposed(WorkerProposal.objects.visible_to(actor).open())
    return cards


def _ring_back(rows: Any, now: dt.datetime) -> list[Card]:
    first = rows.first()
    if first is None:
        return []
    at = first.worker.organisation.name if first.worker else "one of us"
    text = f"{first.told_by.name} ({at}) told us {on_day(first.told_at, now)}. She said nothing."
    url = reverse("outreach:asked")
    return [Card(RING_BACK, "Somebody asked about a woman", text, url, "Ring back", "asked")]


def _proposed(rows: Any) -> list[Card]:
    first = rows.select_related("organisation").order_by("made_at", "pk").first()
    if first is None:
        return []
    text = f"{first.organisation.name} would like one more worker to have an account."
    url = reverse("outreach:organisation", args=[first.organisation_id])
    return [Card(PROPOSED, "A colleague for a partner", text, url, "Answer", "proposal")]
