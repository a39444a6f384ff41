"""Her word is the rule: what a yes, a no and a not yet do (issue: her decision; safety.md 35, 36)."""

import threading

import pytest
from django.db import connection, connections

from groups.models import Membership, Woman
from groups.services import memberships
from outreach.models import Introduction
from outreach.services import decisions, introductions
from peersupport import clock
from peersupport.actors import Actor
from peersupport.models import AuditEvent, ContactCard
from tests.outreach.conftest import BY_PHONE, NAME, is_blank

pytestmark = pytest.mark.django_db


def test_yes_gives_her_the_place_and_blanks_the_doors_copy(asked, group, by_ruth, frozen) -> None:
    row = asked(NAME, **BY_PHONE, safe_word="bluebell")
    card = row.card_id
    frozen.tick(days=2)
    row = decisions.record(row, "yes", by=by_ruth)
    row.refresh_from_db()
    place = Membership.objects.select_related("woman__card").get()
    assert row.membership == place
    assert is_blank(row)
    assert (place.group, place.came_by) == (group, "herself")
    assert place.first_contact_on == row.received_at.date()
    assert place.woman.name == NAME
    assert place.woman.card_id == card, "the card moved; it was not copied"
    assert place.woman.card.safe_word == "bluebell"
    assert ContactCard.objects.filter(holder="woman").count() == 1
    assert (row.state, row.closed_at, row.decided_at) == ("yes", clock.now(), clock.now())


def test_the_way_in_goes_with_her(introduced, by_ruth) -> None:
    row = decisions.record(introduced("Bea"), "yes", by=by_ruth)
    assert row.membership.came_by == "partner"


def test_first_contact_is_a_day_in_london(asked, by_ruth, clock_at) -> None:
    at = clock_at(2027, 6, 30, 0, 30)
    row = asked("Bea")
    at.tick(hours=5)
    assert str(decisions.record(row, "yes", by=by_ruth).membership.first_contact_on) == "2027-06-30"


def test_all_or_nothing(asked, by_ruth, monkeypatch) -> None:
    row = asked("Bea")
    monkeypatch.setattr("outreach.services.decisions.audit.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        decisions.record(row, "yes", by=by_ruth)
    row.refresh_from_db()
    assert (row.said, row.name) == ("", "Bea")
    assert not Woman.objects.exists()


def test_a_second_yes_finds_the_first(asked, by_ruth) -> None:
    row = asked("Bea")
    first = decisions.record(row, "yes", by=by_ruth)
    again = decisions.record(row, "yes", by=by_ruth)
    assert again.membership_id == first.membership_id
    assert Woman.objects.count() == 1


@pytest.mark.parametrize("said", ["no", "not_yet"])
def test_after_a_yes_the_door_takes_nothing_back(asked, by_ruth, said) -> None:
    row = decisions.record(asked("Bea"), "yes", by=by_ruth)
    with pytest.raises(introductions.NotAllowed):
        decisions.record(row, said, "no_room" if said == "not_yet" else "", by=by_ruth)


def test_yes_needs_a_group(asked, by_ruth) -> None:
    row = asked("Bea", ref="")
    with pytest.raises(decisions.NoGroup):
        decisions.record(row, "yes", by=by_ruth)
    row.refresh_from_db()
    assert row.state == "waiting"
    assert not Woman.objects.exists()


def test_no_is_her_word_and_she_may_change_her_mind(asked, by_ruth) -> None:
    row = decisions.record(asked("Bea"), "no", by=by_ruth)
    assert (row.state, row.name, row.membership) == ("no", "Bea", None)
    assert decisions.record(row, "yes", by=by_ruth).membership is not None


def test_not_yet_says_why_and_stays_open(asked, by_ruth) -> None:
    row = decisions.record(asked("Bea"), "not_yet", "no_room", by=by_ruth)
    assert (row.said, row.not_yet_reason, row.closed_at) == ("not_yet", "no_room", None)
    assert row.decided_at is not None
    assert decisions.record(row, "yes", by=by_ruth).not_yet_reason == ""


def test_each_word_is_written_down(asked, by_ruth) -> None:
    row = asked("Bea")
    decisions.record(row, "not_yet", "no_room", by=by_ruth)
    decisions.record(row, "no", by=by_ruth)
    decisions.record(row, "yes", by=by_ruth)
    heard = AuditEvent.objects.filter(verb="introduction.decided").order_by("pk")
    assert list(heard.values_list("reason", flat=True)) == ["no_room", "no", "yes"]
    assert {event.actor for event in heard} == {by_ruth.subject}


def test_10_a_yes_sends_nothing_by_itself(asked, by_ruth, nothing_sent, drain_all) -> None:
    decisions.record(asked("Bea"), "yes", by=by_ruth)
    drain_all()
    assert nothing_sent()


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_two_leaders_who_press_at_once_give_one_place(asked, ruth, nadia, monkeypatch) -> None:
    """PostgreSQL: a row lock. SQLite: writers stand in line from the start."""
    row, gate, found = asked("Bea"), threading.Barrier(2, timeout=20), []
    join = memberships.join

    def slow_join(**facts):
        # Long enough for the other to have read the row, were it not held.
        threading.Event().wait(0.3)
        return join(**facts)

    monkeypatch.setattr("outreach.services.decisions.memberships.join", slow_join)

    def press(user) -> None:
        try:
            gate.wait()
            found.append(decisions.record(row, "yes", by=Actor.of_user(user)).membership_id)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(user,)) for user in (ruth, nadia)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == 1
    assert Membership.objects.count() == Woman.objects.count() == 1
    assert is_blank(Introduction.objects.get())
    assert connection.vendor in {"sqlite", "postgresql"}
