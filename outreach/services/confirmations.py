"""A woman whom a partner introduced says for herself whether she wants to hear from us. Until then
only her first name and how to reach her are read (issue: the partner portal)."""

from django.db import transaction

from peersupport import audit, clock
from peersupport.actors import Actor

from ..models import Introduction
from .forgetting import forget
from .introductions import NotAllowed, lock, touch
from .introductions import confirm as note


@transaction.atomic
def confirm(introduction: Introduction, *, by: Actor) -> Introduction:
    """Write down her yes to hearing from us: her own tap on her page, or what she said to the
    person who writes it down. A second one finds the first. Raises ``NotAllowed`` once she has
    said no to a group."""
    row = lock(introduction)
    if row.is_confirmed:
        return row
    if row.closed_at is not None:
        raise NotAllowed("closed")
    now, way = clock.now(), "link" if by.kind == "link" else "voice"
    note(row, way, now)
    touch(row, now, spoke=way == "voice")
    row.save()
    audit.record("introduction.confirmed", row.subject, by=by, reason=way)
    return row


@transaction.atomic
def refuse(introduction: Introduction, *, by: Actor) -> None:
    """She did not ask for this: all we hold of her is deleted at once, and counted as her no.
    Raises ``NotAllowed`` where she has said before that she wants to hear from us."""
    row = lock(introduction)
    if row.is_confirmed:
        raise NotAllowed("confirmed")
    audit.record("introduction.refused", row.subject, by=by)
    forget([row], outcome="said_no")
