"""The register: came, apologies, not heard; two taps, correctable for 14 days."""

import datetime as dt

from django.db import transaction

from peersupport import audit, clock
from peersupport.actors import Actor

from ..models import Attendance, Membership, Session
from .sessions import NotPossible

CORRECTABLE = dt.timedelta(days=14)


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
    """Write one line of the register, from the day of the session until 14 days after it.

    ``late`` and ``left_early`` are marks on "came" and nothing else; they go when the 14 days
    end (safety.md 20). Raises ``NotPossible``.
    """
    now = clock.now()
    if session.state != "planned":
        raise NotPossible("This session was cancelled. There is no register for it.")
    if now.astimezone(clock.LONDON).date() < session.local.date():
        raise NotPossible("The register opens on the day of the session.")
    if now > session.ends_at + CORRECTABLE:
        raise NotPossible("The register closed 14 days after the session.")
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
