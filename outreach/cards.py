"""What the door puts on today: one card for each thing that waits, however many women it is."""

import datetime as dt
from typing import Any

from django.urls import reverse

from peersupport.actors import Actor
from peersupport.registry import Card

from . import periods, queries
from .presenters import on_day

# Beside what the other rooms say: a session today comes first, a woman who waits comes next.
WAITING, CHOOSING, UNSURE, QUIET, GROUPS_WAIT, HELD = 30, 30, 40, 45, 55, 70


def today(user: Any, now: dt.datetime) -> list[Card]:
    """The door's cards for this person, from one query. Nothing here counts against anybody."""
    if user.role not in {"peer_leader", "coordinator"}:
        return []
    standing = queries.standing(Actor.of_user(user), now)
    url = reverse("outreach:introduction-list")
    cards = (
        _coordinator(standing, now, url)
        if user.role == "coordinator"
        else _leader(standing, now, url)
    )
    if standing["held"]:
        cards.append(
            Card(
                HELD,
                f"{_women(standing['held'])} heard “not yet”",
                "Two weeks ago or more. Is there room now?",
                url,
                "Look again",
                "introduction",
            )
        )
    return cards


def _leader(standing: dict[str, Any], now: dt.datetime, url: str) -> list[Card]:
    cards = _waiting(WAITING, "to hear from you", standing["waiting"], standing["since"], now, url)
    if standing["unsure"]:
        cards.append(_unsure(standing, url))
    if standing["quiet"]:
        days = (periods.INTRODUCTION_KEPT - periods.QUIET_AGAIN).days
        text = "Two weeks since you last spoke. Try once more?"
        if standing["quiet_again"]:
            text = f"Three weeks since you last spoke. What we hold goes in {days} days or less."
        cards.append(
            Card(
                QUIET,
                f"{_talks(standing['quiet'])} gone quiet",
                text,
                url,
                "See who",
                "introduction",
            )
        )
    return cards


def _unsure(standing: dict[str, Any], url: str) -> Card:
    days = periods.INTRODUCTION_KEPT - (
        periods.QUIET_AGAIN if standing["unsure_again"] else periods.QUIET_FIRST
    )
    return Card(
        UNSURE,
        f"{_women(standing['unsure'])} introduced by a partner, not confirmed",
        f"Ask her if she knows of it. What we hold goes in {days.days} days or less.",
        url,
        "See who",
        "introduction",
    )


def _coordinator(standing: dict[str, Any], now: dt.datetime, url: str) -> list[Card]:
    cards = _waiting(
        CHOOSING, "for help to choose", standing["choosing"], standing["choosing_since"], now, url
    )
    cards += _waiting(
        GROUPS_WAIT, "to hear from a group", standing["waiting"], standing["since"], now, url
    )
    if standing["unsure_long"]:
        cards.append(
            Card(
                UNSURE,
                f"{_women(standing['unsure_long'])} introduced 26 days ago, not confirmed",
                "Nobody has asked her yet if she knows of it. On day 28 we delete what we hold.",
                url,
                "See who",
                "introduction",
            )
        )
    if standing["quiet_long"]:
        cards.append(
            Card(
                QUIET,
                f"{_women(standing['quiet_long'])} will soon be forgotten",
                "Nobody spoke for 26 days. On day 28 we delete what we hold.",
                url,
                "See who",
                "introduction",
            )
        )
    return cards


def _waiting(
    weight: int, what: str, count: int, since: dt.datetime | None, now: dt.datetime, url: str
) -> list[Card]:
    if not count or since is None:
        return []
    verb = "is" if count == 1 else "are"
    first = "She asked" if count == 1 else "The first one asked"
    return [
        Card(
            weight,
            f"{_women(count)} {verb} waiting {what}",
            f"{first} {on_day(since, now)}.",
            url,
            "See who",
            "introduction",
        )
    ]


def _women(count: int) -> str:
    if count > queries.MOST:
        return f"More than {queries.MOST} women"
    return "One woman" if count == 1 else f"{count} women"


def _talks(count: int) -> str:
    return "One talk has" if count == 1 else f"{count} talks have"
