"""Safe-contact cards: what was typed, what it means, and what of it may be seen (safety.md 11, 42)."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from peersupport import presenters
from peersupport.actors import SYSTEM
from peersupport.crypto import lookup_hash
from peersupport.forms import OnceForm, PickUpFields, ReachFields
from peersupport.models import AuditEvent, ContactCard, Message
from peersupport.presenters import DOT, masked_email, masked_phone, phone_as_said
from peersupport.services import cards
from peersupport.services.cards import NotAPhone, clean_phone, is_uk_mobile
from tests import builders

UK_MOBILES = st.integers(0, 10**9 - 1).map(lambda n: f"+447{n:09d}")
DRAMA = st.integers(0, 999).map(lambda n: f"+447700900{n:03d}")


def valid(phone: str) -> bool:
    try:
        return bool(clean_phone(phone))
    except NotAPhone:
        return False


# -- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("07700 900123", "+447700900123"),
        ("  07700-900-123 ", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("447700900123", "+447700900123"),
        ("07911 123456", "+447911123456"),
        ("020 7946 0000", "+442079460000"),
        ("+1 202 456 1111", "+12024561111"),
        ("٠٧٧٠٠٩٠٠١٢٣", "+447700900123"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_numbers_as_people_type_them(typed, number) -> None:
    assert clean_phone(typed) == number


@pytest.mark.parametrize("typed", ["ring me", "123", "07700 90012", "0" * 30, "+999 1234567", "@"])
def test_what_can_be_no_number_is_refused(typed) -> None:
    with pytest.raises(NotAPhone):
        clean_phone(typed)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_number_nothing_or_refused(typed) -> None:
    try:
        number = clean_phone(typed)
    except NotAPhone:
        return
    assert number == "" or number.startswith("+")
    assert clean_phone(number) == number


@pytest.mark.parametrize(
    ("phone", "is_one"),
    [
        ("+447700900123", True),
        ("+447911123456", True),
        ("+442079460000", False),
        ("+447624123456", True),
        ("+12025550143", False),
        ("+353861234567", False),
        ("+447700900", False),
        ("", False),
        ("07700 900123", False),
    ],
)
def test_only_uk_mobiles_are_texted(phone, is_one) -> None:
    assert is_uk_mobile(phone) is is_one


# -- masks --------------------------------------------------------------------------------------


def card(**answers: str) -> ContactCard:
    return ContactCard(**answers)


@given(st.one_of(UK_MOBILES.filter(valid), DRAMA, st.just("+12024561111")))
def test_a_mask_shows_four_digits_and_hides_the_rest(phone) -> None:
    masked = masked_phone(card(phone=phone))
    said = phone_as_said(phone)
    shown = [letter for letter in masked if letter.isdigit()]
    assert len(shown) == 4
    assert len(masked) == len(said)
    assert all(m in {s, DOT} for m, s in zip(masked, said, strict=True))
    assert sum(letter == DOT for letter in masked) >= 6


@given(DRAMA, DRAMA)
def test_a_mask_never_tells_the_middle(one, other) -> None:
    same_ends = one[-2:] == other[-2:]
    assert (masked_phone(card(phone=one)) == masked_phone(card(phone=other))) == same_ends


@given(st.emails())
def test_an_address_shows_its_first_letter_and_last_part(email) -> None:
    masked = masked_email(card(email=email))
    name, _, host = email.rpartition("@")
    assert masked.startswith(email[0])
    assert masked.endswith(host.rpartition(".")[2])
    assert len(masked) < len(host.rpartition(".")[2]) + 10
    if len(name) > 3:
        assert name not in masked


def test_nothing_has_no_mask() -> None:
    assert masked_phone(card()) == masked_email(card()) == ""


# -- answers ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_card_keeps_what_was_said_and_sends_nothing(frozen) -> None:
    made = builders.card(phone="07700 900123", email=" Ada@Example.org ", text="yes", call="no")
    assert (made.phone, made.email) == ("+447700900123", "Ada@Example.org")
    assert made.phone_hash == lookup_hash("phone", "+447700900123")
    assert made.email_hash == lookup_hash("email", "ada@example.org")
    assert (made.text, made.call, made.voicemail, made.mail) == ("yes", "no", "", "")
    assert made.asked_at == frozen.at
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_nothing_said_is_no_everywhere() -> None:
    made = cards.make(holder="woman", answers={}, by=SYSTEM)
    assert [made.allows(way) for way in ("call", "voicemail", "text", "mail")] == [False] * 4
    assert made.best_channel() is None
    assert (made.plainness, made.links_safe, made.say_who) == ("plain", "", "")


@pytest.mark.django_db
def test_a_yes_without_a_number_reads_as_no() -> None:
    made = cards.make(
        holder="woman", answers={"text": "yes", "call": "yes", "mail": "yes"}, by=SYSTEM
    )
    assert (made.text, made.call, made.mail) == ("", "", "")


@pytest.mark.parametrize("wrong", [{"text": "yes"}, {"mail": "yes"}, {"plainness": "loud"}])
@pytest.mark.django_db
def test_the_database_refuses_a_promise_nobody_could_keep(wrong) -> None:
    empty = cards.make(holder="woman", answers={}, by=SYSTEM)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactCard.objects.filter(pk=empty.pk).update(**wrong)


def test_only_a_plain_yes_is_a_yes() -> None:
    for answer in ("", "no", "Yes", "y", None):
        assert not card(text=answer, phone="x").allows("text")
    assert card(text="yes").allows("text")


def test_page_only_means_no_text_and_no_mail_but_calls_are_another_matter() -> None:
    only = card(text="yes", mail="yes", call="yes", plainness="page")
    assert [only.allows(way) for way in ("text", "mail", "call")] == [False, False, True]


@pytest.mark.django_db
def test_changing_answers_dates_them_and_is_witnessed(frozen, nadia) -> None:
    from peersupport.actors import Actor

    made = builders.card(phone="07700 900123", text="yes", safe_word="bramble")
    frozen.tick(days=3)
    changed = cards.change(made, answers={"phone": "07700 900999"}, by=Actor.of_user(nadia))
    assert (changed.phone, changed.safe_word, changed.asked_at) == (
        "+447700900999",
        "bramble",
        frozen.at,
    )
    assert changed.phone_hash == lookup_hash("phone", "+447700900999")
    event = AuditEvent.objects.get(verb="card.changed")
    assert (event.subject, event.actor) == (f"card:{made.pk}", f"user:{nadia.pk}")
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_wrong_number_changes_nothing() -> None:
    made = builders.card(phone="07700 900123", text="yes")
    with pytest.raises(NotAPhone):
        cards.change(made, answers={"phone": "ring me", "text": "no"}, by=SYSTEM)
    made.refresh_from_db()
    assert (made.phone, made.text) == ("+447700900123", "yes")


@pytest.mark.django_db
def test_taking_a_number_away_takes_the_yes_with_it(note_kind, after) -> None:
    note_kind()
    note = builders.message()
    changed = cards.change(note.card, answers={"phone": ""}, by=SYSTEM)
    assert (changed.text, changed.phone_hash) == ("", "")
    assert (after(note).state, after(note).reason) == ("cancelled", "yes_taken_back")


@pytest.mark.django_db
def test_a_change_of_something_else_takes_nothing_back(note_kind, after) -> None:
    note_kind()
    note = builders.message()
    cards.change(note.card, answers={"safe_word": "bramble"}, by=SYSTEM)
    assert after(note).state == "due"


# -- what whoever rings must know -----------------------------------------------------------------


def test_how_to_reach_says_no_for_what_was_not_answered() -> None:
    lines = presenters.how_to_reach(card(text="yes", call="no", safe_windows=["weekday-evening"]))
    assert "Text: yes" in lines
    assert "Call: no" in lines
    assert "E-mail: not answered, so no" in lines
    assert any("Weekday evenings" in line for line in lines)


def test_do_not_ring_first_stands_first() -> None:
    lines = presenters.how_to_reach(card(own_contact=True, unsafe_times="after six"))
    assert "Do not" in lines[0]
    assert "after six" in lines[-1]


# -- the form -----------------------------------------------------------------------------------


def said(**answers) -> ReachFields:
    form = ReachFields(answers)
    form.is_valid()
    return form


def test_an_empty_form_is_fine_and_says_no_to_all() -> None:
    form = said()
    assert form.is_valid()
    answers = form.answers()
    # What to do when somebody else picks up is asked apart, on "tell us more".
    assert set(answers) == set(cards.ANSWERS) - set(PickUpFields.base_fields)
    assert [answers[way] for way in ("call", "voicemail", "text", "mail")] == [""] * 4
    assert answers["plainness"] == "plain"


def test_nothing_is_ticked_at_the_start() -> None:
    form = ReachFields()
    for name in ("call", "voicemail", "text", "mail", "links_safe", "say_who", "own_contact"):
        assert not form[name].initial


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"text": "yes"}, "phone"),
        ({"call": "yes"}, "phone"),
        ({"voicemail": "yes"}, "phone"),
        ({"mail": "yes"}, "email"),
        ({"phone": "ring me"}, "phone"),
        ({"email": "ada"}, "email"),
        ({"email": "ada@example.org\nBcc: x@example.org"}, "email"),
        ({"text": "maybe"}, "text"),
        ({"phone": "0113 496 0000", "text": "yes"}, "text"),
        ({"phone": "+1 212 555 0100", "text": "yes"}, "text"),
        ({"safe_windows": ["always"]}, "safe_windows"),
        ({"safe_word": "x" * 61}, "safe_word"),
    ],
)
def test_what_is_missing_is_said_once_at_its_field(answers, field) -> None:
    form = said(**answers)
    assert list(form.errors) == [field]
    assert len(form.errors[field]) == 1


def test_a_form_carries_a_key_of_its_own_and_keeps_it() -> None:
    first, second = OnceForm(), OnceForm()
    assert first["once"].value() != second["once"].value()
    assert len(first["once"].value()) >= 20
    again = OnceForm({"once": "the-key"})
    assert again.is_valid()
    assert again["once"].value() == again.cleaned_data["once"] == "the-key"
    without = OnceForm({})
    assert without.is_valid()
    assert len(without.cleaned_data["once"]) >= 20
