"""How long she waits, said honestly before and after Send, and never how many wait (safety.md 27)."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.services import groups, memberships
from outreach import waits
from outreach.models import Introduction
from outreach.services import decisions, offers
from outreach.waits import Wait
from peersupport.actors import SYSTEM
from tests import builders
from tests.outreach.at_the_door import in_line
from tests.outreach.test_places import with_places

pytestmark = pytest.mark.django_db
LINE = "Every place is taken just now, and there is a line."
count = itertools.count()


def waiting(group, many: int) -> None:
    for _ in range(many):
        in_line(group, f"wait-{next(count)}")


# -- the arithmetic -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        (None, "Nobody can know yet how long it takes."),
        (0.4, "It takes about a week."),
        (1.6, "It takes about two weeks."),
        (8.4, "It takes about eight weeks."),
        (8.6, "It takes about two months."),
        (26, "It takes about six months."),
        (52, "It takes about 12 months."),
        (80, "It takes more than a year."),
    ],
)
def test_it_is_said_in_round_words(weeks, said) -> None:
    assert waits.words(weeks) == said


@pytest.mark.parametrize("ahead", [0, 1, 2, 3])
def test_27_under_five_the_wait_is_the_same_whoever_counts(ahead) -> None:
    wait = Wait(places=10, welcomes=2, taken=10, freed=13, line=ahead)
    assert wait.weeks(ahead) == 6
    assert wait.weeks(4) == 10, "from five on it tells"


def test_it_goes_by_what_came_free_and_never_faster_than_the_group_welcomes() -> None:
    assert Wait(places=9, welcomes=2, taken=9, freed=26).weeks(9) == 10
    assert Wait(places=9, welcomes=2, taken=9, freed=260).weeks(9) == 5


def test_where_nothing_came_free_nobody_can_know() -> None:
    assert Wait(places=9, welcomes=2, taken=9, freed=0).weeks(9) is None


def test_without_a_limit_it_goes_by_how_many_are_welcomed() -> None:
    assert Wait(places=None, welcomes=2, line=9).weeks(9) == 5


@pytest.mark.parametrize(
    ("wait", "is_open"),
    [
        (Wait(places=None, welcomes=2), True),
        (Wait(places=None, welcomes=2, line=1), False),
        (Wait(places=2, welcomes=2, taken=1), True),
        (Wait(places=2, welcomes=2, taken=2), False),
        (Wait(places=2, welcomes=2, taken=1, offered=1), False),
        (Wait(places=2, welcomes=2, taken=1, line=1), False),
        (Wait(places=3, welcomes=2, taken=1, line=1), True),
        (Wait(places=1, welcomes=2, taken=5), False),
    ],
)
def test_it_is_open_where_she_would_wait_for_nobody(wait, is_open) -> None:
    assert wait.is_open is is_open


def test_it_counts_what_is_there(group, frozen) -> None:
    with_places(group, 3)
    places = [builders.place(group) for _ in range(3)]
    frozen.tick(days=30)
    memberships.leave(places[0], by=SYSTEM)
    waiting(group, 2)
    offers.make(Introduction.objects.in_line().first(), "spoke", by=SYSTEM)
    group.refresh_from_db()
    found = waits.of_groups([group])[group.pk]
    assert found == Wait(places=3, welcomes=2, taken=2, freed=1, offered=1, line=1)


def test_what_came_free_long_ago_does_not_count(group, frozen) -> None:
    with_places(group, 3)
    memberships.leave(builders.place(group), by=SYSTEM)
    frozen.tick(days=183)
    group.refresh_from_db()
    assert waits.of_groups([group])[group.pk].freed == 0


# -- where it is said ---------------------------------------------------------------------------


@pytest.fixture
def full(group):
    with_places(group, 1)
    return builders.place(group, "Ada")


def test_public_pages_say_open_waiting_list_or_paused(stranger, group, full) -> None:
    for url in ("/groups/", f"/groups/{group.ref}/"):
        assert "waiting list" in stranger.get(url).content.decode()
    groups.set_state(group, "paused", by=SYSTEM)
    page = stranger.get(f"/groups/{group.ref}/").content.decode()
    assert "paused" in page
    assert LINE not in page
    groups.set_state(group, "open", by=SYSTEM)
    memberships.leave(full, by=SYSTEM)
    page = stranger.get(f"/groups/{group.ref}/").content.decode()
    assert "waiting list" not in page


def test_she_can_ask_a_full_group_and_is_told_before_and_after_send(walk, group, full) -> None:
    page = walk.client.get(f"/groups/{group.ref}/").content.decode()
    assert "Ask to join" in page
    assert LINE in page
    walk.put("name", name="Bea")
    assert "There is a line." in walk.client.get("/join/q/group/").content.decode()
    walk.to_check(group=group.ref)
    page = walk.client.get("/join/q/check/").content.decode()
    assert LINE in page
    assert "Nobody can know yet how long it takes." in page
    walk.send()
    page = walk.client.get("/join/q/sent/").content.decode()
    assert LINE in page
    assert "You will hear within 3 working days." in page, "she is answered like everybody else"


def test_where_there_is_room_nothing_is_said_of_a_line(walk, group) -> None:
    walk.to_check(group=group.ref)
    assert LINE not in walk.client.get("/join/q/check/").content.decode()
    walk.send()
    assert LINE not in walk.client.get("/join/q/sent/").content.decode()


@pytest.mark.parametrize("many", [1, 4])
def test_27_no_page_tells_how_few_wait(stranger, group, full, many) -> None:
    waiting(group, 1)
    before = stranger.get(f"/groups/{group.ref}/").content
    waiting(group, many - 1)
    assert stranger.get(f"/groups/{group.ref}/").content == before


def test_6_public_pages_cost_the_same_for_one_full_group_and_for_three(
    stranger, group, full
) -> None:
    waiting(group, 1)
    with CaptureQueriesContext(connection) as one:
        stranger.get("/groups/")
    for name in ("Birch", "Cedar"):
        made = with_places(builders.group(name), 1)
        builders.place(made)
        waiting(made, 2)
    with CaptureQueriesContext(connection) as three:
        stranger.get("/groups/")
    assert len(one) == len(three)


def test_a_yes_moves_the_line_on(group, full, by_ruth) -> None:
    waiting(group, 6)
    memberships.leave(full, by=SYSTEM)
    row = Introduction.objects.in_line().last()
    before = waits.ahead_of(row, row.received_at)
    decisions.record(Introduction.objects.in_line().first(), "yes", by=by_ruth)
    assert waits.ahead_of(row, row.received_at) == before - 1
