"""What of a card may be opened for which reason (safety.md 42). The room that asks writes it down."""

from ..models import ContactCard

# Reason -> the channel she must have said yes to. To check with her is always possible.
NEEDS = {"ring": "call", "text": "text", "write": "mail", "check": ""}
BY_PHONE, BY_MAIL = {"ring", "text", "check"}, {"write", "check"}


class NotAllowed(ValueError):
    """She did not say yes to that way."""


def reasons_open(card: ContactCard) -> list[str]:
    """The reasons for which a card may be opened, by her own answers."""
    if card.own_contact:
        return ["check"]
    return [why for why, channel in NEEDS.items() if not channel or getattr(card, channel) == "yes"]


def needed_for(card: ContactCard, reason: str) -> dict[str, str]:
    """What the reason needs of {"phone", "email", "safe_word"}. Raises ``NotAllowed``."""
    if reason not in reasons_open(card):
        raise NotAllowed(reason)
    return {
        "phone": card.phone if reason in BY_PHONE else "",
        "email": card.email if reason in BY_MAIL else "",
        "safe_word": card.safe_word,
    }
