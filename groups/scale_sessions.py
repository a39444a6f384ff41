"""A year of sessions for ``seed_scale``, and for the last 90 days what belongs to each: answers,
register lines, and reminders that have come to an end. Nothing here is due or will be sent."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from peersupport import bulk, clock
from peersupport.models import InboundText, Message, MessageEvent
from peersupport.scale import DAY, Sizes

from .models import Answer, Attendance, ReminderStep, Session
from .reminders import ends, ideal
from .services.housekeeping import LATE_KEPT, NAMED_KEPT
from .services.register import CORRECTABLE

TIMES = [dt.time(10), dt.time(13, 30), dt.time(18), dt.time(19)]
EVERY = dt.timedelta(weeks=2)
BACK, AHEAD = 26, 2
RECEIPTS_WAIT = 3 * DAY
ENDS = ("delivered", "no_receipt", "undelivered", "cancelled", "expired")
ENDED = [90, 4, 2, 3, 1]
SESSION = "id group wall_date wall_time minutes starts_at ends_at led_by"


class Place(NamedTuple):
    """One live place, with what a message to her needs."""

    id: int
    woman: int
    group: int
    joined: dt.datetime
    card: int
    channel: str
    to_hash: str


# Sessions, each with the places that were there by then.
Held = Iterable[tuple[Session, list[Place]]]


def fill(
    sizes: Sizes, groups: list[int], leaders: list[int], places: list[Place], now: dt.datetime
) -> None:
    """Write the sessions, then for each what was said, marked and sent."""
    sessions = list(_sessions(sizes, groups, leaders, now))
    sizes.write(Session, SESSION, (_row(session) for session in sessions))
    of_group: dict[int, list[Place]] = {}
    for place in places:
        of_group.setdefault(place.group, []).append(place)
    recent = [
        (session, [p for p in of_group.get(session.group_id, []) if p.joined < session.starts_at])
        for session in sessions
        if now - NAMED_KEPT < session.ends_at and session.starts_at < now + EVERY
    ]
    over = [(session, here) for session, here in recent if session.ends_at < now]
    sizes.write(
        Attendance, "session membership state late left_early at by", _marks(sizes, over, now)
    )
    sizes.write(Answer, "session membership choice minutes way at by", _answers(sizes, recent, now))
    _messages(sizes, over, now)
    _texts(sizes, over, now)


def _sessions(
    sizes: Sizes, groups: list[int], leaders: list[int], now: dt.datetime
) -> Iterator[Session]:
    total = BACK + AHEAD
    pk = bulk.reserve(Session, len(groups) * total)
    today = now.astimezone(clock.LONDON).date()
    for group, leader in zip(groups, leaders, strict=True):
        # From one to fourteen days ahead: each group's next session is still to come.
        following = today + dt.timedelta(days=sizes.dice.randrange(1, 15))
        wall = sizes.dice.choice(TIMES)
        for turn in range(-BACK, AHEAD):
            session = Session(pk=pk, group_id=group, led_by_id=leader)
            session.set_time(following + turn * EVERY, wall, 120)
            pk += 1
            yield session


def _row(session: Session) -> bulk.Row:
    return tuple(
        getattr(session, Session._meta.get_field(name).attname) for name in SESSION.split()
    )


def _marks(sizes: Sizes, over: Held, now: dt.datetime) -> Iterator[bulk.Row]:
    """Seven in ten came. Marks stay for 14 days."""
    for session, here in over:
        fresh = now - session.ends_at < CORRECTABLE
        for place in here:
            state = sizes.dice.choices(["came", "apologies", "not_heard"], [7, 2, 1])[0]
            late = fresh and state == "came" and sizes.dice.random() < 0.2
            yield (
                *(session.pk, place.id, state, late, False),
                *(session.ends_at, f"user:{session.led_by_id}"),
            )


def _answers(sizes: Sizes, recent: Held, now: dt.datetime) -> Iterator[bulk.Row]:
    """Six in ten answered. A late one goes 24 hours after its session."""
    for session, here in recent:
        fresh = session.ends_at > now - LATE_KEPT
        for place in here:
            if sizes.dice.random() < 0.4:
                continue
            choice = sizes.dice.choices(["coming", "not_this_time", "late"], [75, 20, 5])[0]
            late = fresh and choice == "late"
            yield (
                *(session.pk, place.id, "coming" if choice == "late" and not fresh else choice),
                *(10 if late else None, "text" if place.channel == "text" else "page"),
                *(min(session.starts_at, now) - DAY, f"woman:{place.woman}"),
            )


MESSAGE = (
    "id key dedupe_key kind audience channel lane card about about_starts_at owner params "
    "not_before expires_at state attempts provider to_hash called_at accepted_at finished_at "
    "made_at made_by"
)


def _messages(sizes: Sizes, over: Held, now: dt.datetime) -> None:
    """Both reminders of each session, for whoever has a channel, ended long ago. Of the events
    only the last two of each are made."""
    steps = ReminderStep.objects.filter(group__in={session.group_id for session, _ in over})
    of_group: dict[int, list[ReminderStep]] = {}
    for step in steps:
        of_group.setdefault(step.group_id, []).append(step)
    wanted = [
        (session, step, place)
        for session, here in over
        for step in of_group[session.group_id]
        for place in here
        if place.channel
    ]
    first = bulk.reserve(Message, len(wanted))
    told: list[tuple[int, str, dt.datetime]] = []
    rows = (
        _message(sizes, first + number, *which, now, told) for number, which in enumerate(wanted)
    )
    sizes.write(Message, MESSAGE, rows)
    sizes.write(
        MessageEvent,
        "message state at",
        (event for pk, state, at in told for event in _events(pk, state, at)),
    )


def _message(
    sizes: Sizes,
    pk: int,
    session: Session,
    step: ReminderStep,
    place: Place,
    now: dt.datetime,
    told: list[tuple[int, str, dt.datetime]],
) -> bulk.Row:
    at, latest = ideal(step, session), ends(step, session)
    state = sizes.dice.choices(ENDS, ENDED)[0]
    if now - at < RECEIPTS_WAIT and state in {"delivered", "no_receipt"}:
        state = "accepted"
    called = state not in {"cancelled", "expired"}
    told.append((pk, state, at))
    start = session.starts_at.astimezone(dt.UTC)
    return (
        *(pk, uuid.uuid4()),
        f"reminder:{step.pk}:{session.pk}:{start:%Y%m%dT%H%M}:{place.woman}",
        *("reminder", "woman", place.channel, place.channel, place.card, session.subject),
        *(session.starts_at, f"group:{session.group_id}"),
        _params(session, step, place),
        *(at, latest, state, int(called), "generic" if called else ""),
        *(place.to_hash if called else "", at if called else None, at if called else None),
        *(None if state == "accepted" else at, at - DAY, "system"),
    )


def _params(session: Session, step: ReminderStep, place: Place) -> dict[str, Any]:
    return {"session": session.pk, "membership": place.id, "step": step.pk, "sequence": 0}


def _events(pk: int, state: str, at: dt.datetime) -> Iterator[bulk.Row]:
    if state in {"cancelled", "expired"}:
        yield pk, state, at
        return
    yield pk, "accepted", at
    if state != "accepted":
        yield pk, state, at


def _texts(sizes: Sizes, over: Held, now: dt.datetime) -> None:
    """What one woman in twenty wrote after the latest session, for a person to read."""
    late = [(session, here) for session, here in over if now - session.ends_at < EVERY]
    sizes.write(
        InboundText,
        "provider provider_id sender sender_hash body received_at about owner state",
        (
            (
                *("generic", f"scale-{session.pk}-{place.id}", "+447700900999", place.to_hash),
                *("Is there parking?", session.ends_at, session.subject),
                *(f"group:{session.group_id}", "needs_person"),
            )
            for session, here in late
            for place in here
            if place.channel == "text" and sizes.dice.random() < 0.05
        ),
    )
