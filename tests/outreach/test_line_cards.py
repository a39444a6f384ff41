"""What the line puts on today."""

import pytest

from outreach.cards import line as line_cards
from outreach.models import Introduction
from outreach.services import decisions, offers
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from tests import builders
from tests.outreach.at_the_door import in_line
from tests.outreach.test_places import with_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def bea(group, frozen) -> Introduction:
    with_places(group, 1)
    return in_line(group, "bea")


def titles(user) -> list[str]:
    return [card.title for card in line_cards.today(user, clock.now())]


def test_a_free_place_and_somebody_who_waits(bea, ruth, other_ruth, nadia, pat) -> None:
    assert titles(ruth) == ["A place is free"]
    assert titles(other_ruth) == titles(nadia) == titles(pat) == []


def test_no_card_while_it_is_offered_or_taken(bea, group, ruth) -> None:
    offers.make(bea, "spoke", by=SYSTEM)
    assert titles(ruth) == []
    decisions.record(bea, "yes", by=SYSTEM)
    in_line(group, "later")
    assert titles(ruth) == []


def test_no_card_where_nobody_waits(group, ruth) -> None:
    with_places(group, 1)
    assert titles(ruth) == []


def test_an_offer_that_ran_out_is_said_for_three_days(bea, ruth, frozen) -> None:
    offers.make(bea, "spoke", by=SYSTEM)
    frozen.tick(hours=48)
    assert titles(ruth) == ["A place is free", "An offer ran out"]
    frozen.tick(days=3)
    assert titles(ruth) == ["A place is free"]


def test_a_yes_on_her_own_page_is_told(bea, ruth) -> None:
    offer = offers.make(bea, "link", by=SYSTEM)
    offers.answer(offer, "yes", by=Actor.of_link(bea.subject))
    assert titles(ruth) == ["One woman said yes to a place"]


def test_it_costs_one_query_however_many(bea, group, ruth, django_assert_num_queries) -> None:
    for key in ("second", "third"):
        with django_assert_num_queries(1):
            titles(ruth)
        in_line(group, key)
        made = builders.group(f"Birch {key}")
        builders.leads(ruth, made)
        builders.place(made)
