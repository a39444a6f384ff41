"""Writing messages down, and taking them back. Nothing here talks to a provider."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from .. import clock
from ..actors import Actor
from ..models import ContactCard, Message, MessageEvent, Suppression
from ..registry import Words, registry
from .wake import wake

ROWS_A_STATEMENT = 500
OPEN_TO_WITHDRAW = ("due", "claimed")


def draft(
    *,
    kind: str,
    card: ContactCard,
    about: str,
    dedupe_key: str,
    not_before: dt.datetime,
    expires_at: dt.datetime,
    by: Actor,
    now: dt.datetime,
    about_starts_at: dt.datetime | None = None,
    params: dict[str, Any] | None = None,
    channel: str | None = None,
    owner: str = "",
    quiet: tuple[dt.time, dt.time] | None = None,
    retry_of: int | None = None,
    words: Words | None = None,
) -> Message | None:
    """A message not yet stored, or None where the card allows no channel (safety.md 11).

    ``params`` holds ids only. ``owner`` ("group:3") says whose peer leaders may see it.
    ``channel`` None takes the card's best: text, then mail. ``words`` are for what cannot be
    said again later (a sign-in code); they lie sealed until sent.
    """
    wanted = channel or card.best_channel()
    if wanted is None or not card.allows(wanted):
        return None
    what = registry.message_kinds[kind]
    quiet_from, quiet_until = quiet or (None, None)
    return Message(
        key=uuid.uuid4(),
        kind=kind,
        audience=what.audience,
        channel=wanted,
        lane="urgent" if what.urgent else wanted,
        card=card,
        about=about,
        about_starts_at=about_starts_at,
        owner=owner,
        params=params or {},
        dedupe_key=dedupe_key,
        not_before=not_before,
        expires_at=expires_at,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        retry_of_id=retry_of,
        subject=words.subject if words else "",
        body=words.body if words else "",
        made_at=now,
        made_by=by.subject,
    )


def enqueue(*, by: Actor, **said: Any) -> Message | None:
    """Write one message down and wake its lane after the commit. Arguments as ``draft``.

    Returns None where she gave no yes, or where ``dedupe_key`` exists: it is said already.
    """
    message = draft(by=by, now=clock.now(), **said)
    if message is None or not store([message]):
        return None
    wake(message.lane)
    return Message.objects.get(dedupe_key=message.dedupe_key)


def store(messages: Iterable[Message]) -> int:
    """Insert what is not there yet, by dedupe key; return how many were new.

    Plain ``ON CONFLICT (dedupe_key) DO NOTHING`` on both engines. Not ``ignore_conflicts``:
    on SQLite that also drops a row which fails a CHECK (delivery.md).
    """
    fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    row = "(" + ", ".join(["%s"] * len(fields)) + ")"
    table = connection.ops.quote_name(Message._meta.db_table)
    rows, new = list(messages), 0
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            chunk = rows[start : start + ROWS_A_STATEMENT]
            values = [
                field.get_db_prep_save(getattr(message, field.attname), connection)
                for message in chunk
                for field in fields
            ]
            cursor.execute(
                f"INSERT INTO {table} ({columns}) VALUES {', '.join([row] * len(chunk))} "  # noqa: S608
                "ON CONFLICT (dedupe_key) DO NOTHING",
                values,
            )
            new += cursor.rowcount
    return new


@transaction.atomic
def withdraw(*, about: str, reason: str, kind: str | None = None, card: int | None = None) -> int:
    """Cancel what is not yet with a provider, in the caller's transaction: whoever moves,
    cancels, erases or takes back a yes calls this, so a change that commits first always wins.

    ``reason`` is a code. Returns how many messages were cancelled.
    """
    rows = Message.objects.filter(about=about)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(card_id=card) if card else rows
    return end_rows(rows, "cancelled", reason)


@transaction.atomic
def take_back(*, card: int, channels: Iterable[str], reason: str) -> int:
    """Cancel all that is due to this card by these channels: she took back her yes, or the
    number is no longer hers. Returns how many messages were cancelled."""
    rows = Message.objects.filter(card_id=card, channel__in=list(channels))
    return end_rows(rows, "cancelled", reason)


def hold(card: int) -> None:
    """Keep every message to this card from its mark until the caller has committed: a number or
    a time that she changes is never overtaken by a message that goes by the old one."""
    rows = Message.objects.filter(card_id=card, state__in=OPEN_TO_WITHDRAW).order_by("id")
    list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


@transaction.atomic
def end_rows(rows: Any, state: str, reason: str) -> int:
    """Bring open rows to a final state, cleared, each with its event."""
    now = clock.now()
    # Messages alone are locked, in one order: a card that was joined in would be a second lock.
    mine = rows.filter(state__in=OPEN_TO_WITHDRAW).order_by("id").only("pk")
    ids = [row.pk for row in mine.select_for_update(of=("self",))]
    Message.objects.filter(pk__in=ids).update(
        state=state,
        reason=reason,
        finished_at=now,
        lease_token=None,
        lease_until=None,
        body="",
        to="",
        subject="",
    )
    MessageEvent.objects.bulk_create(
        MessageEvent(message_id=pk, at=now, state=state, note=reason) for pk in ids
    )
    return len(ids)


@transaction.atomic
def suppress(phone_hash: str) -> None:
    """STOP: write one row for the number and end what is due or claimed, together."""
    if not phone_hash:  # a sender that is no number
        return
    # Dated anew each time: a page that was shown before the latest one undoes none of them.
    Suppression.objects.update_or_create(phone_hash=phone_hash, defaults={"at": clock.now()})
    end_rows(
        Message.objects.filter(channel="text", card__phone_hash=phone_hash), "suppressed", "stop"
    )


@transaction.atomic
def begin_again(card: ContactCard) -> bool:
    """She asks for texts again: the STOP of her number is lifted. Where another woman has the
    same number it stays, for nobody can tell whose word it was. Returns whether texts may go."""
    if not is_suppressed(card.phone_hash):
        return True
    if ContactCard.objects.filter(phone_hash=card.phone_hash).exclude(pk=card.pk).exists():
        return False
    Suppression.objects.filter(phone_hash=card.phone_hash).delete()
    return True


def stopped_at(phone_hash: str) -> dt.datetime | None:
    """When this number last said STOP, or None."""
    stops = Suppression.objects.filter(phone_hash=phone_hash).exclude(phone_hash="")
    return stops.values_list("at", flat=True).first()


def is_suppressed(phone_hash: str) -> bool:
    """Whether this number said STOP."""
    return bool(phone_hash) and Suppression.objects.filter(phone_hash=phone_hash).exists()
