"""Today's one gentle card about partners: for a coordinator, and never more than one."""

import datetime as dt
from typing import Any

from django.urls import reverse

from peersupport.actors import Actor
from peersupport.clock import LONDON
from peersupport.registry import Card

from .. import outreach_queries as queries
from ..presenters.outreach import number

# After every woman who waits: a partner can wait a little longer than she.
WEIGHT = 75


def today(user: Any, now: dt.datetime) -> list[Card]:
    """How many partners would like to hear from us; nothing where none would."""
    if user.role != "coordinator":
        return []
    count = queries.due_count(Actor.of_user(user), now.astimezone(LONDON).date())
    if not count:
        return []
    who = "partner" if count == 1 else "partners"
    return [
        Card(
            WEIGHT,
            f"{number(count).capitalize()} {who} would like to hear from you",
            "A call or a visit, when there is time. It can wait a week or a month.",
            reverse("outreach:outreach"),
            "See who",
            "outreach",
        )
    ]
