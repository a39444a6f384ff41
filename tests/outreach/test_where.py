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
from outreach.where.quarters import ROUTES, SECTORS, Quarter, route_of, settled
from peersupport.actors import SYSTEM
from tests import builders

from .where_world import arrive, forgotten

NOW = dt.datetime(2026, 11, 24, 15, tzinfo=dt.UTC)
QUARTERS = settled(NOW)
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


def test_by_a_partners_code_she_still_came_herself() -> None:
    assert route_of("herself", "") == "herself"
    assert route_of("herself", "voluntary") == "code"
    assert route_of("partner", "statutory") == "statutory"


# -- counting -----------------------------------------------------------------------------------------


@pytest.fixture
def counted(db) -> Counts:
    return counting.count(QUARTERS)


@pytest.mark.django_db
def test_each_way_in_is_counted_where_it_belongs(group) -> None:
    ways = ["herself", "code:voluntary", *SECTORS]
    for many, way in enumerate(ways, 1):
        arrive(group, way, IN_SUMMER, many)
    found = counting.count(QUARTERS)
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
    assert counting.count(QUARTERS).contacts == {(SUMMER, "herself"): 1}


@pytest.mark.django_db
def test_a_first_session_is_counted_when_it_was(group) -> None:
    arrive(group, "voluntary", IN_SPRING, 2, first=dt.date(2026, 7, 2))
    arrive(group, "herself", IN_SUMMER)
    found = counting.count(QUARTERS)
    assert found.sessions == {(SUMMER, "voluntary", 8): 2}
    assert found.contacts == {(SPRING, "voluntary"): 2, (SUMMER, "herself"): 1}


@pytest.mark.django_db
def test_the_register_tells_before_its_ninety_days_are_over(group) -> None:
    """What is kept of a first visit is written when the register goes; until then it is asked."""
    [row] = arrive(group, "herself", IN_SUMMER, first=dt.date(2026, 9, 3))
    Membership.objects.update(first_visit_on=None)
    for day, state in ((27, "apologies"), (20, "came"), (13, "came")):
        held = builders.session(group, starts=dt.datetime(2026, 12, 1, day % 24, tzinfo=dt.UTC))
        held.set_time(dt.date(2026, 8, day), dt.time(10), 120)
        held.save()
        Attendance.objects.create(
            session=held, membership=row.membership, state=state, at=NOW, by="user:1"
        )
    assert counting.count(QUARTERS).sessions == {(SUMMER, "herself", 1): 1}


@pytest.mark.django_db
def test_women_who_are_forgotten_are_still_counted(group) -> None:
    forgotten(group, "code:community", IN_SUMMER, 7)
    forgotten(None, "statutory", IN_SPRING, 3)
    forgotten(group, "statutory", IN_SUMMER, 2, weeks=5)
    found = counting.count(QUARTERS)
    assert found.contacts == {(SUMMER, "code"): 7, (SPRING, "statutory"): 3}
    assert found.code_sectors == {(SUMMER, "community"): 7}
    assert found.sessions == {(SUMMER, "statutory", 5): 2}


@pytest.mark.django_db
def test_forgetting_a_woman_changes_no_figure(group) -> None:
    """Or two prints would tell that somebody was forgotten (safety.md 27, 36)."""
    [row] = arrive(group, "code:voluntary", IN_SPRING, first=dt.date(2026, 7, 20))
    before = counting.count(QUARTERS)
    partings.forget(row.membership.woman, by=SYSTEM)
    assert counting.count(QUARTERS) == before
    assert Tally.objects.filter(outcome=CAME, weeks=11, month=dt.date(2026, 7, 1)).exists()


@pytest.mark.django_db
def test_talked_through_or_handed_a_leaflet_is_counted_and_stays(group) -> None:
    rows = arrive(group, "herself", IN_SUMMER, 3)
    for row, said in zip(rows, ("talked", "leaflet", ""), strict=True):
        row.talked_through = said
        row.save()
    before = counting.count(QUARTERS)
    assert before.talk == {(SUMMER, "talked"): 1, (SUMMER, "leaflet"): 1}
    forgetting.forget(rows)
    assert counting.count(QUARTERS) == before


def test_talked_through_is_a_block_of_its_own() -> None:
    counts = world(**FULL)
    counts.talk[SUMMER, "talked"], counts.talk[SUMMER, "leaflet"] = 40, 3
    row = dict(tables.all_of(figures.publish_all(QUARTERS, counts))[4].rows[0].cells)
    assert row == {"Talked through": "40", "Only a leaflet": "hidden", "Did not say": "hidden"}


@pytest.mark.django_db
def test_counting_costs_three_queries(group, django_assert_num_queries) -> None:
    arrive(group, "herself", IN_SUMMER, 3, first=dt.date(2026, 9, 1))
    arrive(group, "statutory", IN_SPRING, 3)
    with django_assert_num_queries(3):
        counting.count(QUARTERS)


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
    return figures.publish_all(QUARTERS, world(**by_route))


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
    year = {row.name: dict(row.cells) for row in tables.all_of(found)[2].rows}
    assert year[ROUTES["statutory"]]["First contact"] == "27 or more"
    assert year[ROUTES["voluntary"]]["First contact"] == "36"
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
    lines = tables.lines(tables.all_of(found)[:2] + tables.all_of(found)[3:])
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


# -- the middle of the weeks --------------------------------------------------------------------------


def came(**by_route: list[int]) -> figures.Figures:
    """In summer: weeks that women waited, by route."""
    counts = world(**FULL)
    for route, weeks in by_route.items():
        for week in weeks:
            counts.sessions[SUMMER, route, week] += 1
    return figures.publish_all(QUARTERS, counts)


def test_the_middle_of_the_weeks_is_told_for_five_and_more() -> None:
    found = came(herself=[1, 1, 2, 3, 9], voluntary=[4] * 6)
    assert (found.weeks["herself"], found.weeks["voluntary"]) == (None, 4)
    many = {route: [2, 4, 4, 5, 6] for route in ROUTES}
    assert set(came(**many).weeks.values()) == {4}


def test_a_middle_is_hidden_with_the_number_behind_it() -> None:
    """Five women, hidden so that a smaller number cannot be worked out: their middle goes too."""
    found = came(herself=[2] * 5, voluntary=[4] * 9, statutory=[7])
    assert found.sessions[SUMMER].cells["herself"] is None
    assert found.weeks["herself"] is None
    assert found.weeks["statutory"] is None


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
