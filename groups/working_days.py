"""Working days in each nation of the UK: Monday to Friday, without its bank holidays.

The days come from the ``holidays`` library, which knows substitute days and what each nation has
of its own. It takes its years to the end of 2100; a day proclaimed later comes with a newer library.
All counting is by calendar days in London: an hour of the clock change is no more than an hour.
"""

import datetime as dt
from functools import cache

import holidays

from peersupport.clock import LONDON, instant

SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}
SATURDAY = 5
A_DAY = dt.timedelta(days=1)


@cache
def bank_holidays(nation: str, year: int) -> frozenset[dt.date]:
    """The bank holidays of a nation in a year, substitute days among them. With no nation ("",
    she has not chosen a group yet) those of all four: what is said of such a day holds in each.
    Raises ``ValueError`` for a year that nobody has worked out."""
    country = holidays.UnitedKingdom
    if not country.start_year <= year <= country.end_year:
        raise ValueError(year)
    if not nation:
        return frozenset().union(*(bank_holidays(each, year) for each in SUBDIVISIONS))
    return frozenset(country(subdiv=SUBDIVISIONS[nation], years=year))


def is_working_day(day: dt.date, nation: str) -> bool:
    """Whether people work on this day there."""
    return day.weekday() < SATURDAY and day not in bank_holidays(nation, day.year)


def after(day: dt.date, many: int, nation: str) -> dt.date:
    """The last of ``many`` working days that follow ``day``. The day itself never counts, so
    that what comes ten minutes before midnight does not lose one."""
    for _ in range(many):
        day += A_DAY
        while not is_working_day(day, nation):
            day += A_DAY
    return day


def day_within(moment: dt.datetime, many: int, nation: str) -> dt.date:
    """The day by which something that came at ``moment`` is answered "within ``many`` working
    days", on London's calendar."""
    return after(moment.astimezone(LONDON).date(), many, nation)


def end_within(moment: dt.datetime, many: int, nation: str) -> dt.datetime:
    """The instant at which that day is over."""
    return instant(day_within(moment, many, nation) + A_DAY, dt.time())


def between(first: dt.datetime, last: dt.datetime, nation: str) -> int:
    """How many working days it took from one moment to a later one: 0 on the same day."""
    day, end = first.astimezone(LONDON).date(), last.astimezone(LONDON).date()
    count = 0
    while day < end:
        day += A_DAY
        count += is_working_day(day, nation)
    return count
