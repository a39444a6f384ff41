"""Each sort of message of this room: does it still hold, how does it read, what does an answer do?"""

import datetime as dt
from typing import Any

from django.conf import settings

from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.messaging import words
from peersupport.models import InboundText, Message
from peersupport.registry import MessageKind, Words
from peersupport.sensitive import to_greet

from . import wording
from .models import Answer, Leadership, Membership, ReminderStep, Session
from .services import answers, pages

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
        .select_related("woman", "group")
        .filter(pk=message.params["membership"])
        .first()
    )


def reminder_still_true(message: Message, now: dt.datetime) -> bool:
    """The session stands at that start, its step too, she has a place, and she has not said
    "not this time"."""
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
    """She has not said something else in the meantime, and whoever is told still leads her group."""
    late = Answer.objects.filter(
        session_id=message.params["session"],
        membership_id=message.params["membership"],
        choice="late",
        session__group__in=Leadership.objects.filter(
            user__card=message.card_id, ended_at=None
        ).values("group_id"),
    )
    return late.exists()


def page_link_still_true(message: Message, now: dt.datetime) -> bool:
    """She has a place, and links are still safe."""
    return _place_of(message) is not None and message.card.links_safe == "yes"


# -- how they read -----------------------------------------------------------------------------


def _greeted(place: Membership) -> str:
    return to_greet(place.her.name, names=[place.group.name, place.group.venue_name])


def render_about_session(message: Message, level: str) -> Words:
    """A text to a woman: the fullest of its wordings that fits one text; a mail says more."""
    session, place = _session_of(message), _place_of(message)
    assert session is not None  # noqa: S101  (still_true was asked in the same transaction)
    assert place is not None  # noqa: S101
    context = wording.of_session(session, clock.now()) | {
        "name": _greeted(place),
        "group": session.group.name if level == "named" else "",
        "named": level == "named",
    }
    return _words(message, context)


def render_page_link(message: Message, level: str) -> Words:
    """The link is minted as it is written: no copy of it lies anywhere else."""
    place = _place_of(message)
    assert place is not None  # noqa: S101
    token = pages.mint_for(place.her, by=SYSTEM)
    leader = Leadership.objects.filter(group_id=place.group_id, ended_at=None).first()
    context = {
        "name": _greeted(place),
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
