"""The periodic jobs, their heartbeats, and what monitoring is told (delivery.md)."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from peersupport import beats, schedule, tasks
from peersupport.management.commands import dispatch
from peersupport.models import AuditEvent, Heartbeat, InboundText, Message, OnceKey
from peersupport.registry import registry
from peersupport.services import once
from tests import builders

pytestmark = pytest.mark.django_db


class Job:
    """A room's sweep or purge that keeps when it ran."""

    def __init__(self, done: int = 1) -> None:
        self.done = done
        self.ran: list[dt.datetime] = []

    def __call__(self, now: dt.datetime) -> int:
        self.ran.append(now)
        return self.done


@pytest.fixture
def sweeps(monkeypatch) -> dict:
    monkeypatch.setattr(registry, "sweeps", {})
    return registry.sweeps


@pytest.fixture
def ready(client, frozen):
    """What /readyz says, the beat having just run."""
    Heartbeat.objects.create(name="sweep", at=frozen.at)

    def ask() -> tuple[int, dict]:
        response = client.get("/readyz")
        return response.status_code, json.loads(response.content)

    return ask


# -- sweeps and beats ---------------------------------------------------------------------------


def test_every_rooms_sweep_runs_and_then_the_heart_beats(sweeps, frozen) -> None:
    first, second = Job(2), Job(3)
    sweeps.update(a=first, b=second)
    assert beats.sweep() == 5
    assert first.ran + second.ran == [frozen.at] * 2
    assert Heartbeat.objects.get(name="sweep").at == frozen.at


def test_one_that_fails_stops_no_other_but_the_heart(sweeps, frozen, caplog) -> None:
    def broken(now):
        raise RuntimeError

    other = Job()
    sweeps.update(a=broken, b=other)
    beats.sweep()
    assert len(other.ran) == 1
    assert "a failed" in caplog.text
    assert not Heartbeat.objects.exists()
    del sweeps["a"]
    beats.sweep()
    assert Heartbeat.objects.count() == 1


def test_so_with_purges(monkeypatch) -> None:
    def broken(now):
        raise RuntimeError

    other = Job()
    monkeypatch.setattr(registry, "purges", {"a": broken, "b": other})
    beats.purge()
    assert len(other.ran) == 1


def test_every_job_on_the_schedule_is_a_task_that_runs() -> None:
    for name in schedule.JOBS:
        getattr(tasks, name)()
    for lane in schedule.LANES:
        tasks.drain(lane)
    beating = set(Heartbeat.objects.values_list("name", flat=True))
    assert beating == {*schedule.JOBS, *(f"drain-{lane}" for lane in schedule.LANES)}


def test_the_ground_hands_in_every_purge_and_sweep_of_its_own() -> None:
    from peersupport import audit, links
    from peersupport.messaging import housekeeping, receipts
    from peersupport.services import erasure, people

    jobs = [audit.purge, links.purge, once.purge, housekeeping.purge, people.purge]
    assert {*jobs, erasure.purge_sessions} <= set(registry.purges.values())
    assert receipts.give_up_waiting in registry.sweeps.values()
    assert links.erase in registry.erasers


def test_beat_knows_every_job_by_its_tasks_name() -> None:
    from peersupport.celery import app

    assert {entry["task"] for entry in schedule.beat().values()} <= set(app.tasks)


# -- dispatch -----------------------------------------------------------------------------------


def test_dispatch_does_the_work_of_worker_and_beat(sweeps, note_kind, after) -> None:
    job = Job()
    sweeps["a"] = job
    note_kind()
    note_kind("hurry", urgent=True)
    notes = [builders.message(), builders.message(kind="hurry")]
    call_command("dispatch")
    assert len(job.ran) == 1
    assert {after(note).state for note in notes} == {"accepted"}


def test_the_loop_outlives_a_database_that_went_away(monkeypatch, sweeps) -> None:
    rounds = []

    def down(*args):
        raise DatabaseError

    def pause(seconds):
        rounds.append(seconds)
        if len(rounds) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(dispatch.time, "sleep", pause)
    monkeypatch.setattr("peersupport.beats.beating", down)
    with pytest.raises(KeyboardInterrupt):
        call_command("dispatch", "--loop")
    assert len(rounds) == 3


def test_once_says_that_it_failed(monkeypatch) -> None:
    def down(*args):
        raise DatabaseError

    monkeypatch.setattr("peersupport.beats.beating", down)
    with pytest.raises(DatabaseError):
        call_command("dispatch")


def test_each_job_runs_in_its_own_time(monkeypatch) -> None:
    ran, now = [], [1000.0]
    monkeypatch.setattr(dispatch.time, "monotonic", lambda: now[0])
    for name in schedule.JOBS:
        monkeypatch.setattr(tasks, name, lambda name=name: ran.append(name))
    monkeypatch.setattr(tasks, "drain", lambda lane: None)
    command = dispatch.Command()
    last: dict[str, float] = {}
    command.loops = False
    for _ in range(61):
        command.round(last)
        now[0] += 1
    assert {name: ran.count(name) for name in schedule.JOBS} == {
        "sweep": 2,
        "recover": 3,
        "purge": 1,
    }


# -- monitoring ---------------------------------------------------------------------------------


def test_alive(client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_ready(ready) -> None:
    status, said = ready()
    assert status == 200
    assert (said["database"], said["beat"], said["nothing_late"]) == (True, True, True)


def test_a_heart_that_stopped_is_not_ready(ready, frozen) -> None:
    frozen.tick(seconds=90)
    assert ready()[0] == 200
    frozen.tick(seconds=1)
    status, said = ready()
    assert (status, said["beat"]) == (503, False)


def test_without_a_first_beat_it_is_not_ready(ready) -> None:
    Heartbeat.objects.all().delete()
    assert ready()[0] == 503


def test_a_message_due_for_over_two_minutes_is_not_ready(ready, frozen, note_kind) -> None:
    note_kind()
    note = builders.message()
    builders.message(not_before=frozen.at + dt.timedelta(hours=1))
    frozen.tick(seconds=80)
    assert ready()[0] == 200
    Message.objects.filter(pk=note.pk).update(not_before=frozen.at - dt.timedelta(seconds=121))
    status, said = ready()
    assert (status, said["nothing_late"]) == (503, False)


def test_a_call_left_in_hand_for_two_leases_is_not_ready(ready, frozen, note_kind) -> None:
    from peersupport.messaging.claim import LEASE, claim

    note_kind()
    builders.message()
    claim("text")
    Message.objects.update(lease_until=frozen.at - LEASE)
    assert ready()[0] == 200
    Message.objects.update(lease_until=frozen.at - LEASE - dt.timedelta(seconds=1))
    status, said = ready()
    assert (status, said["nothing_stuck"]) == (503, False)


def test_a_database_that_is_away_is_said_and_does_not_break_the_page(ready, monkeypatch) -> None:
    def down():
        raise DatabaseError("Ada, 07700 123 456")

    monkeypatch.setattr("peersupport.clock.now", down)
    status, said = ready()
    assert (status, said["database"]) == (503, False)


def test_it_tells_no_numbers(ready, note_kind) -> None:
    note_kind()
    builders.message()
    assert all(isinstance(value, bool) for value in ready()[1].values())


# -- forgetting ---------------------------------------------------------------------------------


def test_form_keys_go_after_two_days(frozen) -> None:
    once.first_time("k")
    assert once.purge(frozen.tick(days=2)) == 0
    assert once.purge(frozen.tick(seconds=1)) == 1
    assert not OnceKey.objects.exists()


@pytest.mark.parametrize("state", ["accepted", "uncertain", "delivered", "expired", "due"])
def test_the_message_log_goes_after_ninety_days_whatever_became_of_it(
    frozen, note_kind, state
) -> None:
    from peersupport.messaging import housekeeping

    note_kind()
    note = builders.message()
    moments = {"accepted": {"accepted_at": frozen.at}, "uncertain": {}, "due": {}}
    Message.objects.filter(pk=note.pk).update(
        state=state, **moments.get(state, {"finished_at": frozen.at})
    )
    housekeeping.purge(frozen.tick(days=90))
    assert Message.objects.exists()
    housekeeping.purge(frozen.tick(hours=2, seconds=1))
    assert not Message.objects.exists()


def test_texts_that_came_in_go_after_28_days(frozen) -> None:
    from peersupport.messaging import housekeeping, inbound

    inbound.receive(sender="07700 900123", body="hello", provider="p", provider_id="1")
    housekeeping.purge(frozen.tick(days=28))
    assert InboundText.objects.exists()
    housekeeping.purge(frozen.tick(seconds=1))
    assert not InboundText.objects.exists()


def test_the_witness_forgets_after_18_months(frozen) -> None:
    from peersupport import audit

    AuditEvent.objects.create(actor="a", verb="v", subject="s")
    audit.purge(frozen.tick(days=540))
    assert AuditEvent.objects.exists()
    audit.purge(frozen.tick(days=10))
    assert not AuditEvent.objects.exists()
