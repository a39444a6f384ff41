"""A full group, its line, an offer, a place; and what may come between."""

import pytest
from django.test import Client

from groups.models import Membership
from groups.services import groups, memberships
from outreach.models import Introduction
from outreach.services import offers
from peersupport import clock
from peersupport.actors import SYSTEM
from peersupport.sensitive import words_in
from tests import builders

from .at_the_door import Leader, Woman

pytestmark = pytest.mark.django_db


@pytest.fixture
def adas(group):
    """Ada has the only place of the group."""
    groups.edit(group, facts={"places": 1}, by=SYSTEM)
    return builders.place(group, "Ada")


@pytest.fixture
def ruth_there(ruth, client_for) -> Leader:
    return Leader(client_for(ruth))


def test_from_a_full_group_to_a_place(
    group, other_group, adas, ruth_there, drain_all, frozen, settings
) -> None:
    settings.SMS_URL = "outbox://"
    bea, cleo = Woman(Client()), Woman(Client())

    # They ask although it is full, and are told so before and after.
    beas = bea.asks("Bea", group.ref)
    bea.reads("Every place is taken just now", "You will hear within 3 working days.")
    frozen.tick(hours=1)
    cleos = cleo.asks("Cleo", group.ref)

    # Ruth answers both within the promise. There is no room yet.
    frozen.tick(hours=20)
    for row in (cleos, beas):
        ruth_there.writes_down(row, "no_room")
    ruth_there.goes_to(f"/dashboard/introductions/line/{group.pk}/")
    ruth_there.reads("1 of 1 places are taken. None is free.")
    assert list(Introduction.objects.in_line()) == [beas, cleos], "who asked first is first"

    # Ada leaves. The place is for Bea, and for nobody who is quicker.
    memberships.leave(adas, by=SYSTEM)
    ruth_there.goes_to("/dashboard/")
    ruth_there.reads("A place is free")
    ruth_there.presses(f"/dashboard/introductions/{cleos.pk}/offer/", way="link")
    ruth_there.reads("Somebody asked before her")
    offer = ruth_there.offers(beas, "link")
    ruth_there.reads("It is kept for her.")

    # Her phone gets a line that says nothing; she opens it. It does not fit this time.
    body = bea.opens_what_was_texted(drain_all)
    assert not words_in(body, names=[group.name, group.venue_name], in_texts=True)
    bea.reads("There is a place for you")
    bea.does_not_read("Bea", group.name, group.venue_name)
    bea.taps("pass", offer)
    bea.reads("You are in the line")

    # So Ruth offers it to Cleo, who does not see it in time.
    ruth_there.offers(cleos, "link")
    frozen.tick(hours=49)
    cleo_late = Woman(Client())
    cleo_late.client.post("/your-place/answer/", {"do": "yes"})
    offers.tidy(clock.now())
    ruth_there.goes_to("/dashboard/")
    ruth_there.reads("An offer ran out", "That is not a no")

    # She offers Cleo another group. She stays where she is, and nothing changes.
    another = f"/dashboard/introductions/{cleos.pk}/another/"
    ruth_there.presses(another, group=other_group.ref, way="spoke")
    ruth_there.reads(f"{other_group.name} is offered to her")
    last = cleos.offers.order_by("-pk")[0]
    ruth_there.presses(f"/dashboard/introductions/offers/{last.pk}/", said="pass")
    cleos.refresh_from_db()
    assert (cleos.group, cleos.is_in_line) == (group, True)

    # A week on it is Bea's turn again, before Cleo's. This time she says yes.
    frozen.tick(days=7)
    again = ruth_there.offers(beas, "link")
    bea.opens_what_was_texted(drain_all)
    bea.taps("yes", again)
    bea.reads("The place is yours")
    assert Membership.objects.live().get().woman.name == "Bea"
    ruth_there.goes_to("/dashboard/")
    ruth_there.reads("One woman said yes to a place")
    ruth_there.goes_to(f"/dashboard/introductions/line/{group.pk}/")
    ruth_there.reads("Cleo", "1 of 1 places are taken")
    ruth_there.does_not_read("Bea")


def test_another_group_is_hers_to_choose(
    group, other_group, adas, ruth_there, other_ruth, client_for
) -> None:
    row = Woman(Client()).asks("Bea", group.ref)
    ruth_there.writes_down(row, "no_room")
    asked_at = row.received_at
    another = f"/dashboard/introductions/{row.pk}/another/"
    ruth_there.presses(another, group=other_group.ref, way="spoke")
    ruth_there.presses(f"/dashboard/introductions/offers/{row.offers.get().pk}/", said="yes")
    ruth_there.does_not_read("Bea")
    there = Leader(client_for(other_ruth))
    there.opens(row)
    there.reads("Bea", other_group.name)
    row.refresh_from_db()
    assert row.received_at == asked_at


def test_she_leaves_the_line_and_thinks_again(group, adas, ruth_there, drain_all, settings) -> None:
    settings.SMS_URL = "outbox://"
    bea = Woman(Client())
    row = bea.asks("Bea", group.ref)
    ruth_there.writes_down(row, "no_room")
    ruth_there.presses(f"/dashboard/introductions/{row.pk}/door-link/", once="k")
    bea.opens_what_was_texted(drain_all)
    bea.reads("You are in the line")
    bea.taps("no")
    bea.reads("You are not in the line any more")
    bea.taps("undo")
    bea.reads("You are in the line")
