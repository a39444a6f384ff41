"""The line and its offers: fair order, one place for one woman, her answer (issue: waiting list)."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from groups.models import Membership
from groups.services import groups, memberships
from outreach.models import Introduction, PlaceOffer
from outreach.services import decisions, holds, offers, places
from outreach.services.introductions import NotAllowed
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent
from tests import builders
from tests.outreach.test_places import at_once, with_places

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 12, 1, 11, tzinfo=dt.UTC)


@pytest.fixture
def full(group):
    """Ruth's group with one place, and Ada in it."""
    with_places(group, 1)
    return builders.place(group, "Ada")


@pytest.fixture
def line(asked, full, by_ruth, frozen) -> Callable[..., list[Introduction]]:
    """``line("Bea", "Cleo")``: they asked in this order and wait for a place."""

    def stand(*names: str) -> list[Introduction]:
        rows = []
        for name in names:
            frozen.tick(minutes=1)
            rows.append(decisions.record(asked(name), "not_yet", "no_room", by=by_ruth))
        return rows

    return stand


def leaves(place: Membership) -> None:
    memberships.leave(place, by=SYSTEM)


def herself(row: Introduction) -> Actor:
    return Actor.of_link(row.subject)


# -- a fair order -------------------------------------------------------------------------------


def test_the_order_is_when_each_first_asked(line) -> None:
    rows = line("Bea", "Cleo", "Dee")
    assert list(Introduction.objects.in_line()) == rows


def test_a_full_group_offers_nothing(line, by_ruth) -> None:
    [bea] = line("Bea")
    with pytest.raises(places.Full, match="taken or offered"):
        offers.make(bea, "spoke", by=by_ruth)


def test_whoever_asked_first_is_offered_first(line, full, by_ruth) -> None:
    bea, cleo = line("Bea", "Cleo")
    leaves(full)
    with pytest.raises(places.NotHerTurn, match="asked before her"):
        offers.make(cleo, "spoke", by=by_ruth)
    assert offers.make(bea, "spoke", by=by_ruth).is_live(clock.now())


def test_an_offered_place_is_nobody_elses(line, full, by_ruth) -> None:
    bea, cleo = line("Bea", "Cleo")
    leaves(full)
    offers.make(bea, "spoke", by=by_ruth)
    with pytest.raises(places.Full):
        offers.make(cleo, "spoke", by=by_ruth)
    with pytest.raises(places.Full):
        decisions.record(cleo, "yes", by=by_ruth)


def test_a_later_woman_cannot_be_let_past_the_line(line, full, asked, by_ruth, frozen) -> None:
    line("Bea")
    leaves(full)
    frozen.tick(minutes=1)
    with pytest.raises(places.NotHerTurn):
        decisions.record(asked("Late"), "yes", by=by_ruth)


def test_with_two_places_the_second_in_line_may_be_first_to_answer(
    line, full, group, by_ruth
) -> None:
    _, cleo, dee = line("Bea", "Cleo", "Dee")
    with_places(group, 3)
    assert offers.make(cleo, "spoke", by=by_ruth)
    with pytest.raises(places.NotHerTurn):
        offers.make(dee, "spoke", by=by_ruth)


def test_a_second_press_finds_the_first(line, full, by_ruth) -> None:
    [bea] = line("Bea")
    leaves(full)
    assert offers.make(bea, "spoke", by=by_ruth) == offers.make(bea, "text", by=by_ruth)
    assert PlaceOffer.objects.count() == 1


def test_a_group_without_a_number_still_keeps_the_order(asked, by_ruth, frozen) -> None:
    rows = []
    for name in ("Bea", "Cleo"):
        frozen.tick(minutes=1)
        rows.append(decisions.record(asked(name), "not_yet", "no_room", by=by_ruth))
    with pytest.raises(places.NotHerTurn):
        offers.make(rows[1], "spoke", by=by_ruth)
    assert offers.make(rows[0], "spoke", by=by_ruth)


def test_a_pause_offers_nothing(line, full, group, by_ruth) -> None:
    [bea] = line("Bea")
    leaves(full)
    groups.set_state(group, "paused", by=SYSTEM)
    with pytest.raises(offers.NotPossible, match="pause"):
        offers.make(bea, "spoke", by=by_ruth)


def test_who_is_held_is_not_in_the_line(asked, full, by_ruth) -> None:
    row = asked("Bea")
    holds.open_hold(row, could_happen="He comes there too.", told="all", by=by_ruth)
    leaves(full)
    with pytest.raises(offers.NotPossible):
        offers.make(row, "spoke", by=by_ruth)


# -- her answer ---------------------------------------------------------------------------------


@pytest.fixture
def offered(line, full, by_ruth) -> PlaceOffer:
    """Bea holds an offer; Cleo asked after her."""
    bea, _ = line("Bea", "Cleo")
    leaves(full)
    return offers.make(bea, "spoke", by=by_ruth)


def second() -> Introduction:
    return Introduction.objects.in_line().last()


def test_yes_gives_her_the_place_in_one_go(offered, group) -> None:
    row = offers.answer(offered, "yes", by=herself(offered.introduction))
    assert row.membership.group == group
    offered.refresh_from_db()
    assert (offered.answer, offered.answered_at) == ("yes", clock.now())
    assert row.name == "", "the door's copy is blank"


def test_all_or_nothing(offered, monkeypatch) -> None:
    monkeypatch.setattr("outreach.services.decisions.audit.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        offers.answer(offered, "yes", by=herself(offered.introduction))
    offered.refresh_from_db()
    assert offered.answer == ""
    assert not Membership.objects.live().exists()


def test_the_same_answer_again_finds_the_first(offered, by_ruth) -> None:
    first = offers.answer(offered, "yes", by=by_ruth)
    assert offers.answer(offered, "yes", by=by_ruth).membership_id == first.membership_id
    with pytest.raises(offers.Gone):
        offers.answer(offered, "pass", by=by_ruth)


def test_to_pass_keeps_her_turn_and_the_next_is_asked(offered, by_ruth, frozen) -> None:
    row = offers.answer(offered, "pass", by=herself(offered.introduction))
    assert row.is_in_line
    assert Introduction.objects.in_line().first() == row, "still the first in the line"
    cleos = offers.make(second(), "spoke", by=by_ruth)
    offers.answer(cleos, "pass", by=by_ruth)
    frozen.tick(days=7, minutes=1)
    assert offers.make(row, "spoke", by=by_ruth), "and after a week she is asked again first"


def test_for_a_whole_week_a_pass_keeps_nobody_behind_her_waiting(offered, by_ruth, frozen) -> None:
    offers.answer(offered, "pass", by=herself(offered.introduction))
    frozen.tick(days=6, hours=23, minutes=59)
    assert offers.make(second(), "spoke", by=by_ruth)


def test_a_week_after_a_pass_nobody_goes_before_her(offered, by_ruth, frozen) -> None:
    offers.answer(offered, "pass", by=herself(offered.introduction))
    frozen.tick(days=7)
    with pytest.raises(places.NotHerTurn):
        offers.make(second(), "spoke", by=by_ruth)


def test_to_leave_is_her_own_no_and_can_be_undone(offered) -> None:
    row = offers.answer(offered, "no", by=herself(offered.introduction))
    assert (row.said, row.is_in_line) == ("no", False)
    row = decisions.undo_no(row, by=herself(row))
    assert row.is_in_line
    assert Introduction.objects.in_line().first() == row, "with the day on which she first asked"


def test_what_is_not_a_no_cannot_be_undone(offered) -> None:
    with pytest.raises(NotAllowed):
        decisions.undo_no(offered.introduction, by=herself(offered.introduction))


def test_her_word_to_the_leader_answers_the_offer_too(offered, by_ruth) -> None:
    decisions.record(offered.introduction, "no", by=by_ruth)
    offered.refresh_from_db()
    assert offered.answer == "no"


def test_one_that_ran_out_is_not_a_no(offered, group, by_ruth, frozen) -> None:
    frozen.tick(hours=group.offer_hours)
    with pytest.raises(offers.Gone):
        offers.answer(offered, "yes", by=herself(offered.introduction))
    assert offers.tidy(clock.now()) == 1
    offered.refresh_from_db()
    assert (offered.answer, offered.ended) == ("", "ran_out")
    assert Introduction.objects.in_line().first() == offered.introduction
    assert offers.make(second(), "spoke", by=by_ruth), "the next is asked meanwhile"


def test_the_clock_decides_and_not_the_sweep(offered, group, by_ruth, frozen) -> None:
    frozen.tick(hours=group.offer_hours)
    assert offers.make(second(), "spoke", by=by_ruth), "nobody has tidied, and the place is free"


def test_one_taken_back_leaves_her_first(offered, by_ruth) -> None:
    offers.withdraw(offered, by=by_ruth)
    with pytest.raises(offers.Gone):
        offers.withdraw(offered, by=by_ruth)
    with pytest.raises(places.NotHerTurn):
        offers.make(second(), "spoke", by=by_ruth)
    assert offers.make(offered.introduction, "spoke", by=by_ruth)


def test_each_deed_is_written_down(offered, by_ruth) -> None:
    offers.answer(offered, "pass", by=by_ruth)
    verbs = list(AuditEvent.objects.filter(verb__startswith="offer.").values_list("verb", "reason"))
    assert verbs == [("offer.made", "spoke"), ("offer.answered", "pass")]


def test_her_tap_is_not_somebody_who_spoke_with_her(offered) -> None:
    Introduction.objects.update(spoke_at=None)
    assert offers.answer(offered, "pass", by=herself(offered.introduction)).spoke_at is None


# -- another group ------------------------------------------------------------------------------


def test_another_group_moves_her_with_the_day_she_asked(line, other_group, by_ruth) -> None:
    [bea] = line("Bea")
    asked_at = bea.received_at
    offer = offers.make_another(bea, other_group.ref, "spoke", by=by_ruth)
    row = offers.answer(offer, "yes", by=by_ruth)
    assert (row.group, row.received_at) == (other_group, asked_at)
    assert (row.said, row.not_yet_reason) == ("", ""), "there is room: she is in touch there"


def test_in_a_full_one_she_stands_where_she_would_have_stood(
    line, asked, other_group, by_ruth, frozen
) -> None:
    [bea] = line("Bea")
    with_places(other_group, 1)
    builders.place(other_group, "Amber")
    later = decisions.record(asked("Later", ref=other_group.ref), "not_yet", "no_room", by=SYSTEM)
    offer = offers.make_another(bea, other_group.ref, "spoke", by=by_ruth)
    row = offers.answer(offer, "yes", by=by_ruth)
    assert row.is_in_line
    assert list(Introduction.objects.in_line().filter(group=other_group)) == [row, later]


def test_her_no_to_another_group_changes_nothing(line, group, other_group, by_ruth) -> None:
    [bea] = line("Bea")
    offer = offers.make_another(bea, other_group.ref, "spoke", by=by_ruth)
    row = offers.answer(offer, "no", by=by_ruth)
    assert (row.group, row.is_in_line) == (group, True)


def test_another_group_keeps_no_place_there(line, asked, other_group, by_ruth) -> None:
    [bea] = line("Bea")
    with_places(other_group, 1)
    offers.make_another(bea, other_group.ref, "spoke", by=by_ruth)
    assert decisions.record(asked("Dot", ref=other_group.ref), "yes", by=SYSTEM).membership


def test_not_her_own_group_and_not_a_paused_one(line, group, other_group, by_ruth) -> None:
    [bea] = line("Bea")
    groups.set_state(other_group, "paused", by=SYSTEM)
    for ref in (group.ref, other_group.ref, "zzzzz", ""):
        with pytest.raises(offers.NotPossible):
            offers.make_another(bea, ref, "spoke", by=by_ruth)


def test_nobody_unconfirmed_is_offered_another(introduced, other_group, by_ruth) -> None:
    with pytest.raises(offers.NotPossible):
        offers.make_another(introduced("Bea"), other_group.ref, "spoke", by=by_ruth)


# -- the database, and two at once ----------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"held_until": NOW - dt.timedelta(days=400)},
        {"answer": "yes"},
        {"answered_at": NOW},
        {"answer": "aye", "answered_at": NOW},
        {"answer": "yes", "answered_at": NOW, "ended": "ran_out"},
        {"kind": "favour"},
        {"way": "shout"},
        {"ended": "forgotten"},
    ],
    ids=str,
)
def test_the_database_keeps_an_offer_whole(offered, changes) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceOffer.objects.filter(pk=offered.pk).update(**changes)


def test_one_offer_at_a_time(offered) -> None:
    facts = {"way": "spoke", "made_by": "x", "made_at": NOW, "held_until": NOW + dt.timedelta(1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        offered.introduction.offers.create(kind="place", group=offered.group, **facts)


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_two_leaders_offer_one_place_to_one_woman_only(
    asked, group, ruth, nadia, monkeypatch
) -> None:
    """The lock on the group's row: of two offers of the last place one is refused. The first in
    the line has passed on one, so that either of the two may be asked."""
    look = places.look

    def slowly(row: Introduction, now: dt.datetime) -> places.Room:
        # Long enough for the other to have counted, were the row not held.
        found = look(row, now)
        threading.Event().wait(0.3)
        return found

    with_places(group, 2)
    rows = [decisions.record(asked(name), "not_yet", "no_room", by=SYSTEM) for name in "AB"]
    builders.place(group)
    offers.answer(offers.make(rows[0], "spoke", by=SYSTEM), "pass", by=SYSTEM)
    monkeypatch.setattr("outreach.services.offers.places.look", slowly)
    out = at_once(
        *[
            lambda row=row, user=user: offers.make(row, "spoke", by=Actor.of_user(user))
            for row, user in zip(rows, (ruth, nadia), strict=True)
        ]
    )
    assert sum(isinstance(one, PlaceOffer) for one in out) == 1, out
    assert sum(isinstance(one, places.Full) for one in out) == 1, out


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_her_tap_and_the_leaders_pen_give_one_place(asked, group, by_ruth) -> None:
    with_places(group, 1)
    row = decisions.record(asked("Bea"), "not_yet", "no_room", by=SYSTEM)
    offer = offers.make(row, "spoke", by=by_ruth)
    out = at_once(
        lambda: offers.answer(offer, "yes", by=herself(row)),
        lambda: decisions.record(row, "yes", by=by_ruth),
        lambda: offers.answer(offer, "yes", by=by_ruth),
    )
    assert not [one for one in out if isinstance(one, Exception)], out
    assert Membership.objects.count() == 1


def test_37_her_export_says_what_was_offered_and_what_she_said(offered, group, by_ruth) -> None:
    from outreach import queries

    said = dict(queries.export(offered.introduction.subject)[0].lines)
    line = next(words for label, words in said.items() if label.startswith("Offered to you on"))
    assert group.name in line
    assert "it waits for your answer" in line
    offers.answer(offered, "pass", by=by_ruth)
    said = dict(queries.export(offered.introduction.subject)[0].lines)
    assert any(
        "you said not this time on 1 december 2026" in words.lower() for words in said.values()
    )
