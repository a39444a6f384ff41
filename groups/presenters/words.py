"""How pages of this room say a day, an hour, a number of women and an answer."""

import datetime as dt
from collections.abc import Iterable

from peersupport.clock import LONDON
from peersupport.wording import hour

from ..models import Session

# The state of a row at the door, in words; the shape beside it says the same (site.css, .state).
STATES = {
    "here": "Here",
    "late": "On the way",
    "coming": "Coming",
    "not_heard": "Not heard",
    "not_this_time": "Not this time",
}


def day(moment: dt.datetime, now: dt.datetime) -> str:
    """Today, Tomorrow, Yesterday, Thursday 3 December, Thursday 3 December 2025."""
    wall, today = moment.astimezone(LONDON).date(), now.astimezone(LONDON).date()
    near = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}.get((wall - today).days)
    year = "" if wall.year == today.year else f" {wall.year}"
    return near or f"{wall:%A} {wall.day} {wall:%B}{year}"


def full_day(moment: dt.datetime) -> str:
    """Thursday 3 December 2026."""
    wall = moment.astimezone(LONDON)
    return f"{wall:%A} {wall.day} {wall:%B} {wall.year}"


def hours(session: Session) -> str:
    """10.30am to 12.30pm."""
    return f"{hour(session.starts_at)} to {hour(session.ends_at)}"


def when(session: Session, now: dt.datetime) -> str:
    """Thursday 3 December, 10.30am."""
    return f"{day(session.starts_at, now)}, {hour(session.starts_at)}"


def at(moment: dt.datetime, now: dt.datetime) -> str:
    """Today at 10.05am; Tuesday 1 December at 9pm."""
    return f"{day(moment, now)} at {hour(moment)}"


def inside(said: str) -> str:
    """The same in the middle of a sentence: today, but Thursday."""
    near = ("Today", "Tomorrow", "Yesterday")
    return said[:1].lower() + said[1:] if said.startswith(near) else said


def late(minutes: int | None) -> str:
    """On the way, about 10 minutes late."""
    return f"On the way, about {minutes} minutes late" if minutes else "On the way"


def women(count: int) -> str:
    """One woman, 3 women."""
    return "One woman" if count == 1 else f"{count} women"


def listed(names: Iterable[str]) -> str:
    """Ada; Ada and Bea; Ada, Bea and Cleo."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def answers(counts: dict[str, int]) -> str:
    """6 are coming, one is on the way, 2 not this time, 3 not heard from."""
    said = {
        "here": ("one is here", "{} are here"),
        "coming": ("one is coming", "{} are coming"),
        "late": ("one is on the way", "{} are on the way"),
        "not_this_time": ("one not this time", "{} not this time"),
        "not_heard": ("one not heard from", "{} not heard from"),
    }
    parts = [
        one if counts[state] == 1 else many.format(counts[state])
        for state, (one, many) in said.items()
        if counts.get(state)
    ]
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]
