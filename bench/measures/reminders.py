"""Writing down the reminders of the next 48 hours, and once more when all are there (P10)."""

import datetime as dt

from django.db.models import Min

from groups import reminders
from groups.models import Group, Session
from peersupport import clock
from peersupport.models import ContactCard, Message

from ..counting import cost
from ..models import MESSAGES_BODY, BareMessage
from ..results import Table, times
from ..run import Run
from ..timing import Step, ratio

# Nine women in ten have a channel, and each group reminds twice.
WOMEN_FOR_EACH = 0.9 * 2
# What bare Django took where the goal of one second was set: 0.08 s for 10,000 rows.
GOAL = 1 / 0.08


def meet_in_two_days(now: dt.datetime) -> None:
    """Every group's next session begins in thirty hours; no quiet hours, no safe times."""
    when = (now + dt.timedelta(hours=30)).replace(minute=0, second=0, microsecond=0)
    wall = when.astimezone(clock.LONDON)
    ahead = Session.objects.filter(starts_at__gt=now)
    first = [row["first"] for row in ahead.values("group").annotate(first=Min("pk"))]
    Session.objects.filter(pk__in=first).update(
        wall_date=wall.date(),
        wall_time=wall.time().replace(tzinfo=None),
        starts_at=when,
        ends_at=when + dt.timedelta(hours=2),
    )
    Group.objects.update(quiet_from=None, quiet_until=None)
    ContactCard.objects.update(safe_windows=[])


def empty() -> None:
    Message.objects.filter(state="due").delete()
    BareMessage.objects.all().delete()


def bare(many: int) -> None:
    """As many rows by one bulk insert."""
    BareMessage.objects.bulk_create(
        (BareMessage(to=f"+447700900{n % 1000:03d}", body=MESSAGES_BODY) for n in range(many)),
        batch_size=500,
    )


def measure(run: Run) -> Table:
    wanted = run.reminders
    table = Table("reminders", f"Writing down {wanted:,} reminders (P10)")
    run.seeded("reminders", max(1, round(wanted / WOMEN_FOR_EACH)))
    now = clock.now()
    meet_in_two_days(now)
    with cost() as one:
        many = reminders.materialise(now)
    found = ratio(
        Step(lambda: bare(many), empty),
        Step(lambda: reminders.materialise(now), empty),
        each=1,
        warm=1,
    )
    table.most(f"{many:,} new ones beside a bare bulk insert", found.ratio, GOAL, times(found))
    again = ratio(
        Step(lambda: bare(many), lambda: BareMessage.objects.all().delete()),
        lambda: reminders.materialise(now),
        each=1,
        warm=1,
    )
    table.most("again, all of them there", again.ratio, GOAL, times(again))
    table.say("statements in all", f"{one.statements} for {many:,} rows")
    table.notes.append(
        "The goal is a second where a bare insert takes 0.08 s, so 12.5 times the bare insert."
    )
    return table
