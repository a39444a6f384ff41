"""How long a text is (safety.md 15)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peersupport.messaging import words
from peersupport.sms import BASIC, EXTENDED, fits_one_text, is_gsm, segments


@pytest.mark.parametrize(
    ("text", "gsm", "many"),
    [
        ("", True, 1),
        ("a" * 160, True, 1),
        ("a" * 161, True, 2),
        ("a" * 306, True, 2),
        ("a" * 307, True, 3),
        ("€" * 80, True, 1),
        ("€" * 80 + "a", True, 2),
        ("é à ü ñ Ø", True, 1),
        ("Zoë", False, 1),
        ("Łucja", False, 1),
        ("ł" * 70, False, 1),
        ("ł" * 71, False, 2),
        ("ł" * 134, False, 2),
        ("ł" * 135, False, 3),
        ("👍" * 35, False, 1),
        ("👍" * 36, False, 2),
        ("نور", False, 1),
        ("it’s", False, 1),
        ("it's", True, 1),
    ],
)
def test_segments(text, gsm, many) -> None:
    assert (is_gsm(text), segments(text)) == (gsm, many)


def test_one_text_in_english_and_two_at_most_for_a_name_that_needs_them() -> None:
    assert fits_one_text("a" * 160)
    assert not fits_one_text("a" * 161)
    assert fits_one_text("ł" * 134)
    assert not fits_one_text("ł" * 135)


def test_the_alphabet_has_128_places() -> None:
    assert len(BASIC) == 127  # and the escape, which is no letter
    assert len(EXTENDED) == 10
    assert not BASIC & EXTENDED


@given(st.text())
def test_more_words_never_make_fewer_texts(text) -> None:
    assert segments(text + "a") >= segments(text) >= 1


def test_the_first_wording_that_fits_is_taken(settings, tmp_path) -> None:
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]
    (tmp_path / "x.txt").write_text("Hi {{ name }},\n   " + "a" * 150 + "\n---\nHi {{ name }}.")
    assert words.of_text("x.txt", {"name": "O'Brien"}).body == "Hi O'Brien."
    assert words.of_text("x.txt", {"name": "Al"}).body == "Hi Al, " + "a" * 150


def test_a_mails_first_line_is_its_subject_and_names_stay_as_they_are(settings, tmp_path) -> None:
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]
    (tmp_path / "x.mail").write_text("For  {{ name }}\n\nHello {{ name }} & all\n")
    said = words.of_mail("x.mail", {"name": "<Zoë>"})
    assert (said.subject, said.body) == ("For <Zoë>", "Hello <Zoë> & all\n")


@pytest.mark.parametrize("name", ["Ada---Bea", "---", "Jo -- Ann", "- - -"])
def test_a_name_with_dashes_is_no_end_of_the_text(name) -> None:
    said = {"name": name, "day": "today", "hour": "10am", "leader": "Ruth"}
    body = words.of_text("groups/messages/session-cancelled.text", said).body
    assert body.startswith(f"Hi {name}, I am sorry: it is off today at 10am.")
    assert body.endswith("Ruth")
