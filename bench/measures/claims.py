"""Taking due messages in hand, with few and with very many old ones in the table (P12)."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db import connection

from peersupport import bulk, clock
from peersupport.messaging import claim
from peersupport.models import Message, MessageEvent

from ..results import Table, times
from ..run import Run
from ..timing import Step, ratio

FEW, DUE, GROWS = 1000, 500, 1.25
COLUMNS = (
    "key dedupe_key kind audience channel lane about not_before expires_at state accepted_at "
    "finished_at made_at made_by"
)


def rows(many: int, state: str, now: dt.datetime) -> Iterator[bulk.Row]:
    """Messages in one state: old ones ended in the last 90 days, due ones wait since a minute."""
    for number in range(many):
        old = state == "delivered"
        at = now - dt.timedelta(minutes=1 + (number % 129_600 if old else 0))
        done = at if old else None
        yield (
            *(uuid.uuid4(), f"{state}:{number}", "reminder", "woman", "text", "text"),
            *(f"session:{number // 25}", at, now + dt.timedelta(hours=9), state),
            *(done, done, at, "system"),
        )


def fill(old: int) -> None:
    """A table with so many old messages and ``DUE`` due ones."""
    now = clock.now()
    bulk.put(Message, COLUMNS, rows(old, "delivered", now))
    bulk.put(Message, COLUMNS, rows(DUE, "due", now))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE peersupport_message")


class Claimer:
    """Claims some, and puts them back as if it had not."""

    claimed: list[int] = []

    def claim(self) -> None:
        self.claimed = claim.claim("text")[1]

    def put_back(self) -> None:
        Message.objects.filter(pk__in=self.claimed).update(
            state="due", lease_token=None, lease_until=None
        )
        MessageEvent.objects.filter(message__in=self.claimed).delete()


def measure(run: Run) -> Table:
    table = Table("claims", "Claiming due messages among old ones (P12)")
    worlds = run.worlds
    worlds.make("claims-few", lambda: fill(FEW))
    run.say(f"  making {run.old:,} old messages")
    worlds.make("claims-many", lambda: fill(run.old))
    few, many = Claimer(), Claimer()

    def ready(world: str, claimer: Claimer) -> None:
        worlds.use(world)
        claimer.put_back()

    found = ratio(
        Step(few.claim, lambda: ready("claims-few", few)),
        Step(many.claim, lambda: ready("claims-many", many)),
        each=15,
    )
    assert len(few.claimed) == len(many.claimed) == claim.MANY
    what = f"a claim of {claim.MANY} among {run.old:,} old ones, beside {FEW:,}"
    table.most(what, found.ratio, GROWS, times(found))
    if run.old < 1_000_000:
        table.notes.append("P12 speaks of a million old messages: `make bench ARGS=--full`.")
    return table
