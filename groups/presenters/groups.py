"""Groups in a list and on their own page."""

import datetime as dt
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from peersupport.actors import Actor
from peersupport.clock import LONDON
from peersupport.paging import Page, cut
from peersupport.wording import hour

from ..models import Group, Membership

A_LIST = 100
ANY_DAY = dt.date(2026, 1, 1)
COLOURS = {"open": "sage", "paused": "honey", "closed": "clay"}


def page(actor: Actor, after: str = "") -> Page:
    """Her groups, with who leads and how many women. Three queries."""
    live = Membership.objects.live().filter(group=OuterRef("pk")).order_by()
    women = live.values("group").annotate(women=Count("pk")).values("women")
    rows = Group.objects.visible_to(actor).annotate(women=Subquery(women))
    return cut(rows.prefetch_related("leaderships__user"), by=("pk",), after=after, size=A_LIST)


def listed(groups: list[Group]) -> list[dict[str, Any]]:
    """Ready for the page: open ones first, by name."""
    order = list(COLOURS)
    rows = [_row(group) for group in groups]
    return sorted(rows, key=lambda row: (order.index(row["state"]), row["name"].casefold()))


def _row(group: Any) -> dict[str, Any]:
    places = [place for place in group.leaderships.all() if place.ended_at is None]
    return {
        "pk": group.pk,
        "name": group.name,
        "area": group.area,
        "state": group.state,
        "colour": COLOURS[group.state],
        "women": group.women or 0,
        "leaders": [place.user.first_name for place in sorted(places, key=lambda p: p.pk)],
    }


def clock(wall: dt.time) -> str:
    """10.30am, as pages say it."""
    return hour(dt.datetime.combine(ANY_DAY, wall, LONDON))


def reminders(group: Group) -> list[str]:
    """When it reminds, in words."""
    said = []
    for step in group.reminder_steps.all():
        hours = step.hours_before or 0
        before = f"{hours} hour{'' if hours == 1 else 's'} before it begins"
        said.append(f"The day before at {clock(step.at)}" if step.at else before)
    return said


def quiet(group: Group) -> str:
    """Its quiet hours, in words."""
    if group.quiet is None:
        return "None: a message may go at any hour that is safe for her"
    return f"From {clock(group.quiet[0])} to {clock(group.quiet[1])} nothing is sent"
