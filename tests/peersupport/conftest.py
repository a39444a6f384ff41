"""What tests of the outbox share."""

from collections.abc import Callable

import pytest

from peersupport.messaging import drain
from peersupport.models import Message

URGENT_FIRST = ("urgent", "text", "mail")


@pytest.fixture
def after() -> Callable[[Message], Message]:
    """The row as it is now."""

    def fresh(message: Message) -> Message:
        return Message.objects.get(pk=message.pk)

    return fresh


@pytest.fixture
def story() -> Callable[[Message], list[str]]:
    """What happened to a message, in order: "calling", "due no_connection", …"""

    def told(message: Message) -> list[str]:
        events = message.events.order_by("id").values_list("state", "note")
        return [f"{state} {note}".strip() for state, note in events]

    return told


@pytest.fixture
def go(frozen) -> Callable[..., int]:
    """Let time pass, look after what was left in hand, and hand over what is due then."""

    def later(**much) -> int:
        frozen.tick(**much)
        drain.recover()
        return sum(drain.drain(lane) for lane in URGENT_FIRST)

    return later
