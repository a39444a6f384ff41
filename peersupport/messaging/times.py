"""When a message may go: her own safe times, else outside quiet hours (safety.md 17).

All in Europe/London wall time, so both clock-change days come out right: each quarter of an
hour is looked at as the instant it is.
"""

import datetime as dt

from ..clock import LONDON
from ..models import ContactCard
from ..models.contact import WINDOWS

TICK = dt.timedelta(minutes=15)
# An earlier window serves when it is at most this much before; a later one needs this left.
EARLIER_AT_MOST = dt.timedelta(hours=18)
ROOM_NEEDED = dt.timedelta(minutes=60)
Quiet = tuple[dt.time, dt.time] | None


def is_quiet(moment: dt.datetime, quiet: Quiet) -> bool:
    """Whether ``moment`` lies in the quiet hours (from, until), which may span midnight."""
    if quiet is None:
        return False
    start, end = quiet
    wall = moment.astimezone(LONDON).time()
    return start <= wall < end if start <= end else wall >= start or wall < end


def is_safe(moment: dt.datetime, card: ContactCard, quiet: Quiet) -> bool:
    """Whether a message may reach her at ``moment``. Her own windows win over quiet hours."""
    if not card.safe_windows:
        return not is_quiet(moment, quiet)
    wall = moment.astimezone(LONDON)
    windows = [WINDOWS[code] for code in card.safe_windows if code in WINDOWS]
    return any(wall.weekday() in days and start <= wall.hour < end for days, start, end in windows)


def fit(
    ideal: dt.datetime, *, now: dt.datetime, latest: dt.datetime, card: ContactCard, quiet: Quiet
) -> dt.datetime | None:
    """The moment to send: ``ideal`` if it is safe, else an earlier window at most 18 hours
    before it, else the next with an hour left before ``latest``, else None.

    Never before ``now`` and never at or after ``latest``. All instants are aware.
    """
    wanted = max(ideal, now)
    if wanted < latest and is_safe(wanted, card, quiet):
        return wanted
    return _earlier(ideal, now, card, quiet) or _later(wanted, latest, card, quiet)


def _earlier(
    ideal: dt.datetime, now: dt.datetime, card: ContactCard, quiet: Quiet
) -> dt.datetime | None:
    moment = ideal - TICK
    while moment >= max(ideal - EARLIER_AT_MOST, now):
        # Two quarters from the window's end, so that a slow minute does not miss it.
        if is_safe(moment, card, quiet) and is_safe(moment - TICK, card, quiet):
            return max(moment - TICK, now)
        moment -= TICK
    return None


def _later(
    wanted: dt.datetime, latest: dt.datetime, card: ContactCard, quiet: Quiet
) -> dt.datetime | None:
    past = (wanted.timestamp() // TICK.total_seconds() + 1) * TICK.total_seconds()
    moment = dt.datetime.fromtimestamp(past, dt.UTC)
    while moment + ROOM_NEEDED <= latest:
        if all(is_safe(moment + TICK * step, card, quiet) for step in range(4)):
            return moment
        moment += TICK
    return None
