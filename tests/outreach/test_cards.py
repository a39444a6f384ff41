"""What the door puts on today (safety.md 35: warned at 14 and 21 days, the coordinator at 26)."""

import pytest

from outreach.cards import introductions as cards
from outreach.services import decisions, introductions
from peersupport import clock
from tests.outreach.conftest import NAME

pytestmark = pytest.mark.django_db


def titles(user) -> list[str]:
    return [card.title for card in sorted(cards.today(user, clock.now()), key=lambda c: c.weight)]


def test_one_card_says_how_many_wait_and_since_when(asked, ruth, frozen) -> None:
    asked("A")
    frozen.tick(days=2)
    asked("B")
    (card,) = cards.today(ruth, clock.now())
    assert card.title == "2 women are waiting to hear from you"
    assert card.text == "The first one asked on Tuesday."


def test_no_name_stands_on_today(asked, ruth, client_for) -> None:
    asked(NAME)
    page = client_for(ruth).get("/dashboard/").content.decode()
    assert "One woman is waiting to hear from you" in page
    assert NAME not in page


def test_nobody_at_the_door_puts_nothing_there(ruth, nadia, pat) -> None:
    assert titles(ruth) == titles(nadia) == titles(pat) == []


def test_a_leader_is_not_told_of_other_groups(asked, other_ruth) -> None:
    asked("A")
    asked("B", ref="")
    assert titles(other_ruth) == []


def test_a_coordinator_is_told_who_wants_help_to_choose(asked, ruth, nadia) -> None:
    asked("A", ref="")
    asked("B")
    assert titles(nadia) == [
        "One woman is waiting for help to choose",
        "One woman is waiting to hear from a group",
    ]


@pytest.mark.parametrize(
    ("days", "leader", "coordinator"),
    [
        (13, [], []),
        (14, ["gone quiet"], []),
        (21, ["gone quiet"], []),
        (26, ["gone quiet"], ["forgotten"]),
    ],
)
def test_35_a_talk_gone_quiet_is_said_in_time(
    asked, by_ruth, ruth, nadia, frozen, days, leader, coordinator
) -> None:
    introductions.note_contact(asked("A"), "spoke", by=by_ruth)
    frozen.tick(days=days)
    assert [word in title for word, title in zip(leader, titles(ruth), strict=True)] == [
        True
    ] * len(leader)
    assert [w in t for w, t in zip(coordinator, titles(nadia), strict=True)] == [True] * len(
        coordinator
    )


def test_35_after_21_days_it_says_what_is_about_to_happen(asked, by_ruth, ruth, frozen) -> None:
    introductions.note_contact(asked("A"), "spoke", by=by_ruth)
    frozen.tick(days=21)
    (card,) = cards.today(ruth, clock.now())
    assert "goes in 7 days or less" in card.text


def test_not_yet_is_looked_at_again(asked, by_ruth, ruth, frozen) -> None:
    decisions.record(asked("A"), "not_yet", "no_room", by=by_ruth)
    assert titles(ruth) == []
    frozen.tick(days=14)
    assert titles(ruth) == ["One woman heard “not yet”"]


def test_it_costs_one_query_however_many(asked, ruth, django_assert_num_queries) -> None:
    now = clock.now()
    for name in "ABC":
        asked(name)
        with django_assert_num_queries(1):
            cards.today(ruth, now)
