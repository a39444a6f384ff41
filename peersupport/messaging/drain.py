"""Draining a lane, and picking up what a killed worker left in hand."""

import logging
import uuid

from django.db import transaction

from .. import clock
from ..models import Message
from . import transports
from .claim import claim
from .step import SEALED, doubt, move, prepare, set_aside, settle
from .transports import Call, Outcome

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


def hand_over(message_id: int, token: uuid.UUID) -> int:
    """Bring one claimed message to its provider and write down what came of it.

    Never raises: what is wrong with one message holds up no other (delivery.md).
    """
    try:
        call = prepare(message_id, token)
    except Exception:
        log.exception("message %s cannot be prepared", message_id)
        _aside(message_id, token)
        return 0
    if call is None:
        return 0
    try:
        settle(call, token, _send(call))
    except Exception:  # it stays in hand, and ``recover`` finds it
        log.exception("what came of message %s cannot be written down", message_id)
    return 1


def _send(call: Call) -> Outcome:
    try:
        return transports.for_channel(call.channel).send(call)
    except Exception as error:  # something may have gone out before it broke
        log.exception("message %s broke its transport", call.message_id)
        return Outcome("doubtful", note=type(error).__name__[:60])


def _aside(message_id: int, token: uuid.UUID) -> None:
    try:
        set_aside(message_id, token)
    except Exception:
        log.exception("message %s cannot be set aside", message_id)


def recover(many: int = 500) -> int:
    """Look after messages whose lease is over. ``claimed`` is certainly not sent and is due
    again; ``calling`` is doubtful and goes by what its provider can do. Returns how many."""
    stale = Message.objects.filter(state__in=["claimed", "calling"], lease_until__lte=clock.now())
    seen = 0
    for message_id in list(stale.order_by("id").values_list("pk", flat=True)[:many]):
        try:
            seen += recover_one(message_id)
        except Exception:
            log.exception("message %s cannot be recovered", message_id)
    return seen


@transaction.atomic
def recover_one(message_id: int) -> int:
    """The same for one message, unless another worker has it in hand by now."""
    now = clock.now()
    rows = Message.objects.select_for_update(skip_locked=True).defer(*SEALED)
    row = rows.filter(pk=message_id, lease_until__lte=now).first()
    if row is None or row.state not in {"claimed", "calling"}:
        return 0
    if row.state == "claimed":
        move(row, "due", "lease_over", now=now)
    else:
        doubt(row, "lease_over", now=now)
    return 1
