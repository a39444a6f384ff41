"""Her page at the door: what her link alone opens before she joins (safety.md 10, 19, 49)."""

import pytest
from django.test import Client

from groups.models import Membership
from groups.services import groups, memberships
from outreach.models import Introduction, PlaceOffer
from outreach.services import confirmations, decisions, door_links, offers
from peersupport import clock, links
from peersupport.actors import SYSTEM
from peersupport.models import Message, PrivateLink
from peersupport.sensitive import words_in
from tests import builders
from tests.outreach.at_the_door import AT, opened, states, tap
from tests.outreach.conftest import NAME
from tests.outreach.test_places import with_places
from tests.pages import Page

pytestmark = pytest.mark.django_db


def words(client: Client) -> str:
    response = client.get(AT)
    assert response.status_code == 200
    return " ".join(" ".join(Page(response.content.decode()).words).split())


@pytest.fixture
def bea(asked, group) -> Introduction:
    """First in the line of a group with one place, which is free."""
    with_places(group, 1)
    return decisions.record(asked(NAME), "not_yet", "no_room", by=SYSTEM)


@pytest.fixture
def offer(bea) -> PlaceOffer:
    return offers.make(bea, "spoke", by=SYSTEM)


# -- the link -------------------------------------------------------------------------------------


def test_19_a_get_on_the_link_changes_nothing_and_names_nobody(bea, group) -> None:
    token, client = door_links.show(bea, by=SYSTEM), Client()
    before = list(PrivateLink.objects.values())
    page = client.get(f"/l/{token}/").content.decode()
    assert list(PrivateLink.objects.values()) == before
    assert not words_in(page, names=[NAME, group.name])
    assert client.get(AT).status_code == 404, "a GET opens nothing"


def test_19_wrong_ended_and_replaced_look_the_same(bea) -> None:
    old = door_links.show(bea, by=SYSTEM)
    new = door_links.show(bea, by=SYSTEM)
    links.revoke(subject=bea.subject)
    pages = {Client().post(f"/l/{token}/").content for token in (old, new, "wrong")}
    assert len(pages) == 1


def test_it_is_open_for_half_an_hour(bea, frozen) -> None:
    client = opened(bea)
    frozen.tick(minutes=30)
    assert client.get(AT).status_code == 200
    frozen.tick(minutes=1)
    assert client.get(AT).status_code == 404
    assert client.post(f"{AT}answer/", {"do": "no"}).status_code == 404
    assert Introduction.objects.get().is_in_line


def test_a_link_to_the_door_opens_no_other_page(bea, ada_client) -> None:
    assert opened(bea).get("/you/").status_code == 404
    assert ada_client.get(AT).status_code == 404


def test_leaving_the_site_shuts_it(bea) -> None:
    client = opened(bea)
    client.get("/leave/")
    assert client.get(AT).status_code == 404


def test_49_nothing_on_it_tells_in_any_state(group, ruth, other_group) -> None:
    """First make sure that it could: the words are looked for on a page that has them."""
    names = [group.name, group.venue_name, group.area, other_group.name, "Larkspur", NAME, "Ruth"]
    assert words_in(f"{group.name} {NAME}", names=names)
    found = {}
    for state, client in states(group):
        html = client.get(AT).content.decode()
        page = Page(html)
        assert page.title == "Your page", state
        assert "900321" not in html, state
        said = " ".join(page.words)
        assert not words_in(said, names=names), (state, said)
        found[state] = said
    assert len(found) == 9
    assert len(set(found.values())) == 9


# -- where she stands -------------------------------------------------------------------------------


def test_who_waits_for_a_first_word(asked) -> None:
    assert "You will hear from us" in words(opened(asked(NAME)))


def test_in_the_line_she_reads_about_how_long(bea, group, asked, frozen) -> None:
    place = builders.place(group, "Ada")
    assert "Nobody can know yet how long it takes." in words(opened(bea))
    frozen.tick(days=30)
    memberships.leave(place, by=SYSTEM)
    builders.place(group, "Dot")
    said = words(opened(bea))
    assert "You are in the line" in said
    assert "It takes more than a year." in said, "one place came free in half a year"


def test_an_offer_says_until_when(offer) -> None:
    said = words(opened(offer.introduction))
    assert "There is a place for you" in said
    assert "It is held until" in said
    for button in ("Yes, I would like it", "Not this time", "Leave the line"):
        assert button in said


def test_yes_is_a_place_and_a_kind_last_word(offer, group) -> None:
    client = opened(offer.introduction)
    page = tap(client, "yes", offer)
    assert "The place is yours" in page
    assert Membership.objects.get().group == group
    assert "The place is yours" in tap(client, "yes", offer), "a second press is answered kindly"
    assert Membership.objects.count() == 1


def test_after_she_joined_her_link_is_dead_everywhere_else(offer) -> None:
    elsewhere, client = opened(offer.introduction), opened(offer.introduction)
    token_page = elsewhere.get(AT)
    assert token_page.status_code == 404, "the newer link took its place"
    tap(client, "yes", offer)
    assert not PrivateLink.objects.filter(ended_at=None).exists()


def test_the_last_word_goes_after_half_an_hour(offer, frozen) -> None:
    client = opened(offer.introduction)
    tap(client, "yes", offer)
    frozen.tick(minutes=31)
    assert client.get(AT).status_code == 404


def test_not_this_time_keeps_her_turn(offer) -> None:
    page = tap(opened(offer.introduction), "pass", offer)
    assert "You are in the line" in page
    offer.refresh_from_db()
    assert offer.answer == "pass"


def test_leaving_is_one_tap_and_can_be_undone(bea, frozen) -> None:
    client = opened(bea)
    page = tap(client, "no")
    assert "You are not in the line any more" in page
    bea.refresh_from_db()
    assert bea.said == "no"
    assert "You are in the line" in tap(client, "undo")
    bea.refresh_from_db()
    assert bea.is_in_line
    assert bea.spoke_at is not None, "of when she spoke with the leader, and no other day"


def test_undoing_ends_after_a_week(bea, frozen) -> None:
    token = door_links.show(bea, by=SYSTEM)
    decisions.record(bea, "no", by=SYSTEM)
    frozen.tick(days=7)
    client = Client()
    client.post(f"/l/{token}/")
    assert client.get(AT).status_code == 404


def test_a_page_left_open_answers_no_later_offer(offer, bea) -> None:
    client = opened(bea)
    offers.withdraw(offer, by=SYSTEM)
    later = offers.make(bea, "spoke", by=SYSTEM)
    page = tap(client, "yes", offer)
    assert "This has changed. Here is how it stands now." in page
    later.refresh_from_db()
    assert later.answer == ""


def test_one_that_ran_out_is_told_kindly(offer, bea, frozen) -> None:
    frozen.tick(hours=47, minutes=45)
    client = opened(bea)
    frozen.tick(minutes=20)
    page = tap(client, "yes", offer)
    assert "This has changed" in page
    assert "You are in the line" in page


def test_fewer_places_meanwhile_are_told_kindly(offer, bea, group) -> None:
    with_places(group, 2)
    builders.place(group, "Ada")
    with_places(group, 1)
    page = tap(opened(bea), "yes", offer)
    assert "That place has gone. You keep your turn in the line." in page
    offer.refresh_from_db()
    assert offer.answer == ""


@pytest.mark.parametrize("do", ["", "sing", "undo", "refuse", "yes"])
def test_what_cannot_be_changes_nothing(bea, do) -> None:
    assert "This has changed" in tap(opened(bea), do)
    assert Introduction.objects.get().is_in_line


def test_somebody_elses_offer_cannot_be_answered(offer, asked) -> None:
    assert "This has changed" in tap(opened(asked("Cleo")), "yes", offer)
    assert not Membership.objects.exists()


def test_a_closed_group_gives_no_place(offer, group) -> None:
    groups.set_state(group, "closed", by=SYSTEM)
    assert "This has changed" in tap(opened(offer.introduction), "yes", offer)
    assert not Membership.objects.exists()


# -- introduced by a partner ------------------------------------------------------------------------


def test_she_confirms_with_one_tap(introduced) -> None:
    row = introduced(NAME)
    client = opened(row)
    assert "Did you ask to hear from us?" in words(client)
    assert "You will hear from us" in tap(client, "confirm")
    row.refresh_from_db()
    assert (row.confirm_way, row.spoke_at) == ("link", None)


def test_she_did_not_ask_and_it_is_gone(introduced) -> None:
    client = opened(introduced(NAME))
    page = tap(client, "refuse")
    assert "It is deleted" in page
    assert not Introduction.objects.exists()
    assert not PrivateLink.objects.exists()
    assert "It is deleted" in tap(client, "refuse"), "a second press is answered kindly"


def test_also_on_a_phone_where_a_leader_is_signed_in(introduced, client_for, ruth) -> None:
    row, client = introduced(NAME), client_for(ruth)
    client.post(f"/l/{door_links.show(row, by=SYSTEM)}/")
    tap(client, "refuse")
    assert not Introduction.objects.exists()
    assert client.get("/dashboard/").status_code == 200, "she stays signed in"


# -- the message --------------------------------------------------------------------------------


def sent_words(drain_all) -> Message:
    drain_all()
    return Message.objects.get()


def test_10_only_a_persons_act_sends_it(bea, offer, drain_all) -> None:
    drain_all()
    assert not Message.objects.exists()


def test_15_the_message_of_an_offer_ends_with_it(bea, by_ruth, ruth, frozen) -> None:
    made = offers.make(bea, "link", by=by_ruth)
    message = Message.objects.get()
    assert message.expires_at == made.held_until
    assert message.audience == "woman"


def test_17_her_time_begins_when_it_may_reach_her(asked, group, by_ruth, clock_at) -> None:
    """Tuesday at 10 at night, and she said: weekday mornings."""
    clock_at(2026, 12, 1, 22, 0)
    reach = {"phone": "07700 900321", "text": "yes", "links_safe": "yes"}
    row = asked(NAME, **reach, safe_windows=["weekday-morning"])
    row = decisions.record(row, "not_yet", "no_room", by=SYSTEM)
    made = offers.make(row, "link", by=by_ruth)
    message = Message.objects.get()
    assert message.not_before.astimezone(clock.LONDON).hour == 8
    assert (made.held_until - message.not_before).total_seconds() == group.offer_hours * 3600


def test_17_no_safe_time_soon_enough_is_said_and_keeps_nothing(
    asked, group, by_ruth, clock_at
) -> None:
    clock_at(2026, 12, 1, 22, 0)
    groups.edit(group, facts={"offer_hours": 24}, by=SYSTEM)
    reach = {"phone": "07700 900321", "text": "yes", "links_safe": "yes"}
    row = asked(NAME, **reach, safe_windows=["weekend-morning"])
    row = decisions.record(row, "not_yet", "no_room", by=SYSTEM)
    with pytest.raises(offers.NotPossible, match="None of her safe times"):
        offers.make(row, "link", by=by_ruth)
    assert not PlaceOffer.objects.exists()


def test_13_who_gets_in_touch_herself_is_sent_nothing(asked, by_ruth) -> None:
    reach = {"phone": "07700 900321", "text": "yes", "links_safe": "yes"}
    row = asked(NAME, **reach, own_contact=True)
    with pytest.raises(door_links.NotPossible):
        door_links.send_link(row, by=by_ruth)


def test_the_link_is_made_as_the_message_is_written(bea, by_ruth, drain_all, monkeypatch) -> None:
    offers.make(bea, "link", by=by_ruth)
    assert not PrivateLink.objects.exists()
    drain_all()
    message = Message.objects.get()
    assert message.state in {"accepted", "delivered"}
    assert message.body == "", "cleared once it is sent"
    assert PrivateLink.objects.get().purpose == "door"


@pytest.mark.parametrize("change", ["answered", "withdrawn", "joined", "no_links", "unsure"])
def test_what_no_longer_holds_is_not_sent(bea, by_ruth, drain_all, change) -> None:
    made = offers.make(bea, "link", by=by_ruth)
    if change == "answered":
        offers.answer(made, "pass", by=by_ruth)
    if change == "withdrawn":
        offers.withdraw(made, by=by_ruth)
    if change == "joined":
        decisions.record(bea, "yes", by=by_ruth)
    if change == "no_links":
        bea.card.links_safe = "no"
        bea.card.save()
    if change == "unsure":
        PlaceOffer.objects.update(ended="withdrawn")
    drain_all()
    assert Message.objects.get().state == "cancelled"
    assert not PrivateLink.objects.exists()


def test_a_newer_link_takes_the_older_messages_place(introduced, by_ruth, drain_all) -> None:
    row = introduced(NAME)
    for _ in range(2):
        door_links.send_link(row, by=by_ruth)
    drain_all()
    assert sorted(Message.objects.values_list("state", flat=True)) in (
        ["accepted", "cancelled"],
        ["cancelled", "delivered"],
    )


def test_confirmed_by_the_link_that_was_sent(introduced, by_ruth, drain_all) -> None:
    row = introduced(NAME)
    door_links.send_link(row, by=by_ruth)
    row.refresh_from_db()
    assert row.last_contact_at is not None
    assert confirmations.confirm(row, by=by_ruth).is_confirmed
