"""Delivery receipts, and the silence after three days."""

import datetime as dt

from django.db import transaction

from .. import clock
from ..models import Message, MessageEvent
from .step import move

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
    state only an event. Returns False for a message nobody knows."""
    now = clock.now()
    rows = Message.objects.select_for_update()
    row = rows.filter(provider=provider, provider_ref=provider_ref).first()
    if row is None:
        return False
    state = MEANING.get(status)
    if state and row.state in {"calling", "accepted"}:
        move(row, state, f"receipt_{status}"[:40], now=now)
    else:
        MessageEvent.objects.create(message=row, at=now, state="receipt", note=status[:60])
    return True


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
