"""When groups meet, as directories read it; and what can be asked for."""

import datetime as dt

import pytest

from groups.services import groups as group_services
from groups.services import sessions as session_services
from outreach.openreferral import terms
from outreach.openreferral.ids import uid
from outreach.openreferral.timetable import schedules
from outreach.services import charity as charities
from peersupport.actors import SYSTEM
from tests import builders

SERVICES = "/openreferral/services"
TEN = dt.time(10)


def days(*numbers: int, start: dt.date = dt.date(2026, 10, 1)) -> list:
    """Sessions at ten for two hours, so many days after Thursday 1 October."""
    return [(start + dt.timedelta(days=number), TEN, 120) for number in numbers]


def only(sessions) -> dict:
    [found] = schedules("k7m2x", sessions)
    return found


def test_every_week() -> None:
    found = only(days(0, 7, 14))
    assert (found["freq"], found["byday"]) == ("WEEKLY", "TH")
    assert (found["opens_at"], found["closes_at"]) == ("10:00", "12:00")
    assert found["description"] == "Every Thursday, 10am to noon."
    assert "dtstart" not in found


def test_every_week_with_one_left_out_is_every_week() -> None:
    assert only(days(0, 7, 21, 28))["freq"] == "WEEKLY"


def test_every_second_week_needs_a_day_to_count_from() -> None:
    found = only(days(14, 28))
    assert (found["freq"], found["interval"]) == ("WEEKLY", 2)
    assert found["dtstart"] == "2026-10-15"


def test_the_first_thursday_of_each_month() -> None:
    found = only(days(0, 35))
    assert (found["freq"], found["byday"]) == ("MONTHLY", "1TH")
    assert found["description"] == "First Thursday of each month, 10am to noon."


def test_the_last_thursday_that_is_a_fifth() -> None:
    assert only(days(28, 91))["byday"] == "-1TH"


def test_now_and_then_is_said_and_no_rule_is_made_up() -> None:
    found = only(days(0, 21, 49))
    assert "freq" not in found
    assert found["description"] == "Some Thursdays, not every week, 10am to noon."


def test_one_session_alone_is_shown_only_where_nothing_comes_round() -> None:
    assert [found["byday"] for found in schedules("k7m2x", days(1))] == ["FR"]
    assert [found["byday"] for found in schedules("k7m2x", days(0, 7, 8))] == ["TH"]


def test_two_usual_times_are_two_schedules_with_ids_of_their_own() -> None:
    found = schedules("k7m2x", days(0, 7, 5, 12))
    assert [line["byday"] for line in found] == ["TU", "TH"]
    assert len({line["id"] for line in found}) == 2


def test_wall_time_is_the_same_on_both_sides_of_a_clock_change() -> None:
    """Clocks go back on 25 October 2026: the group still meets at ten."""
    found = only(days(0, 7, 14, 21, 28, 35))
    assert (found["opens_at"], found["freq"]) == ("10:00", "WEEKLY")


# -- what can be asked for ------------------------------------------------------------------------


@pytest.fixture
def tuesdays(db, clock_at):
    """One group on Tuesdays at ten, another on Saturdays at six in the evening."""
    clock_at(2026, 11, 24, 15)
    first, second = builders.group("Kettle", area="South Leeds"), builders.group("Lantern")
    for week in range(3):
        for group, day, wall in ((first, 1, TEN), (second, 5, dt.time(18))):
            on = dt.date(2026, 11, 30) + dt.timedelta(weeks=week, days=day)
            session_services.plan(group=group, day=on, wall=wall, minutes=90, by=SYSTEM)
    return first, second


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Kettle", "Lantern"]),
        ({"search": "leeds"}, ["Kettle"]),
        ({"search": "company  lantern"}, ["Lantern"]),
        ({"search": "bakery"}, []),
        ({"day": "TU"}, ["Kettle"]),
        ({"day": "Saturday"}, ["Lantern"]),
        ({"day": "sun"}, []),
        ({"start_time": "12:00"}, ["Lantern"]),
        ({"end_time": "11:30"}, ["Kettle"]),
        ({"end_time": "11:29:59"}, []),
        ({"day": "TU", "start_time": "17:00"}, []),
        ({"minimum_age": "18"}, ["Kettle", "Lantern"]),
        ({"taxonomy_term_id": terms.KIND.id}, ["Kettle", "Lantern"]),
        ({"taxonomy_term_id": terms.CAPACITY["open"].id.upper()}, ["Kettle", "Lantern"]),
        ({"taxonomy_term_id": terms.CAPACITY["paused"].id}, []),
        ({"taxonomy_term_id": "7"}, []),
        ({"taxonomy_id": terms.KIND.taxonomy_id}, ["Kettle", "Lantern"]),
        ({"taxonomy_id": "7"}, []),
        ({"organization_id": "7"}, []),
    ],
)
@pytest.mark.parametrize("at", ["services", "service_at_locations"])
def test_what_is_asked_for_is_found(stranger, tuesdays, at, asked, names) -> None:
    found = stranger.get(f"/openreferral/{at}", {"full": "true"} | asked).json()
    assert [row["name"] for row in found["contents"]] == names
    assert found["total_items"] == len(names)


def test_the_organisation_finds_its_groups(stranger, tuesdays) -> None:
    found = stranger.get(SERVICES, {"organization_id": uid("organization")}).json()
    assert found["total_items"] == 2


def test_only_what_changed_since(stranger, tuesdays, clock_at) -> None:
    """A directory asks for what is new; times that changed, a pause and the charity count too."""
    since = "2026-11-24T16:00:00Z"
    changed = lambda: [  # noqa: E731
        row["name"] for row in stranger.get(SERVICES, {"modified_after": since}).json()["contents"]
    ]
    clock_at(2026, 11, 25, 9)
    assert changed() == []
    session_services.cancel(tuesdays[0].sessions.first(), by=SYSTEM)
    assert changed() == ["Kettle"]
    group_services.set_state(tuesdays[1], "paused", by=SYSTEM)
    assert changed() == ["Kettle", "Lantern"]


def test_a_change_of_the_charity_is_a_change_of_each_group(stranger, tuesdays, clock_at) -> None:
    clock_at(2026, 11, 25, 9)
    facts = dict.fromkeys(charities.FIELDS, "") | {"name": "Harbour Women"}
    charities.describe(facts=facts, by=SYSTEM)
    found = stranger.get(SERVICES, {"modified_after": "2026-11-25T00:00:00+00:00"}).json()
    assert found["total_items"] == 2
    assert found["contents"][0]["last_modified"] == "2026-11-25T09:00:00.000+00:00"


def test_ids_and_days_alone(stranger, tuesdays) -> None:
    [first, _] = stranger.get(SERVICES, {"minimal": "true"}).json()["contents"]
    assert set(first) == {"id", "modified_date"}
