"""Write down who did what. Read only by two pages: hers and the privacy lead's."""

import datetime as dt

from .actors import Actor

# 18 months, as safety.md 35 says of the access log.
KEPT = dt.timedelta(days=548)


def record(
    verb: str, subject: str, *, by: Actor, reason: str = "", at: dt.datetime | None = None
) -> None:
    """Add one audit row, inside the caller's transaction. ``at`` is for a caller that asked the
    clock in this same transaction, where it would say the same again.

    ``verb`` is "noun.done" ("introduction.revealed"), ``subject`` an opaque "kind:id",
    ``reason`` a code and never free text: people type names into free text (house.md).
    """
    from .models import AuditEvent

    moment = {"at": at} if at else {}
    AuditEvent.objects.create(verb=verb, subject=subject, actor=by.subject, reason=reason, **moment)


def purge(now: dt.datetime) -> int:
    """Delete audit rows after 18 months."""
    from .models import AuditEvent

    return AuditEvent.objects.filter(at__lt=now - KEPT).delete()[0]
