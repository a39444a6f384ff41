"""A text that came in: an answer, STOP, or words for a person. Answered by nothing of itself."""

import datetime as dt
import logging
import re
import unicodedata

from django.db import IntegrityError, transaction
from django.db.models import Q

from .. import clock
from ..crypto import lookup_hash
from ..models import InboundText, Message
from ..registry import registry
from ..services.cards import NotAPhone, clean_phone
from . import outbox

# Only where the whole text says just that (safety.md 15).
COMING, LATE, NOT_THIS_TIME = "coming", "late", "not_this_time"
ANSWERS = {
    COMING: "1|yes|y|yes please|yep|coming|im coming|i am coming|ill be there|see you there|ok yes",
    LATE: "2|late|running late|im late|im running late|i am running late|on my way|omw|im on my way"
    "|i am on my way|on the way|bit late|be late|will be late|ill be late",
    NOT_THIS_TIME: "3|no|n|no thanks|not this time|not today|cant|cant come|cant make it"
    "|i cant come|i cant make it|i cannot come|cancel|not coming|im not coming|sorry cant make it",
    "stop": "stop|stopall|unsubscribe|stop all|end|quit",
}
SAYS = {phrase: answer for answer, phrases in ANSWERS.items() for phrase in phrases.split("|")}
# A reply belongs to the latest message sent to that number in this time.
REPLY_WITHIN = dt.timedelta(days=7)
# An answer cannot be to what the provider certainly refused.
REACHED_HER = ("calling", "accepted", "delivered", "no_receipt", "uncertain")
log = logging.getLogger(__name__)


def read(body: str) -> str:
    """What a text says: "coming", "late", "not_this_time", "stop", or "" for anything else."""
    plain = unicodedata.normalize("NFKC", body).casefold()
    plain = re.sub(r"['’‘`]", "", plain)
    plain = re.sub(r"[^\w\s]|_", " ", plain)
    return SAYS.get(" ".join(plain.split()), "")


def receive(*, sender: str, body: str, provider: str, provider_id: str) -> InboundText:
    """Take in one text, once: the same ``provider_id`` again changes nothing.

    A plain answer is given to the kind of the latest message sent to that number. Two women
    on one number, an unknown number and unknown words are shown to a person as written.
    """
    try:
        with transaction.atomic():
            return _receive(sender, body, provider, provider_id)
    except IntegrityError:
        return InboundText.objects.get(provider=provider, provider_id=provider_id)


def _receive(sender: str, body: str, provider: str, provider_id: str) -> InboundText:
    now = clock.now()
    number = _number(sender)
    sender_hash = lookup_hash("phone", number)
    message, sure = _latest(sender_hash, now)
    inbound = InboundText.objects.create(
        provider=provider,
        provider_id=provider_id,
        sender=number,
        sender_hash=sender_hash,
        body=body,
        received_at=now,
        answer=read(body),
        message=message,
        about=message.about if message else "",
        owner=message.owner if message else "",
        state="needs_person",
    )
    if inbound.answer == "stop":
        outbox.suppress(sender_hash)
        inbound.state = "stop"
    elif inbound.answer and message and sure and _act(message, inbound, now):
        inbound.state = "used"
    inbound.save(update_fields=["state"])
    return inbound


def _number(sender: str) -> str:
    try:
        return clean_phone(sender)
    except NotAPhone:
        return sender[:40]


def _latest(sender_hash: str, now: dt.datetime) -> tuple[Message | None, bool]:
    """The latest message sent to this number, and whether one woman alone can be meant."""
    may_have_reached_her = Q(state__in=REACHED_HER) | Q(doubts__gt=0)
    sent = Message.objects.filter(
        may_have_reached_her,
        to_hash=sender_hash,
        channel="text",
        called_at__gte=now - REPLY_WITHIN,
    ).exclude(card=None)
    latest = sent.order_by("-called_at", "-pk").first()
    cards = sent.values_list("card_id", flat=True).order_by().distinct()[:2]
    return latest, len(cards) == 1


def _act(message: Message, inbound: InboundText, now: dt.datetime) -> bool:
    """Give the answer to its room. Where that fails, her words still stand for a person."""
    kind = registry.message_kinds.get(message.kind)
    if kind is None or kind.on_reply is None:
        return False
    try:
        with transaction.atomic():
            return bool(kind.on_reply(message, inbound, inbound.answer, now))
    except Exception:
        log.exception("an answer to %s was not acted on", message.kind)
        return False


@transaction.atomic
def seen_to(inbound: InboundText, *, by) -> None:
    """A person has dealt with it."""
    rows = InboundText.objects.filter(pk=inbound.pk, state__in=["needs_person", "stop"])
    rows.update(state="settled", settled_at=clock.now(), settled_by=by.subject)
