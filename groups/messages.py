"""What this room says, to whom, and when. The words lie in templates/groups/messages/."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.messaging import outbox, times, words
from peersupport.models import InboundText, Message
from peersupport.registry import MessageKind, Words

from . import wording
from .models import Answer, Leadership, Membership, Session

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


# -- do they still hold? -----------------------------------------------------------------------


def _session_of(message: Message) -> Session | None:
    return (
        Session.objects.select_related("group", "led_by")
        .filter(pk=message.params["session"])
        .first()
    )


def _place_of(message: Message) -> Membership | None:
    return (
        Membership.objects.live()
        .select_related("woman")
        .filter(pk=message.params["membership"])
        .first()
    )


def reminder_still_true(message: Message, now: dt.datetime) -> bool:
    """The session stands at that start, its step too, she has a place, and she has not said
    "not this time"."""
    from .models import ReminderStep

    session, place = _session_of(message), _place_of(message)
    if session is None or place is None or session.state != "planned":
        return False
    declined = Answer.objects.filter(session=session, membership=place, choice="not_this_time")
    step = ReminderStep.objects.filter(pk=message.params["step"])
    return session.starts_at == message.about_starts_at and step.exists() and not declined.exists()


def news_still_true(message: Message, now: dt.datetime) -> bool:
    """No later news of the session has overtaken it, and she has a place."""
    session = _session_of(message)
    return (
        session is not None
        and session.sequence == message.params["sequence"]
        and _place_of(message) is not None
    )


def late_notice_still_true(message: Message, now: dt.datetime) -> bool:
    """She has not said something else in the meantime."""
    return Answer.objects.filter(
        session_id=message.params["session"],
        membership_id=message.params["membership"],
        choice="late",
    ).exists()


def page_link_still_true(message: Message, now: dt.datetime) -> bool:
    """She has a place, and links are still safe."""
    return _place_of(message) is not None and message.card.links_safe == "yes"


# -- how they read -----------------------------------------------------------------------------


def render_about_session(message: Message, level: str) -> Words:
    """A text to a woman: the fullest of its wordings that fits one text; a mail says more."""
    session, place = _session_of(message), _place_of(message)
    assert session is not None  # noqa: S101  (still_true was asked in the same transaction)
    assert place is not None  # noqa: S101
    context = wording.of_session(session, clock.now()) | {
        "name": place.her.name,
        "group": session.group.name if level == "named" else "",
        "named": level == "named",
    }
    return _words(message, context)


def render_page_link(message: Message, level: str) -> Words:
    """The link is minted as it is written: no copy of it lies anywhere else."""
    from .services import pages

    place = _place_of(message)
    assert place is not None  # noqa: S101
    token = pages.mint_for(place.her, by=SYSTEM)
    leader = Leadership.objects.filter(group_id=place.group_id, ended_at=None).first()
    context = {
        "name": place.her.name,
        "leader": leader.user.first_name if leader else "",
        "link": f"{settings.SITE_URL}/l/{token}/",
    }
    return _words(message, context)


def render_late_notice(message: Message, level: str) -> Words:
    """To a peer leader: who, and about how long."""
    session, place = _session_of(message), _place_of(message)
    context = {
        "name": place.her.name if place else "",
        "minutes": message.params["minutes"],
        "session": session,
    }
    return _words(message, context)


def _words(message: Message, context: dict[str, Any]) -> Words:
    render = words.of_text if message.channel == "text" else words.of_mail
    suffix = "text" if message.channel == "text" else "mail"
    return render(f"groups/messages/{message.kind}.{suffix}", context)


# -- what an answer does -----------------------------------------------------------------------


def on_reply(message: Message, inbound: InboundText, answer: str, now: dt.datetime) -> bool:
    """Her 1, 2 or 3 to a message about a session that is not over; else a person reads it."""
    from .services import answers

    session, place = _session_of(message), _place_of(message)
    if session is None or place is None:
        return False
    try:
        answers.say(session, place, answer, way="text", by=Actor.of_link(place.her.subject))
    except answers.TooLate:
        return False
    return True


# -- what the ground is handed -------------------------------------------------------------------


def _news(name: str) -> MessageKind:
    return MessageKind(
        name,
        "woman",
        render=render_about_session,
        still_true=news_still_true,
        on_reply=on_reply,
        urgent=True,
    )


KINDS = (
    MessageKind(
        "reminder",
        "woman",
        render=render_about_session,
        still_true=reminder_still_true,
        on_reply=on_reply,
    ),
    _news("session-moved"),
    _news("session-cancelled"),
    _news("leader-late"),
    MessageKind("page-link", "woman", render=render_page_link, still_true=page_link_still_true),
    MessageKind(
        "late-notice",
        "staff",
        render=render_late_notice,
        still_true=late_notice_still_true,
        urgent=True,
    ),
)
