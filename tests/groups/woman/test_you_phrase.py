"""Her phrase: who may choose it, what a wrong one says, when it shuts (safety.md 49)."""

import pytest
from django.contrib.auth import hashers

from groups.services import memberships, pages, partings
from groups.services.sessions import NotPossible
from peersupport.models import AuditEvent, Message
from tests.pages import Page

from .conftest import PHRASE, herself
from .test_you_link_only import words

pytestmark = pytest.mark.django_db
INSIDE = ["/you/reach/", "/you/who/", "/you/stop/", "/you/clear/", "/you/kept/"]


def give(client, phrase: str):
    return client.post("/you/phrase/", {"phrase": phrase})


@pytest.mark.parametrize("url", INSIDE)
def test_the_rest_asks_for_her_phrase(ada_client, stranger, url) -> None:
    assert ada_client.get(url).headers["Location"] == "/you/phrase/"
    if url != "/you/who/":
        assert ada_client.post(url).headers["Location"] == "/you/phrase/"
    assert stranger.get(url).status_code == 404


@pytest.mark.parametrize("typed", [PHRASE, "TEA and  Toast ", " tea\tand toast"])
def test_her_phrase_opens_in_any_case_and_spacing(ada_client, adas_phrase, typed) -> None:
    assert give(ada_client, typed).headers["Location"] == "/you/"
    for url in INSIDE:
        assert ada_client.get(url).status_code == 200


def test_giving_it_changes_the_sessions_key(ada_client, adas_phrase) -> None:
    before = ada_client.cookies["s"].value
    give(ada_client, adas_phrase)
    assert ada_client.cookies["s"].value != before


def test_a_wrong_phrase_and_none_at_all_read_the_same(
    ada_client, adas_phrase, beas_place, woman_client
) -> None:
    bea = woman_client(beas_place.woman.subject)
    assert not beas_place.woman.phrase_hash
    wrong, none = give(ada_client, "not this one"), give(bea, "not this one")
    assert wrong.status_code == none.status_code == 200
    assert words(wrong) == words(none)
    assert "You can try again" in words(wrong)
    assert Page(wrong.content.decode()).title.startswith("Error: ")
    assert "not this one" not in wrong.content.decode()


def test_none_at_all_takes_as_long_to_refuse(beas_place, monkeypatch) -> None:
    """A real hash is computed even where there is nothing to compare with."""
    made, real = [], hashers.make_password

    def counted(*args, **kwargs):
        made.append(1)
        return real(*args, **kwargs)

    monkeypatch.setattr(hashers, "make_password", counted)
    assert not pages.try_phrase(beas_place.woman, "anything at all")
    assert made


def test_five_wrong_ones_and_then_a_quarter_of_an_hour(
    ada, ada_client, adas_phrase, frozen, woman_client
) -> None:
    for _ in range(5):
        assert "try again" in words(give(ada_client, "wrong"))
    assert "a quarter of an hour" in words(give(ada_client, adas_phrase))
    frozen.tick(minutes=14)
    assert "a quarter of an hour" in words(give(woman_client(ada.subject), adas_phrase))
    frozen.tick(minutes=2)
    assert give(woman_client(ada.subject), adas_phrase).status_code == 302


def test_a_right_one_begins_the_count_anew(ada, adas_phrase) -> None:
    for _ in range(3):
        assert [pages.try_phrase(ada, "wrong") for _ in range(4)] == [False] * 4
        assert pages.try_phrase(ada, adas_phrase)


def test_idle_for_half_an_hour_shuts_it(ada_inside, frozen) -> None:
    frozen.tick(minutes=30)
    assert ada_inside.get("/you/reach/").status_code == 200
    frozen.tick(minutes=1)
    assert ada_inside.get("/you/reach/").status_code == 404


def test_the_half_hour_begins_with_the_phrase(ada_client, adas_phrase, frozen) -> None:
    """Whoever gave it at the last minute can still finish what she types."""
    frozen.tick(minutes=29)
    give(ada_client, adas_phrase)
    frozen.tick(minutes=29)
    assert ada_client.get("/you/reach/").status_code == 200


def test_another_womans_link_does_not_inherit_it(ada_inside, beas_place) -> None:
    from peersupport import links

    bea = beas_place.woman
    token = links.mint("you", bea.subject, by=herself(bea), lifetime=None, single_use=False)
    ada_inside.post(f"/l/{token}/")
    assert ada_inside.get("/you/reach/").headers["Location"] == "/you/phrase/"


# -- choosing it -----------------------------------------------------------------------------------


def choose(client, phrase: str = PHRASE):
    return client.post("/you/phrase/choose/", {"phrase": phrase})


def test_who_only_holds_the_phone_cannot_choose_it(ada, ada_client) -> None:
    page = ada_client.get("/you/phrase/choose/")
    assert "She rings you back" in words(page)
    assert b"<input" not in page.content.split(b"<main")[1]
    assert choose(ada_client).status_code == 200
    ada.refresh_from_db()
    assert ada.phrase_hash == ""


def test_she_chooses_it_while_her_peer_leader_holds_the_door_open(
    ada, ada_client, by_ruth, frozen
) -> None:
    pages.let_her_choose(ada, by=by_ruth)
    assert "Choose my phrase" in words(ada_client.get("/you/phrase/"))
    assert choose(ada_client).headers["Location"] == "/you/"
    assert "Your phrase is set" in words(ada_client.get("/you/"))
    assert ada_client.get("/you/reach/").status_code == 200
    # The door shuts behind her: a second choice needs a second word with her peer leader.
    assert choose(ada_client, "another one entirely").status_code == 200
    assert pages.try_phrase(ada, PHRASE)


def test_the_door_is_open_for_seven_days(ada, by_ruth, frozen, woman_client) -> None:
    pages.let_her_choose(ada, by=by_ruth)
    frozen.tick(days=7)
    assert (
        b"<input"
        not in woman_client(ada.subject).get("/you/phrase/choose/").content.split(b"<main")[1]
    )


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("", "Type your phrase"),
        ("short", "Use 8 letters or more"),
        ("a      b", "Use 8 letters or more"),
        ("password", "easy to guess"),
        ("Football1", "easy to guess"),
    ],
)
def test_what_is_easy_to_guess_is_sent_back(ada, ada_client, by_ruth, phrase, says) -> None:
    pages.let_her_choose(ada, by=by_ruth)
    page = choose(ada_client, phrase)
    assert says in words(page)
    assert Page(page.content.decode()).title.startswith("Error: ")


def test_the_field_leaves_nothing_on_her_phone(ada, ada_client, by_ruth) -> None:
    """No password field: browsers would offer to keep it, and to fill it in for whoever comes."""
    pages.let_her_choose(ada, by=by_ruth)
    for url in ("/you/phrase/", "/you/phrase/choose/"):
        [field] = Page(ada_client.get(url).content.decode()).all("input", name="phrase")
        assert field["type"] == "text"
        assert (field["autocomplete"], field["spellcheck"]) == ("off", "false")


def test_a_link_sent_again_is_no_way_to_another_phrase(
    ada, adas_place, adas_phrase, by_ruth
) -> None:
    """Whoever holds the phone gets the new link; it must not let her phrase be replaced."""
    pages.send_link(adas_place.pk, by=by_ruth)
    ada.refresh_from_db()
    assert not pages.may_choose(ada)
    assert Message.objects.filter(kind="page-link").exists()


def test_49_a_link_by_text_never_lets_anyone_choose(ada, adas_place, by_ruth) -> None:
    """Whoever reads her texts would choose it for her, the very first one too."""
    pages.send_link(adas_place.pk, by=by_ruth)
    ada.refresh_from_db()
    assert not pages.may_choose(ada)


def test_a_code_shown_in_the_room_lets_her_choose_only_where_she_has_no_phrase(
    ada, adas_phrase, beas_place, by_ruth
) -> None:
    """The code stays in her phone for seven days: whoever holds it then must find no open door.
    A new phrase has a button of its own."""
    bea = beas_place.her
    for woman, may in ((ada, False), (bea, True)):
        pages.show_link(woman, by=by_ruth)
        woman.refresh_from_db()
        assert pages.may_choose(woman) is may


def test_no_link_goes_to_a_woman_whose_place_has_ended(ada, adas_place, by_ruth) -> None:
    memberships.leave(adas_place, by=by_ruth)
    with pytest.raises(NotPossible, match="ended"):
        pages.send_link(adas_place.pk, by=by_ruth)
    partings.forget(ada, by=by_ruth)
    with pytest.raises(NotPossible, match="ended"):
        pages.send_link(adas_place.pk, by=by_ruth)
    assert not Message.objects.filter(kind="page-link").exists()


def test_she_can_read_that_it_was_opened_or_tried(ada, adas_phrase) -> None:
    pages.try_phrase(ada, adas_phrase)
    for _ in range(5):
        pages.try_phrase(ada, "wrong")
    verbs = AuditEvent.objects.filter(subject=ada.subject).values_list("verb", flat=True)
    assert {"phrase.given", "phrase.tried"} <= set(verbs)
