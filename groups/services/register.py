"""The register: came, apologies, not heard; two taps, correctable for 14 days."""

import datetime as dt

from django.db import transaction

from peersupport import audit, clock
from peersupport.actors import Actor

from ..models import Attendance, Membership, Session
from .sessions import NotPossible

CORRECTABLE = dt.timedelta(days=14)
OPENS_BEFORE = dt.timedelta(hours=12)
# State, came late, left early.
Line = tuple[str, bool, bool]


def why_shut(session: Session, now: dt.datetime) -> str:
    """Why nothing can be written in this register now, in a sentence, or ""."""
    if session.state != "planned":
        return "This session was cancelled. There is no register for it."
    on_the_day = now.astimezone(clock.LONDON).date() >= session.local.date()
    # A session just after midnight is set up the evening before.
    if not on_the_day and session.starts_at - now > OPENS_BEFORE:
        return "The register opens on the day of the session."
    if now > session.ends_at + CORRECTABLE:
        return "The register closed 14 days after the session. What was ticked stays as it is."
    return ""


@transaction.atomic
def fill(session: Session, lines: dict[Membership, Line], *, by: Actor) -> int:
    """Write the lines that differ from what stands there. Returns how many. Raises as ``mark``."""
    stands = {line.membership_id: line for line in session.attendance.all()}
    new = 0
    for membership, (state, late, left_early) in lines.items():
        line = stands.get(membership.pk)
        came = state == "came"
        wanted = (state, came and late, came and left_early)
        if line is None or (line.state, line.late, line.left_early) != wanted:
            mark(session, membership, state, late=late, left_early=left_early, by=by)
            new += 1
    return new


@transaction.atomic
def mark(
    session: Session,
    membership: Membership,
    state: str,
    *,
    by: Actor,
    late: bool = False,
    left_early: bool = False,
) -> Attendance:
    """Write one line of the register, from the day of the session (or 12 hours before it) until 14 days after it.

    ``late`` and ``left_early`` are marks on "came" and nothing else; they go when the 14 days
    end (safety.md 20). Raises ``NotPossible``.
    """
    now = clock.now()
    shut = why_shut(session, now)
    if shut:
        raise NotPossible(shut)
    if membership.group_id != session.group_id:
        raise NotPossible("She is not in this group.")
    came = state == "came"
    line, _ = Attendance.objects.update_or_create(
        session=session,
        membership=membership,
        defaults={
            "state": state,
            "late": came and late,
            "left_early": came and left_early,
            "at": now,
            "by": by.subject,
        },
    )
    audit.record("register.marked", membership.subject, by=by)
    return line


@transaction.atomic
def unmark(session: Session, membership: Membership, *, by: Actor) -> None:
    """Take a line back, as if nothing had been ticked. Raises ``NotPossible`` as ``mark``."""
    shut = why_shut(session, clock.now())
    if shut:
        raise NotPossible(shut)
    if Attendance.objects.filter(session=session, membership=membership).delete()[0]:
        audit.record("register.unmarked", membership.subject, by=by)
