"""What a peer leader sees of the line and of offers, and what she does there."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groups.services import memberships
from outreach.models import Introduction, PlaceOffer
from outreach.services import decisions, offers
from peersupport.actors import SYSTEM
from peersupport.models import Message, PrivateLink
from tests import builders
from tests.outreach.conftest import BY_PHONE
from tests.outreach.test_places import with_places

pytestmark = pytest.mark.django_db
AT = "/dashboard/introductions"


@pytest.fixture
def full(group):
    with_places(group, 1)
    return builders.place(group, "Ada")


@pytest.fixture
def line(asked, full, frozen) -> Callable[..., list[Introduction]]:
    def stand(*names: str, **reach) -> list[Introduction]:
        rows = []
        for name in names:
            frozen.tick(minutes=1)
            rows.append(decisions.record(asked(name, **reach), "not_yet", "no_room", by=SYSTEM))
        return rows

    return stand


@pytest.fixture
def as_ruth(client_for, ruth) -> Client:
    return client_for(ruth)


def read(client: Client, path: str, **said) -> str:
    response = client.post(path, said, follow=True) if said else client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_line_is_read_in_order_with_how_the_places_stand(line, group, as_ruth) -> None:
    line("Bea", "Cleo")
    page = read(as_ruth, f"{AT}/line/{group.pk}/")
    assert page.index("Bea") < page.index("Cleo")
    assert "1 of 1 places are taken. None is free." in page
    assert "Offer her the place" not in page


def test_where_a_place_is_free_the_next_is_pointed_at(line, full, group, as_ruth) -> None:
    bea, cleo = line("Bea", "Cleo")
    memberships.leave(full, by=SYSTEM)
    page = read(as_ruth, f"{AT}/line/{group.pk}/")
    assert page.count("Offer her the place") == 1
    assert f"{AT}/{bea.pk}/#offer" in page
    offers.answer(offers.make(bea, "spoke", by=SYSTEM), "pass", by=SYSTEM)
    page = read(as_ruth, f"{AT}/line/{group.pk}/")
    assert "not this time, today" in page
    assert f"{AT}/{cleo.pk}/#offer" in page


def test_an_offer_stands_in_the_line_until_when(line, full, group, as_ruth) -> None:
    [bea] = line("Bea")
    memberships.leave(full, by=SYSTEM)
    offers.make(bea, "spoke", by=SYSTEM)
    page = read(as_ruth, f"{AT}/line/{group.pk}/")
    assert "offered, until Thursday at 11.01am" in page
    assert "0 of 1 places are taken, 1 offered. None is free." in page


def test_one_that_ran_out_is_seen_and_is_no_no(line, full, group, as_ruth, frozen) -> None:
    [bea] = line("Bea")
    memberships.leave(full, by=SYSTEM)
    offers.make(bea, "spoke", by=SYSTEM)
    frozen.tick(hours=49)
    assert "it ran out today. That is not a no" in read(as_ruth, f"{AT}/line/{group.pk}/")
    assert "it ran out today" in read(as_ruth, f"{AT}/{bea.pk}/")


def test_another_groups_line_is_not_hers(line, group, client_for, other_ruth) -> None:
    line("Bea")
    assert client_for(other_ruth).get(f"{AT}/line/{group.pk}/").status_code == 404
    assert group.name not in read(client_for(other_ruth), f"{AT}/line/")


def test_a_coordinator_sees_where_anybody_waits(line, group, other_group, client_for, nadia):
    line("Bea")
    page = read(client_for(nadia), f"{AT}/line/")
    assert group.name in page
    assert "1 waiting" in page
    assert other_group.name not in page


def test_from_the_offer_to_the_place(line, full, as_ruth, group) -> None:
    [bea] = line("Bea")
    memberships.leave(full, by=SYSTEM)
    page = read(as_ruth, f"{AT}/{bea.pk}/")
    assert "She is number 1 in the line" in page
    page = read(as_ruth, f"{AT}/{bea.pk}/offer/", way="spoke")
    assert "It is kept for her." in page
    assert "A place is kept for her" in page
    offer = PlaceOffer.objects.get()
    page = read(as_ruth, f"{AT}/offers/{offer.pk}/", said="yes")
    assert "Noted: she said yes." in page
    assert "She has her place" in page


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ("pass", "She keeps her turn"),
        ("no", "she said no"),
        ("withdraw", "Taken back"),
        ("sing", "Nothing was changed"),
    ],
)
def test_her_other_answers(line, full, as_ruth, said, reads) -> None:
    [bea] = line("Bea")
    memberships.leave(full, by=SYSTEM)
    offer = offers.make(bea, "spoke", by=SYSTEM)
    assert reads in read(as_ruth, f"{AT}/offers/{offer.pk}/", said=said)


def test_what_cannot_be_is_a_clear_sentence(line, as_ruth, full, frozen) -> None:
    bea, cleo = line("Bea", "Cleo")
    assert "Every place is taken or offered" in read(as_ruth, f"{AT}/{bea.pk}/offer/", way="spoke")
    assert "Choose how she hears of it" in read(as_ruth, f"{AT}/{bea.pk}/offer/", way="")
    memberships.leave(full, by=SYSTEM)
    assert "Somebody asked before her" in read(as_ruth, f"{AT}/{cleo.pk}/offer/", way="spoke")
    offer = offers.make(bea, "spoke", by=SYSTEM)
    frozen.tick(days=3)
    assert "That offer is over" in read(as_ruth, f"{AT}/offers/{offer.pk}/", said="yes")
    assert not PlaceOffer.objects.exclude(introduction=bea).exists()


def test_no_offer_is_to_be_seen_where_it_could_not_be_made(line, full, as_ruth) -> None:
    bea, cleo = line("Bea", "Cleo")
    for row in (bea, cleo):
        page = read(as_ruth, f"{AT}/{row.pk}/")
        assert "Offer her a place" not in page
        assert "See the line" in page
    memberships.leave(full, by=SYSTEM)
    assert "Offer her a place" in read(as_ruth, f"{AT}/{bea.pk}/")
    assert "Offer her a place" not in read(as_ruth, f"{AT}/{cleo.pk}/")


def test_another_group_is_offered_and_moves_her(line, other_group, as_ruth) -> None:
    [bea] = line("Bea")
    page = read(as_ruth, f"{AT}/{bea.pk}/another/", group=other_group.ref, way="spoke")
    assert f"{other_group.name} is offered to her" in page
    page = read(as_ruth, f"{AT}/offers/{PlaceOffer.objects.get().pk}/", said="yes")
    assert "Bea" not in page, "she is with the other group now, and no longer in this list"
    bea.refresh_from_db()
    assert bea.group == other_group


def test_a_forged_group_is_refused(line, as_ruth) -> None:
    [bea] = line("Bea")
    page = read(as_ruth, f"{AT}/{bea.pk}/another/", group="zzzzz", way="spoke")
    assert "That group is not open any more" in page
    assert not PlaceOffer.objects.exists()


def test_15_a_link_only_where_she_said_so(line, full, as_ruth) -> None:
    [bea] = line("Bea", phone="07700 900321", call="yes", text="yes")
    memberships.leave(full, by=SYSTEM)
    page = read(as_ruth, f"{AT}/{bea.pk}/")
    assert "Send her the link" not in page
    assert 'value="link"' not in page
    read(as_ruth, f"{AT}/{bea.pk}/offer/", way="link")
    assert "She did not say" in read(as_ruth, f"{AT}/{bea.pk}/door-link/", once="k")
    assert not Message.objects.exists()
    assert not PlaceOffer.objects.exists()


def test_the_link_is_sent_once_however_often_it_is_pressed(line, as_ruth) -> None:
    [bea] = line("Bea", **BY_PHONE)
    for _ in range(2):
        assert "Her link is on its way" in read(as_ruth, f"{AT}/{bea.pk}/door-link/", once="k")
    assert Message.objects.count() == 1


def test_the_code_is_shown_on_this_one_answer(line, as_ruth) -> None:
    [bea] = line("Bea")
    response = as_ruth.post(f"{AT}/{bea.pk}/door-code/")
    assert "<svg" in response.content.decode()
    assert PrivateLink.objects.get().subject == bea.subject
    assert "/l/" not in read(as_ruth, f"{AT}/{bea.pk}/")


def test_6_the_line_costs_the_same_for_one_and_for_many(line, group, as_ruth) -> None:
    line("Bea")
    with CaptureQueriesContext(connection) as one:
        read(as_ruth, f"{AT}/line/{group.pk}/")
    line("Cleo", "Dee")
    with CaptureQueriesContext(connection) as three:
        read(as_ruth, f"{AT}/line/{group.pk}/")
    assert len(one) == len(three)


def test_6_and_so_does_the_list_of_lines(line, group, asked, client_for, nadia) -> None:
    client = client_for(nadia)
    line("Bea")
    with CaptureQueriesContext(connection) as one:
        read(client, f"{AT}/line/")
    for name in ("Birch", "Cedar"):
        made = with_places(builders.group(name), 1)
        decisions.record(asked("Eve", ref=made.ref), "not_yet", "no_room", by=SYSTEM)
    with CaptureQueriesContext(connection) as three:
        read(client, f"{AT}/line/")
    assert len(one) == len(three)
