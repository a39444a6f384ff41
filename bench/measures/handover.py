"""Handing messages to a gateway on loopback, beside a bare loop of claim, send and mark (P7)."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import requests
from django.conf import settings
from django.db import connection, transaction

from groups import reminders
from groups.models import Answer
from peersupport import clock
from peersupport.messaging import claim, drain, transports
from peersupport.models import Message, Suppression

from ..counting import cost
from ..models import MESSAGES_BODY, BareMessage
from ..results import Table
from ..run import Run
from ..timing import PAIRS, Step, seconds
from .reminders import meet_in_two_days

GOAL = 0.75
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def sink() -> Iterator[str]:
    """A gateway in a process of its own that takes everything. Yields its host and port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.sink"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield f"127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.terminate()
        process.wait(10)


def bare_fill(many: int) -> None:
    BareMessage.objects.all().delete()
    BareMessage.objects.bulk_create(
        BareMessage(to=f"+447700900{n % 1000:03d}", body=MESSAGES_BODY) for n in range(many)
    )


def bare_loop(where: str) -> int:
    """Claim some, post each with its own mark committed; nothing else is promised."""
    session, done = requests.Session(), 0
    while claimed := _bare_claim():
        for row in BareMessage.objects.filter(pk__in=claimed):
            told = session.post(f"http://{where}/", json={"to": row.to, "body": row.body})
            told.raise_for_status()
            BareMessage.objects.filter(pk=row.pk).update(state="sent")
            done += 1
    return done


# As ours claims, in the shortest way that each engine has.
BARE_CLAIM = """
UPDATE bench_baremessage SET state = 'claimed' WHERE id IN (
    SELECT id FROM bench_baremessage WHERE state = 'due' ORDER BY id LIMIT %s
) RETURNING id
"""


def _bare_claim() -> list[int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BARE_CLAIM, [claim.MANY])
        return [row[0] for row in cursor.fetchall()]


def waiting() -> int:
    return Message.objects.filter(state="due", lane="text").count()


def make_due(now: dt.datetime) -> None:
    """Let every reminder be due now, and nobody have said no: each one is really handed over."""
    Answer.objects.all().delete()
    Suppression.objects.all().delete()
    Message.objects.filter(state="due").update(not_before=now)


def measure(run: Run) -> Table:
    table = Table("handover", "Handing messages to a gateway, one process (P7)")
    with sink() as where:
        settings.SMS_URL = f"http+json://token@{where}/send"
        transports._made.cache_clear()
        _in_turn(run, table, where)
    settings.SMS_URL = "outbox://"
    table.skip("Celery's own rate with tasks that do nothing: it needs a worker of its own.")
    return table


def _in_turn(run: Run, table: Table, where: str) -> None:
    # Three women in four take texts, and each is reminded twice.
    run.seeded("handover", round(run.messages / 1.5 * 1.15) + 50)
    now = clock.now()
    meet_in_two_days(now)
    reminders.materialise(now)
    make_due(now)
    with cost() as one:
        drain.drain("text", rounds=1)
    rounds = run.messages // PAIRS // claim.MANY
    batch = rounds * claim.MANY
    pairs = []
    for _ in range(PAIRS):
        before = waiting()
        bare = seconds(Step(lambda: bare_loop(where), lambda: bare_fill(batch)))
        ours = seconds(Step(lambda: drain.drain("text", rounds=rounds)))
        assert waiting() == before - batch, "not all of them were handed over"
        pairs.append((bare / batch, ours / batch))
    _report(table, pairs, batch)
    table.say("statements for each message", f"{one.statements / claim.MANY:.1f}")


def _report(table: Table, pairs: list[tuple[float, float]], batch: int) -> None:
    share = median(bare / ours for bare, ours in pairs)
    bare, ours = median(bare for bare, _ in pairs), median(ours for _, ours in pairs)
    words = f"{share:.2f} × ({1 / ours:.0f} against {1 / bare:.0f} a second, {PAIRS} × {batch})"
    table.least("our rate beside the bare loop's", share, GOAL, words)
