"""Hours and moments as people say them, on London's clocks: one way for every room."""

import datetime as dt

from . import clock


def hour(moment: dt.datetime) -> str:
    """10am, 1.30pm, noon."""
    wall = moment.astimezone(clock.LONDON)
    if (wall.hour, wall.minute) == (12, 0):
        return "noon"
    half = "am" if wall.hour < 12 else "pm"
    minutes = f".{wall.minute:02}" if wall.minute else ""
    return f"{(wall.hour - 1) % 12 + 1}{minutes}{half}"


def day_and_hour(moment: dt.datetime) -> str:
    """Tuesday 3 March, 10.30am."""
    wall = moment.astimezone(clock.LONDON)
    return f"{wall:%A} {wall.day} {wall:%B}, {hour(moment)}"
