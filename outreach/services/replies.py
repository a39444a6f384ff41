"""The reply promise: by which day she hears, and who is nudged when nobody has answered her yet.

Never a word to her, and never an end to her waiting: nobody is declined by the passing of time.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q

from groups import queries
from peersupport.actors import SYSTEM
from peersupport.clock import LONDON
from peersupport.messaging import outbox, times
from peersupport.models import Message, User
from peersupport.services import people

from .. import periods
from ..models import Introduction

DUE, LATE, NOBODY = "waiting-due", "waiting-late", "waiting-nobody"
KINDS = (DUE, LATE, NOBODY)
# Where no group is chosen there are no hours of a group's own.
QUIET = (dt.time(21), dt.time(8))
NUDGE_HOLDS = dt.timedelta(days=3)
A_TIME = 200


def promised(moment: dt.datetime, group: Any, *, own: bool) -> dict[str, Any]:
    """The columns of a new introduction: by when she hears, counted in her group's nation. Where
    she is still to choose, a day that is a bank holiday in any nation does not count."""
    if own:
        return {}
    days = group.reply_days if group else periods.CHOOSING_REPLY_DAYS
    nation = group.nation if group else ""
    reply_by = queries.reply_day(moment, days, nation)
    return {"reply_by": reply_by, "late_from": queries.next_working_day(reply_by, nation)}


def sweep(now: dt.datetime) -> int:
    """Each minute: who waits on the day we said, or after it? Each step once for an introduction,
    under its lock; a second beat finds nothing to do. Returns how many were nudged about."""
    today = now.astimezone(LONDON).date()
    led = Q(group_id__in=queries.groups_with_a_leader())
    nobody = Q(group__isnull=False) & ~led
    # ``turn`` is the column that the list's partial index begins with.
    waiting = Introduction.objects.open().waiting().filter(turn=0, nudged__lt=2)
    first = Q(nudged=0) & (Q(reply_by__lte=today) | nobody)
    due = waiting.filter(first | Q(nudged=1, late_from__lte=today)).order_by("pk")
    found = list(due.values_list("pk", flat=True)[:A_TIME])
    for pk in found:
        _nudge(pk, now, today)
    return len(found)


@transaction.atomic
def _nudge(pk: int, now: dt.datetime, today: dt.date) -> None:
    rows = Introduction.objects.open().waiting().select_for_update(of=("self",))
    row = rows.select_related("group").filter(pk=pk, nudged__lt=2).first()
    if row is None:  # she was answered, or another beat was here
        return
    step = row.nudged + 1
    if step == 2 and (row.late_from is None or row.late_from > today):
        return
    kind, whom = _whom(row, step)
    for user in whom:
        _write(row, kind, step, user, now)
    # With nobody left who could be told later, both steps are done.
    row.nudged = 2 if kind == NOBODY or row.group_id is None else step
    row.save(update_fields=["nudged"])


def _whom(row: Introduction, step: int) -> tuple[str, list[User]]:
    """Her peer leader first; then the co-leader, or where there is none the coordinators. They
    are first where nobody else answers for her: no group yet, or one without a peer leader."""
    if row.group_id is None:
        return DUE, _coordinators()
    leaders, co_leaders = queries.who_answers(row.group_id)
    if not leaders and not co_leaders:
        return (NOBODY, _coordinators()) if step == 1 else (LATE, _coordinators())
    if step == 1:
        return DUE, leaders or co_leaders
    return LATE, co_leaders if leaders and co_leaders else _coordinators()


def forget_nudges(subject: str) -> None:
    """Delete what staff were told of this introduction: it goes with her (safety.md 36)."""
    Message.objects.filter(about=subject, kind__in=KINDS).delete()


def _coordinators() -> list[User]:
    rows = User.objects.filter(role="coordinator", is_active=True, role_ended_at=None)
    return list(rows.select_related("card").order_by("pk"))


def _write(row: Introduction, kind: str, step: int, user: User, now: dt.datetime) -> None:
    card = people.card_of(user)
    latest = now + NUDGE_HOLDS
    quiet = row.group.quiet if row.group else QUIET
    outbox.enqueue(
        kind=kind,
        card=card,
        channel="mail",
        about=row.subject,
        dedupe_key=f"waiting:{row.pk}:{step}:{user.pk}",
        not_before=times.fit(now, now=now, latest=latest, card=card, quiet=quiet) or now,
        expires_at=latest,
        quiet=quiet,
        params={"introduction": row.pk, "user": user.pk},
        by=SYSTEM,
    )
