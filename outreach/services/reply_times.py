"""How long a first word usually takes in each group: computed, never typed (issue: reply promise).

The middle of the last answers, in whole working days. Under five it is not said at all, and it is
counted once a week, on no woman's day: nobody can read out of it when one of them was answered
(safety.md 27, 52).
"""

import datetime as dt
from statistics import median_low

from groups import queries
from groups.services import groups
from peersupport.clock import LONDON

from .. import periods
from ..models import Introduction

LAST, FEWEST = 20, 5


def sweep(now: dt.datetime) -> int:
    """Count each group anew in the first minute of a week, and a new group at once. Returns how
    many were counted; in every other minute that is one small query."""
    today = now.astimezone(LONDON).date()
    week = today - dt.timedelta(days=today.weekday())
    stale = groups.groups_to_count(week)
    for group_id, nation in stale:
        groups.note_usual_reply(group_id, usual(group_id, nation, now), week=week)
    return len(stale)


def usual(group_id: int, nation: str, now: dt.datetime) -> int | None:
    """The middle one of the last answers within half a year, or None where they are too few. Who
    gets in touch herself is not counted: that wait is not ours."""
    rows = Introduction.objects.filter(
        group_id=group_id,
        spoke_at__isnull=False,
        reply_by__isnull=False,
        received_at__gte=now - periods.LOOKS_BACK,
    )
    last = rows.order_by("-received_at", "-pk").values_list("received_at", "spoke_at")[:LAST]
    took = [queries.working_days_between(first, spoke, nation) for first, spoke in last if spoke]
    return median_low(took) if len(took) >= FEWEST else None
