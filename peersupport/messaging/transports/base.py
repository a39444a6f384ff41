"""What every way out has in common: a call, an outcome, and what it can promise."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Call:
    """One message on its way to a provider, fixed at the ``calling`` mark."""

    message_id: int
    key: uuid.UUID
    channel: str
    to: str
    subject: str
    body: str
    valid_until: dt.datetime


@dataclass(frozen=True)
class Outcome:
    """What the provider said. ``kind``: accepted; transient and permanent are known refusals;
    paused needs a person (our key is wrong); doubtful may or may not have been sent."""

    kind: str
    ref: str = ""
    note: str = ""
    retry_after: float | None = None


@dataclass(frozen=True)
class Ability:
    """What keeps a doubtful call from being sent twice: a key that the provider honours for
    ``key_ttl`` seconds, or nothing (0)."""

    key_ttl: int = 0


class Transport(Protocol):
    name: str
    ability: Ability

    def send(self, call: Call) -> Outcome:
        """Hand the call over, once. Never raises for what a provider or network does."""
        ...
