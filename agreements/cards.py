"""What this room puts on today and on a woman's own page."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from peersupport import clock
from peersupport.actors import Actor
from peersupport.registry import Card, YouCard

from . import presenters, queries


def today(user: Any, now: dt.datetime) -> list[Card]:
    """For each group she leads herself: nothing written yet, a draft that waits, or time to
    read it together again. A coordinator hears only of groups that she leads."""
    day = now.astimezone(clock.LONDON).date()
    rows = queries.groups_of(Actor.of_user(user)).filter(
        leaderships__user=user, leaderships__ended_at=None, state="open"
    )
    cards = [_card(row, day) for row in queries.standing_of(rows)]
    return [card for card in cards if card is not None]


def _card(row: dict[str, Any], day: dt.date) -> Card | None:
    group, version, draft = row["group"], row["version"], row["draft"]
    url = reverse("agreements:agreement-detail", args=[group.ref])
    if draft is not None:
        text = f"{group.name}: version {draft.number} is written and not published yet."
        url = reverse("agreements:draft-edit", args=[group.ref, draft.number])
        return Card(60, "A draft waits", text, url, "Read it", kind="draft")
    if version is None:
        text = f"{group.name} has not written down what you promise each other."
        return Card(70, "No agreement yet", text, url, "Begin", kind="no-agreement")
    if row["review_on"] and row["review_on"] <= day:
        text = f"{group.name}: you wanted to look at the agreement together again."
        return Card(75, "Are these still your words?", text, url, "Read it", kind="review")
    return None


def you(request: HttpRequest, subject: str, phrase: bool) -> list[YouCard]:
    """Behind her phrase: the words in force in each of her groups, and "I agree" until she did."""
    if not phrase:
        return []
    pk = int(subject.partition(":")[2])
    cards = []
    for version in queries.in_force_for_woman(subject):
        agreed = queries.accepted(pk, version)
        context = {
            "version": version,
            "clauses": queries.clauses_of(version),
            "agreed": presenters.how_she_agreed(agreed) if agreed else "",
        }
        cards.append(YouCard(40, "agreements/parts/you_agreement.html", context))
    return cards
