"""What she says about a session: coming, running late, not this time. Never blame (the seed, Rattue)."""

import datetime as dt

from django.db import transaction

from peersupport import audit, clock
from peersupport.actors import Actor

from .. import messages
from ..models import Answer, Membership, Session

# The last one stands for "longer than that".
MINUTES = (5, 10, 20, 30)
# The same words again within this time are the same press.
SAME_PRESS = dt.timedelta(minutes=5)


class TooLate(ValueError):
    """The session is over, cancelled or not hers; there is nothing left to answer."""


@transaction.atomic
def say(
    session: Session,
    membership: Membership,
    choice: str,
    *,
    way: str,
    by: Actor,
    minutes: int | None = None,
) -> Answer:
    """Keep what she said, in place of what she said before; changeable until the session ends.

    "late" is told at once to this session's peer leaders who asked for that, and to nobody
    else; it can never touch a strike or a score (safety.md 20). Raises ``TooLate``.
    """
    now = clock.now()
    row = Session.objects.select_for_update().get(pk=session.pk)
    place = Membership.objects.live().filter(pk=membership.pk, group_id=row.group_id)
    if row.state != "planned" or row.ends_at <= now or not place.exists():
        raise TooLate
    minutes = minutes if choice == "late" else None
    said = row.answers.filter(membership=membership).first()
    again = (
        said is not None
        and (said.choice, said.minutes) == (choice, minutes)
        and now - said.at < SAME_PRESS
    )
    if said is not None and again:
        return said
    answer, _ = Answer.objects.update_or_create(
        session=row,
        membership=membership,
        defaults={"choice": choice, "minutes": minutes, "way": way, "at": now, "by": by.subject},
    )
    if choice == "late":
        messages.tell_leaders_late(row, membership, minutes, by=by, now=now)
    return answer


@transaction.atomic
def unsay(session: Session, membership: Membership, *, by: Actor) -> None:
    """Take an answer back: not heard, as if nothing had been said."""
    Answer.objects.filter(session=session, membership=membership).delete()
    audit.record("answer.taken_back", membership.subject, by=by)
