"""The safety hold: two people, two weeks, and nobody turned away by it (issue: her decision)."""

import datetime as dt

import pytest
from django.db import connection

from outreach.models import Introduction, PlaceOffer, SafetyHold, Slip, Tally
from outreach.services import confirmations, decisions, forgetting, holds, introductions, offers
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent
from tests import builders

pytestmark = pytest.mark.django_db
HURT = "Somebody she fears comes to the same building on that evening."


@pytest.fixture
def by_nadia(nadia) -> Actor:
    return Actor.of_user(nadia)


@pytest.fixture
def hold_on(by_ruth, frozen):
    """``hold_on(row)``: ruth opens a hold, on Tuesday 1 December at 11."""

    def hold_on(row, *, by: Actor = by_ruth) -> SafetyHold:
        return holds.open_hold(row, could_happen=HURT, told="all", by=by)

    return hold_on


def fresh(row: Introduction) -> Introduction:
    return Introduction.objects.get(pk=row.pk)


# -- opened --------------------------------------------------------------------------------------


def test_it_holds_at_once_and_says_until_when(asked, hold_on) -> None:
    row = asked("Bea")
    hold = hold_on(row)
    row = fresh(row)
    assert (row.said, row.not_yet_reason, row.closed_at) == ("not_yet", holds.REASON, None)
    assert hold.ends_at - hold.begins_at == dt.timedelta(days=14)
    # The end of Thursday, in London.
    assert hold.second_due_at == dt.datetime(2026, 12, 4, tzinfo=dt.UTC)


def test_the_two_working_days_are_those_of_her_groups_nation(asked, by_ruth, clock_at) -> None:
    from groups.models import Group

    clock_at(2026, 11, 27, 23, 50)
    row = asked("Bea")
    Group.objects.filter(pk=row.group_id).update(nation="scotland")
    hold = holds.open_hold(fresh(row), could_happen=HURT, told="all", by=by_ruth)
    # Friday night; the weekend and St Andrew's Day do not count.
    assert hold.second_due_at == dt.datetime(2026, 12, 3, tzinfo=dt.UTC)


def test_a_second_press_finds_the_first(asked, hold_on) -> None:
    row = asked("Bea")
    assert hold_on(row) == hold_on(row)
    assert SafetyHold.objects.count() == 1


def test_nothing_is_held_once_she_has_answered(asked, hold_on, by_ruth) -> None:
    with pytest.raises(holds.NotPossible):
        hold_on(decisions.record(asked("Bea"), "no", by=by_ruth))


def test_40_52_a_hold_is_no_talk_with_her(introduced, hold_on, by_nadia, frozen) -> None:
    """No partner can tell: her slip says what it would have said."""
    row = introduced("Bea", may_know=True)
    before = list(Slip.objects.values())
    hold = hold_on(row)
    holds.agree(hold, by=by_nadia)
    frozen.tick(days=14)
    holds.sweep(clock.now())
    assert list(Slip.objects.values()) == before
    assert fresh(row).spoke_at is None
    assert not Tally.objects.exists()


def test_10_nothing_is_sent_to_anybody(asked, hold_on, by_nadia, nothing_sent, drain_all) -> None:
    holds.agree(hold_on(asked("Bea")), by=by_nadia)
    drain_all()
    assert nothing_sent()


def test_what_could_happen_lies_sealed(asked, hold_on) -> None:
    hold_on(asked("Bea"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT could_happen FROM outreach_safetyhold")
        [(lies,)] = cursor.fetchall()
    assert lies
    assert "fears" not in lies


# -- the second person ---------------------------------------------------------------------------


def test_another_peer_leader_or_a_coordinator_agrees(asked, hold_on, group, by_nadia) -> None:
    dot = builders.user("Dot Leader", "peer_leader")
    builders.leads(dot, group)
    assert holds.agree(hold_on(asked("A")), by=Actor.of_user(dot)).second_by == dot
    assert holds.agree(hold_on(asked("B")), by=by_nadia).second_at == clock.now()


def test_whoever_opened_it_cannot_be_her_own_second(asked, hold_on, by_ruth) -> None:
    hold = hold_on(asked("Bea"))
    with pytest.raises(holds.NotPossible):
        holds.agree(hold, by=by_ruth)
    with pytest.raises(holds.NotPossible):
        holds.disagree(hold, by=by_ruth)


def test_her_second_press_finds_the_first_and_a_third_person_is_too_late(
    asked, hold_on, by_nadia, group
) -> None:
    hold = hold_on(asked("Bea"))
    holds.agree(hold, by=by_nadia)
    holds.agree(hold, by=by_nadia)
    third = builders.user("Dot Leader", "peer_leader")
    with pytest.raises(holds.NotPossible):
        holds.agree(hold, by=Actor.of_user(third))
    assert AuditEvent.objects.filter(verb="hold.agreed").count() == 1


@pytest.mark.parametrize("swept", [True, False])
def test_without_a_second_person_it_lapses_and_she_is_back(
    asked, hold_on, by_ruth, by_nadia, frozen, swept
) -> None:
    waits, spoken = asked("A"), asked("B")
    frozen.tick(hours=1)
    introductions.note_contact(spoken, "spoke", by=by_ruth)
    held = [hold_on(waits), hold_on(spoken)]
    frozen.set(2026, 12, 3, 23, 59)
    assert holds.sweep(clock.now()) == 0
    frozen.set(2026, 12, 4, 0, 0)
    if swept:
        assert holds.sweep(clock.now()) == 2
        assert holds.sweep(clock.now()) == 0
        assert {hold.ended_why for hold in SafetyHold.objects.all()} == {"lapsed"}
        assert [fresh(row).state for row in (waits, spoken)] == ["waiting", "in_touch"]
    # Swept or not, the clock decides.
    for hold in held:
        with pytest.raises(holds.NotPossible):
            holds.agree(hold, by=by_nadia)
    decisions.record(waits, "yes", by=by_ruth)


def test_i_do_not_agree_ends_it(asked, hold_on, by_nadia) -> None:
    row = asked("Bea")
    holds.disagree(hold_on(row), by=by_nadia)
    assert fresh(row).state == "waiting"
    assert SafetyHold.objects.get().ended_why == "not_agreed"


# -- its end ---------------------------------------------------------------------------------------


def test_after_14_days_it_ends_and_she_is_to_be_answered(
    asked, hold_on, by_ruth, by_nadia, frozen
) -> None:
    row = asked("Bea")
    introductions.note_contact(row, "spoke", by=by_ruth)
    holds.agree(hold_on(row), by=by_nadia)
    frozen.tick(days=14, seconds=-1)
    assert holds.sweep(clock.now()) == 0
    frozen.tick(seconds=1)
    assert holds.sweep(clock.now()) == 1
    row = fresh(row)
    assert (row.state, row.said, row.not_yet_reason) == ("waiting", "", "")
    assert SafetyHold.objects.get().ended_why == "over"


def test_one_person_ends_it_at_any_time(asked, hold_on, by_ruth, by_nadia) -> None:
    row = asked("Bea")
    hold = holds.agree(hold_on(row), by=by_nadia)
    holds.lift(hold, by=by_ruth)
    holds.lift(hold, by=by_nadia)
    assert fresh(row).state == "waiting"
    assert AuditEvent.objects.filter(verb="hold.ended").count() == 1
    assert decisions.record(row, "yes", by=by_ruth).membership is not None


def test_12_who_gets_in_touch_herself_is_not_to_be_rung_after_it(asked, hold_on, by_nadia) -> None:
    row = asked("Bea", own_contact=True)
    hold = holds.agree(hold_on(row), by=by_nadia)
    holds.lift(hold, by=by_nadia)
    assert fresh(row).state == "her_turn"


def test_it_takes_nobody_out_of_the_line(asked, hold_on, by_ruth, by_nadia, frozen) -> None:
    first, second = asked("A"), asked("B")
    for row in (first, second):
        decisions.record(row, "not_yet", "no_room", by=by_ruth)
    decided = fresh(first).decided_at
    frozen.tick(days=1)
    hold = holds.agree(hold_on(first), by=by_nadia)
    assert list(Introduction.objects.in_line()) == [second], "nobody waits behind a hold"
    frozen.tick(days=2)
    holds.lift(hold, by=by_ruth)
    assert list(Introduction.objects.in_line()) == [first, second], "her turn is hers"
    assert fresh(first).decided_at == decided


def test_an_offer_is_taken_back_by_it_and_none_is_made(asked, hold_on, by_ruth) -> None:
    row = decisions.record(asked("Bea"), "not_yet", "no_room", by=by_ruth)
    offers.make(row, "spoke", by=by_ruth)
    hold_on(row)
    assert PlaceOffer.objects.get().ended == "withdrawn"
    with pytest.raises(introductions.NotAllowed):
        offers.make(row, "spoke", by=by_ruth)


# -- her word ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "reason"), [("yes", ""), ("not_yet", "no_room")])
def test_only_her_no_is_written_down_while_it_stands(asked, hold_on, by_ruth, said, reason) -> None:
    row = asked("Bea")
    hold_on(row)
    with pytest.raises(decisions.Held):
        decisions.record(row, said, reason, by=by_ruth)
    assert decisions.record(row, "no", by=by_ruth).state == "no"
    hold = SafetyHold.objects.get()
    assert (hold.ended_why, hold.ended_at) == ("her_no", clock.now())


def test_one_person_cannot_hold_her_by_writing_down_her_answer(asked, by_ruth) -> None:
    row = asked("Bea")
    with pytest.raises(introductions.NotAllowed):
        decisions.record(row, "not_yet", "someone_could_be_hurt", by=by_ruth)
    assert fresh(row).state == "waiting"


# -- renewed -------------------------------------------------------------------------------------


@pytest.fixture
def agreed(asked, hold_on, by_nadia) -> SafetyHold:
    return holds.agree(hold_on(asked("Bea")), by=by_nadia)


def renew(hold: SafetyHold, by: Actor) -> SafetyHold:
    return holds.renew(hold, could_happen="He still comes.", told="all", by=by)


def test_two_people_renew_it(agreed, by_ruth, by_nadia, frozen) -> None:
    frozen.tick(days=13)
    renewal = renew(agreed, by_ruth)
    assert renewal.begins_at is None
    assert renewal.second_due_at == agreed.ends_at, "no later than what it renews"
    renewal = holds.agree(renewal, by=by_nadia)
    agreed.refresh_from_db()
    assert (agreed.ended_why, agreed.ended_at) == ("renewed", clock.now())
    assert renewal.ends_at == clock.now() + dt.timedelta(days=14)
    frozen.tick(days=13)
    assert holds.sweep(clock.now()) == 0
    assert fresh(renewal.introduction).said == "not_yet"
    frozen.tick(days=1)
    assert holds.sweep(clock.now()) == 1
    assert fresh(renewal.introduction).state == "waiting"


def test_one_person_does_not_renew_it(agreed, by_ruth, by_nadia, frozen) -> None:
    frozen.tick(days=13)
    renewal = renew(agreed, by_ruth)
    with pytest.raises(holds.NotPossible):
        holds.agree(renewal, by=by_ruth)
    frozen.tick(days=1)
    with pytest.raises(holds.NotPossible):
        holds.agree(renewal, by=by_nadia)
    assert holds.sweep(clock.now()) == 1
    assert set(SafetyHold.objects.values_list("ended_why", flat=True)) == {"over", "lapsed"}
    assert fresh(agreed.introduction).state == "waiting"


def test_a_renewal_needs_a_hold_that_two_agreed_to_and_that_stands(
    asked, hold_on, agreed, by_ruth, by_nadia, frozen
) -> None:
    alone = hold_on(asked("Cleo"))
    with pytest.raises(holds.NotPossible):
        renew(alone, by_ruth)
    assert renew(agreed, by_ruth) == renew(agreed, by_nadia), "asked for once"
    frozen.tick(days=14)
    with pytest.raises(holds.NotPossible):
        renew(agreed, by_ruth)


def test_a_renewal_that_nobody_seconds_in_two_working_days_lapses_and_the_hold_stands(
    agreed, by_ruth, by_nadia, frozen
) -> None:
    """Asked for on Tuesday: on Friday at 00:00 it is over, days before the hold itself ends."""
    renewal = renew(agreed, by_ruth)
    frozen.set(2026, 12, 4, 0, 0)
    assert holds.sweep(clock.now()) == 1
    renewal.refresh_from_db()
    agreed.refresh_from_db()
    assert (renewal.ended_why, agreed.ended_at) == ("lapsed", None)
    assert fresh(agreed.introduction).said == "not_yet"
    with pytest.raises(holds.NotPossible, match="asked before"):
        renew(agreed, by_ruth)


def test_too_late_by_the_clock_is_too_late_whether_or_not_a_sweep_came(
    agreed, by_ruth, by_nadia, frozen
) -> None:
    renewal = renew(agreed, by_ruth)
    frozen.set(2026, 12, 4, 0, 0)
    with pytest.raises(holds.NotPossible):
        holds.agree(renewal, by=by_nadia)
    assert fresh(agreed.introduction).said == "not_yet"


def test_a_renewal_not_agreed_to_leaves_the_first_14_days(agreed, by_ruth, by_nadia) -> None:
    holds.disagree(renew(agreed, by_ruth), by=by_nadia)
    assert fresh(agreed.introduction).said == "not_yet"
    agreed.refresh_from_db()
    assert agreed.ended_at is None


def test_lifting_takes_the_renewal_with_it(agreed, by_ruth) -> None:
    renewal = renew(agreed, by_ruth)
    holds.lift(agreed, by=by_ruth)
    renewal.refresh_from_db()
    assert renewal.ended_why == "lapsed"
    assert fresh(agreed.introduction).state == "waiting"


# -- forgotten -------------------------------------------------------------------------------------


def test_35_no_day_of_a_hold_counts_towards_forgetting(
    asked, introduced, hold_on, by_ruth, by_nadia, frozen
) -> None:
    spoken, unconfirmed = asked("A"), introduced("B")
    introductions.note_contact(spoken, "spoke", by=by_ruth)
    frozen.tick(days=27)
    for row in (spoken, unconfirmed):
        hold_on(row)
    frozen.tick(days=3)
    forgetting.purge(clock.now())
    holds.sweep(clock.now())  # nobody seconded them
    for _ in range(2):
        forgetting.purge(clock.now())
        assert Introduction.objects.count() == 2
        frozen.tick(days=27)
    frozen.tick(days=2)
    forgetting.purge(clock.now())
    assert not Introduction.objects.exists()


def test_36_it_goes_with_her_and_28_days_after_it_ended(asked, hold_on, by_ruth, frozen) -> None:
    row, other = asked("Bea"), asked("Cleo")
    hold_on(row)
    forgetting.erase(row.subject)
    assert not SafetyHold.objects.exists()
    holds.lift(hold_on(other), by=by_ruth)
    frozen.tick(days=28)
    holds.purge(clock.now())
    assert SafetyHold.objects.exists()
    frozen.tick(seconds=1)
    holds.purge(clock.now())
    assert not SafetyHold.objects.exists()


def test_a_chain_of_renewals_is_kept_until_its_last_has_ended(
    agreed, by_ruth, by_nadia, frozen
) -> None:
    hold = agreed
    for _ in range(3):
        frozen.tick(days=13)
        hold = holds.agree(renew(hold, by_ruth), by=by_nadia)
    holds.purge(clock.now())
    assert SafetyHold.objects.count() == 4


def test_she_did_not_ask_for_this_and_all_of_it_goes(introduced, hold_on) -> None:
    row = introduced("Bea")
    hold_on(row)
    confirmations.refuse(row, by=SYSTEM)
    assert not SafetyHold.objects.exists()
