"""Safe-contact cards: made once, changed with care, handed on and never copied."""

import re
from typing import Any

import phonenumbers
from django.db import transaction

from .. import audit, clock
from ..actors import Actor
from ..crypto import lookup_hash
from ..messaging import outbox
from ..models import ContactCard

ANSWERS = [
    "phone",
    "email",
    "safe_word",
    "unsafe_times",
    "call",
    "voicemail",
    "text",
    "mail",
    "links_safe",
    "say_who",
    "plainness",
    "safe_windows",
    "own_contact",
    "pick_up",
    "pick_up_words",
    "line_drop",
]
ON_THE_LINE = ("pick_up", "pick_up_words", "line_drop")
SENT_BY = ("text", "mail")
# Ofcom's range for drama: real in the demo and the tests, refused by a real provider.
DRAMA = re.compile(r"\+447700900\d{3}")


class NotAPhone(ValueError):
    """What was typed cannot be a phone number."""


def clean_phone(typed: str) -> str:
    """Read a phone number as typed in the UK; return it as E.164 ("+447700900123").

    Raises ``NotAPhone``. Numbers kept free for drama (07700 900000 to 900999) count as real.
    """
    if not typed.strip():
        return ""
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException as wrong:
        raise NotAPhone(typed) from wrong
    shaped = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if DRAMA.fullmatch(shaped) or phonenumbers.is_valid_number(number):
        return shaped
    raise NotAPhone(typed)


def is_uk_mobile(phone: str) -> bool:
    """Whether texts may go there: UK mobiles only (safety.md 48)."""
    if DRAMA.fullmatch(phone):
        return True
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return False
    mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    return number.country_code == 44 and mobile


def _fill(card: ContactCard, answers: dict[str, Any]) -> None:
    for name in ANSWERS:
        if name in answers:
            setattr(card, name, answers[name])
    card.pick_up_words = card.pick_up_words if card.pick_up == "words" else ""
    if card.pick_up == "words" and not card.pick_up_words:
        card.pick_up = ""
    card.phone = clean_phone(card.phone)
    card.email = card.email.strip()
    card.phone_hash = lookup_hash("phone", card.phone)
    card.email_hash = lookup_hash("email", card.email)
    # A yes without a number would be a promise nobody could keep; it reads as no.
    if not card.phone:
        card.call = card.voicemail = card.text = ""
    if not card.email:
        card.mail = ""


# One insert: a transaction by itself, and two round trips fewer inside her Send.
def make(*, holder: str, answers: dict[str, Any], by: Actor) -> ContactCard:
    """Make a card from safe-contact answers (field names as keys). Sends nothing.

    ``holder`` is "woman" or "staff". Raises ``NotAPhone`` on a number that cannot be one.
    """
    now = clock.now()
    card = ContactCard(holder=holder, asked_at=now, made_at=now)
    _fill(card, answers)
    card.save()
    return card


@transaction.atomic
def change(card: ContactCard, *, answers: dict[str, Any], by: Actor) -> ContactCard:
    """Change some answers and date the asking anew. Nothing is sent to the old or the new
    number (safety.md 49), and what was due by a way she took back is cancelled with it: a
    change that commits before a message's mark wins (delivery.md)."""
    row = ContactCard.objects.select_for_update().get(pk=card.pk)
    outbox.hold(row.pk)
    before = {channel for channel in SENT_BY if row.allows(channel)}
    _fill(row, answers)
    row.asked_at = clock.now()
    row.save()
    gone = {channel for channel in before if not row.allows(channel)}
    if gone:
        outbox.take_back(card=row.pk, channels=gone, reason="yes_taken_back")
    audit.record("card.changed", f"card:{row.pk}", by=by)
    return row


@transaction.atomic
def note_line(card: ContactCard, *, answers: dict[str, Any], by: Actor) -> ContactCard:
    """Change what to do when somebody else picks up or the line drops, and nothing else: whether
    her number is still safe was not asked by it, so that day stays (safety.md 18)."""
    row = ContactCard.objects.select_for_update().get(pk=card.pk)
    _fill(row, {name: answers.get(name, "") for name in ON_THE_LINE})
    row.save()
    audit.record("card.changed", f"card:{row.pk}", by=by)
    return row
