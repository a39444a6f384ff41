"""What this room says, to whom, and when: writing it down. How it reads is in ``message_kinds``."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from peersupport.actors import Actor
from peersupport.messaging import outbox, times
from peersupport.models import Message

from .models import Leadership, Membership, Session

TELL_LEADERS_WITHIN = dt.timedelta(minutes=10)


# -- writing them down -------------------------------------------------------------------------


def tell_all(session: Session, *, kind: str, by: Actor, now: dt.datetime) -> int:
    """Write one message to each woman who may come (everyone but "not this time"), each by
    her own channel and inside her safe times. Returns how many."""
    staying_away = session.answers.filter(choice="not_this_time").values("membership_id")
    places = Membership.objects.live().filter(group_id=session.group_id)
    drafts = [
        _about_session(session, membership, kind=kind, by=by, now=now)
        for membership in places.exclude(pk__in=staying_away).select_related("woman__card")
    ]
    written = [draft for draft in drafts if draft is not None]
    outbox.store(written)
    for lane in {draft.lane for draft in written}:
        outbox.wake(lane)
    return len(written)


def _about_session(
    session: Session, membership: Membership, *, kind: str, by: Actor, now: dt.datetime
) -> Message | None:
    group, card = session.group, membership.her.card
    moment = times.fit(now, now=now, latest=session.starts_at, card=card, quiet=group.quiet)
    stamp = session.leader_late_at or session.starts_at
    return outbox.draft(
        kind=kind,
        card=card,
        about=session.subject,
        about_starts_at=session.starts_at,
        dedupe_key=f"{kind}:{session.pk}:{session.sequence}:{stamp.isoformat()}:{membership.pk}",
        # With no safe time left it is written down all the same: it runs out where a person sees it.
        not_before=moment or now,
        expires_at=session.starts_at,
        owner=group.owner,
        quiet=group.quiet,
        params=_params(session, membership),
        by=by,
        now=now,
    )


def _params(session: Session, membership: Membership) -> dict[str, Any]:
    return {"session": session.pk, "membership": membership.pk, "sequence": session.sequence}


def notices_about(membership_ids: Iterable[int]) -> QuerySet[Message]:
    """What peer leaders are told of these places: the only messages that name her to another."""
    return Message.objects.filter(kind="late-notice", params__membership__in=list(membership_ids))


def tell_leaders_late(
    session: Session, membership: Membership, minutes: int | None, *, by: Actor, now: dt.datetime
) -> None:
    """Tell this session's peer leaders who asked to be told. It is only good for ten minutes;
    quiet hours do not hold it back. What she said before and nobody has read yet is withdrawn."""
    from peersupport.services import people

    before = notices_about([membership.pk]).filter(about=session.subject)
    outbox.end_rows(before, "cancelled", "said_anew")
    places = Leadership.objects.filter(group_id=session.group_id, ended_at=None)
    # Whoever wrote it down at the door knows it already.
    writer = by.user.pk if by.user else None
    asked = places.exclude(late_notices="none").exclude(user=writer)
    for place in asked.select_related("user__card"):
        outbox.enqueue(
            kind="late-notice",
            card=people.card_of(place.user),
            channel=place.late_notices,
            about=session.subject,
            dedupe_key=f"late:{session.pk}:{membership.pk}:{place.user_id}:{now.isoformat()}:{minutes}",
            not_before=now,
            expires_at=now + TELL_LEADERS_WITHIN,
            owner=session.group.owner,
            params={**_params(session, membership), "minutes": minutes},
            by=by,
        )
