"""Sealing, rotation and look-up hashes (safety.md 38)."""

import base64
import unicodedata

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import assume, given
from hypothesis import strategies as st

from peersupport import crypto

K1 = "k1:" + base64.b64encode(bytes(range(32))).decode()
K2 = "k2:" + base64.b64encode(bytes(range(32, 64))).decode()
K1_OTHER = "k1:" + base64.b64encode(b"x" * 32).decode()
PLACE = "room.woman.name"


@pytest.fixture
def keys(settings):
    def use(*ring: str) -> None:
        settings.FIELD_KEYS = list(ring)

    use(K1)
    return use


@pytest.mark.parametrize("text", ["Ada", "Łucja", "", "نور", "a:b:c", "x" * 5000, "\x00"])
def test_what_is_sealed_opens(keys, text) -> None:
    assert crypto.unseal(crypto.seal(text, place=PLACE), place=PLACE) == text


def test_the_plain_text_is_not_in_it(keys) -> None:
    sealed = crypto.seal("Ada Lovelace", place=PLACE)
    raw = base64.b64decode(sealed.partition(":")[2])
    assert "Ada" not in sealed
    assert b"Ada" not in raw


def test_the_same_text_never_looks_the_same(keys) -> None:
    assert len({crypto.seal("Ada", place=PLACE) for _ in range(50)}) == 50


def test_the_first_key_writes_and_every_key_reads(keys) -> None:
    old = crypto.seal("Ada", place=PLACE)
    keys(K2, K1)
    new = crypto.seal("Ada", place=PLACE)
    assert (old[:3], new[:3]) == ("k1:", "k2:")
    assert crypto.unseal(old, place=PLACE) == crypto.unseal(new, place=PLACE) == "Ada"


def test_a_key_that_was_taken_away_raises(keys) -> None:
    sealed = crypto.seal("Ada", place=PLACE)
    keys(K2)
    with pytest.raises(crypto.CannotOpen, match="no key 'k1'"):
        crypto.unseal(sealed, place=PLACE)


def test_a_wrong_key_under_the_same_id_raises(keys) -> None:
    sealed = crypto.seal("Ada", place=PLACE)
    keys(K1_OTHER)
    with pytest.raises(crypto.CannotOpen):
        crypto.unseal(sealed, place=PLACE)


def test_a_value_moved_to_another_column_does_not_open(keys) -> None:
    sealed = crypto.seal("Ada", place=PLACE)
    with pytest.raises(crypto.CannotOpen):
        crypto.unseal(sealed, place="room.woman.safe_word")


def test_no_byte_of_it_can_be_changed(keys) -> None:
    key_id, _, encoded = crypto.seal("Ada", place=PLACE).partition(":")
    raw = base64.b64decode(encoded)
    for at in range(len(raw)):
        touched = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        with pytest.raises(crypto.CannotOpen):
            crypto.unseal(f"{key_id}:{base64.b64encode(touched).decode()}", place=PLACE)


@pytest.mark.parametrize(
    "wrong", ["Ada", "k1:", "k1:Ada", "k1:????", ":", "k1:" + "A" * 16, "k1:é"]
)
def test_what_was_never_sealed_raises_and_is_not_handed_back(keys, wrong) -> None:
    with pytest.raises(crypto.CannotOpen):
        crypto.unseal(wrong, place=PLACE)


def test_what_cannot_open_does_not_say_what_it_held(keys) -> None:
    with pytest.raises(crypto.CannotOpen) as raised:
        crypto.unseal("k1:QWRhIExvdmVsYWNl", place=PLACE)
    assert "QWRh" not in str(raised.value)


@pytest.mark.parametrize("spec", ["k1", ":" + K1[3:], "k1:c2hvcnQ=", "", "k1:not base64!"])
def test_a_wrong_setting_says_how_to_make_a_key(keys, spec) -> None:
    keys(spec)
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS"):
        crypto.seal("Ada", place=PLACE)


# -- look-up hashes -----------------------------------------------------------------------------


@given(st.text())
def test_folding_twice_is_folding_once(text) -> None:
    assert crypto.fold(crypto.fold(text)) == crypto.fold(text)


@pytest.mark.parametrize("text", ["ß\u0301", "ΰ\u0301", "ᾂ\u0301"])
def test_folding_twice_is_folding_once_for_letters_that_come_apart(text) -> None:
    assert crypto.fold(crypto.fold(text)) == crypto.fold(text)


@given(st.text(), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_dress_of_a_letter_does_not_matter(text, form) -> None:
    assert crypto.fold(unicodedata.normalize(form, text)) == crypto.fold(text)


@given(st.text(), st.sampled_from([" ", "\t", "\n", "\u00a0", "   "]))
def test_space_around_and_between_does_not_matter(text, space) -> None:
    assert crypto.fold(f"{space}{text.replace(' ', space)}{space}") == crypto.fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F, categories=["Lu", "Ll"]), min_size=1))
def test_case_does_not_matter(name) -> None:
    assume(name.upper().casefold() == name.casefold())  # a few letters have no way back
    assert crypto.lookup_hash("name", name.upper()) == crypto.lookup_hash("name", name)


@given(st.text(), st.text())
def test_two_different_values_have_two_hashes(one, other) -> None:
    same = crypto.lookup_hash("name", one) == crypto.lookup_hash("name", other)
    assert same == (crypto.fold(one) == crypto.fold(other))


@pytest.mark.parametrize("nothing", ["", " ", "\n\t", "\u00a0"])
def test_nothing_has_no_hash(nothing) -> None:
    assert crypto.lookup_hash("phone", nothing) == ""


def test_kinds_do_not_mix() -> None:
    assert crypto.lookup_hash("name", "ada") != crypto.lookup_hash("email", "ada")


def test_the_hash_hangs_on_the_key(settings) -> None:
    before = crypto.lookup_hash("phone", "+447700900123")
    settings.LOOKUP_KEY = "another"
    assert crypto.lookup_hash("phone", "+447700900123") != before


def test_it_fits_its_column() -> None:
    assert len(crypto.lookup_hash("name", "Ada")) == len(crypto.token_hash("t")) == 64
