"""Delivery receipts, and the silence after three days."""

import datetime as dt
import re
import uuid

from django.db import transaction
from django.db.models import Q

from .. import clock
from ..models import Message, MessageEvent
from .step import SEALED, move

CODE = re.compile(r"[A-Za-z_]{1,30}")
WAIT = dt.timedelta(days=3)
MEANING = {
    "delivered": "delivered",
    "undelivered": "undelivered",
    "failed": "undelivered",
    "rejected": "undelivered",
}


@transaction.atomic
def receipt(*, provider: str, provider_ref: str, status: str) -> bool:
    """Take in a receipt. While ``calling`` or ``accepted`` it is an outcome; after a final
    state only an event. ``provider_ref`` is the provider's id, or our own key where it knows
    a message by that. Returns False for a message nobody knows."""
    now = clock.now()
    rows = Message.objects.select_for_update().defer(*SEALED).filter(provider=provider)
    row = rows.filter(_known_as(provider_ref)).first() if provider_ref else None
    if row is None:
        return False
    state = MEANING.get(status)
    if state and row.state in {"calling", "accepted"}:
        move(row, state, f"receipt_{status}"[:40], now=now)
    else:
        MessageEvent.objects.create(message=row, at=now, state="receipt", note=_code(status))
    return True


def _code(status: str) -> str:
    # A provider may put a number, or the text itself, where we expect one plain word.
    return status if CODE.fullmatch(status) else "unknown"


def _known_as(provider_ref: str) -> Q:
    try:
        return Q(provider_ref=provider_ref) | Q(key=uuid.UUID(provider_ref))
    except ValueError:
        return Q(provider_ref=provider_ref)


def give_up_waiting(now: dt.datetime) -> int:
    """Texts accepted three days ago by a provider that sends receipts, and none came."""
    ended = 0
    with transaction.atomic():
        waiting = Message.objects.filter(
            state="accepted", provider="generic", accepted_at__lte=now - WAIT
        )
        for row in waiting.select_for_update().order_by("id")[:500]:
            move(row, "no_receipt", "", now=now)
            ended += 1
    return ended
