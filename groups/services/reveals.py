"""Her number, address and word: hidden until somebody says why (safety.md 42)."""

from django.db import transaction

from peersupport import audit
from peersupport.actors import Actor
from peersupport.models import ContactCard

from ..models import Woman
from .sessions import NotPossible

# Reason -> the channel she must have said yes to. To check with her is always possible.
NEEDS = {"ring": "call", "text": "text", "write": "mail", "check": ""}
BY_PHONE, BY_MAIL = {"ring", "text", "check"}, {"write", "check"}


def reasons_open(card: ContactCard) -> list[str]:
    """The reasons for which her card may be opened, by her own answers."""
    if card.own_contact:
        return ["check"]
    return [why for why, channel in NEEDS.items() if not channel or getattr(card, channel) == "yes"]


@transaction.atomic
def reveal(woman: Woman, reason: str, *, by: Actor) -> dict[str, str]:
    """What the reason needs of {"phone", "email", "safe_word"}, written down with it.

    Raises ``NotPossible`` for a way she did not allow.
    """
    card = woman.card
    if reason not in reasons_open(card):
        raise NotPossible("She did not say yes to that way.")
    audit.record("woman.revealed", woman.subject, by=by, reason=reason)
    return {
        "phone": card.phone if reason in BY_PHONE else "",
        "email": card.email if reason in BY_MAIL else "",
        "safe_word": card.safe_word,
    }


@transaction.atomic
def searched(*, by: Actor) -> None:
    """Somebody looked for a woman by her name. The name itself is not written down."""
    audit.record("women.searched", by.subject, by=by)
