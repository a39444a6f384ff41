"""A woman at the door: received, reached, and nothing sent by any of it (safety.md 10)."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from groups import queries
from peersupport import audit, clock
from peersupport.actors import Actor
from peersupport.crypto import lookup_hash
from peersupport.models.contact import CHANNELS
from peersupport.services import cards, opening

from .. import consents
from ..models import Introduction, Slip, SourceCode, Worker
from . import extras, replies


class NotAllowed(ValueError):
    """Something that her own answers, or where she stands now, do not leave open."""


def ask(
    *,
    name: str,
    ref: str,
    reach: dict[str, Any],
    consent_version: str,
    code: str,
    submit_key: str,
    more: dict[str, Any] | None = None,
    by: Actor,
) -> Introduction:
    """Keep what a woman sent for herself, and what she told us ``more``. A second Send of the
    same form finds the first.

    ``ref`` and ``code`` are taken as they came: one that nobody knows leads to help with
    choosing, or to no source, silently. Nothing is looked up about her, so the answer takes as
    long whether she is known or not (safety.md 26).
    """
    key, more = f"join:{submit_key}", more or {}
    group = _open_group(ref)
    source = SourceCode.objects.filter(code=code).first() if code else None
    try:
        with transaction.atomic():
            row = _keep(
                key=key,
                name=name,
                reach=reach | extras.for_card(more),
                by=by,
                verb="introduction.asked",
                group=group,
                came_by="herself",
                code=source,
                consent_text_version=consent_version,
                consent_way="form",
                confirm_way="form",
                **extras.facts(more),
            )
            extras.keep(row, more)
            return row
    except IntegrityError:
        return _first_of(key)


def introduce(
    *,
    worker: Worker,
    name: str,
    ref: str,
    reach: dict[str, Any],
    worker_may_know: bool,
    submit_key: str,
    by: Actor,
) -> Introduction:
    """Keep an introduction by a partner worker: called only with "she knows and agreed" and her
    consent. A second Send finds the first. The worker keeps a slip and nothing else."""
    key = f"worker:{worker.pk}:{submit_key}"
    group = _open_group(ref)
    try:
        with transaction.atomic():
            slip = Slip.objects.hand_out(worker, clock.now())
            return _keep(
                key=key,
                name=name,
                reach=reach,
                by=by,
                verb="introduction.made",
                group=group,
                came_by="partner",
                organisation_id=worker.organisation_id,
                worker=worker,
                slip=slip,
                she_knows=True,
                worker_may_know=worker_may_know,
                consent_text_version=consents.in_force("worker"),
                consent_way="worker",
            )
    except IntegrityError:
        return _first_of(key)


def _open_group(ref: str) -> Any:
    """What Send and its last page say of a group, and none of its other columns."""
    said = ("name", "nation", "reply_days", "rings_from")
    return queries.open_groups().filter(ref=ref).only(*said).first() if ref else None


def _keep(
    *, key: str, name: str, reach: dict[str, Any], by: Actor, verb: str, group: Any, **facts: Any
) -> Introduction:
    """The row and its card, inside the caller's transaction."""
    own = will_come_herself(reach)
    card = cards.make(holder="woman", answers=reach | {"own_contact": own}, by=by)
    introduction = Introduction.objects.create(
        submit_key=key,
        name=name,
        name_hash=lookup_hash("name", name),
        card=card,
        group=group,
        wants_help_choosing=group is None,
        received_at=card.made_at,
        consent_at=card.made_at,
        confirmed_at=card.made_at if facts.get("confirm_way") else None,
        # Hers was the last word, and we may not speak first: the days count from here.
        last_contact_at=card.made_at if own else None,
        **replies.promised(card.made_at, group, own=own),
        **facts,
    )
    audit.record(verb, introduction.subject, by=by, at=card.made_at)
    return introduction


def _first_of(key: str) -> Introduction:
    """The row a first Send made. Raises where the refusal was about something else."""
    return Introduction.objects.select_related("slip").get(submit_key=key)


def will_come_herself(reach: dict[str, Any]) -> bool:
    """Whether we wait for her: she said so, or left us no way that she said yes to."""
    yes = any(reach.get(channel) == "yes" for channel in CHANNELS)
    return bool(reach.get("own_contact")) or not yes


@transaction.atomic
def reveal(introduction: Introduction, reason: str, *, by: Actor) -> dict[str, str]:
    """Her number, address and word, as far as the reason needs them; written down with it.
    Raises ``NotAllowed`` for a way that she did not allow, and where the card has moved on."""
    card = introduction.card
    if card is None or reason not in opening.reasons_open(card):
        raise NotAllowed(reason)
    audit.record("introduction.revealed", introduction.subject, by=by, reason=reason)
    return opening.needed_for(card, reason)


@transaction.atomic
def note_contact(introduction: Introduction, how: str, *, by: Actor) -> Introduction:
    """Write down that somebody spoke with her ("spoke") or tried to ("tried"). No words of it."""
    row = lock(introduction)
    if row.closed_at is not None:
        raise NotAllowed("closed")
    touch(row, clock.now(), spoke=how == "spoke")
    row.save()
    audit.record("introduction.contact", row.subject, by=by, reason=how)
    return row


@transaction.atomic
def assign(introduction: Introduction, ref: str, *, by: Actor) -> Introduction:
    """Put a woman who wanted help to choose with the group that she chose. Raises ``NotAllowed``,
    also while an offer in the group that she was put with before waits for her answer."""
    row = lock(introduction)
    group = _open_group(ref)
    if row.closed_at is not None or not row.wants_help_choosing or group is None:
        raise NotAllowed("group")
    if row.offers.live(clock.now()).exists():
        raise NotAllowed("offer")
    row.group = group
    row.save()
    audit.record("introduction.assigned", row.subject, by=by)
    return row


def lock(introduction: Introduction) -> Introduction:
    """The row as it stands now, held until the transaction ends. Raises ``NotAllowed`` where she,
    or another tap of this moment, had it deleted."""
    row = Introduction.objects.select_for_update().filter(pk=introduction.pk).first()
    if row is None:
        raise NotAllowed("gone")
    return row


def touch(row: Introduction, now: dt.datetime, *, spoke: bool) -> None:
    """Date the last contact. That we are in touch reaches the worker's slip only where she
    allowed it and somebody really spoke with her."""
    row.last_contact_at = now
    if not spoke:
        return
    row.spoke_at = row.spoke_at or now
    if row.worker_may_know and row.slip_id:
        Slip.objects.filter(pk=row.slip_id).update(in_touch=True)


def confirm(row: Introduction, way: str, now: dt.datetime) -> None:
    """Note that she herself wants to hear from us: "link" or "voice". The first time stays."""
    if row.confirmed_at is None:
        row.confirmed_at, row.confirm_way = now, way
