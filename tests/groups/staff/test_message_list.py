"""Messages that need a person, and today's cards that lead to them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups import cards
from groups.services import register
from peersupport import clock
from peersupport.models import AuditEvent, InboundText, Message, MessageEvent
from tests import builders

from .test_who_may import text_of

pytestmark = pytest.mark.django_db
LIST = reverse("groups:message-list")


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def missed(place, session, state: str, reason: str = "") -> Message:
    """A reminder to her that came to this end."""
    made = builders.message(
        place.her.card,
        kind="reminder",
        about=session.subject,
        about_starts_at=session.starts_at,
        expires_at=session.starts_at,
        owner=place.group.owner,
    )
    Message.objects.filter(pk=made.pk).update(state=state, reason=reason)
    return made


# -- the list -------------------------------------------------------------------------------------


def test_message_list_of_a_quiet_day(as_ruth) -> None:
    assert "Nothing waits for you." in words(as_ruth.get(LIST))


@pytest.mark.parametrize(
    ("state", "reason", "says"),
    [
        ("uncertain", "", "It may have gone, or not."),
        ("dead", "not_a_uk_mobile", "Her number is not a UK mobile"),
        ("expired", "no_safe_window", "None of her safe times was left before it began."),
        ("undelivered", "", "It did not arrive."),
    ],
)
def test_message_list_says_what_it_was_about_and_what_became_of_it(
    state, reason, says, session, adas_place, as_ruth, as_other_ruth
) -> None:
    missed(adas_place, session, state, reason)
    page = words(as_ruth.get(LIST))
    assert "Ada" in page
    assert "The reminder, by text, for today at noon" in page
    assert says in page
    assert "Ada" not in words(as_other_ruth.get(LIST))


@pytest.mark.parametrize("state", ["uncertain", "dead", "expired", "undelivered"])
def test_message_told_takes_it_off_the_list(state, session, adas_place, ruth, as_ruth) -> None:
    message = missed(adas_place, session, state)
    for _ in range(2):
        as_ruth.post(reverse("groups:message-told", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == ("no_receipt" if state == "uncertain" else state)
    assert "Ada" not in words(as_ruth.get(LIST))
    told = MessageEvent.objects.filter(state="told_by_hand")
    assert [event.note for event in told] == [f"user:{ruth.pk}"]
    assert AuditEvent.objects.filter(verb="message.told_by_hand").count() == 1


def test_an_uncertain_message_told_by_hand_is_never_sent_again(
    session, adas_place, as_ruth, drain_all, gateway
) -> None:
    message = missed(adas_place, session, "uncertain")
    as_ruth.post(reverse("groups:message-told", args=[message.pk]))
    drain_all()
    assert not gateway.requests


def test_a_message_on_its_way_cannot_be_settled_by_hand(session, adas_place, as_ruth) -> None:
    message = missed(adas_place, session, "due")
    as_ruth.post(reverse("groups:message-told", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == "due"
    assert not MessageEvent.objects.filter(state="told_by_hand").exists()


def test_what_was_for_a_peer_leader_is_not_in_the_list(session, adas_place, as_ruth) -> None:
    message = missed(adas_place, session, "expired")
    Message.objects.filter(pk=message.pk).update(audience="staff")
    assert "Nothing waits for you." in words(as_ruth.get(LIST))


def test_message_list_shows_texts_as_written_until_somebody_has_seen_to_them(
    session, adas_place, as_ruth
) -> None:
    text = text_of(adas_place)
    page = words(as_ruth.get(LIST))
    assert "can I bring my sister?" in page
    assert f"{reverse('groups:session-door', args=[session.pk])}#texts" in page
    as_ruth.post(reverse("groups:text-seen", args=[text.pk]))
    assert InboundText.objects.get().state == "settled"
    assert "sister" not in words(as_ruth.get(LIST))


def test_a_text_from_an_unknown_number_is_a_coordinators(db, as_ruth, as_nadia) -> None:
    InboundText.objects.create(
        provider="t",
        provider_id="9",
        sender="+447700900999",
        sender_hash="x",
        body="who is this?",
        state="needs_person",
    )
    assert "who is this?" not in words(as_ruth.get(LIST))
    page = words(as_nadia.get(LIST))
    assert "From a number we do not know" in page
    assert "7700900999" not in page


def test_message_list_goes_on_by_key(session, adas_place, as_ruth) -> None:
    for _ in range(30):
        missed(adas_place, session, "dead")
        text_of(adas_place)
    first = as_ruth.get(LIST)
    second = as_ruth.get(LIST, {"after": first.context["more_missed"]})
    pks = [row.pk for page in (first, second) for row in page.context["missed"]]
    assert len(pks) == len(set(pks)) == 30
    older = as_ruth.get(LIST, {"texts": first.context["more_texts"]})
    texts = [row.pk for page in (first, older) for row in page.context["texts"]]
    assert len(texts) == len(set(texts)) == 30


def test_message_list_costs_the_same_for_one_and_for_three(
    session, adas_place, as_ruth, queries_of
) -> None:
    missed(adas_place, session, "dead")
    text_of(adas_place)
    one = queries_of(as_ruth, LIST)
    for _ in range(2):
        missed(adas_place, session, "uncertain")
        text_of(adas_place)
    assert queries_of(as_ruth, LIST) == one


# -- today ----------------------------------------------------------------------------------------


def titles(user) -> list[str]:
    found = sorted(cards.today(user, clock.now()), key=lambda card: card.weight)
    return [card.title for card in found]


def test_today_begins_with_the_door(session, ruth, other_ruth, nadia) -> None:
    card = cards.today(ruth, clock.now())[0]
    assert card.title == "Today, noon"
    assert card.url == reverse("groups:session-door", args=[session.pk])
    assert titles(other_ruth) == []
    assert titles(nadia) == [], "a coordinator opens no doors of groups she does not lead"


def test_today_knows_a_session_just_after_midnight(group, ruth, by_ruth, frozen) -> None:
    frozen.set(2026, 12, 1, 22, 0)
    builders.session(group, starts=clock.now() + dt.timedelta(hours=3), by=by_ruth)
    assert titles(ruth) == ["Tomorrow, 1am"]


def test_today_asks_who_came_until_the_register_is_filled(
    session, adas_place, ruth, by_ruth, frozen
) -> None:
    frozen.tick(days=1)
    assert titles(ruth) == ["Who came?"]
    register.mark(session, adas_place, "came", by=by_ruth)
    assert titles(ruth) == []


def test_today_asks_no_more_when_the_register_is_shut(session, ruth, frozen) -> None:
    frozen.tick(days=15)
    assert titles(ruth) == []


def test_today_leads_to_texts_and_to_what_did_not_get_through(session, adas_place, ruth) -> None:
    text_of(adas_place)
    missed(adas_place, session, "dead")
    missed(adas_place, session, "expired")
    assert titles(ruth) == [
        "Today, noon",
        "A text waits to be read",
        "2 messages did not get through",
    ]


def test_today_is_silent_about_what_is_past(session, adas_place, ruth, frozen) -> None:
    missed(adas_place, session, "dead")
    frozen.tick(hours=2)
    assert titles(ruth) == ["It is on now"]


def test_today_counts_no_further_than_it_must(session, adas_place, ruth) -> None:
    for _ in range(25):
        text_of(adas_place)
    assert "20 or more texts wait to be read" in titles(ruth)


def test_today_asks_two_questions(session, adas_place, ruth, by_ruth, group) -> None:
    for days in (1, 2, 3):
        builders.session(group, starts=session.starts_at + dt.timedelta(days=days), by=by_ruth)
        text_of(adas_place)
        missed(adas_place, session, "dead")
    with CaptureQueriesContext(connection) as seen:
        cards.today(ruth, clock.now())
    assert len(seen) == 2


def test_the_dashboard_shows_them(session, as_ruth) -> None:
    assert "Open the door list" in words(as_ruth.get(reverse("dashboard")))
