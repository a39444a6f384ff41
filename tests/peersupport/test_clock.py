"""The one clock (delivery.md)."""

import datetime as dt
import time

import pytest
import time_machine
from django.db import connection, transaction

from peersupport import clock


@pytest.mark.django_db
def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is dt.UTC
    assert abs(clock.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=60)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_time_stands_still_and_outside_it_goes_on() -> None:
    with transaction.atomic():
        first = clock.now()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.01)")
        assert clock.now() == first
    assert clock.now() > first


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_worker_whose_clock_is_wrong_agrees_with_the_others() -> None:
    with time_machine.travel(dt.datetime(2031, 1, 1, tzinfo=dt.UTC)):
        assert dt.datetime.now(dt.UTC).year == 2031
        assert clock.now().year != 2031


@pytest.mark.django_db
def test_a_session_of_the_database_in_another_zone_changes_nothing() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL TIME ZONE 'Asia/Tokyo'")
    assert clock.now().utcoffset() == dt.timedelta(0)


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (dt.datetime(2027, 6, 30, 22, 59), dt.date(2027, 6, 30)),
        (dt.datetime(2027, 6, 30, 23, 0), dt.date(2027, 7, 1)),
        (dt.datetime(2026, 12, 31, 23, 59), dt.date(2026, 12, 31)),
        (dt.datetime(2027, 3, 28, 0, 59), dt.date(2027, 3, 28)),
        (dt.datetime(2027, 10, 30, 23, 0), dt.date(2027, 10, 31)),
    ],
)
def test_today_is_londons_day(clock_at, utc, day) -> None:
    clock_at(utc.replace(tzinfo=dt.UTC))
    assert clock.today() == day


def test_the_process_itself_is_not_stopped(frozen) -> None:
    first = time.monotonic()
    assert time.monotonic() >= first
    assert dt.datetime.now(dt.UTC) != frozen.at
