"""What safety holds put on today. No name, and nothing that counts against anybody."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse

from peersupport.actors import Actor
from peersupport.registry import Card

from .. import periods
from ..models import SafetyHold

SECOND, ENDED, LAPSED, ENDS_SOON = 12, 25, 26, 44
MOST = 100
COLUMNS = (
    "opened_by",
    "second_by",
    "second_due_at",
    "begins_at",
    "ends_at",
    "ended_at",
    "ended_why",
    "renewal",
    "introduction__closed_at",
    "introduction__last_contact_at",
)


def standing(user: Any, now: dt.datetime) -> dict[str, int]:
    """What this person may do or should know about holds, in one query, counted up to ``MOST``."""
    lately = Q(ended_at__isnull=True) | Q(ended_at__gt=now - periods.HOLD_ENDED_TOLD)
    rows = SafetyHold.objects.visible_to(Actor.of_user(user)).filter(lately)
    found = rows.order_by("-pk").values_list(*COLUMNS, named=True)[:MOST]
    said = [_what(row, user.pk, now) for row in found]
    return {what: said.count(what) for what, *_ in WORDS}


def _what(row: Any, user_id: int, now: dt.datetime) -> str:
    """The one thing that today says of a hold to this person, or ""."""
    if row.ended_at is not None:
        return _ending(row)
    if row.second_by is None:
        return "second" if row.second_due_at > now and row.opened_by != user_id else ""
    soon = row.ends_at is not None and now < row.ends_at <= now + periods.HOLD_SAYS_IT_ENDS
    return "ends_soon" if soon and row.renewal is None else ""


def _ending(row: Any) -> str:
    """Said until somebody has spoken with her. A renewal that never began says nothing."""
    spoken = row.introduction__last_contact_at
    answered = row.introduction__closed_at is not None or (spoken and spoken >= row.ended_at)
    if answered or row.begins_at is None:
        return ""
    if row.ended_why in {"lapsed", "not_agreed"}:
        return "lapsed"
    return "ended" if row.ended_why in {"lifted", "over"} else ""


def today(user: Any, now: dt.datetime) -> list[Card]:
    """The cards, from one query."""
    if user.role not in {"peer_leader", "coordinator"}:
        return []
    found, url = standing(user, now), reverse("outreach:hold-list")
    return [
        Card(weight, _many(found[what], one, more), text, url, action, "introduction")
        for what, weight, one, more, text, action in WORDS
        if found[what]
    ]


WORDS = (
    (
        "second",
        SECOND,
        "A safety hold needs a second person",
        "{} safety holds need a second person",
        "Read what could happen, and say whether you agree. Without you it ends by itself.",
        "Read it",
    ),
    (
        "ended",
        ENDED,
        "A safety hold has ended",
        "{} safety holds have ended",
        "She waits to hear from you. Tell her that the wait is over.",
        "See who",
    ),
    (
        "lapsed",
        LAPSED,
        "A safety hold ended without a second person",
        "{} safety holds ended without a second person",
        "She is back where she was. If somebody could still be hurt, speak about it together.",
        "See who",
    ),
    (
        "ends_soon",
        ENDS_SOON,
        "A safety hold ends in a few days",
        "{} safety holds end in a few days",
        "Is it safe now? Then let it end. If not, two people can renew it.",
        "Look again",
    ),
)


def _many(count: int, one: str, more: str) -> str:
    return one if count == 1 else more.format(count)
