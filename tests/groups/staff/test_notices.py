"""How a peer leader hears that somebody is running late."""

import pytest
from django.urls import reverse

from groups.models import Leadership
from groups.services import answers, groups
from peersupport.actors import SYSTEM, Actor
from peersupport.models import Message, User
from peersupport.services import people
from tests import builders

pytestmark = pytest.mark.django_db
URL = reverse("groups:notices")


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def place(ruth) -> Leadership:
    return Leadership.objects.get(user=ruth)


@pytest.fixture
def she_says_late():
    """She says it herself."""

    def said(session, place):
        by = Actor.of_link(place.her.subject)
        answers.say(session, place, "late", way="page", by=by)

    return said


def test_notices_begin_with_no_message(place, ruth, as_ruth) -> None:
    assert place.late_notices == "none"
    assert "Kettle on the hob" in words(as_ruth.get(URL))
    assert User.objects.get(pk=ruth.pk).card is None, "reading makes no card"


def test_notices_by_text_reach_her_own_number(
    place, ruth, as_ruth, session, adas_place, she_says_late
) -> None:
    as_ruth.post(URL, {"phone": "07700 900555", f"way_{place.pk}": "text"})
    place.refresh_from_db()
    assert place.late_notices == "text"
    card = User.objects.get(pk=ruth.pk).card
    assert (card.phone, card.text) == ("+447700900555", "yes")
    she_says_late(session, adas_place)
    assert [m.card for m in Message.objects.filter(kind="late-notice")] == [card]
    assert "07700 900555" in words(as_ruth.get(URL))


@pytest.mark.parametrize(
    ("phone", "says"),
    [
        ("", "You chose a text. Tell us your number."),
        ("0770", "That does not look like a phone number."),
        ("020 7946 0018", "Texts go to UK mobiles only."),
    ],
)
def test_notices_by_text_need_a_mobile(phone, says, place, as_ruth) -> None:
    page = words(as_ruth.post(URL, {"phone": phone, f"way_{place.pk}": "text"}))
    assert says in page
    assert f'value="{phone}"' in page or not phone
    place.refresh_from_db()
    assert place.late_notices == "none"


def test_taking_her_number_away_takes_texts_with_it(place, ruth, as_ruth) -> None:
    as_ruth.post(URL, {"phone": "07700 900555", f"way_{place.pk}": "text"})
    as_ruth.post(URL, {"phone": "", f"way_{place.pk}": "mail"})
    place.refresh_from_db()
    card = User.objects.get(pk=ruth.pk).card
    assert (place.late_notices, card.phone, card.text) == ("mail", "", "")


def test_notices_of_another_are_not_hers_to_choose(place, other_ruth, as_ruth) -> None:
    other = Leadership.objects.get(user=other_ruth)
    as_ruth.post(URL, {"phone": "", f"way_{place.pk}": "mail", f"way_{other.pk}": "mail"})
    other.refresh_from_db()
    assert other.late_notices == "none"


def test_notices_without_a_group(db, client_for) -> None:
    lonely = builders.user("Lone Leader", "peer_leader")
    assert "You lead no group just now" in words(client_for(lonely).get(URL))


@pytest.mark.parametrize("ends", ["place", "role"])
def test_who_leads_no_more_is_told_no_name(
    ends, place, ruth, session, adas_place, she_says_late, drain_all
) -> None:
    """The notice was written down before her place ended, and would have gone after it."""
    groups.choose_notices(place, "mail", by=SYSTEM)
    she_says_late(session, adas_place)
    notice = Message.objects.get(kind="late-notice")
    if ends == "place":
        groups.end_leadership(place, by=SYSTEM)
    else:
        people.end_role(ruth, by=SYSTEM)
    drain_all()
    notice.refresh_from_db()
    assert notice.state == "cancelled"
