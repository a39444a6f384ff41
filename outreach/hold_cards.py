"""What safety holds put on today. No name, and nothing that counts against anybody."""

import datetime as dt
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse

from peersupport.actors import Actor
from peersupport.registry import Card

from . import periods
from .models import SafetyHold

SECOND, ENDED, LAPSED, ENDS_SOON = 12, 25, 26, 44
MOST = 100
# She has not been spoken with since, so the card has something to say.
UNANSWERED = Q(introduction__closed_at__isnull=True) & (
    Q(introduction__last_contact_at__isnull=True)
    | Q(introduction__last_contact_at__lt=F("ended_at"))
)
NOBODY_BEGAN = Q(ended_why__in=["lapsed", "not_agreed"], begins_at__isnull=False)


def standing(user: Any, now: dt.datetime) -> dict[str, int]:
    """What this person may do or should know about holds, in one query, counted up to ``MOST``."""
    lately = Q(ended_at__gt=now - periods.HOLD_ENDED_TOLD) & UNANSWERED
    soon = Q(ends_at__gt=now, ends_at__lte=now + periods.HOLD_SAYS_IT_ENDS)
    stands = Q(ended_at__isnull=True)
    wants = stands & Q(second_by__isnull=True, second_due_at__gt=now)
    rows = SafetyHold.objects.visible_to(Actor.of_user(user)).filter(stands | lately)
    return rows.order_by("pk")[:MOST].aggregate(
        second=Count("pk", filter=wants & ~Q(opened_by=user)),
        ends_soon=Count("pk", filter=stands & soon & Q(second_by__isnull=False, renewal=None)),
        lapsed=Count("pk", filter=lately & NOBODY_BEGAN),
        ended=Count(
            "pk", filter=lately & Q(ended_why__in=["lifted", "over"], begins_at__isnull=False)
        ),
    )


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
