"""The door list: live, one tap, and the same number of questions to the database for any number."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.html import escape

from groups.models import Answer, Attendance
from peersupport import clock
from peersupport.actors import Actor
from peersupport.messaging import inbound
from peersupport.models import AuditEvent, InboundText
from tests import builders

from .test_who_may import text_of

pytestmark = pytest.mark.django_db


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def door(session) -> str:
    return reverse("groups:session-door", args=[session.pk])


@pytest.fixture
def poll(session, as_ruth):
    """Ask as door.js does: ``poll(tag)``."""

    def ask(tag: str = ""):
        url = reverse("groups:session-door-list", args=[session.pk])
        return as_ruth.get(url, headers={"X-Poll": "1", "If-None-Match": tag})

    return ask


@pytest.fixture
def tap(session, as_ruth):
    """One tap beside a woman's name: ``tap(place, "coming")``."""

    def press(place, deed: str, **more):
        url = reverse("groups:session-door-answer", args=[session.pk, place.pk])
        return as_ruth.post(url, {"deed": deed}, **more)

    return press


def part_of(html: str, name: str) -> str:
    """The heading under which she stands."""
    before = html[: html.index(f'door-name">{name}<')]
    return before.rpartition("data-state=")[2].split('"')[1]


# -- what it shows --------------------------------------------------------------------------------


def test_session_door_shows_each_woman_under_what_she_said(
    session, group, adas_place, bea, cleo, as_ruth, says, door
) -> None:
    says(session, adas_place, "late", 10)
    says(session, bea, "coming")
    says(session, builders.place(group, "Zoë"), "not_this_time")
    html = words(as_ruth.get(door))
    assert [part_of(html, name) for name in ("Ada", "Bea", "Zoë", "Cleo")] == [
        "late",
        "coming",
        "not_this_time",
        "not_heard",
    ]
    assert "On the way, about 10 minutes late" in html
    assert "by text at 11am" in html


def test_session_door_tells_two_women_of_one_name_apart(session, group, as_ruth, door) -> None:
    first = builders.place(group, "Ada")
    first.joined_at -= dt.timedelta(days=100)
    first.save()
    builders.place(group, "ada")
    html = words(as_ruth.get(door))
    assert "since 23 August 2026" in html
    assert "since 1 December 2026" in html


def test_session_door_shows_no_woman_of_another_group(session, dora, as_nadia, door) -> None:
    assert "Dora" not in words(as_nadia.get(door))


def test_session_door_names_are_words_not_markup(session, group, as_ruth, door) -> None:
    builders.place(group, "<b>Eve</b>")
    assert "<b>Eve" not in words(as_ruth.get(door))


# -- the live part --------------------------------------------------------------------------------


def test_running_late_is_there_at_the_next_poll(session, adas_place, poll, says) -> None:
    first = poll()
    tag = first["ETag"]
    assert tag.startswith('"'), "a strong ETag"
    assert poll(tag).status_code == 304
    says(session, adas_place, "late", 5, way="page")
    news = poll(tag)
    assert "On the way, about 5 minutes late" in words(news)
    assert news["ETag"] != tag
    assert poll(news["ETag"]).status_code == 304


def test_a_2_by_text_is_there_at_the_next_poll(
    session, adas_place, poll, drain_all, gateway
) -> None:
    from groups import reminders

    reminders.materialise(clock.now())
    drain_all()
    tag = poll()["ETag"]
    sender = adas_place.her.card.phone
    inbound.receive(sender=sender, body="2", provider="generic", provider_id="1")
    assert part_of(words(poll(tag)), "Ada") == "late"


def test_the_list_is_the_page_and_has_no_key_of_a_form(
    session, adas_place, as_ruth, poll, door
) -> None:
    html, page = words(poll()), words(as_ruth.get(door))
    assert html in page
    assert "csrf" not in html
    assert f'data-tag="{escape(poll()["ETag"])}"' in page


def test_a_poll_neither_keeps_her_signed_in_nor_counts_as_a_view(
    session, adas_place, as_ruth, poll
) -> None:
    store = as_ruth.session
    store["seen"] = store["seen"] - 600
    store.save()
    before, rows = as_ruth.session["seen"], AuditEvent.objects.count()
    poll()
    assert as_ruth.session["seen"] == before
    assert AuditEvent.objects.count() == rows
    as_ruth.get(reverse("groups:session-door", args=[session.pk]))
    assert as_ruth.session["seen"] > before


def test_a_poll_of_somebody_idle_too_long_is_shown_out(session, as_ruth, poll) -> None:
    store = as_ruth.session
    store["seen"] = store["seen"] - 3700
    store.save()
    assert poll().status_code == 302


def test_the_list_asks_at_most_six_questions_whatever_the_number(
    session, group, adas_place, as_ruth, says, queries_of
) -> None:
    url = reverse("groups:session-door-list", args=[session.pk])
    counts = []
    for number in (9, 90):
        for i in range(number):
            place = builders.place(group, f"W{number}-{i}")
            if i % 3:
                says(session, place, "late" if i % 2 else "coming")
            if i < 4:
                text_of(place)
        counts.append(queries_of(as_ruth, url, **{"X-Poll": "1"}))
    assert counts[0] == counts[1] <= 6


# -- one tap --------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["coming", "late", "not_this_time"])
def test_she_told_us_is_one_tap_and_can_be_taken_back(
    choice, session, adas_place, tap, door, poll
) -> None:
    assert tap(adas_place, choice)["Location"] == f"{door}#w{adas_place.pk}"
    tap(adas_place, choice)
    answer = Answer.objects.get()
    assert (answer.choice, answer.way) == (choice, "leader")
    assert "she told us at 11am" in words(poll())
    tap(adas_place, "undo")
    assert not Answer.objects.exists()


def test_what_she_said_herself_offers_no_undo(session, adas_place, poll, says) -> None:
    says(session, adas_place, "coming")
    assert 'value="undo"' not in words(poll())


def test_here_is_one_tap_into_the_register_and_back(session, adas_place, tap, poll, says) -> None:
    says(session, adas_place, "late", 20)
    tap(adas_place, "here")
    line = Attendance.objects.get()
    assert (line.state, line.late) == ("came", False), "nothing counts lateness"
    assert part_of(words(poll()), "Ada") == "here"
    tap(adas_place, "undo-here")
    assert not Attendance.objects.exists()
    assert part_of(words(poll()), "Ada") == "late"


def test_here_waits_for_the_day(group, ruth, adas_place, as_ruth, by_ruth) -> None:
    far = builders.session(group, starts=clock.now() + dt.timedelta(days=3), by=by_ruth)
    assert 'value="here"' not in words(as_ruth.get(reverse("groups:session-door", args=[far.pk])))
    url = reverse("groups:session-door-answer", args=[far.pk, adas_place.pk])
    answer = as_ruth.post(url, {"deed": "here"}, follow=True)
    assert "The register opens on the day of the session." in words(answer)
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("deed", ["", "gone", "LATE", "coming; drop"])
def test_a_tap_that_is_no_button_changes_nothing(deed, session, adas_place, tap) -> None:
    assert tap(adas_place, deed).status_code == 302
    assert not Answer.objects.exists()


def test_after_the_session_answers_stand(session, adas_place, tap, poll, frozen) -> None:
    frozen.tick(hours=4)
    assert "<button" not in words(poll())
    assert "This session is over or cancelled" in words(tap(adas_place, "coming", follow=True))
    assert not Answer.objects.exists()


# -- texts that wait ------------------------------------------------------------------------------


def test_a_text_is_shown_as_written_and_set_in_one_tap(session, adas_place, as_ruth, poll) -> None:
    text = text_of(adas_place, body="omw but the bus <3 hasn't come")
    html = words(poll())
    assert "omw but the bus &lt;3 hasn&#x27;t come" in html
    assert "From Ada’s number" in html
    url = reverse("groups:session-door-text", args=[session.pk, text.pk])
    as_ruth.post(url, {"deed": f"{adas_place.pk}:late"})
    assert Answer.objects.get().choice == "late"
    text.refresh_from_db()
    assert text.state == "settled"
    assert "omw but" not in words(poll())


def test_two_women_on_one_number_are_both_shown_and_never_guessed(
    session, group, adas_place, poll
) -> None:
    number = adas_place.her.card.phone
    bea = builders.place(group, "Bea", phone=number, text="yes")
    text_of(adas_place, body="2")
    html = words(poll())
    assert "From Ada and Bea’s number" in html
    assert f'value="{adas_place.pk}:late"' in html
    assert f'value="{bea.pk}:late"' in html
    assert not Answer.objects.exists()


def test_stop_says_ask_in_person_and_offers_no_answer(session, adas_place, as_ruth, poll) -> None:
    text = text_of(adas_place, body="STOP", state="stop")
    html = words(poll())
    assert "This may not have been her: ask her in person." in html
    assert f'value="{adas_place.pk}:coming"' not in html
    url = reverse("groups:session-door-text", args=[session.pk, text.pk])
    as_ruth.post(url, {"deed": "seen"})
    text.refresh_from_db()
    assert text.state == "settled"


def test_a_text_set_too_late_stays_to_be_read(session, adas_place, as_ruth, frozen) -> None:
    text = text_of(adas_place)
    frozen.tick(hours=4)
    url = reverse("groups:session-door-text", args=[session.pk, text.pk])
    as_ruth.post(url, {"deed": f"{adas_place.pk}:coming"})
    assert InboundText.objects.get().state == "needs_person"


def test_settled_texts_keep_who_settled_them(session, adas_place, ruth, as_ruth) -> None:
    text = text_of(adas_place)
    as_ruth.post(reverse("groups:session-door-text", args=[session.pk, text.pk]), {"deed": "seen"})
    assert InboundText.objects.get().settled_by == Actor.of_user(ruth).subject


def test_answers_by_her_after_the_leaders_tap_win(session, adas_place, tap, says) -> None:
    tap(adas_place, "not_this_time")
    says(session, adas_place, "coming")
    assert Answer.objects.get().choice == "coming"
