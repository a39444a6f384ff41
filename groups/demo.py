"""The demo's two groups, their women and three months of sessions. Everyone here is invented."""

import datetime as dt
import random
from typing import Any

from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.messaging import drain
from peersupport.services import cards, people

from . import demo_cast, reminders
from .models import (
    Answer,
    Attendance,
    Group,
    Leadership,
    Membership,
    ReminderStep,
    Session,
    Woman,
)
from .services import answers, memberships

WEEKS_BACK, WEEKS_AHEAD = 13, 4
SOONEST, LATEST = dt.timedelta(hours=3), dt.timedelta(hours=12)
QUARTER = dt.timedelta(minutes=15)


def make(now: dt.datetime, password: str) -> None:
    """Make what is missing; then see to it that a session is 3 to 12 hours away and that its
    reminder has been sent, at any hour of any day (contract.md)."""
    for facts in demo_cast.GROUPS:
        if not Group.objects.filter(name=facts["group"]["name"]).exists():
            _group(facts, now, password)
    session = _session_later_today(now)
    reminders.materialise(now)
    drain.drain("text")
    _some_answers(session)


def _group(facts: dict[str, Any], now: dt.datetime, password: str) -> None:
    leader = _leader(facts["leader"], password)
    checked = (now - dt.timedelta(weeks=facts["checked"])).date()
    group = Group.objects.create(checked_on=checked, **facts["group"])
    Leadership.objects.create(
        user=leader, group=group, late_notices="text", started_at=now - dt.timedelta(weeks=20)
    )
    ReminderStep.objects.create(group=group, at=dt.time(10))
    ReminderStep.objects.create(group=group, hours_before=12)
    places = [_woman(group, woman, now) for woman in facts["women"]]
    for weeks in facts.get("left", []):
        _left(group, now - dt.timedelta(weeks=weeks))
    _sessions(group, leader, facts["day"], facts["hour"], places, now)


def _leader(facts: dict[str, str], password: str) -> Any:
    user = people.make_account(
        email=facts["email"], password=password, name=facts["name"], role="peer_leader"
    )
    cards.change(people.card_of(user), answers={"phone": facts["phone"], "text": "yes"}, by=SYSTEM)
    return user


def _woman(group: Group, facts: dict[str, Any], now: dt.datetime) -> Membership:
    card = cards.make(holder="woman", answers=facts["card"], by=SYSTEM)
    came = now - dt.timedelta(weeks=facts["weeks"])
    place = memberships.join(
        woman_name=facts["name"],
        card=card,
        group_id=group.pk,
        came_by=facts["came_by"],
        first_contact_on=(came - dt.timedelta(days=9)).date(),
        by=SYSTEM,
    )
    Membership.objects.filter(pk=place.pk).update(joined_at=came)
    Woman.objects.filter(pk=place.her.pk).update(joined_at=came)
    place.joined_at = came
    return place


def _left(group: Group, at: dt.datetime) -> None:
    """A place that came free some weeks ago: without her, for she is forgotten by now."""
    joined = at - dt.timedelta(weeks=30)
    Membership.objects.create(
        group=group,
        came_by="herself",
        first_contact_on=joined.date(),
        joined_at=joined,
        ended_at=at,
    )


def _sessions(
    group: Group,
    leader: Any,
    weekday: int,
    hour: int,
    places: list[Membership],
    now: dt.datetime,
) -> None:
    """Every week at the same wall time; a register for those that are over."""
    # The same story each time: a demo that changes under a walk-through confuses.
    dice = random.Random(group.name)  # noqa: S311
    today = now.astimezone(clock.LONDON).date()
    monday = today - dt.timedelta(days=today.weekday())
    for week in range(-WEEKS_BACK, WEEKS_AHEAD + 1):
        session = Session(group=group, led_by=leader)
        day = monday + dt.timedelta(weeks=week, days=weekday)
        session.set_time(day, dt.time(hour), 120)
        if abs(session.starts_at - now) < LATEST * 2:
            continue
        session.save()
        if session.ends_at < now:
            _register(session, places, leader, dice)


def _register(session: Session, places: list[Membership], leader: Any, dice: random.Random) -> None:
    recent = clock.now() - session.ends_at < dt.timedelta(days=14)
    for place in places:
        if place.joined_at > session.starts_at:
            continue
        state = dice.choices(["came", "apologies", "not_heard"], [7, 2, 1])[0]
        came = state == "came"
        Attendance.objects.create(
            session=session,
            membership=place,
            state=state,
            late=came and recent and dice.random() < 0.2,
            at=session.ends_at,
            by=f"user:{leader.pk}",
        )


def _session_later_today(now: dt.datetime) -> Session:
    group = Group.objects.get(name=demo_cast.GROUPS[0]["group"]["name"])
    near = Session.objects.planned().filter(
        group=group, starts_at__gt=now + SOONEST, starts_at__lt=now + LATEST
    )
    found = near.order_by("starts_at").first()
    return found or _soon(group, now)


def _soon(group: Group, now: dt.datetime) -> Session:
    """A session about four hours from now, on a quarter of an hour."""
    wanted = now + dt.timedelta(hours=4)
    wanted += QUARTER - (wanted - dt.datetime.min.replace(tzinfo=dt.UTC)) % QUARTER
    wall = wanted.astimezone(clock.LONDON)
    leader = group.leaderships.order_by("pk").first()
    session = Session(group=group, led_by=leader.user if leader else None)
    session.set_time(wall.date(), wall.time().replace(tzinfo=None), 120)
    session.save()
    return session


def _some_answers(session: Session) -> None:
    """Two have answered; the first woman has not, so that a walk-through can answer for her."""
    if Answer.objects.filter(session=session).exists():
        return
    places = list(Membership.objects.live().filter(group=session.group).order_by("pk"))
    for place, choice in zip(places[1:3], ("coming", "not_this_time"), strict=False):
        by = Actor.of_link(place.her.subject)
        answers.say(session, place, choice, way="text", by=by)
