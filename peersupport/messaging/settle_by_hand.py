"""Messages that need a person: what the machine cannot know or do, somebody settles in one tap."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from .. import audit, clock
from ..actors import Actor
from ..models import Message, MessageEvent
from ..models.message import MessageQuerySet
from .step import move

NEED_A_PERSON = ("uncertain", "dead", "expired", "undelivered")
BY_HAND = "told_by_hand"


def waiting(rows: MessageQuerySet) -> MessageQuerySet:
    """Those of ``rows`` to women that did not get through, or may not have, and that nobody
    has settled yet."""
    # Asked of each row and not as one list: events are many and those by hand are few.
    settled = MessageEvent.objects.filter(message=OuterRef("pk"), state=BY_HAND)
    mine = rows.filter(state__in=NEED_A_PERSON, audience="woman")
    return mine.filter(~Exists(settled))


@transaction.atomic
def told(message: Message, *, by: Actor) -> None:
    """Somebody told her herself. An uncertain message ends here: it may have gone, and it is
    not sent again; one that ended keeps its end and is no longer shown."""
    row = Message.objects.select_for_update().get(pk=message.pk)
    if row.state not in NEED_A_PERSON or row.events.filter(state=BY_HAND).exists():
        return
    now = clock.now()
    if row.state == "uncertain":
        move(row, "no_receipt", BY_HAND, now=now)
    MessageEvent.objects.create(message=row, at=now, state=BY_HAND, note=by.subject)
    audit.record("message.told_by_hand", f"message:{row.pk}", by=by)
