"""The demo's agreements. Every word is invented, and reads as if it were not."""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model

from groups import queries as groups
from peersupport import clock

from . import demo_words, starter
from .models import Acceptance, Agreement, Clause, ClauseText, Version


def make(now: dt.datetime, password: str) -> None:
    """Give each demo group what it promised, and some women who agreed, where there is none."""
    for group in groups.open_groups():
        words = demo_words.OF_GROUP.get(group.name)
        leadership = group.leaderships.order_by("pk").first()
        if words and leadership and not Agreement.objects.filter(group=group).exists():
            _agreement(group, leadership.user, words, now)
    coordinator = get_user_model().objects.filter(role="coordinator").order_by("pk").first()
    if coordinator and not Agreement.objects.filter(kind="promise").exists():
        _promise(coordinator, now)


def _promise(coordinator: Any, now: dt.datetime) -> None:
    """What partners promise: version 1, in force for three months."""
    at = now - dt.timedelta(weeks=13)
    agreement = Agreement.objects.create(kind="promise")
    version = Version.objects.create(
        agreement=agreement,
        number=1,
        discussed_with="Two partners, two peer leaders and the office",
        discussed_on=(at - dt.timedelta(days=6)).astimezone(clock.LONDON).date(),
    )
    _texts(version, [tuple(clause) for clause in starter.PROMISE])
    Version.objects.filter(pk=version.pk).update(
        state="published", published_at=at, published_by=coordinator
    )


def _agreement(group: Any, leader: Any, words: list[dict[str, Any]], now: dt.datetime) -> None:
    agreement = Agreement.objects.create(group=group)
    for number, facts in enumerate(words, start=1):
        day = _session_day(group, now - dt.timedelta(weeks=facts["weeks"]))
        version = Version.objects.create(
            agreement=agreement,
            number=number,
            discussed_with=facts["discussed_with"],
            discussed_on=day,
            changes=facts.get("changes", ""),
        )
        _texts(version, facts["clauses"])
        evening = clock.instant(day, dt.time(20, 15))
        Version.objects.filter(pk=version.pk).update(
            state="published", published_at=evening, published_by=leader
        )
        _acceptances(version, group, leader, evening, facts["not_yet"])
    agreement.review_on = day + dt.timedelta(weeks=26)
    agreement.save(update_fields=["review_on"])


def _session_day(group: Any, before: dt.datetime) -> dt.date:
    session = group.sessions.filter(ends_at__lt=before).order_by("-ends_at").first()
    return session.wall_date if session else before.astimezone(clock.LONDON).date()


def _texts(version: Version, clauses: list[tuple]) -> None:
    for place, (key, words, meaning, *never) in enumerate(clauses, start=1):
        clause, _ = Clause.objects.get_or_create(agreement=version.agreement, key=key)
        ClauseText.objects.create(
            version=version,
            clause=clause,
            position=place,
            words=words,
            meaning=meaning,
            never_strike=bool(never),
        )


def _acceptances(
    version: Version, group: Any, leader: Any, at: dt.datetime, not_yet: list[str]
) -> None:
    """Whoever had a place that day agreed in the room; who came later tapped it in her first
    week. A few have not yet, so that a walk-through can agree for them."""
    day = at.astimezone(clock.LONDON).date()
    for place in groups.members_of(group.pk):
        if place.woman is None or place.woman.name in not_yet:
            continue
        later = place.joined_at > at
        joined = place.joined_at.astimezone(clock.LONDON).date() + dt.timedelta(days=3)
        Acceptance.objects.create(
            version=version,
            woman=place.woman,
            way="tap" if later else "aloud",
            accepted_on=joined if later else day,
            recorded_at=place.joined_at + dt.timedelta(days=3) if later else at,
            recorded_by=None if later else leader,
        )
