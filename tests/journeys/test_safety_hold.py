"""A safety hold, told in order: from the first word to her yes; nobody agreed; two renewed it."""

from collections.abc import Callable

import pytest
from django.test import Client

from groups.models import Membership
from outreach.models import Introduction
from peersupport import beats
from peersupport.models import Message

from .paper import Visitor
from .test_nine_steps import asks_to_join

pytestmark = pytest.mark.django_db
HURT = "Somebody she fears comes to the same building on that evening."


@pytest.fixture
def tuesday(clock_at: Callable):
    """Tuesday 1 December 2026, nine in the morning."""
    return clock_at(2026, 12, 1, 9, 0)


@pytest.fixture
def leader(ruth, client_for) -> Visitor:
    return Visitor(client_for(ruth))


@pytest.fixture
def second(nadia, client_for) -> Visitor:
    return Visitor(client_for(nadia))


@pytest.fixture
def held(group, leader, tuesday) -> Callable[..., None]:
    """Marta asks to join; ruth writes down that somebody could be hurt."""

    def hold(**told: str) -> None:
        asks_to_join(group)
        leader.goes_to("/dashboard/introductions/")
        leader.follows("Marta")
        leader.follows("Somebody could be hurt")
        leader.reads("What she is like is never a reason", "Words you can say to her")
        leader.presses("Hold it", could_happen=HURT, **(told or {"told": "all"}))
        leader.reads("It holds from now", "needs a second person")

    return hold


def agrees(second: Visitor) -> None:
    second.goes_to("/dashboard/")
    second.reads("A safety hold needs a second person")
    second.does_not_read("Marta")
    second.follows("Read it")
    second.follows("Marta")
    second.does_not_read(HURT)
    second.presses("Read what could happen")
    second.reads(HURT)
    second.presses("I agree")
    second.reads("You are the second person", "two people agreed")


def says_yes(leader: Visitor) -> None:
    leader.goes_to("/dashboard/introductions/")
    leader.follows("Marta")
    leader.presses("Write down what she said", said="yes")
    leader.reads("She has her place")
    assert Membership.objects.count() == 1


def test_from_the_first_word_to_a_second_person_to_its_end_and_her_yes(
    held, leader, second, tuesday
) -> None:
    held()
    leader.presses("Write down what she said", said="yes")
    leader.reads("A safety hold stands. End it first")
    leader.goes_to("/dashboard/")
    leader.does_not_read("needs a second person", "is waiting to hear from you")
    agrees(second)
    tuesday.tick(days=14)
    beats.sweep()
    leader.goes_to("/dashboard/")
    leader.reads("A safety hold has ended", "One woman is waiting to hear from you")
    says_yes(leader)
    assert not Message.objects.exclude(audience="staff").exists(), "nothing went to her"


def test_nobody_seconded_it(held, leader, second, tuesday) -> None:
    held(told="not_yet", will_hear="face")
    tuesday.tick(days=3)
    beats.sweep()
    for who in (leader, second):
        who.goes_to("/dashboard/")
        who.reads("A safety hold ended without a second person")
    assert Introduction.objects.get().state == "waiting"
    leader.goes_to("/dashboard/holds/")
    leader.reads("Marta", "ended")
    says_yes(leader)


def test_two_people_renewed_it_and_one_ended_it(held, leader, second, tuesday) -> None:
    held(told="part", will_hear="line")
    agrees(second)
    tuesday.tick(days=12)
    leader.goes_to("/dashboard/")
    leader.follows("Look again")
    leader.follows("Marta")
    leader.follows("14 days more")
    leader.presses("Ask for 14 days more", could_happen="It is still so.", told="all")
    leader.reads("14 days more once a second person agrees")
    second.goes_to("/dashboard/")
    second.follows("Read it")
    second.follows("Marta")
    second.presses("Read what could happen")
    second.presses("I agree")
    tuesday.tick(days=10)
    beats.sweep()
    assert Introduction.objects.get().said == "not_yet", "the first 14 days are long over"
    second.goes_to("/dashboard/holds/")
    second.follows("Marta")
    second.presses("End the hold now")
    second.reads("The hold has ended")
    says_yes(leader)


def test_a_stranger_and_a_worker_read_nothing_of_it(held, pat, client_for, tuesday) -> None:
    held()
    worker = Visitor(client_for(pat))
    worker.goes_to("/portal/")
    worker.does_not_read("hold", "hurt", "Marta")
    stranger = Visitor(Client())
    stranger.goes_to("/dashboard/holds/")
    stranger.does_not_read("Marta")
