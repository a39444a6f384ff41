"""What partners put on today: somebody to ring back, and colleagues who would like to tell women."""

import datetime as dt
from typing import Any

from django.db.models import CharField, F, Value
from django.urls import reverse

from peersupport.actors import Actor
from peersupport.registry import Card

from ..models import Asking, WorkerProposal
from ..presenters.introductions import on_day

# Before a session of today: whoever was asked is waiting for a voice.
RING_BACK, PROPOSED = 5, 65
Row = tuple[str, int, str, str | None, dt.datetime]


def today(user: Any, now: dt.datetime) -> list[Card]:
    """The lead's card (every coordinator's while there is no lead), then proposals: one query. No
    name of a caller or of a colleague stands on it."""
    if not user.is_staff:
        return []
    first: dict[str, Row] = {}
    for row in sorted(_waiting(Actor.of_user(user)), key=lambda row: row[4]):
        first.setdefault(row[0], row)
    cards = []
    if asked := first.get("asked"):
        _, _, name, at, when = asked
        text = f"{name} ({at or 'one of us'}) told us {on_day(when, now)}. She said nothing."
        url = reverse("outreach:asked")
        cards.append(
            Card(RING_BACK, "Somebody asked about a woman", text, url, "Ring back", "asked")
        )
    if proposed := first.get("proposed"):
        text = f"{proposed[2]} would like one more worker to have an account."
        url = reverse("outreach:organisation", args=[proposed[1]])
        cards.append(Card(PROPOSED, "A colleague for a partner", text, url, "Answer", "proposal"))
    return cards


def _waiting(actor: Actor) -> list[Row]:
    asked = Asking.objects.visible_to(actor).open()
    rows = asked.values_list(
        _word("asked"), F("pk"), F("told_by__name"), F("worker__organisation__name"), F("told_at")
    )
    if actor.is_coordinator:
        proposed = WorkerProposal.objects.visible_to(actor).open()
        at = F("organisation__name")
        rows = rows.union(
            proposed.values_list(_word("proposed"), F("organisation_id"), at, at, F("made_at")),
            all=True,
        )
    return list(rows)


def _word(word: str) -> Value:
    return Value(word, output_field=CharField())
