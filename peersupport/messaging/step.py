"""One message's way: is it still right to say it, mark the call, hand it over, write what came.

No provider call without a committed ``calling`` mark; no outcome without the lease token; and
no transaction is held over the call (delivery.md). A change that commits before the mark wins.
"""

import datetime as dt
import logging
import random
import uuid

from django.db import transaction

from .. import clock
from ..models import ContactCard, Message, MessageEvent
from ..models.message import FINAL
from ..registry import registry
from ..services.cards import is_uk_mobile
from . import times, transports
from .claim import LEASE
from .outbox import is_suppressed
from .transports import Call, Outcome

log = logging.getLogger(__name__)
BACKOFF_FROM, BACKOFF_TO = 30, 40 * 60
PAUSE_SECONDS = 300
MOST_DOUBTS = 3
# Not read where they are not needed: what cannot be opened must not keep a row from its end.
SEALED = ("to", "subject", "body")
Verdict = tuple[str, str]


@transaction.atomic
def prepare(message_id: int, token: uuid.UUID) -> Call | None:
    """Bring a claimed message to ``calling``, or to where it belongs instead (None)."""
    now = clock.now()
    # Her card is read after the lock and not with it: whoever changes it holds this lock until
    # the change has committed, and a joined card would be the one of before.
    rows = Message.objects.select_for_update()
    row = rows.filter(pk=message_id, state="claimed", lease_token=token).first()
    if row is None or row.lease_until is None or row.lease_until <= now:
        return None
    verdict = why_not(row, now) or _fix_words(row)
    if verdict:
        move(row, *verdict, now=now)
        return None
    transport = transports.for_channel(row.channel)
    row.attempts += 1
    row.called_at, row.lease_until, row.provider = now, now + LEASE, transport.name
    move(row, "calling", "", now=now)
    return Call(row.pk, row.key, row.channel, row.to, row.subject, row.body, row.expires_at)


def why_not(row: Message, now: dt.datetime) -> Verdict | None:
    """(state, reason) for a message that must not go now, or None when it may."""
    kind = registry.message_kinds.get(row.kind)
    if now >= row.expires_at:
        return "expired", "too_late_in_doubt" if row.doubts else "too_late"
    if row.doubts and row.channel == "text" and not key_holds(row, now):
        return "uncertain", "key_ran_out"
    if kind is None:
        return "dead", "unknown_kind"
    if row.card is None:
        return "cancelled", "forgotten"
    return _her_rules(row, row.card, now) or (
        None if kind.still_true(row, now) else ("cancelled", "no_longer_true")
    )


def _her_rules(row: Message, card: ContactCard, now: dt.datetime) -> Verdict | None:
    if row.channel == "text" and is_suppressed(card.phone_hash):
        return "suppressed", "stop"
    if not card.allows(row.channel):
        return "cancelled", "no_yes"
    if row.channel == "text" and not is_uk_mobile(card.phone):
        return "dead", "not_a_uk_mobile"
    # Fixed at the first call; she has told us another number or address since (safety.md 49).
    if row.to_hash and row.to_hash not in (card.phone_hash, card.email_hash):
        return "cancelled", "address_changed"
    quiet = (row.quiet_from, row.quiet_until) if row.quiet_from and row.quiet_until else None
    if times.is_safe(now, card, quiet):
        return None
    later = times.fit(now, now=now, latest=row.expires_at, card=card, quiet=quiet)
    if later is None:
        return "expired", "no_safe_window"
    row.not_before = later
    return "due", "waits_for_a_safe_time"


def _fix_words(row: Message) -> Verdict | None:
    """Body and address are fixed at the first ``calling``; a fault in one spoils no other. Words
    older than what she last told us are said anew: she may have taken a yes to them back."""
    card = row.card
    if not row.body or _told_us_since(row, card):
        level = card.plainness if row.audience == "woman" else "named"
        try:
            with transaction.atomic():
                words = registry.message_kinds[row.kind].render(row, level)
        except Exception:
            log.exception("message kind %s cannot be rendered", row.kind)
            return "dead", "cannot_be_rendered"
        row.subject, row.body = words.subject, words.body
    if not row.to:
        row.to = card.phone if row.channel == "text" else card.email
        row.to_hash = card.phone_hash if row.channel == "text" else card.email_hash
    return None


def _told_us_since(row: Message, card: ContactCard | None) -> bool:
    if card is None or row.called_at is None or row.audience != "woman":
        return False
    return card.asked_at > row.called_at


def move(row: Message, state: str, reason: str, *, now: dt.datetime) -> None:
    """Change a locked row's state, with its event; clear what need not be kept."""
    row.state, row.reason = state, reason
    if state not in {"claimed", "calling"}:
        row.lease_token = row.lease_until = None
    # What is uncertain goes to a person, who says it anew: these very words are never sent again.
    if state in {"accepted", "uncertain", *FINAL}:
        row.body = row.to = row.subject = ""
    if state == "accepted":
        row.accepted_at = now
    if state in FINAL:
        row.finished_at = now
    row.save()
    MessageEvent.objects.create(message=row, at=now, state=state, note=reason)


@transaction.atomic
def set_aside(message_id: int, token: uuid.UUID) -> None:
    """A claimed message that broke on its way: later again, until it is too late."""
    now = clock.now()
    rows = Message.objects.select_for_update().defer(*SEALED)
    row = rows.filter(pk=message_id, state="claimed", lease_token=token).first()
    if row is None:
        return
    row.attempts += 1
    _again(row, Outcome("transient", note="cannot_be_prepared"), now)


@transaction.atomic
def settle(call: Call, token: uuid.UUID, outcome: Outcome) -> None:
    """Write what came of a call. A token that no longer holds is an event and an alarm."""
    now = clock.now()
    rows = Message.objects.select_for_update().defer(*SEALED)
    row = rows.filter(pk=call.message_id).first()
    if row is None:
        return
    if row.state != "calling" or row.lease_token != token:
        MessageEvent.objects.create(
            message=row, at=now, state="late_outcome", note=f"{outcome.kind} {outcome.note}"[:60]
        )
        log.error("late outcome for message %s: %s", row.pk, outcome.kind)
        return
    if outcome.kind == "accepted":
        row.provider_ref = outcome.ref
        move(row, "accepted", outcome.note, now=now)
    elif outcome.kind == "permanent":
        move(row, "dead", outcome.note, now=now)
    elif outcome.kind == "doubtful":
        doubt(row, outcome.note, now=now)
    else:
        _again(row, outcome, now)


def _again(row: Message, outcome: Outcome, now: dt.datetime) -> None:
    """A known refusal: certainly not sent, so it may go again, later and never too late."""
    wait = outcome.retry_after or backoff(row.attempts)
    if outcome.kind == "paused":
        wait = PAUSE_SECONDS
        log.error("provider %s refuses our key: a person must look", row.provider)
    row.not_before = now + dt.timedelta(seconds=wait)
    if row.not_before >= row.expires_at:
        move(row, "expired", outcome.note, now=now)
    else:
        move(row, "due", outcome.note, now=now)


def backoff(attempts: int) -> float:
    """Seconds to wait before try ``attempts + 1``: full jitter, from 30 s to 40 min."""
    most = min(BACKOFF_TO, BACKOFF_FROM * 2 ** min(attempts, 10))
    return random.uniform(BACKOFF_FROM, most)  # noqa: S311  (spreading load, not a secret)


def doubt(row: Message, note: str, *, now: dt.datetime) -> None:
    """A call that may have been sent is never quietly sent again: by a key that holds, by
    mail under the same Message-ID (counted), or else by a person."""
    row.doubts += 1
    holds = key_holds(row, now)
    if row.doubts >= MOST_DOUBTS and _others_get_through(row, first_call(row) or now):
        move(row, "dead", "three_doubts", now=now)
    elif holds or row.channel == "mail":
        row.not_before = now + dt.timedelta(seconds=backoff(row.attempts))
        state = "due" if row.not_before < row.expires_at else "expired"
        move(row, state, note if holds else "may_be_double", now=now)
    else:
        move(row, "uncertain", note, now=now)


def first_call(row: Message) -> dt.datetime | None:
    """When the provider first saw this message's key."""
    calls = row.events.filter(state="calling").order_by("id")
    return calls.values_list("at", flat=True).first()


def key_holds(row: Message, now: dt.datetime) -> bool:
    """Whether the provider still knows this message's key, so that a repeat is no second text."""
    ability = transports.for_channel(row.channel).ability
    seen = first_call(row)
    return seen is None or (now - seen).total_seconds() < ability.key_ttl


def _others_get_through(row: Message, since: dt.datetime) -> bool:
    others = Message.objects.filter(provider=row.provider, accepted_at__gte=since)
    return others.exclude(pk=row.pk).exists()
