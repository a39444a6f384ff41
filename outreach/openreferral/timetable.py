"""When a group meets, read from its planned sessions: what comes round again, in wall time."""

import calendar
import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from peersupport.clock import LONDON
from peersupport.wording import hour

from .ids import uid

WEEK = 7


class Slot(NamedTuple):
    """A weekday, a time on the wall, and how long."""

    weekday: int
    wall: dt.time
    minutes: int


Planned = tuple[dt.date, dt.time, int]


def schedules(ref: str, sessions: Iterable[Planned]) -> list[dict[str, Any]]:
    """The schedules of the group with this code. A session that comes round only once is left
    out where others do come round: a directory wants the usual day."""
    found: dict[Slot, list[dt.date]] = {}
    for day, wall, minutes in sorted(sessions):
        found.setdefault(Slot(day.weekday(), wall, minutes), []).append(day)
    again = {slot: days for slot, days in found.items() if len(days) > 1}
    return [_schedule(ref, slot, days) for slot, days in sorted((again or found).items())]


def _schedule(ref: str, slot: Slot, days: list[dt.date]) -> dict[str, Any]:
    begins = dt.datetime.combine(days[0], slot.wall, LONDON)
    # Clocks on the wall: a session over the night of a clock change still ends when it says.
    ends = dt.datetime.combine(days[0], slot.wall) + dt.timedelta(minutes=slot.minutes)
    rule, said = _rule(slot, days)
    times = f"{hour(begins)} to {hour(ends.replace(tzinfo=LONDON))}"
    return {
        "id": uid("schedule", ref, str(slot.weekday), f"{slot.wall:%H%M}", str(slot.minutes)),
        "service_id": uid("service", ref),
        **rule,
        "opens_at": f"{slot.wall:%H:%M}",
        "closes_at": f"{ends:%H:%M}",
        "description": f"{said}, {times}.",
        "notes": "Times as clocks in the United Kingdom show them, summer and winter.",
    }


def _rule(slot: Slot, days: list[dt.date]) -> tuple[dict[str, Any], str]:
    """iCal's words for how these days come round, and ours."""
    name = calendar.day_name[slot.weekday]
    byday = name[:2].upper()
    gaps = {(later - day).days for day, later in pairwise(days)}
    turns = {_turn(day) for day in days}
    if gaps and min(gaps) == WEEK:
        return {"freq": "WEEKLY", "byday": byday}, f"Every {name}"
    if gaps == {2 * WEEK}:
        every = {"freq": "WEEKLY", "interval": 2, "byday": byday, "dtstart": days[0].isoformat()}
        return every, f"Every second {name}"
    if gaps and len(turns) == 1:
        (turn,) = turns
        return {"freq": "MONTHLY", "byday": f"{turn}{byday}"}, f"{_nth(turn)} {name} of each month"
    return {"byday": byday}, f"Some {name}s, not every week"


def _turn(day: dt.date) -> int:
    """Which one of its month: 1 for the first Thursday, -1 for a last one that is the fifth."""
    turn = (day.day - 1) // WEEK + 1
    return turn if turn < 5 else -1


def _nth(turn: int) -> str:
    return {1: "First", 2: "Second", 3: "Third", 4: "Fourth"}.get(turn, "Last")
