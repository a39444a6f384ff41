"""A worker killed anywhere neither loses a message nor sends it twice (delivery.md, Faults).

Each kill is a real SIGKILL of a real process over the test's own database; the gateway counts
what each key made it send on.
"""

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.db import connection

from peersupport.messaging import drain
from peersupport.messaging.claim import claim
from peersupport.models import Message
from tests import builders
from tests.standing.source import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
MANY = 5
# How far each message had come with certainty when the worker died: "sent" means that a text
# may have left, so that without a key only a person can say.
POINTS = {
    "in-claim": "not sent",
    "after-claim": "not sent",
    "in-the-step": "not sent",
    "after-the-mark": "may be sent",
    "first-byte": "may be sent",
    "taken": "may be sent",
    "before-the-outcome": "may be sent",
    "in-the-outcome": "may be sent",
}
# The third message, where not said otherwise. Each message is moved twice: marked, and settled.
NTH = {"in-claim": 1, "in-the-outcome": 6}


def database_url() -> str:
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{where['NAME']}"
    who = f"{where['USER']}:{where['PASSWORD']}" if where["PASSWORD"] else where["USER"]
    return (
        f"postgres://{who}@{where['HOST'] or 'localhost'}:{where['PORT'] or 5432}/{where['NAME']}"
    )


@pytest.fixture
def worker(gateway):
    """Start a worker that will be killed; returns the process, ended."""

    def run(point: str, nth: int = 3) -> subprocess.Popen:
        env = os.environ | {
            "DATABASE_URL": database_url(),
            "SMS_URL": gateway.url,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        words = [sys.executable, "-m", "tests.peersupport.killed_worker", point, str(nth)]
        process = subprocess.Popen(words, cwd=ROOT, env=env, stderr=subprocess.PIPE)
        seen = iter(range(1, 10_000))

        def kill_from_outside() -> None:
            if next(seen) == nth:
                process.kill()
                process.wait()

        if point == "first-byte":
            gateway.at_first_byte = kill_from_outside
        elif point == "taken":
            gateway.once_taken = kill_from_outside
        process.wait(60)
        gateway.at_first_byte = gateway.once_taken = None
        assert process.returncode == -signal.SIGKILL, process.stderr.read().decode()
        return process

    return run


@pytest.fixture
def notes(note_kind) -> list[Message]:
    note_kind()
    card = builders.card()
    return [builders.message(card) for _ in range(MANY)]


@pytest.fixture
def later(request) -> Callable[[], None]:
    """The next workers, when the lease is over and every backoff has passed."""

    def go_on() -> None:
        frozen = request.getfixturevalue("frozen")
        frozen.at = dt.datetime.now(dt.UTC)
        for minutes in (3, 41, 41):
            frozen.tick(minutes=minutes)
            drain.recover()
            drain.drain("text")

    return go_on


def states(notes: list[Message]) -> list[str]:
    rows = Message.objects.filter(pk__in=[note.pk for note in notes])
    return sorted(rows.values_list("state", flat=True))


@pytest.mark.parametrize("point", POINTS)
def test_with_a_key_every_message_goes_once(point, gateway, worker, notes, later) -> None:
    worker(point, nth=NTH.get(point, 3))
    assert "accepted" in states(notes) or point == "in-claim"
    later()
    assert states(notes) == ["accepted"] * MANY
    assert sorted(gateway.texts) == sorted(str(note.key) for note in notes)
    assert gateway.twice == []


@pytest.mark.parametrize("point", POINTS)
def test_without_a_key_none_goes_twice_and_the_doubtful_one_is_shown(
    point, gateway, settings, worker, notes, later
) -> None:
    gateway.honours_keys = False
    settings.SMS_URL = gateway.url
    worker(point, nth=NTH.get(point, 3))
    later()
    in_doubt = int(POINTS[point] == "may be sent")
    assert states(notes) == ["accepted"] * (MANY - in_doubt) + ["uncertain"] * in_doubt
    assert gateway.twice == []
    assert len(gateway.texts) >= MANY - in_doubt


def test_killed_while_recovering(gateway, worker, notes, later) -> None:
    claim("text")
    Message.objects.update(lease_until="2020-01-01T00:00Z")
    worker("in-recover", nth=2)
    assert states(notes) == ["claimed"] * (MANY - 1) + ["due"]
    later()
    assert states(notes) == ["accepted"] * MANY
    assert gateway.twice == []


def test_killed_again_and_again(gateway, worker, notes, later) -> None:
    """Three workers in a row die in the middle of the same call."""
    for _ in range(3):
        worker("taken", nth=1)
        Message.objects.filter(state__in=["claimed", "calling"]).update(
            lease_until="2020-01-01T00:00Z"
        )
        drain.recover()
        Message.objects.filter(state="due").update(not_before="2020-01-01T00:00Z")
    later()
    assert states(notes) == ["accepted"] * MANY
    assert gateway.twice == []
