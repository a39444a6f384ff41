"""A peer leader who is late herself tells the group in one tap."""

from django.db import transaction

from peersupport import audit, clock
from peersupport.actors import Actor
from peersupport.messaging import outbox

from .. import messages
from ..models import Session
from .answers import SAME_PRESS
from .sessions import NotPossible


@transaction.atomic
def tell(session: Session, minutes: int, *, by: Actor) -> int:
    """Tell every woman who may come that the door opens ``minutes`` late, by her own channel.

    It shows on their pages at once, and takes the place of what she said before. Returns how
    many messages were written; the same press twice writes none. After the session began nobody
    is texted any more (safety.md 17). Raises ``NotPossible``.
    """
    now = clock.now()
    row = Session.objects.select_for_update().get(pk=session.pk)
    if row.state != "planned" or row.ends_at <= now:
        raise NotPossible("This session is over or cancelled.")
    said = row.leader_late_at if row.leader_late_minutes == minutes else None
    if said is not None and now - said < SAME_PRESS:
        return 0
    outbox.withdraw(about=row.subject, kind="leader-late", reason="said_anew")
    row.leader_late_minutes, row.leader_late_at = minutes, now
    row.save(update_fields=["leader_late_minutes", "leader_late_at"])
    audit.record("session.leader_late", row.subject, by=by)
    if row.starts_at <= now:
        return 0
    return messages.tell_all(row, kind="leader-late", by=by, now=now)
