"""What the outbox forgets, and when (safety.md 35, 36)."""

import datetime as dt

from django.db.models import Q

from ..models import InboundText, Message, OutboxCopy, Suppression

LOG_KEPT = dt.timedelta(days=90)
INBOUND_KEPT = dt.timedelta(days=28)


def purge(now: dt.datetime) -> int:
    """Delete messages 90 days after they ended, or should have whatever became of them, and
    inbound texts after 28 days."""
    old = now - LOG_KEPT
    accepted = Q(state="accepted", accepted_at__lt=old)
    ended = Q(finished_at__lt=old) | accepted | Q(expires_at__lt=old)
    gone = Message.objects.filter(ended).delete()[0]
    return gone + InboundText.objects.filter(received_at__lt=now - INBOUND_KEPT).delete()[0]


def erase_card(card) -> None:
    """Remove all that was said to and by the person of this card, in any state. What came from
    a number that somebody else has too stays, unless it answered a message to her."""
    alone = own_numbers(card)
    OutboxCopy.objects.filter(message__card=card).delete()
    InboundText.objects.filter(message__card=card).delete()
    Message.objects.filter(card=card).delete()
    InboundText.objects.filter(sender_hash__in=alone).delete()
    Suppression.objects.filter(phone_hash__in=alone).delete()


def own_numbers(card) -> set[str]:
    """The hashes of her number and of those she had before, without any that is on another
    card today."""
    texted = Message.objects.filter(card=card, channel="text").values_list("to_hash", flat=True)
    came = InboundText.objects.filter(message__card=card).values_list("sender_hash", flat=True)
    numbers = {digest for digest in (card.phone_hash, *texted, *came) if digest}
    others = type(card).objects.filter(phone_hash__in=numbers).exclude(pk=card.pk)
    return numbers - set(others.values_list("phone_hash", flat=True))
