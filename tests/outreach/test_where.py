"""Where women come from: the numbers are right, and no small one can be worked out (safety.md 27)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.models import Attendance, Membership
from groups.services import partings
from outreach.models import Tally
from outreach.models.tally import CAME
from outreach.services import forgetting
from outreach.where import counting, figures, picture, tables, warnings
from outreach.where.counting import Counts
from outreach.where.quarters import (
    ROUTES,
    SECTORS,
    Half,
    Quarter,
    route_of,
    settled,
    settled_halves,
)
from peersupport.actors import SYSTEM
from peersupport.small_counts import Floor
from tests import builders

from .where_world import arrive, forgotten

NOW = dt.datetime(2026, 11, 24, 15, tzinfo=dt.UTC)
QUARTERS = settled(NOW)
HALVES = settled_halves(NOW)
SUMMER, SPRING = QUARTERS[-1], QUARTERS[-2]
IN_SUMMER, IN_SPRING = dt.date(2026, 8, 3), dt.date(2026, 5, 4)


# -- quarters ---------------------------------------------------------------------------------------


def test_a_quarter_is_shown_when_its_figures_stand_still() -> None:
    """Two weeks after its end the register can no longer change: two prints never differ by one."""
    assert Quarter(2026, 3) == SUMMER
    assert QUARTERS[0] == Quarter(2024, 4)
    assert settled(dt.datetime(2026, 10, 15, 12, tzinfo=dt.UTC))[-1] == Quarter(2026, 2)
    assert settled(dt.datetime(2026, 10, 16, 12, tzinfo=dt.UTC))[-1] == Quarter(2026, 3)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))
def test_quarters_follow_each_other_without_a_gap(day) -> None:
    quarter = Quarter.of(day)
    assert quarter.first <= day < quarter.after
    assert Quarter.of(quarter.after).before == quarter
    assert quarter.before.after == quarter.first


def test_half_a_year_is_shown_when_three_months_have_passed_for_all_its_women() -> None:
    assert [Half(2026, 1), Half(2025, 2)] == HALVES
    assert settled_halves(dt.datetime(2026, 10, 14, 12, tzinfo=dt.UTC))[0] == Half(2025, 2)
    assert settled_halves(dt.datetime(2027, 4, 17, 12, tzinfo=dt.UTC))[0] == Half(2026, 2)
    for half in HALVES:
        assert set(half.quarters) <= set(QUARTERS)


def test_by_a_partners_code_she_still_came_herself() -> None:
    assert route_of("herself", "") == "herself"
    assert route_of("herself", "voluntary") == "code"
    assert route_of("partner", "statutory") == "statutory"


# -- counting -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_way_in_is_counted_where_it_belongs(group) -> None:
    ways = ["herself", "code:voluntary", *SECTORS]
    for many, way in enumerate(ways, 1):
        arrive(group, way, IN_SUMMER, many)
    found = counting.count(QUARTERS, HALVES)
    assert {route: found.contacts[SUMMER, route] for route in ROUTES} == {
        "herself": 1,
        "code": 2,
        "voluntary": 3,
        "community": 4,
        "peer_group": 5,
        "statutory": 6,
    }
    assert found.code_sectors[SUMMER, "voluntary"] == 2
    assert sum(found.contacts.values()) == 21


@pytest.mark.django_db
def test_midnight_in_london_parts_the_quarters(group) -> None:
    """Half past midnight on 1 July in London is still June in UTC."""
    [row] = arrive(group, "herself", dt.date(2026, 7, 1))
    row.received_at = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)
    row.save()
    assert counting.count(QUARTERS, HALVES).contacts == {(SUMMER, "herself"): 1}


@pytest.mark.django_db
def test_a_first_session_is_counted_with_the_women_who_got_in_touch(group) -> None:
    arrive(group, "voluntary", IN_SPRING, 2, first=dt.date(2026, 7, 2))
    arrive(group, "herself", IN_SPRING)
    found = counting.count(QUARTERS, HALVES)
    assert found.weeks == {(SPRING, "voluntary", 8): 2}
    assert found.contacts == {(SPRING, "voluntary"): 2, (SPRING, "herself"): 1}


@pytest.mark.django_db
def test_the_register_tells_before_its_ninety_days_are_over(group) -> None:
    """What is kept of a first visit is written when the register goes; until then it is asked."""
    [row] = arrive(group, "herself", IN_SPRING, first=dt.date(2026, 9, 3))
    Membership.objects.update(first_visit_on=None)
    for day, state in ((27, "apologies"), (20, "came"), (13, "came")):
        held = builders.session(group, starts=dt.datetime(2026, 12, 1, day % 24, tzinfo=dt.UTC))
        held.set_time(dt.date(2026, 5, day), dt.time(10), 120)
        held.save()
        Attendance.objects.create(
            session=held, membership=row.membership, state=state, at=NOW, by="user:1"
        )
    assert counting.count(QUARTERS, HALVES).weeks == {(SPRING, "herself", 1): 1}


@pytest.mark.django_db
def test_women_who_are_forgotten_are_still_counted(group) -> None:
    forgotten(group, "code:community", IN_SUMMER, 7)
    forgotten(None, "statutory", IN_SPRING, 3)
    forgotten(group, "statutory", IN_SUMMER, 2, weeks=5)
    found = counting.count(QUARTERS, HALVES)
    assert found.contacts == {(SUMMER, "code"): 7, (SPRING, "statutory"): 3}
    assert found.code_sectors == {(SUMMER, "community"): 7}
    assert found.weeks == {(SUMMER, "statutory", 5): 2}


@pytest.mark.django_db
def test_forgetting_a_woman_changes_no_figure(group) -> None:
    """Or two prints would tell that somebody was forgotten (safety.md 27, 36)."""
    [row] = arrive(group, "code:voluntary", IN_SPRING, first=dt.date(2026, 7, 20))
    before = counting.count(QUARTERS, HALVES)
    partings.forget(row.membership.woman, by=SYSTEM)
    assert counting.count(QUARTERS, HALVES) == before
    assert Tally.objects.filter(outcome=CAME, weeks=11, month=dt.date(2026, 5, 1)).exists()


@pytest.mark.django_db
def test_talked_through_or_handed_a_leaflet_is_counted_and_stays(group) -> None:
    rows = arrive(group, "herself", IN_SUMMER, 3)
    for row, said in zip(rows, ("talked", "leaflet", ""), strict=True):
        row.talked_through = said
        row.save()
    before = counting.count(QUARTERS, HALVES)
    assert before.talk == {(SUMMER, "talked"): 1, (SUMMER, "leaflet"): 1}
    forgetting.forget(rows)
    assert counting.count(QUARTERS, HALVES) == before


def test_talked_through_is_a_block_of_its_own() -> None:
    counts = world(**FULL)
    counts.talk[SUMMER, "talked"], counts.talk[SUMMER, "leaflet"] = 40, 3
    row = dict(tables.all_of(figures.publish_all(QUARTERS, HALVES, counts))[4].rows[0].cells)
    assert row == {"Talked through": "40", "Only a leaflet": "hidden", "Did not say": "hidden"}


@pytest.mark.django_db
def test_counting_costs_three_queries(group, django_assert_num_queries) -> None:
    arrive(group, "herself", IN_SPRING, 3, first=dt.date(2026, 9, 1))
    arrive(group, "statutory", IN_SUMMER, 3)
    with django_assert_num_queries(3):
        counting.count(QUARTERS, HALVES)


# -- what may be read ---------------------------------------------------------------------------------


def world(**by_route: list[int]) -> Counts:
    """Eight quarters of first contacts, oldest first; "code_voluntary" is a code of theirs."""
    found = Counts()
    for route, counts in by_route.items():
        for quarter, many in zip(QUARTERS, counts, strict=True):
            if route == "herself":
                found.arrived(quarter, "herself", "", many)
            elif route.startswith("code_"):
                found.arrived(quarter, "herself", route.removeprefix("code_"), many)
            else:
                found.arrived(quarter, "partner", route, many)
    return found


def publish(**by_route: list[int]) -> figures.Figures:
    return figures.publish_all(QUARTERS, HALVES, world(**by_route))


FULL = {route: [9] * 8 for route in ("herself", *SECTORS)} | {
    f"code_{sector}": [6] * 8 for sector in SECTORS
}


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    found = publish(**FULL)
    listed = tables.all_of(found)
    contacts, codes = listed[0], listed[3]
    assert [said for row in contacts.rows for _, said in row.cells].count("hidden") == 0
    assert [said for row in codes.rows for _, said in row.cells] == ["6"] * 16
    assert contacts.rows[0].cells[-1] == ("All", "69")


def test_a_small_number_takes_the_next_one_with_it_everywhere() -> None:
    """In the table, in the sum over the year and in the picture alike."""
    found = publish(**(FULL | {"statutory": [9] * 7 + [2], "community": [9] * 7 + [7]}))
    block = found.contacts[SUMMER]
    assert (block.cells["statutory"], block.cells["community"]) == (None, None)
    assert block.cells["voluntary"] == 9
    assert figures.over(found.contacts, found.year, "statutory") == Floor(27, False)
    assert figures.over(found.contacts, found.year, "voluntary") == Floor(36, True)
    drawn = picture.draw(found).bars[-1]
    assert [part.count for part in drawn.parts] == [9, 24, 9, 9, 9]
    assert drawn.parts[-1].route == picture.TOGETHER
    assert "2" not in {said for row in tables.all_of(found)[0].rows for _, said in row.cells}


def test_a_quarter_of_few_women_tells_nothing() -> None:
    found = publish(herself=[9] * 7 + [4])
    assert tables.all_of(found)[0].rows[0].cells[-1] == ("All", "fewer than 5")
    assert picture.draw(found).bars[-1].parts == []
    assert warnings.largest(found) is None


def test_whose_code_it_was_is_hidden_with_how_many_they_were() -> None:
    found = publish(**(FULL | {f"code_{sector}": [1] * 8 for sector in SECTORS}))
    assert found.contacts[SUMMER].cells["code"] is None
    assert set(found.code_sectors[SUMMER].cells.values()) == {None}


numbers = st.lists(st.integers(0, 30), min_size=8, max_size=8)
WAYS = ["herself", *SECTORS, "code_voluntary", "code_statutory"]


@given(st.fixed_dictionaries(dict.fromkeys(WAYS, numbers)))
def test_no_number_under_five_stands_anywhere(counts) -> None:
    """In tables, picture and export alike (safety.md 27)."""
    found = publish(**counts)
    lines = tables.lines(tables.all_of(found))
    said = {cell for line in lines for cell in line if str(cell).removesuffix(" or more").isdigit()}
    assert {cell for cell in said if int(cell.split()[0]) < 5} == set()
    parts = [part.count for bar in picture.draw(found).bars for part in bar.parts]
    assert [count for count in parts if count < 5] == []


@given(st.fixed_dictionaries(dict.fromkeys(WAYS, numbers)))
def test_what_is_said_of_shares_is_true_and_made_of_what_is_told(counts) -> None:
    found = publish(**counts)
    told = figures.voluntary_share(found, found.year)
    if told is None:
        return
    arrived = sum(sum(line[4:]) for line in counts.values())
    true = 100 * (sum(counts["voluntary"][4:]) + sum(counts["code_voluntary"][4:])) / arrived
    assert told.at_least - 1e-9 <= true <= told.at_most + 1e-9
    top = warnings.largest(found)
    if top is not None:
        by_route = dict.fromkeys(ROUTES, 0)
        for way, line in counts.items():
            by_route["code" if way.startswith("code_") else way] += sum(line[4:])
        assert by_route[top[0]] == max(by_route.values())
        assert top[1] <= 100 * by_route[top[0]] / arrived


# -- from first contact to first session --------------------------------------------------------------


def came(**by_route: list[int]) -> dict[str, figures.Reached]:
    """The first half of 2026, nine or twelve a quarter by each way in; weeks that women waited."""
    counts = world(**(FULL | {"herself": [12] * 8}))
    for route, weeks in by_route.items():
        for number, week in enumerate(weeks):
            counts.weeks[HALVES[0].quarters[number % 2], route, week] += 1
    return figures.publish_all(QUARTERS, HALVES, counts).reached[HALVES[0]]


def test_how_many_came_and_after_how_many_weeks() -> None:
    found = came(herself=[1, 2, 3, 3, 9] * 3, voluntary=[4] * 6)
    assert found["herself"] == figures.Reached(Floor(24, True), 15, 3)
    assert found["voluntary"] == figures.Reached(Floor(18, True), 6, 4)


def test_three_months_are_the_end_of_in_time() -> None:
    assert came(herself=[12] * 8 + [13] * 7)["herself"].came == 8


def test_how_many_came_is_hidden_where_few_did_or_few_did_not() -> None:
    """18 who asked and 15 who came are three who did not: a count under five."""
    for many in (*range(5), *range(14, 19)):
        assert came(voluntary=[4] * many)["voluntary"] == figures.Reached(
            Floor(18, True), None, None
        )


def test_women_behind_a_hidden_number_are_left_out_of_all_that_follows() -> None:
    counts = world(**(FULL | {"herself": [12] * 6 + [3] + [12], "statutory": [8] * 8}))
    april = Quarter(2026, 2)
    for quarter in (april, april.before):
        counts.weeks[quarter, "herself", 2] += 3
        counts.weeks[quarter, "statutory", 6] += 5
    found = figures.publish_all(QUARTERS, HALVES, counts)
    assert found.contacts[april].cells["herself"] is None
    assert found.contacts[april].cells["statutory"] is None
    reached = found.reached[HALVES[0]]
    assert reached["herself"] == figures.Reached(Floor(12, False), None, None)
    assert reached["statutory"] == figures.Reached(Floor(8, False), None, None)


@given(
    st.lists(st.integers(0, 30), min_size=2, max_size=2), st.lists(st.integers(0, 20), max_size=40)
)
def test_no_table_of_first_sessions_tells_a_count_under_five(arrived, weeks) -> None:
    counts = world(**(FULL | {"herself": [12] * 5 + arrived + [12]}))
    for number, week in enumerate(weeks[: sum(arrived)]):
        quarter = HALVES[0].quarters[0 if number < arrived[0] else 1]
        counts.weeks[quarter, "herself", week] += 1
    found = figures.publish_all(QUARTERS, HALVES, counts).reached[HALVES[0]]["herself"]
    if found.came is not None:
        assert found.came >= 5
        assert (
            found.contacts.at_least - found.came == 0 or found.contacts.at_least - found.came >= 5
        )


# -- warnings ---------------------------------------------------------------------------------------------


def test_one_way_in_that_passes_the_share_is_warned_of() -> None:
    found = publish(**(FULL | {"herself": [9] * 4 + [200] * 4}))
    said = warnings.found(found, 60)[0]
    assert "76 of 100 women came one way: herself" in said
    assert "one way" not in warnings.found(found, 80)[0]


def test_a_fall_of_the_voluntary_share_by_a_third_is_warned_of() -> None:
    fell = FULL | {"voluntary": [18] * 4 + [7] * 4, "code_voluntary": [12] * 4 + [6] * 4}
    [said] = warnings.found(publish(**fell), 60)
    assert "at most 20 of 100 this year, at least 35 of 100 the year before" in said
    less = FULL | {"voluntary": [18] * 4 + [15] * 4, "code_voluntary": [12] * 4 + [9] * 4}
    assert warnings.found(publish(**less), 60) == []


def test_a_fall_to_so_few_that_they_are_hidden_is_warned_of_all_the_same() -> None:
    fell = FULL | {"voluntary": [40] * 4 + [1] * 4, "herself": [20] * 8, "community": [5] * 8}
    assert publish(**fell).contacts[SUMMER].cells["voluntary"] is None
    [said] = warnings.found(publish(**fell), 60)
    assert "voluntary" in said


def test_no_year_before_no_warning() -> None:
    assert warnings.found(publish(**{w: [0] * 4 + c[4:] for w, c in FULL.items()}), 90) == []
