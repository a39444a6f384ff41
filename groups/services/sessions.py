"""Sessions: planned, moved, cancelled. Whoever is coming is told, and reminded at the right hour."""

import datetime as dt

from django.db import IntegrityError, transaction

from peersupport import audit, clock
from peersupport.actors import Actor
from peersupport.messaging import outbox

from .. import messages, reminders
from ..models import Group, Leadership, Session
from .groups import public_facts_changed


class NotPossible(ValueError):
    """Why it cannot be done, in a sentence for the page."""


def _still_ahead(session: Session, now: dt.datetime) -> None:
    if session.state != "planned":
        raise NotPossible("This session is cancelled already.")
    if session.starts_at <= now:
        raise NotPossible("This session has begun. It can no longer be moved or cancelled.")


def who_leads(group_id: int, by: Actor) -> int | None:
    """The user who will be there: whoever plans it if she leads the group, else its first."""
    places = Leadership.objects.filter(group_id=group_id, ended_at=None).order_by("pk")
    ids = list(places.exclude(title="greeter").values_list("user_id", flat=True))
    planner = by.user.pk if by.user else None
    return planner if planner in ids else next(iter(ids), None)


@transaction.atomic
def plan(
    *,
    group: Group,
    day: dt.date,
    wall: dt.time,
    minutes: int,
    by: Actor,
    venue_name: str = "",
    venue_address: str = "",
) -> Session:
    """Plan a session at a London wall time, ``minutes`` long.

    Raises ``NotPossible`` for a time that is past or taken, or a group that is closed.
    """
    now = clock.now()
    row = Group.objects.select_for_update().get(pk=group.pk)
    if row.state == "closed":
        raise NotPossible("This group is closed. Open it again before you plan a session.")
    session = Session(
        group=row,
        venue_name=venue_name,
        venue_address=venue_address,
        led_by_id=who_leads(row.pk, by),
    )
    session.set_time(day, wall, minutes)
    if session.starts_at <= now:
        raise NotPossible("That time has passed. Choose one that is still to come.")
    _save(session)
    public_facts_changed(row.pk)
    audit.record("session.planned", session.subject, by=by)
    return session


def _save(session: Session) -> None:
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as taken:
        raise NotPossible("The group has a session at that time already.") from taken


@transaction.atomic
def move(session: Session, *, day: dt.date, wall: dt.time, minutes: int, by: Actor) -> Session:
    """Move a session. Old reminders are withdrawn, everyone who may come is told, and the
    minute's sweep reminds again from the new start. Raises ``NotPossible``."""
    now = clock.now()
    row = Session.objects.select_for_update().get(pk=session.pk)
    _still_ahead(row, now)
    before = row.starts_at
    row.set_time(day, wall, minutes)
    if row.starts_at <= now:
        raise NotPossible("That time has passed. Choose one that is still to come.")
    if row.starts_at == before:
        _save(row)
        return row
    row.sequence += 1
    row.leader_late_minutes = row.leader_late_at = None
    _save(row)
    outbox.withdraw(about=row.subject, reason="session_moved")
    reminders.free_withdrawn(row)
    messages.tell_all(row, kind="session-moved", by=by, now=now)
    # An answer was about the old time; a new time is a new question.
    row.answers.all().delete()
    public_facts_changed(row.group_id)
    audit.record("session.moved", row.subject, by=by)
    return row


@transaction.atomic
def cancel(session: Session, *, by: Actor) -> Session:
    """Cancel a session: reminders are withdrawn, everyone who may come is told. Its row and
    its identity stay. Raises ``NotPossible``."""
    now = clock.now()
    row = Session.objects.select_for_update().get(pk=session.pk)
    _still_ahead(row, now)
    row.state = "cancelled"
    row.sequence += 1
    row.save(update_fields=["state", "sequence"])
    outbox.withdraw(about=row.subject, reason="session_cancelled")
    messages.tell_all(row, kind="session-cancelled", by=by, now=now)
    public_facts_changed(row.group_id)
    audit.record("session.cancelled", row.subject, by=by)
    return row
