"""Coming, running late, not this time: one tap, no reason, changeable (safety.md 19, 20, 49)."""

import datetime as dt

import pytest

from groups.models import Answer
from groups.services import answers, memberships, sessions
from groups.services import groups as group_services
from peersupport.models import AuditEvent, Message
from peersupport.services import cards, people
from tests import builders

from .conftest import herself
from .test_you_link_only import words

pytestmark = pytest.mark.django_db


def say(client, session, choice: str, **more):
    return client.post(f"/you/answer/{session.pk}/", {"choice": choice} | more, follow=True)


@pytest.fixture
def told(ruth, group):
    """Ruth wants a text when somebody is late."""
    cards.change(
        people.card_of(ruth),
        answers={"phone": builders.phone(1), "text": "yes"},
        by=herself_of(ruth),
    )
    place = ruth.leaderships.get(group=group)
    group_services.choose_notices(place, "text", by=herself_of(ruth))
    return ruth


def herself_of(user):
    from peersupport.actors import Actor

    return Actor.of_user(user)


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("coming", "You said: coming. See you there."),
        ("late", "You said: running late."),
        ("not_this_time", "You said: not this time. That is fine."),
    ],
)
def test_one_tap(ada_client, session, choice, said) -> None:
    assert said in words(say(ada_client, session, choice))
    answer = Answer.objects.get()
    assert (answer.choice, answer.minutes, answer.way) == (choice, None, "page")


def test_it_can_be_changed_until_it_ends(ada_client, session, frozen, ada, woman_client) -> None:
    say(ada_client, session, "coming")
    frozen.set(session.ends_at - dt.timedelta(minutes=1))
    say(woman_client(ada.subject), session, "not_this_time")
    assert Answer.objects.get().choice == "not_this_time"


def test_running_late_asks_about_how_long_in_a_second_step(ada_client, session) -> None:
    page = say(ada_client, session, "late").content.decode()
    for minutes in (5, 10, 20, 30):
        assert f'name="minutes" value="{minutes}"' in page
    assert "about 10 minutes" in words(say(ada_client, session, "late", minutes="10"))
    assert "half an hour or so" in words(say(ada_client, session, "late", minutes="30"))
    assert Answer.objects.get().minutes == 30


def test_coming_after_all_forgets_the_minutes(ada_client, session) -> None:
    say(ada_client, session, "late", minutes="10")
    page = say(ada_client, session, "coming").content.decode()
    assert Answer.objects.get().minutes is None
    assert 'name="minutes"' not in page


def test_a_double_press_makes_one_row_and_one_notice(ada_client, session, told) -> None:
    say(ada_client, session, "late")
    say(ada_client, session, "late")
    assert Answer.objects.count() == 1
    assert Message.objects.filter(kind="late-notice").count() == 1


def test_with_the_minutes_the_notice_nobody_read_yet_is_withdrawn(
    ada_client, session, told
) -> None:
    say(ada_client, session, "late")
    say(ada_client, session, "late", minutes="5")
    notices = Message.objects.filter(kind="late-notice").order_by("pk")
    assert [(m.state, m.params["minutes"]) for m in notices] == [("cancelled", None), ("due", 5)]


def test_a_late_notice_holds_a_choice_and_minutes_and_goes_to_that_sessions_leaders_only(
    ada_client, session, told, other_ruth
) -> None:
    say(ada_client, session, "late", minutes="5")
    notice = Message.objects.get(kind="late-notice")
    assert notice.card == told.card
    assert set(notice.params) == {"session", "membership", "sequence", "minutes"}
    assert not AuditEvent.objects.filter(verb__contains="late").exists()


def test_when_it_is_over_she_reads_a_kind_sentence(ada_client, session, frozen, ada) -> None:
    frozen.set(session.ends_at)
    from peersupport import links

    token = links.mint("you", ada.subject, by=herself(ada), lifetime=None, single_use=False)
    ada_client.post(f"/l/{token}/")
    assert "You need not answer it" in words(say(ada_client, session, "coming"))
    assert not Answer.objects.exists()


def test_when_it_is_off_she_reads_a_kind_sentence(ada_client, session, by_ruth) -> None:
    sessions.cancel(session, by=by_ruth)
    assert "You need not answer it" in words(say(ada_client, session, "coming"))


@pytest.mark.parametrize("typed", [{}, {"choice": "x"}, {"choice": "late", "minutes": "7"}])
def test_anything_else_is_not_an_answer(ada_client, session, typed) -> None:
    page = ada_client.post(f"/you/answer/{session.pk}/", typed, follow=True)
    assert "Please tap one of the buttons" in words(page)
    assert not Answer.objects.exists()


def test_a_get_changes_nothing(ada_client, session) -> None:
    url = f"/you/answer/{session.pk}/?choice=coming"
    assert ada_client.get(url).headers["Location"] == "/you/"
    assert not Answer.objects.exists()


@pytest.mark.parametrize("pk", [0, 999_999])
def test_a_forged_session_is_not_there(ada_client, session, pk) -> None:
    assert ada_client.post(f"/you/answer/{pk}/", {"choice": "coming"}).status_code == 404


def test_the_session_of_another_group_is_not_there(ada_client, other_session) -> None:
    assert say(ada_client, other_session, "coming").status_code == 404
    assert not Answer.objects.exists()


def test_the_service_itself_refuses_a_session_that_is_not_hers(
    ada, adas_place, other_session
) -> None:
    with pytest.raises(answers.TooLate):
        answers.say(other_session, adas_place, "coming", way="page", by=herself(ada))


def test_who_has_left_answers_no_more(ada_client, adas_place, session, by_ruth) -> None:
    memberships.leave(adas_place, by=by_ruth)
    assert say(ada_client, session, "coming").status_code == 404
    with pytest.raises(answers.TooLate):
        answers.say(session, adas_place, "coming", way="text", by=by_ruth)


def test_her_answer_touches_nobody_elses(ada_client, beas_place, session) -> None:
    answers.say(session, beas_place, "coming", way="page", by=herself(beas_place.woman))
    say(ada_client, session, "not_this_time")
    assert Answer.objects.get(membership=beas_place).choice == "coming"
