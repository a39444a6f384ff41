"""The mails that remind staff of a woman who waits. No name of hers, no group and no place."""

import datetime as dt

from django.conf import settings

from groups import queries
from peersupport import clock
from peersupport.clock import LONDON
from peersupport.messaging import words
from peersupport.models import Message, User
from peersupport.registry import MessageKind, Words

from ..models import Introduction
from ..services import replies


def _row(message: Message) -> Introduction | None:
    rows = Introduction.objects.open().waiting()
    return rows.filter(pk=message.params["introduction"]).first()


def still_true(message: Message, now: dt.datetime) -> bool:
    """She still waits for our first word, and whoever is told may still answer her."""
    row = _row(message)
    user = User.objects.filter(pk=message.params["user"]).first()
    if row is None or user is None or not user.is_staff:
        return False
    if user.role == "coordinator":
        return True
    return row.group_id is not None and queries.leads(user, row.group_id)


def render(message: Message, level: str) -> Words:
    """Since when, and where to look; the rest stands on today."""
    row = _row(message)
    assert row is not None  # noqa: S101  (still_true was asked in the same transaction)
    context = {
        "since": since(row.received_at, clock.now()),
        "link": f"{settings.SITE_URL}/dashboard/",
    }
    return words.of_mail(f"outreach/messages/{message.kind}.mail", context)


def since(moment: dt.datetime, now: dt.datetime) -> str:
    """today, yesterday, Monday (within the week), 3 December"""
    day, today = moment.astimezone(LONDON).date(), now.astimezone(LONDON).date()
    ago = (today - day).days
    if ago < 2:
        return ("today", "yesterday")[ago]
    return f"{day:%A}" if ago < 7 else f"{day.day} {day:%B}"


KINDS = tuple(
    MessageKind(kind, "staff", render=render, still_true=still_true) for kind in replies.KINDS
)
