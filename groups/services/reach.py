"""How she may be reached, changed by herself (safety.md 49)."""

import datetime as dt
from typing import Any

from django.db import transaction

from peersupport.actors import Actor
from peersupport.messaging import outbox
from peersupport.models import ContactCard
from peersupport.services import cards, once

from ..models import Woman

CHANNELS = ("text", "mail")


class ChangedMeanwhile(ValueError):
    """She took something back, or texted STOP, after the page that is saved was shown."""


@transaction.atomic
def change(
    woman: Woman,
    *,
    answers: dict[str, Any],
    key: str,
    by: Actor,
    shown: dt.datetime | None = None,
) -> bool:
    """Keep her answers (field names of a contact card as keys), once a ``key``. Nothing is
    sent, to the old number or the new; what was due by a way she took back is withdrawn.
    Raises ``ChangedMeanwhile`` where something was said since they were ``shown``.

    A yes to texts lifts her own STOP. Returns False where it could not, for the number is
    somebody else's too.
    """
    if not once.first_time(key):
        return not outbox.is_suppressed(woman.card.phone_hash) or woman.card.text != "yes"
    _nothing_said_since(shown, woman)
    before = [channel for channel in CHANNELS if woman.card.allows(channel)]
    card = cards.change(woman.card, answers=answers, by=by)
    gone = [channel for channel in before if not card.allows(channel)]
    if gone:
        outbox.take_back(card=card.pk, channels=gone, reason="yes_taken_back")
    if card.links_safe != "yes":
        outbox.withdraw(about=woman.subject, kind="page-link", reason="yes_taken_back")
    return card.text != "yes" or outbox.begin_again(card)


def _nothing_said_since(shown: dt.datetime | None, woman: Woman) -> None:
    card = ContactCard.objects.select_for_update().get(pk=woman.card_id)
    stopped_at = outbox.stopped_at(card.phone_hash)
    if shown and (card.asked_at > shown or (stopped_at and stopped_at > shown)):
        raise ChangedMeanwhile
