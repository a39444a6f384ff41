"""The sweep and two people at the same moment. PostgreSQL: the introduction's row lock. SQLite:
writers stand in line from the start."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from outreach.models import Introduction, SafetyHold
from outreach.services import decisions, holds
from peersupport import clock
from peersupport.actors import Actor
from peersupport.models import AuditEvent
from tests import builders

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
SAID = {"could_happen": "He comes to the same building.", "told": "all"}


def at_once(*deeds: Callable[[], object]) -> list[BaseException]:
    """Each in a thread of its own, all let go together. Returns what was refused."""
    gate, refused = threading.Barrier(len(deeds), timeout=20), []

    def press(deed: Callable[[], object]) -> None:
        try:
            gate.wait()
            deed()
        except holds.NotAllowed as why:
            refused.append(why)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.fixture
def slow(monkeypatch):
    """Whoever has the lock keeps it long enough for the other to have read, were it not held."""
    real = holds.end_what_is_due

    def slow(row, now):
        threading.Event().wait(0.2)
        return real(row, now)

    monkeypatch.setattr(holds, "end_what_is_due", slow)


def test_two_who_open_at_once_open_one(asked, ruth, nadia, slow) -> None:
    row = asked("Bea")
    both = [Actor.of_user(user) for user in (ruth, nadia)]
    assert not at_once(*[lambda by=by: holds.open_hold(row, **SAID, by=by) for by in both])
    assert SafetyHold.objects.count() == 1


def test_two_second_persons_at_once_are_one(asked, group, by_ruth, nadia, slow) -> None:
    dot = builders.user("Dot Leader", "peer_leader")
    builders.leads(dot, group)
    hold = holds.open_hold(asked("Bea"), **SAID, by=by_ruth)
    both = [Actor.of_user(user) for user in (dot, nadia)]
    assert len(at_once(*[lambda by=by: holds.agree(hold, by=by) for by in both])) == 1
    assert AuditEvent.objects.filter(verb="hold.agreed").count() == 1


def test_the_sweep_and_a_second_person_in_the_last_moment(asked, by_ruth, nadia, frozen) -> None:
    """She presses as it runs out: it lapses once, and her yes to it comes too late."""
    hold = holds.open_hold(asked("Bea"), **SAID, by=by_ruth)
    frozen.set(hold.second_due_at)
    deeds = [lambda: holds.sweep(clock.now()) for _ in range(3)]
    refused = at_once(*deeds, lambda: holds.agree(hold, by=Actor.of_user(nadia)))
    assert len(refused) == 1
    hold.refresh_from_db()
    assert (hold.ended_why, hold.second_by) == ("lapsed", None)
    assert AuditEvent.objects.filter(verb="hold.ended").count() == 1
    assert Introduction.objects.get().state == "waiting"


def test_the_sweep_and_a_renewal_in_the_last_moment(asked, by_ruth, nadia, frozen) -> None:
    by_nadia = Actor.of_user(nadia)
    hold = holds.agree(holds.open_hold(asked("Bea"), **SAID, by=by_ruth), by=by_nadia)
    renewal = holds.renew(hold, **SAID, by=by_ruth)
    frozen.set(hold.ends_at)
    refused = at_once(
        lambda: holds.sweep(clock.now()),
        lambda: holds.agree(renewal, by=by_nadia),
        lambda: holds.sweep(clock.now()),
    )
    assert len(refused) == 1
    assert list(SafetyHold.objects.order_by("pk").values_list("ended_why", flat=True)) == [
        "over",
        "lapsed",
    ]
    assert Introduction.objects.get().said == ""


def test_her_no_and_the_sweep(asked, by_ruth, frozen, slow) -> None:
    hold = holds.open_hold(asked("Bea"), **SAID, by=by_ruth)
    frozen.set(hold.second_due_at)
    row = Introduction.objects.get()
    at_once(
        lambda: holds.sweep(clock.now()),
        lambda: decisions.record(row, "no", by=by_ruth),
    )
    row.refresh_from_db()
    assert row.said == "no", "her word stands, whoever came first"
    assert AuditEvent.objects.filter(verb="hold.ended").count() == 1
