"""The link to her page at the door: made when it is shown or written, sent by a person's act only
(safety.md 10, 15, 19)."""

import datetime as dt
import uuid

from django.db import transaction

from groups.services import pages
from peersupport import audit, clock, links
from peersupport.actors import Actor
from peersupport.messaging import outbox, times
from peersupport.models import ContactCard, Message

from ..models import Introduction, PlaceOffer
from .introductions import NotAllowed, lock, touch

PURPOSE, KIND = "door", "door-link"
MESSAGE_HOLDS = dt.timedelta(hours=24)


class NotPossible(NotAllowed):
    """Its words say what to do instead."""


def may_send(card: ContactCard | None) -> bool:
    """Whether a link may go to her: she said it is safe, allowed a way, and lets us speak first."""
    return card is not None and pages.may_send(card) and not card.own_contact


@transaction.atomic
def send_link(introduction: Introduction, *, by: Actor) -> Message:
    """Send her the link to her page at the door, at a time that is safe for her. It takes the
    place of an older one when it goes out. Raises ``NotPossible`` with what to do instead."""
    row, now = lock(introduction), clock.now()
    if row.closed_at is not None:
        raise NotPossible("She has given her answer already.")
    return send(row, by=by, not_before=moment(row, now, now + MESSAGE_HOLDS))


def moment(row: Introduction, now: dt.datetime, latest: dt.datetime) -> dt.datetime:
    """When a message may reach her. Raises ``NotPossible``."""
    if row.card is None or not may_send(row.card):
        raise NotPossible("She did not say that we may send a link. Tell her when you speak.")
    quiet = row.group.quiet if row.group else None
    found = times.fit(now, now=now, latest=latest, card=row.card, quiet=quiet)
    if found is None:
        raise NotPossible("None of her safe times comes soon enough. Tell her when you speak.")
    return found


def send(
    row: Introduction, *, by: Actor, not_before: dt.datetime, offer: PlaceOffer | None = None
) -> Message:
    """Write the message down, in the caller's transaction, on a locked row. One about an offer
    ends when the offer does. What was due before is taken back: it would end the newer link."""
    now = clock.now()
    withdraw(row, "sent_anew")
    message = outbox.enqueue(
        kind=KIND,
        card=row.card,
        about=row.subject,
        dedupe_key=f"{KIND}:{row.pk}:{uuid.uuid4()}",
        not_before=not_before,
        expires_at=offer.held_until if offer else now + MESSAGE_HOLDS,
        owner=row.group.owner if row.group else "",
        quiet=row.group.quiet if row.group else None,
        params={"introduction": row.pk, "offer": offer.pk if offer else None},
        by=by,
    )
    if message is None:
        raise NotPossible("She allowed no text and no e-mail. Tell her when you speak.")
    touch(row, now, spoke=False)
    row.save()
    audit.record("door_link.sent", row.subject, by=by)
    return message


def withdraw(row: Introduction, reason: str) -> None:
    """Take back a message that has not gone out yet."""
    outbox.withdraw(about=row.subject, reason=reason, kind=KIND)


@transaction.atomic
def show(introduction: Introduction, *, by: Actor) -> str:
    """Make her link to show as a code in the room; an older one ends. Returns the token. Raises
    ``NotPossible`` once she has joined."""
    row = lock(introduction)
    if row.closed_at is not None:
        raise NotPossible("She has given her answer already.")
    audit.record("door_link.shown", row.subject, by=by)
    return mint_for(row, by=by)


def mint_for(row: Introduction, *, by: Actor) -> str:
    """Her link: it works until she joins, leaves, or it is replaced."""
    return links.mint(PURPOSE, row.subject, by=by, lifetime=None, single_use=False, replace=True)
