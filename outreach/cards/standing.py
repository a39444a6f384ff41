"""What waits at the door, counted for today's cards.

One plain query of the few columns that the counting needs, cut off at ``MOST`` rows; the counting is
done here. Fifteen filtered counts in SQL cost Django more to write out than the rows cost to read.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from groups import queries as groups
from peersupport.actors import Actor
from peersupport.clock import LONDON

from .. import periods
from ..models import Introduction

# Nobody reads further than that, and a count must not grow with the charity.
MOST = 1000
COLUMNS = (
    "group_id",
    "said",
    "not_yet_reason",
    "received_at",
    "last_contact_at",
    "confirmed_at",
    "decided_at",
    "reply_by",
    "late_from",
)


def of(actor: Actor, now: dt.datetime) -> dict[str, Any]:
    """What waits at the door for this person, in one query, counted up to ``MOST``."""
    rows = Introduction.objects.visible_to(actor).waiting_first()
    columns: tuple[str, ...] = COLUMNS
    if actor.is_coordinator:  # she alone asks who else is there to help
        helped, led = groups.groups_with_a_co_leader(), groups.groups_with_a_leader()
        rows = rows.annotate(helped=_among(helped), led=_among(led))
        columns = (*COLUMNS, "helped", "led")
    return _count(list(rows.values_list(*columns, named=True)[: MOST + 1]), actor, now)


def _among(group_ids: Any) -> ExpressionWrapper:
    return ExpressionWrapper(Q(group_id__in=group_ids), output_field=BooleanField())


def _count(rows: list[Any], actor: Actor, now: dt.datetime) -> dict[str, Any]:
    open_ones = [row for row in rows if not row.said]
    waiting = [row for row in open_ones if row.last_contact_at is None]
    talks = [row.last_contact_at for row in open_ones if row.last_contact_at is not None]
    unsure = [row.received_at for row in open_ones if row.confirmed_at is None]
    grouped = [row for row in waiting if row.group_id is not None]
    choosing = [row for row in waiting if row.group_id is None]
    in_line = [row.decided_at for row in rows if row.not_yet_reason == "no_room"]
    before = _before(now)
    return {
        "waiting": len(grouped),
        "since": min((row.received_at for row in grouped), default=None),
        "choosing": len(choosing),
        "choosing_since": min((row.received_at for row in choosing), default=None),
        "quiet": before(talks, periods.QUIET_FIRST),
        "quiet_again": before(talks, periods.QUIET_AGAIN),
        "quiet_long": before(talks, periods.QUIET_COORDINATOR),
        "unsure": before(unsure, periods.QUIET_FIRST),
        "unsure_again": before(unsure, periods.QUIET_AGAIN),
        "unsure_long": before(unsure, periods.QUIET_COORDINATOR),
        "held": before(in_line, periods.NOT_YET_AGAIN),
        **_promises(grouped, choosing, actor, now.astimezone(LONDON).date()),
    }


def _before(now: dt.datetime) -> Callable[[list[dt.datetime], dt.timedelta], int]:
    """How many of these moments lie so long back."""
    return lambda moments, ago: sum(moment <= now - ago for moment in moments)


def _promises(
    grouped: list[Any], choosing: list[Any], actor: Actor, today: dt.date
) -> dict[str, int]:
    """Who waits on the day we said, or after it; and for a coordinator, where no co-leader is
    there to help, and where nobody leads."""
    overdue = [row for row in grouped if row.late_from and row.late_from <= today]
    found = {
        "due": sum(bool(row.reply_by and row.reply_by <= today) for row in grouped),
        "overdue": len(overdue),
        "choosing_due": sum(bool(row.reply_by and row.reply_by <= today) for row in choosing),
    }
    if actor.is_coordinator:
        found["alone"] = sum(bool(row.led and not row.helped) for row in overdue)
        found["unled"] = sum(not row.led for row in grouped)
    return found
