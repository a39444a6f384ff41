"""When a message may go: her windows, quiet hours, both clock changes (safety.md 17)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peersupport.clock import LONDON, instant
from peersupport.messaging.times import EARLIER_AT_MOST, ROOM_NEEDED, fit, is_quiet, is_safe
from peersupport.models import ContactCard
from peersupport.models.contact import WINDOW_WORDS, WINDOWS

NIGHT = (dt.time(21), dt.time(8))
NAP = (dt.time(12), dt.time(14))
HOUR = dt.timedelta(hours=1)
# The nights when the clocks change in 2027: 01:00 to 02:00, and 02:00 to 01:00.
SPRING, AUTUMN = dt.date(2027, 3, 28), dt.date(2027, 10, 31)
DAYS = [SPRING, AUTUMN, dt.date(2027, 6, 15), dt.date(2026, 12, 31), dt.date(2028, 2, 29)]


def london(day: dt.date, hour: int, minute: int = 0, fold: int = 0) -> dt.datetime:
    return dt.datetime(*day.timetuple()[:3], hour, minute, tzinfo=LONDON, fold=fold).astimezone(
        dt.UTC
    )


def card(*windows: str) -> ContactCard:
    return ContactCard(safe_windows=list(windows))


# -- quiet hours --------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(20, 59, False), (21, 0, True), (23, 59, True), (0, 0, True), (7, 59, True), (8, 0, False)],
)
def test_the_night_is_quiet_by_the_clock_on_her_wall(day, hour, minute, quiet) -> None:
    assert is_quiet(london(day, hour, minute), NIGHT) is quiet


@pytest.mark.parametrize(("hour", "quiet"), [(11, False), (12, True), (13, True), (14, False)])
def test_quiet_hours_within_a_day(hour, quiet) -> None:
    assert is_quiet(london(SPRING, hour), NAP) is quiet


def test_both_hours_of_an_autumn_night_are_quiet() -> None:
    assert is_quiet(london(AUTUMN, 1, 30), NIGHT)
    assert is_quiet(london(AUTUMN, 1, 30, fold=1), NIGHT)
    assert not is_quiet(london(AUTUMN, 1, 30, fold=1), (dt.time(2), dt.time(8)))


def test_a_group_without_quiet_hours_has_none() -> None:
    assert not is_quiet(london(SPRING, 3), None)


# -- her own windows ----------------------------------------------------------------------------


def test_every_window_has_words_and_hours() -> None:
    assert set(WINDOWS) == set(WINDOW_WORDS)


@pytest.mark.parametrize(
    ("day", "hour", "open_in"),
    [
        (dt.date(2027, 3, 26), 8, "weekday-morning"),
        (dt.date(2027, 3, 26), 11, "weekday-morning"),
        (dt.date(2027, 3, 26), 12, "weekday-afternoon"),
        (dt.date(2027, 3, 26), 17, "weekday-evening"),
        (dt.date(2027, 3, 26), 20, "weekday-evening"),
        (SPRING, 8, "weekend-morning"),
        (SPRING, 12, "weekend-afternoon"),
        (AUTUMN, 17, "weekend-evening"),
        (AUTUMN, 20, "weekend-evening"),
    ],
)
def test_each_hour_belongs_to_one_window(day, hour, open_in) -> None:
    at = london(day, hour, 59)
    assert [name for name in WINDOWS if is_safe(at, card(name), None)] == [open_in]


@pytest.mark.parametrize("hour", [0, 7, 21, 23])
def test_the_night_is_in_no_window(hour) -> None:
    assert not is_safe(london(SPRING, hour), card(*WINDOWS), None)


def test_her_windows_win_over_quiet_hours() -> None:
    evening = london(dt.date(2027, 3, 26), 20)
    early_night = (dt.time(19), dt.time(8))
    assert is_safe(evening, card("weekday-evening"), early_night)
    assert not is_safe(evening, card(), early_night)
    assert not is_safe(evening, card("weekday-morning"), None)


def test_a_window_nobody_knows_is_never_open() -> None:
    assert not is_safe(london(SPRING, 10), card("always"), None)


# -- finding the moment -------------------------------------------------------------------------


def found(ideal, latest, *windows: str, now=None, quiet=NIGHT):
    return fit(ideal, now=now or ideal - 48 * HOUR, latest=latest, card=card(*windows), quiet=quiet)


def test_a_safe_moment_is_taken_as_it_is() -> None:
    ideal = london(SPRING, 10, 7)
    assert found(ideal, ideal + HOUR) == ideal


def test_a_moment_that_has_passed_is_now() -> None:
    ideal = london(SPRING, 10)
    now = ideal + dt.timedelta(minutes=11)
    assert found(ideal, ideal + HOUR, now=now) == now


@pytest.mark.parametrize("day", DAYS)
def test_the_night_before_serves_rather_than_too_late(day) -> None:
    """Due at 6 in the morning for a session at 8: the evening before, not after it began."""
    start = london(day, 8, 30)
    moment = found(london(day, 6, 30), start)
    assert moment is not None
    wall = moment.astimezone(LONDON)
    assert wall.date() == day - dt.timedelta(days=1)
    assert dt.time(20) < wall.time() < dt.time(21)


def test_an_earlier_window_is_at_most_18_hours_before() -> None:
    ideal = london(dt.date(2027, 3, 25), 10)  # a Thursday
    end = ideal + 6 * HOUR
    assert found(ideal, end, "weekday-evening") == london(dt.date(2027, 3, 24), 20, 30)
    sunday_evening = london(dt.date(2027, 3, 29), 16)  # a Monday, 19 hours after Sunday 21:00
    assert found(sunday_evening, sunday_evening + HOUR, "weekend-evening") is None


def test_a_later_window_needs_an_hour_before_the_end() -> None:
    ideal = london(dt.date(2027, 3, 25), 10)
    noon = london(dt.date(2027, 3, 25), 12)
    just_now = {"now": ideal}
    assert found(ideal, noon + HOUR, "weekday-afternoon", **just_now) == noon
    almost = noon + HOUR - dt.timedelta(minutes=1)
    assert found(ideal, almost, "weekday-afternoon", **just_now) is None


def test_never_before_now() -> None:
    ideal = london(dt.date(2027, 3, 26), 7)
    now = ideal - dt.timedelta(hours=2)
    assert found(ideal, ideal + 90 * dt.timedelta(minutes=1), now=now) is None


def test_on_the_spring_night_the_morning_comes_an_hour_sooner() -> None:
    at = london(SPRING, 0, 30)
    moment = found(at, at + 12 * HOUR, now=at)
    assert moment == dt.datetime(2027, 3, 28, 7, 0, tzinfo=dt.UTC)
    assert moment - at == dt.timedelta(hours=6, minutes=30)


def test_on_the_autumn_night_it_comes_an_hour_later() -> None:
    at = london(AUTUMN, 0, 30)
    moment = found(at, at + 12 * HOUR, now=at)
    assert moment == dt.datetime(2027, 10, 31, 8, 0, tzinfo=dt.UTC)
    assert moment - at == dt.timedelta(hours=8, minutes=30)


moments = st.datetimes(
    dt.datetime(2027, 3, 26), dt.datetime(2027, 11, 2), timezones=st.just(dt.UTC)
)
windows = st.lists(st.sampled_from(sorted(WINDOWS)), unique=True)
quiets = st.sampled_from([None, NIGHT, NAP, (dt.time(22), dt.time(7, 30))])


@given(moments, st.integers(0, 60), st.integers(1, 60), windows, quiets)
def test_whatever_is_found_is_safe_and_in_time(ideal, head, room, hers, quiet) -> None:
    now, latest = ideal - head * HOUR, ideal + room * HOUR
    moment = fit(ideal, now=now, latest=latest, card=card(*hers), quiet=quiet)
    if moment is None:
        return
    assert now <= moment < latest
    assert is_safe(moment, card(*hers), quiet)
    assert moment >= ideal - EARLIER_AT_MOST - dt.timedelta(minutes=15)


@given(moments, st.integers(0, 60), st.integers(1, 60), windows, quiets)
def test_nothing_is_given_up_while_a_safe_hour_is_left(ideal, head, room, hers, quiet) -> None:
    now, latest = ideal - head * HOUR, ideal + room * HOUR
    if fit(ideal, now=now, latest=latest, card=card(*hers), quiet=quiet) is not None:
        return
    quarter = dt.timedelta(minutes=15)
    at = dt.datetime.fromtimestamp((ideal.timestamp() // 900 + 1) * 900, dt.UTC)
    while at + ROOM_NEEDED <= latest:
        assert not all(is_safe(at + quarter * n, card(*hers), quiet) for n in range(4))
        at += quarter


# -- wall time and instants -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "wall", "utc"),
    [
        (SPRING, dt.time(1, 30), dt.datetime(2027, 3, 28, 1, 30)),  # is not: moves forward
        (SPRING, dt.time(2, 0), dt.datetime(2027, 3, 28, 1, 0)),
        (AUTUMN, dt.time(1, 30), dt.datetime(2027, 10, 31, 0, 30)),  # is twice: the first
        (AUTUMN, dt.time(2, 0), dt.datetime(2027, 10, 31, 2, 0)),
        (dt.date(2028, 2, 29), dt.time(10), dt.datetime(2028, 2, 29, 10)),
        (dt.date(2027, 12, 31), dt.time(23, 59), dt.datetime(2027, 12, 31, 23, 59)),
    ],
)
def test_wall_times_become_instants(day, wall, utc) -> None:
    assert instant(day, wall) == utc.replace(tzinfo=dt.UTC)
