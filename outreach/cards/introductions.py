"""What the door puts on today: one card for each thing that waits, however many women it is."""

import datetime as dt
from typing import Any

from django.urls import reverse

from peersupport.actors import Actor
from peersupport.registry import Card

from .. import periods
from ..presenters.introductions import on_day
from . import standing as door
from .standing import MOST

# Beside what the other rooms say: a session today comes first, a woman who waits comes next.
WAITING, CHOOSING, UNSURE, QUIET, GROUPS_WAIT, HELD = 30, 30, 40, 45, 55, 70
# A promise that is due today, or was; nobody's name stands by it.
PROMISED, UNLED, ALONE = 20, 20, 28


def today(user: Any, now: dt.datetime) -> list[Card]:
    """The door's cards for this person, from one query. Nothing here counts against anybody."""
    if user.role not in {"peer_leader", "coordinator"}:
        return []
    standing = door.of(Actor.of_user(user), now)
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
    cards = _waiting(
        PROMISED if standing["due"] else WAITING,
        "to hear from you",
        standing["waiting"],
        standing["since"],
        now,
        url,
        said=_said(standing["waiting"], standing["due"], standing["overdue"]),
    )
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


def _choosing(standing: dict[str, Any], now: dt.datetime, url: str) -> list[Card]:
    return _waiting(
        PROMISED if standing["choosing_due"] else CHOOSING,
        "for help to choose",
        standing["choosing"],
        standing["choosing_since"],
        now,
        url,
        said=_said(standing["choosing"], standing["choosing_due"], 0),
    )


def _coordinator(standing: dict[str, Any], now: dt.datetime, url: str) -> list[Card]:
    cards = _choosing(standing, now, url)
    cards += _waiting(
        GROUPS_WAIT, "to hear from a group", standing["waiting"], standing["since"], now, url
    )
    cards += _to_help(standing, url)
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


# What a coordinator is asked to help with (issue: reply promise).
PROMISES = (
    (
        "unled",
        UNLED,
        "{women} asked a group that has nobody to answer",
        "It has no peer leader just now. Until it has one, you are the one who answers.",
    ),
    (
        "alone",
        ALONE,
        "{women} {have} not heard from a group yet",
        "The day we said has passed. Things come up. Ask if you can help, or be in touch yourself.",
    ),
)


def _to_help(standing: dict[str, Any], url: str) -> list[Card]:
    return [
        Card(weight, _title(title, standing[what]), text, url, "See who", "introduction")
        for what, weight, title, text in PROMISES
        if standing[what]
    ]


def _title(words: str, count: int) -> str:
    return words.format(women=_women(count), have="has" if count == 1 else "have")


def _said(count: int, due: int, overdue: int) -> str:
    """What we promised, where it is due. No blame: things come up."""
    if not due:
        return ""
    of = "" if count == 1 else " for one of them" if due == 1 else f" for {due} of them"
    if overdue:
        return " We said a day, and it has passed. A few kind words today are enough."
    return f" Today is the day we said{of}."


def _waiting(
    weight: int,
    what: str,
    count: int,
    since: dt.datetime | None,
    now: dt.datetime,
    url: str,
    *,
    said: str = "",
) -> list[Card]:
    if not count or since is None:
        return []
    verb = "is" if count == 1 else "are"
    first = "She asked" if count == 1 else "The first one asked"
    return [
        Card(
            weight,
            f"{_women(count)} {verb} waiting {what}",
            f"{first} {on_day(since, now)}.{said}",
            url,
            "See who",
            "introduction",
        )
    ]


def _women(count: int) -> str:
    if count > MOST:
        return f"More than {MOST} women"
    return "One woman" if count == 1 else f"{count} women"


def _talks(count: int) -> str:
    return "One talk has" if count == 1 else f"{count} talks have"
