"""The safety hold on screen: what each person sees, and what nobody else can tell from anywhere."""

import pytest
from django.test import Client

from outreach import queries
from outreach.cards import holds as hold_cards
from outreach.models import Introduction, SafetyHold
from outreach.services import decisions, holds
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent, User
from tests.outreach.conftest import NAME

pytestmark = pytest.mark.django_db
HURT = "Somebody she fears comes to the same building on that evening."
SAID = {"could_happen": HURT, "told": "part", "will_hear": "face"}


@pytest.fixture
def hers(ruth, client_for) -> Client:
    return client_for(ruth)


@pytest.fixture
def seconds(nadia, client_for) -> Client:
    return client_for(nadia)


@pytest.fixture
def hold(asked, by_ruth, frozen) -> SafetyHold:
    return holds.open_hold(asked("Bea"), **SAID, by=by_ruth)


def url(row: Introduction, what: str = "") -> str:
    return f"/dashboard/introductions/{row.pk}/{what}"


def of(hold: SafetyHold, what: str) -> str:
    return f"/dashboard/holds/{hold.pk}/{what}/"


def text(response) -> str:
    return response.content.decode()


def test_what_could_happen_and_never_what_she_is_like(asked, hers) -> None:
    page = text(hers.get(url(asked("Bea"), "hold/")))
    assert "Somebody she fears comes to the same building" in page
    assert "without a name" in page
    assert "What she is like is never a reason" in page
    assert "Words you can say to her" in page


def test_it_is_opened_and_her_page_says_so(asked, hers, frozen) -> None:
    row = asked("Bea")
    assert hers.post(url(row, "hold/"), SAID)["Location"] == url(row)
    page = text(hers.get(url(row)))
    assert "needs a second person" in page
    assert "A second person can agree until the end of Thursday 3 December." in page
    assert "It ends by itself on Tuesday 15 December at 11am." in page
    assert HURT not in page, "the words are a tap away, and the tap is noted"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"could_happen": ""}, "Write what could happen."),
        ({"could_happen": "x" * 501}, "Keep it to 500 characters."),
        ({"told": ""}, "Choose what she was told."),
        ({"told": "fine"}, "There is a problem"),
        ({"told": "not_yet", "will_hear": ""}, "Choose how she will hear the rest"),
    ],
    ids=str,
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(asked, hers, said, sentence) -> None:
    row = asked("Bea")
    page = text(hers.post(url(row, "hold/"), SAID | said))
    assert sentence in page
    assert (said.get("could_happen", HURT) or "maxlength") in page
    assert not SafetyHold.objects.exists()


def test_the_second_person_reads_the_words_before_she_agrees(hold, seconds, nadia) -> None:
    assert HURT not in text(seconds.get(url(hold.introduction)))
    page = text(seconds.post(of(hold, "read")))
    assert HURT in page
    assert "I agree" in page
    assert "I do not agree" in page
    event = AuditEvent.objects.get(verb="hold.read")
    assert (event.actor, event.subject) == (f"user:{nadia.pk}", hold.introduction.subject)
    seconds.post(of(hold, "answer"), {"agree": "yes"})
    hold.refresh_from_db()
    assert hold.second_by == nadia


def test_whoever_opened_it_is_not_asked_to_agree(hold, hers) -> None:
    page = text(hers.post(of(hold, "read")))
    assert "I agree" not in page
    hers.post(of(hold, "answer"), {"agree": "yes"})
    hold.refresh_from_db()
    assert hold.second_by is None
    assert "It needs another person to agree." in text(hers.get(url(hold.introduction)))


def test_an_answer_that_says_nothing_changes_nothing(hold, seconds) -> None:
    seconds.post(of(hold, "answer"), {"agree": "perhaps"})
    hold.refresh_from_db()
    assert hold.wants_second


def test_it_is_ended_and_renewed_from_her_page(hold, hers, seconds, frozen) -> None:
    seconds.post(of(hold, "answer"), {"agree": "yes"})
    frozen.tick(days=12)
    assert "14 days more" in text(hers.get(url(hold.introduction)))
    hers.post(of(hold, "renew"), SAID)
    page = text(hers.get(url(hold.introduction)))
    assert "14 days more?" in page
    renewal = SafetyHold.objects.get(renews=hold)
    seconds.post(of(renewal, "answer"), {"agree": "yes"})
    hers.post(of(renewal, "lift"))
    renewal.refresh_from_db()
    assert renewal.ended_why == "lifted"
    assert "The hold has ended" in text(hers.get(url(hold.introduction)))


def test_her_yes_waits_and_the_page_says_what_to_do(hold, hers) -> None:
    row = hold.introduction
    page = text(hers.post(url(row, "decide/"), {"said": "yes"}))
    assert "End it first" in page
    hers.post(of(hold, "lift"))
    hers.post(url(row, "decide/"), {"said": "yes"})
    row.refresh_from_db()
    assert row.said == "yes"


@pytest.mark.parametrize("what", ["read", "answer", "lift", "renew"])
def test_39_nobody_else_finds_it(hold, other_ruth, pat, client_for, stranger, what) -> None:
    for user in (other_ruth, pat):
        assert client_for(user).post(of(hold, what), SAID | {"agree": "yes"}).status_code in {
            403,
            404,
        }
    assert stranger.post(of(hold, what)).status_code == 302
    hold.refresh_from_db()
    assert (hold.second_by, hold.ended_at) == (None, None)
    assert not AuditEvent.objects.filter(verb="hold.read").exists()


def test_the_list_shows_her_groups_holds_only(hold, hers, seconds, other_ruth, client_for) -> None:
    for client in (hers, seconds):
        page = text(client.get("/dashboard/holds/"))
        assert "Bea" in page
        assert HURT not in page
    assert "Bea" not in text(client_for(other_ruth).get("/dashboard/holds/"))


def test_the_list_costs_the_same_for_one_and_three(
    asked, hold, hers, by_ruth, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        hers.get("/dashboard/holds/")
    for name in "AC":
        holds.open_hold(asked(name), **SAID, by=by_ruth)
    with django_assert_num_queries(len(one)):
        hers.get("/dashboard/holds/")


# -- what a partner, and she herself, can tell ------------------------------------------------------


def test_40_52_the_portal_reads_the_same_with_a_hold_and_without(
    introduced, by_ruth, pat, client_for
) -> None:
    import re

    row = introduced("Bea", may_know=True)
    portal = client_for(pat)
    token = re.compile(r'(name="(csrfmiddlewaretoken|once)" value=")[^"]*|nonce="[^"]*')
    plain = token.sub("", text(portal.get("/portal/")))
    hold = holds.open_hold(row, **SAID, by=by_ruth)
    assert token.sub("", text(portal.get("/portal/"))) == plain
    holds.lift(hold, by=by_ruth)
    assert token.sub("", text(portal.get("/portal/"))) == plain
    decisions.record(row, "not_yet", "no_room", by=by_ruth)
    assert token.sub("", text(portal.get("/portal/"))) != plain, "a talk can be seen, so it could"


def test_49_her_page_at_the_door_says_nothing_of_it(hold) -> None:
    from outreach.presenters import her_place

    row = Introduction.objects.get(pk=hold.introduction_id)
    words = " ".join([her_place.standing(row, clock.now()).title])
    assert words == "You will hear from us"


def export(row: Introduction) -> str:
    [section] = queries.export(row.subject)
    return "\n".join(f"{label}: {value}" for label, value in section.lines)


def test_37_her_export_says_that_we_wait_and_not_what_could_endanger(hold) -> None:
    said = export(hold.introduction)
    assert "We wait, since: 1 December 2026" in said
    assert "We wait until, at the latest: 15 December 2026" in said
    assert "she tells you what she safely can" in said
    assert HURT not in said
    assert "hurt" not in said


def test_37_her_export_has_the_words_where_she_was_told_all(asked, by_ruth) -> None:
    row = asked("Bea")
    hold = holds.open_hold(row, could_happen=HURT, told="all", by=by_ruth)
    assert f"Why we wait: {HURT}" in export(row)
    holds.lift(hold, by=by_ruth)
    assert "We stopped waiting on" in export(row)
    assert "Answer" not in export(row), "a hold was never her answer"


# -- cards ------------------------------------------------------------------------------------------


def titles(user: User) -> list[str]:
    return [card.title for card in hold_cards.today(user, clock.now())]


def test_a_second_person_is_asked_for_and_not_of_the_first(hold, ruth, nadia, other_ruth, pat):
    assert titles(nadia) == ["A safety hold needs a second person"]
    assert titles(ruth) == titles(other_ruth) == titles(pat) == []


def test_both_are_told_that_it_lapsed_until_somebody_speaks_with_her(
    hold, ruth, nadia, by_ruth, frozen
) -> None:
    from outreach.services import introductions

    frozen.tick(days=3)
    holds.sweep(clock.now())
    assert titles(ruth) == titles(nadia) == ["A safety hold ended without a second person"]
    frozen.tick(hours=1)
    introductions.note_contact(hold.introduction, "spoke", by=by_ruth)
    assert titles(ruth) == titles(nadia) == []


def test_its_end_is_said_before_and_after(hold, ruth, nadia, frozen) -> None:
    holds.agree(hold, by=Actor.of_user(nadia))
    assert titles(ruth) == []
    frozen.tick(days=10)
    assert titles(ruth) == ["A safety hold ends in a few days"]
    frozen.tick(days=4)
    holds.sweep(clock.now())
    assert titles(ruth) == titles(nadia) == ["A safety hold has ended"]
    frozen.tick(days=14)
    assert titles(ruth) == []


def test_many_are_one_card_and_one_query(
    asked, by_ruth, nadia, frozen, django_assert_num_queries
) -> None:
    for name in "ABC":
        holds.open_hold(asked(name), **SAID, by=by_ruth)
        with django_assert_num_queries(1):
            found = hold_cards.today(nadia, clock.now())
    assert [card.title for card in found] == ["3 safety holds need a second person"]


def test_no_name_and_no_word_of_it_on_today(asked, by_ruth, nadia, client_for) -> None:
    holds.open_hold(asked(NAME), **SAID, by=by_ruth)
    page = text(client_for(nadia).get("/dashboard/"))
    assert "A safety hold needs a second person" in page
    assert NAME not in page
    assert HURT not in page


def test_a_role_that_ended_opens_nothing(hold, former_ruth, client_for) -> None:
    assert client_for(former_ruth).post(of(hold, "read")).status_code in {302, 403, 404}
    assert SafetyHold.objects.visible_to(Actor.of_user(former_ruth)).count() == 0
    assert SafetyHold.objects.visible_to(SYSTEM).count() == 0
