"""A text that came in: an answer, STOP, or words for a person; answered by nothing (safety.md 15)."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection
from hypothesis import given
from hypothesis import strategies as st

from peersupport.messaging import inbound
from peersupport.messaging.inbound import ANSWERS, SAYS, read, receive
from peersupport.models import InboundText, Message, OnceKey, Suppression
from tests import builders

HERS = "+447700900321"


# -- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "texts"),
    [
        ("coming", "1|1.| 1 |YES|Yes!|yes please|I'm coming|I’m coming.|see you there|1️⃣|１"),
        ("late", "2|2!|late|Running late|RUNNING  LATE|omw|On my way|I'm on my way...|2️⃣"),
        ("not_this_time", "3|no|No thanks|can't|cant|CAN’T COME|cancel|not today|3\n"),
        ("stop", "stop|STOP|Stop.|STOP ALL|stopall|unsubscribe|“stop”"),
    ],
)
def test_plain_answers(answer, texts) -> None:
    assert {text: read(text) for text in texts.split("|")} == dict.fromkeys(
        texts.split("|"), answer
    )


@pytest.mark.parametrize(
    "text",
    "|12|1 2|11|4|0|ok|👍|yes but|late again|please stop asking|don't stop|no idea|2 late buses"
    "|he is here|1 or 2|help|?|can you ring|one|not|coming?no|stop it|running".split("|"),
)
def test_anything_else_is_for_a_person(text) -> None:
    assert read(text) == ""


def test_no_phrase_stands_under_two_answers() -> None:
    phrases = [phrase for said in ANSWERS.values() for phrase in said.split("|")]
    assert len(phrases) == len(set(phrases)) == len(SAYS)


@given(st.sampled_from(sorted(SAYS)), st.sampled_from(["", " ", "\n", ".", "!", " .. ", "…", "'"]))
def test_case_space_and_full_stops_do_not_matter(phrase, around) -> None:
    for dressed in (phrase.upper(), phrase.title(), phrase.replace(" ", "  ")):
        assert read(around + dressed + around) == SAYS[phrase]


@given(st.sampled_from(sorted(SAYS)), st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_one_more_word_makes_it_words_for_a_person(phrase, word) -> None:
    for said in (f"{phrase} {word}", f"{word} {phrase}"):
        assert read(said) in {"", *[SAYS.get(" ".join(said.casefold().split()), "")]}


@given(st.text(max_size=400))
def test_reading_never_fails(text) -> None:
    assert read(text) in {"", *ANSWERS}


# -- receiving ----------------------------------------------------------------------------------


@pytest.fixture
def heard(note_kind) -> list[tuple]:
    """What the room was told of answers."""
    told: list[tuple] = []

    def on_reply(message, text, answer, now):
        told.append((message.pk, answer))
        return True

    note_kind(on_reply=on_reply)
    return told


@pytest.fixture
def texted(db, frozen, heard, drain_all) -> Callable[..., Message]:
    """A text that went out to a number, a minute after the one before."""

    def send(number: str = HERS, card=None, **said) -> Message:
        frozen.tick(minutes=1)
        note = builders.message(card or builders.card(phone=number, text="yes"), **said)
        drain_all()
        note.refresh_from_db()
        return note

    return send


def come(body: str, sender: str = HERS, provider_id: str = "a1", **more) -> InboundText:
    return receive(sender=sender, body=body, provider="generic", provider_id=provider_id, **more)


@pytest.mark.parametrize(
    ("body", "answer"), [("1", "coming"), ("on my way", "late"), ("3", "not_this_time")]
)
def test_a_plain_answer_reaches_its_room(texted, heard, body, answer) -> None:
    note = texted(about="session:7", owner="group:3")
    text = come(body)
    assert heard == [(note.pk, answer)]
    assert (text.state, text.answer, text.message) == ("used", answer, note)
    assert (text.about, text.owner) == ("session:7", "group:3")


@pytest.mark.parametrize(
    "sender",
    ["+447700900321", "07700 900321", "+44 7700 900 321", "447700900321", "00447700900321"],
)
def test_the_number_may_be_written_in_any_way(texted, heard, sender) -> None:
    texted()
    come("1", sender=sender)
    assert len(heard) == 1


def test_other_words_wait_for_a_person_as_written(texted, heard) -> None:
    texted(owner="group:3")
    text = come("  Can’t, he is HERE  ")
    assert heard == []
    assert (text.state, text.body, text.owner) == (
        "needs_person",
        "  Can’t, he is HERE  ",
        "group:3",
    )


def test_an_answer_the_room_cannot_use_waits_for_a_person(texted, note_kind) -> None:
    note_kind(on_reply=lambda *args: False)
    texted()
    assert come("1").state == "needs_person"


def test_a_kind_that_takes_no_answers(texted, note_kind) -> None:
    note_kind()
    texted()
    assert come("1").state == "needs_person"


def test_a_kind_that_is_gone(texted) -> None:
    from peersupport.registry import registry

    texted()
    del registry.message_kinds["test-note"]
    assert come("1").state == "needs_person"


@pytest.mark.parametrize("error", [RuntimeError, IntegrityError])
def test_a_room_that_fails_loses_neither_her_words_nor_half_a_deed(
    texted, note_kind, error
) -> None:
    def on_reply(*args):
        OnceKey.objects.create(key="half-done")
        raise error("Ada, 07700 900123")

    note_kind(on_reply=on_reply)
    texted()
    assert come("1").state == "needs_person"
    assert InboundText.objects.get().body == "1"
    assert not OnceKey.objects.exists()


def test_a_number_nobody_knows(db, heard) -> None:
    text = come("1")
    assert (text.state, text.message, text.owner, heard) == ("needs_person", None, "", [])


@pytest.mark.parametrize("sender", ["60777", "Vodafone", "", "+", "x" * 200, "+1 202 555 0143"])
def test_odd_senders_are_kept_and_break_nothing(db, heard, sender) -> None:
    assert come("1", sender=sender).state == "needs_person"


def test_the_latest_message_to_that_number_is_meant(texted, heard) -> None:
    card = builders.card(phone=HERS, text="yes")
    texted(card=card, about="session:1")
    latest = texted(card=card, about="session:2")
    come("1")
    assert heard == [(latest.pk, "coming")]


def test_two_women_on_one_number_are_never_guessed(texted, heard) -> None:
    texted()
    latest = texted()
    text = come("1")
    assert heard == []
    assert (text.state, text.message) == ("needs_person", latest)


def test_a_text_older_than_a_week_is_not_what_she_answers(texted, heard, frozen) -> None:
    texted()
    frozen.tick(days=7, seconds=1)
    assert come("1").message is None
    assert heard == []


@pytest.mark.parametrize("state", ["dead", "cancelled", "suppressed", "due", "expired"])
def test_what_never_reached_her_is_not_what_she_answers(texted, heard, state) -> None:
    card = builders.card(phone=HERS, text="yes")
    reached = texted(card=card)
    never = texted(card=card)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE peersupport_message SET state = %s WHERE id = %s", [state, never.pk])
    come("1")
    assert heard == [(reached.pk, "coming")]


def test_what_may_have_reached_her_is(texted, heard) -> None:
    card = builders.card(phone=HERS, text="yes")
    texted(card=card)
    doubtful = texted(card=card)
    Message.objects.filter(pk=doubtful.pk).update(state="due", doubts=1)
    come("2")
    assert heard == [(doubtful.pk, "late")]


def test_a_replay_changes_nothing(texted, heard) -> None:
    texted()
    first = come("1")
    again = come("3")
    assert again.pk == first.pk
    assert heard == [(first.message_id, "coming")]
    assert InboundText.objects.get().body == "1"


def test_the_same_id_from_another_provider_is_another_text(texted, heard) -> None:
    texted()
    come("1")
    receive(sender=HERS, body="3", provider="twilio", provider_id="a1")
    assert [answer for _, answer in heard] == ["coming", "not_this_time"]


def test_stop_stops_everything_and_is_answered_by_nothing(texted, heard, drain_all) -> None:
    note = texted()
    builders.message(note.card)
    text = come("STOP")
    assert text.state == "stop"
    assert Suppression.objects.get().phone_hash == note.card.phone_hash
    assert sorted(Message.objects.values_list("state", flat=True)) == ["accepted", "suppressed"]
    assert drain_all() == 0
    assert heard == []
    assert Message.objects.count() == 2


def test_nothing_that_comes_in_makes_a_message(texted, heard) -> None:
    texted()
    for at, body in enumerate(["1", "2", "3", "help", "stop", "hello"]):
        come(body, provider_id=f"b{at}")
    assert Message.objects.count() == 1


def test_stop_from_two_women_on_one_number_stops_both(texted, heard) -> None:
    first, second = texted(), texted()
    for note in (first, second):
        builders.message(note.card)
    come("stop")
    assert Message.objects.filter(state="suppressed").count() == 2


def test_a_stop_from_nowhere_stops_nobody(db, heard) -> None:
    assert come("STOP", sender="").state == "stop"
    assert not Suppression.objects.exists()


def test_her_words_and_number_lie_sealed(texted) -> None:
    texted()
    come("he is here, quickly")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM peersupport_inboundtext")
        found = repr(cursor.fetchall())
    assert "needs_person" in found
    assert "he is here" not in found
    assert HERS[3:] not in found


def test_a_person_sees_to_it_once(texted, frozen, by_ruth) -> None:
    texted()
    text = come("can you ring?")
    inbound.seen_to(text, by=by_ruth)
    text.refresh_from_db()
    assert (text.state, text.settled_at, text.settled_by) == ("settled", frozen.at, by_ruth.subject)
    frozen.tick(minutes=5)
    inbound.seen_to(text, by=by_ruth)
    text.refresh_from_db()
    assert text.settled_at == frozen.at - dt.timedelta(minutes=5)
