"""What may be done with a woman at the door, and by whom (safety.md 10, 11, 39, 40, 42)."""

import pytest

from outreach.models import Introduction, Slip, SourceCode
from outreach.services import introductions
from peersupport import clock
from peersupport.actors import NOBODY, SYSTEM, Actor
from peersupport.models import AuditEvent, ContactCard
from peersupport.services import opening
from tests import builders
from tests.outreach.conftest import BY_PHONE, reach

pytestmark = pytest.mark.django_db


# -- received -------------------------------------------------------------------------------------


def test_the_same_key_from_a_woman_and_from_a_worker_are_two(asked, introduced) -> None:
    asked("Bea")
    introduced("Cleo")
    assert Introduction.objects.count() == 2


def test_a_worker_pressing_twice_makes_one_row_one_slip_and_one_card(worker, group, pat) -> None:
    said = {
        "worker": worker,
        "name": "Bea",
        "ref": group.ref,
        "reach": reach(**BY_PHONE),
        "worker_may_know": False,
        "submit_key": "once",
        "by": Actor.of_user(pat),
    }
    first, second = introductions.introduce(**said), introductions.introduce(**said)
    assert first == second
    assert second.slip == Slip.objects.get()
    assert ContactCard.objects.filter(holder="woman").count() == 1


def test_no_two_slips_of_a_worker_bear_the_same_word(introduced, monkeypatch) -> None:
    words = iter(["Willow 42", "Willow 42", "Wren 10"])
    monkeypatch.setattr("outreach.models.slip.new_word", lambda: next(words))
    assert [introduced(name).slip.word for name in ("Bea", "Cleo")] == ["Willow 42", "Wren 10"]


def test_an_unknown_group_or_code_is_no_stop(asked, organisation) -> None:
    row = asked("Bea", ref="zzzzz", code="nobody")
    assert row.group is None
    assert row.wants_help_choosing
    assert row.code is None


def test_a_code_says_where_she_heard_of_us_and_nothing_more(asked, organisation) -> None:
    code = SourceCode.objects.create(organisation=organisation, label="Leaflet")
    row = asked("Bea", code=code.code)
    assert (row.code, row.organisation, row.worker) == (code, None, None)


@pytest.mark.parametrize(
    ("answers", "own"),
    [
        (BY_PHONE, False),
        ({"email": "b@woman.example", "mail": "yes"}, False),
        ({"phone": "07700 900321", "voicemail": "yes"}, False),
        ({"own_contact": True}, True),
        (BY_PHONE | {"own_contact": True}, True),
        ({"phone": "07700 900321"}, True),
        ({"phone": "07700 900321", "call": "no"}, True),
    ],
)
def test_11_12_without_a_yes_we_wait_for_her(asked, answers, own) -> None:
    row = asked("Bea", **answers)
    assert row.card.own_contact is own
    assert (row.last_contact_at == row.received_at) is own
    assert row.state == ("her_turn" if own else "waiting")


# -- who sees whom ----------------------------------------------------------------------------------


def test_39_leaders_see_their_own_groups_and_a_coordinator_all(
    asked, ruth, other_ruth, nadia, pat, group, other_group
) -> None:
    hers, elsewhere, choosing = asked("A"), asked("B", ref=other_group.ref), asked("C", ref="")
    seen = lambda user: set(Introduction.objects.visible_to(Actor.of_user(user)))  # noqa: E731
    assert seen(ruth) == {hers}
    assert seen(other_ruth) == {elsewhere}
    assert seen(nadia) == {hers, elsewhere, choosing}
    assert seen(pat) == set()


def test_39_nobody_and_a_womans_link_see_none(asked, ada) -> None:
    asked("Bea")
    for actor in (NOBODY, SYSTEM, Actor.of_link(ada.subject)):
        assert not Introduction.objects.visible_to(actor).exists()


def test_39_a_leader_whose_role_ended_sees_none(asked, former_ruth) -> None:
    asked("Bea")
    assert not Introduction.objects.visible_to(Actor.of_user(former_ruth)).exists()


# -- reveal -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "open_reasons"),
    [
        (BY_PHONE, ["ring", "text", "check"]),
        ({"phone": "07700 900321", "text": "yes", "call": "no"}, ["text", "check"]),
        ({"email": "b@woman.example", "mail": "yes"}, ["write", "check"]),
        (BY_PHONE | {"own_contact": True}, ["check"]),
        ({"phone": "07700 900321"}, ["check"]),
    ],
)
def test_11_only_ways_she_allowed_are_reasons_to_look(
    asked, by_ruth, answers, open_reasons
) -> None:
    row = asked("Bea", **answers)
    assert opening.reasons_open(row.card) == open_reasons
    for reason in {"ring", "text", "write", "check", "curious", ""} - set(open_reasons):
        with pytest.raises(introductions.NotAllowed):
            introductions.reveal(row, reason, by=by_ruth)


def test_42_each_look_is_written_down_with_its_reason(asked, by_ruth) -> None:
    row = asked("Bea", **BY_PHONE, email="b@woman.example", safe_word="bluebell")
    found = introductions.reveal(row, "ring", by=by_ruth)
    assert found == {"phone": "+447700900321", "email": "", "safe_word": "bluebell"}
    event = AuditEvent.objects.get(verb="introduction.revealed")
    assert (event.subject, event.actor, event.reason) == (row.subject, by_ruth.subject, "ring")


def test_42_a_look_to_check_shows_all_she_left(asked, by_ruth) -> None:
    row = asked("Bea", **BY_PHONE, email="b@woman.example")
    found = introductions.reveal(row, "check", by=by_ruth)
    assert (found["phone"], found["email"]) == ("+447700900321", "b@woman.example")


# -- contact and help to choose -------------------------------------------------------------------------


def test_a_try_is_a_contact_but_not_a_talk(asked, by_ruth, frozen) -> None:
    row = asked("Bea")
    frozen.tick(hours=1)
    row = introductions.note_contact(row, "tried", by=by_ruth)
    assert (row.last_contact_at, row.spoke_at, row.state) == (clock.now(), None, "in_touch")


def test_a_later_talk_moves_the_last_contact_and_keeps_the_first_talk(asked, by_ruth, frozen):
    row = introductions.note_contact(asked("Bea"), "spoke", by=by_ruth)
    first = row.spoke_at
    frozen.tick(days=3)
    row = introductions.note_contact(row, "spoke", by=by_ruth)
    assert (row.spoke_at, row.last_contact_at) == (first, clock.now())


def test_what_was_said_is_not_kept(asked, by_ruth) -> None:
    """A contact is a day and a code; there is no column for words about her."""
    introductions.note_contact(asked("Bea"), "spoke", by=by_ruth)
    assert AuditEvent.objects.get(verb="introduction.contact").reason == "spoke"
    texts = [f.name for f in Introduction._meta.fields if f.get_internal_type() == "TextField"]
    assert texts == ["name"]


def test_help_to_choose_ends_with_the_group_she_chose(asked, other_group, nadia) -> None:
    row = introductions.assign(asked("Bea", ref=""), other_group.ref, by=Actor.of_user(nadia))
    assert row.group == other_group
    assert row.wants_help_choosing, "that she asked for it stays true"


def test_a_group_she_chose_herself_is_not_changed_by_us(asked, other_group, nadia) -> None:
    with pytest.raises(introductions.NotAllowed):
        introductions.assign(asked("Bea"), other_group.ref, by=Actor.of_user(nadia))


def test_a_paused_group_cannot_be_given(asked, other_group, nadia) -> None:
    type(other_group).objects.filter(pk=other_group.pk).update(state="paused")
    with pytest.raises(introductions.NotAllowed):
        introductions.assign(asked("Bea", ref=""), other_group.ref, by=Actor.of_user(nadia))


def test_10_none_of_it_sends_anything(asked, introduced, by_ruth, nothing_sent, drain_all) -> None:
    for row in (asked("Bea"), introduced("Cleo", may_know=True)):
        introductions.reveal(row, "ring", by=by_ruth)
        introductions.note_contact(row, "tried", by=by_ruth)
        introductions.note_contact(row, "spoke", by=by_ruth)
    drain_all()
    assert nothing_sent()


def test_two_women_on_one_phone_stay_two(asked) -> None:
    shared = {"phone": builders.phone(77), "text": "yes"}
    assert asked("Bea", **shared).card_id != asked("Cleo", **shared).card_id
