"""Days as messages say them, on London's clocks."""

import datetime as dt
from typing import Any

from peersupport import clock
from peersupport.wording import hour

from .models import Session


def day(moment: dt.datetime, now: dt.datetime) -> str:
    """today, tomorrow, on Thursday (within a week), on Thursday 3 December."""
    wall, today = moment.astimezone(clock.LONDON).date(), now.astimezone(clock.LONDON).date()
    ahead = (wall - today).days
    if ahead in (0, 1):
        return ("today", "tomorrow")[ahead]
    if 1 < ahead < 7:
        return f"on {wall:%A}"
    return f"on {wall:%A} {wall.day} {wall:%B}"


def of_session(session: Session, now: dt.datetime) -> dict[str, Any]:
    """What a template needs to speak of a session: day, hour, who will be there."""
    return {
        "day": day(session.starts_at, now),
        "hour": hour(session.starts_at),
        "leader": session.led_by.first_name if session.led_by else "",
        "minutes": session.leader_late_minutes,
    }
