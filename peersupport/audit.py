"""Write down who did what. Read only by two pages: hers and the privacy lead's."""

from .actors import Actor


def record(verb: str, subject: str, *, by: Actor, reason: str = "") -> None:
    """Add one audit row, inside the caller's transaction.

    ``verb`` is "noun.done" ("introduction.revealed"), ``subject`` an opaque "kind:id",
    ``reason`` a code and never free text: people type names into free text (house.md).
    """
    from .models import AuditEvent

    AuditEvent.objects.create(verb=verb, subject=subject, actor=by.subject, reason=reason)
