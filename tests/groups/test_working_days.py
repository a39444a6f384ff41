"""Working days by nation (issue: UK bank holidays from a library), in London's calendar days."""

import datetime as dt

import pytest

from groups import working_days
from peersupport.clock import LONDON

NATIONS = tuple(working_days.SUBDIVISIONS)
NI = "northern-ireland"


def day(said: str) -> dt.date:
    return dt.date.fromisoformat(said)


def wall(*when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=LONDON).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("said", "off_in"),
    [
        ("2026-12-25", NATIONS),
        ("2026-12-28", NATIONS),  # Boxing Day fell on a Saturday
        ("2027-01-01", NATIONS),
        ("2027-01-04", ("scotland",)),  # 2 January fell on a Saturday
        ("2026-01-02", ("scotland",)),
        ("2026-11-30", ("scotland",)),  # St Andrew's Day
        ("2027-11-30", ("scotland",)),
        ("2028-11-30", ("scotland",)),
        ("2026-03-17", (NI,)),
        ("2027-03-17", (NI,)),
        ("2028-03-17", (NI,)),
        ("2026-07-13", (NI,)),  # 12 July fell on a Sunday
        ("2027-07-12", (NI,)),
        ("2028-07-12", (NI,)),
        ("2027-03-29", ("england", "wales", NI)),  # Easter Monday is none in Scotland
        ("2028-04-17", ("england", "wales", NI)),
        ("2027-08-30", ("england", "wales", NI)),
        ("2027-08-02", ("scotland",)),
        ("2027-12-27", NATIONS),
        ("2027-12-28", NATIONS),
        ("2028-01-03", NATIONS),  # New Year's Day fell on a Saturday
        ("2028-01-04", ("scotland",)),
        ("2028-05-29", NATIONS),
        ("2026-11-24", ()),
    ],
)
def test_bank_holidays_of_each_nation(said, off_in) -> None:
    assert tuple(n for n in NATIONS if not working_days.is_working_day(day(said), n)) == off_in


def test_without_a_nation_a_holiday_of_any_counts() -> None:
    for said in ("2027-03-17", "2027-03-29", "2027-11-30", "2027-08-02"):
        assert not working_days.is_working_day(day(said), "")


def test_the_year_after_the_last_one_is_not_guessed() -> None:
    assert working_days.bank_holidays("wales", 2100)
    with pytest.raises(ValueError, match="2101"):
        working_days.bank_holidays("wales", 2101)


@pytest.mark.parametrize(
    ("moment", "many", "nation", "due"),
    [
        (wall(2026, 11, 24, 9, 0), 2, "england", "2026-11-26"),
        # Ten to midnight on Friday: Monday is the first working day.
        (wall(2026, 11, 20, 23, 50), 1, "england", "2026-11-23"),
        (wall(2026, 11, 21, 12, 0), 1, "england", "2026-11-23"),
        (wall(2026, 11, 22, 23, 59), 1, "england", "2026-11-23"),
        # Christmas Eve is a working day; Christmas, the weekend and the substitute day are none.
        (wall(2026, 12, 24, 10, 0), 1, "england", "2026-12-29"),
        (wall(2026, 12, 31, 10, 0), 1, "scotland", "2027-01-05"),
        (wall(2026, 12, 31, 10, 0), 1, "wales", "2027-01-04"),
        (wall(2026, 11, 27, 10, 0), 1, "scotland", "2026-12-01"),
        (wall(2027, 7, 9, 10, 0), 1, NI, "2027-07-13"),
        # Ten to midnight in summer is an hour earlier in UTC, and still Friday in London.
        (wall(2027, 6, 25, 23, 50), 1, "england", "2027-06-28"),
        (wall(2027, 6, 26, 0, 10), 1, "england", "2027-06-28"),
    ],
)
def test_the_day_by_which(moment, many, nation, due) -> None:
    assert working_days.day_within(moment, many, nation) == day(due)


def test_just_after_midnight_in_summer_is_the_new_day_in_london() -> None:
    late_monday, early_tuesday = wall(2027, 6, 28, 23, 50), wall(2027, 6, 29, 0, 10)
    assert early_tuesday.date() == late_monday.date(), "in UTC both are Monday"
    assert working_days.day_within(late_monday, 1, "england") == day("2027-06-29")
    assert working_days.day_within(early_tuesday, 1, "england") == day("2027-06-30")


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        # Over the spring change: Good Friday and the weekend between, and Monday ends an hour
        # earlier in UTC than the Friday before it did.
        (wall(2027, 3, 18, 10, 0), dt.datetime(2027, 3, 19, 23, 59, tzinfo=dt.UTC)),
        (wall(2027, 3, 25, 10, 0), dt.datetime(2027, 3, 29, 22, 59, tzinfo=dt.UTC)),
        (wall(2027, 10, 28, 10, 0), dt.datetime(2027, 10, 29, 22, 59, tzinfo=dt.UTC)),
        (wall(2027, 10, 29, 10, 0), dt.datetime(2027, 11, 1, 23, 59, tzinfo=dt.UTC)),
        (wall(2027, 4, 1, 10, 0), dt.datetime(2027, 4, 2, 22, 59, tzinfo=dt.UTC)),
    ],
)
def test_a_day_ends_at_londons_midnight_on_both_sides_of_a_clock_change(moment, end) -> None:
    assert working_days.end_within(moment, 1, "scotland") == end + dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("first", "last", "took"),
    [
        (wall(2026, 11, 24, 9, 0), wall(2026, 11, 24, 17, 0), 0),
        (wall(2026, 11, 20, 23, 50), wall(2026, 11, 23, 9, 0), 1),
        (wall(2026, 11, 20, 9, 0), wall(2026, 11, 22, 9, 0), 0),
        (wall(2026, 12, 24, 9, 0), wall(2026, 12, 30, 9, 0), 2),
        (wall(2027, 6, 28, 23, 50), wall(2027, 6, 29, 0, 10), 1),
    ],
)
def test_how_many_it_took(first, last, took) -> None:
    assert working_days.between(first, last, "england") == took
