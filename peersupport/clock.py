"""The one clock that decides. Everything that asks "what is due now?" asks here.

On PostgreSQL it is the database's clock, so that workers with a wrong clock agree
with each other (inside a transaction: the time it began, the same for every call).
On SQLite there is one machine, so its clock will do. Tests replace ``now``.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import connection

LONDON = ZoneInfo("Europe/London")


def now() -> dt.datetime:
    """Return the present instant, aware, in UTC."""
    if connection.vendor != "postgresql":
        return dt.datetime.now(dt.UTC)
    with connection.cursor() as cursor:
        # A transaction's now() stands still until it ends; outside one the statement's does.
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0].astimezone(dt.UTC)


def today(zone: ZoneInfo = LONDON) -> dt.date:
    """Return the calendar day in ``zone`` (London unless told)."""
    return now().astimezone(zone).date()


def instant(day: dt.date, wall: dt.time, zone: ZoneInfo = LONDON) -> dt.datetime:
    """The instant (UTC) at which a clock on the wall in ``zone`` shows ``wall`` on ``day``.

    A time that the spring change skips moves forward by the hour; one that autumn has twice
    is the first (delivery.md).
    """
    return dt.datetime.combine(day, wall, zone).astimezone(dt.UTC)
