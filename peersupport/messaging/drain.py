"""Draining a lane, and picking up what a killed worker left in hand."""

import logging

from django.db import transaction

from .. import clock
from ..models import Message
from . import transports
from .claim import claim
from .step import doubt, move, prepare, settle

log = logging.getLogger(__name__)
ROUNDS = 50


def drain(lane: str, rounds: int = ROUNDS) -> int:
    """Hand over every due message of a lane, a few at a time. Returns how many calls it made.

    Ten of these at once are harmless: a row is claimed by one of them (delivery.md).
    """
    calls = 0
    for _ in range(rounds):
        token, ids = claim(lane)
        if not ids:
            break
        for message_id in ids:
            calls += hand_over(message_id, token)
    return calls


def hand_over(message_id: int, token) -> int:
    """Bring one claimed message to its provider and write down what came of it."""
    call = prepare(message_id, token)
    if call is None:
        return 0
    outcome = transports.for_channel(call.channel).send(call)
    settle(call, token, outcome)
    return 1


def recover(many: int = 500) -> int:
    """Look after messages whose lease is over. ``claimed`` is certainly not sent and is due
    again; ``calling`` is doubtful and goes by what its provider can do. Returns how many."""
    seen = 0
    with transaction.atomic():
        now = clock.now()
        stale = Message.objects.filter(state__in=["claimed", "calling"], lease_until__lte=now)
        for row in stale.select_for_update(skip_locked=True).order_by("id")[:many]:
            if row.state == "claimed":
                move(row, "due", "lease_over", now=now)
            else:
                doubt(row, "lease_over", now=now)
            seen += 1
    return seen
