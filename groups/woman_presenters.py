"""Her own page made ready: the day and hour in words, what she said, who sees what."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from peersupport import clock
from peersupport.actors import Actor
from peersupport.messaging import outbox
from peersupport.models import ContactCard
from peersupport.presenters import phone_as_said
from peersupport.registry import YouCard, registry
from peersupport.services.cards import ANSWERS
from peersupport.wording import hour

from . import queries
from .models import Answer, Group, Leadership, Membership, Needs, Session, Woman
from .services.answers import MINUTES

CANCELLED_SHOWN = 2


@dataclass(frozen=True)
class Next:
    """The next time, as her link alone may show it: no place, no group, no name of hers."""

    pk: int
    when: str
    day: str
    has_begun: bool
    moved: bool
    leader_late: str
    said: str
    late: bool
    choices: list[tuple[str, str, bool]]
    minutes: list[tuple[int, str, bool]]


def when(session: Session, now: dt.datetime) -> str:
    """Today at 10am, Tomorrow at noon, Thursday at 1.30pm, Thursday 3 December at 10am."""
    ahead = _days_ahead(session, now)
    if ahead == 0:
        return _("Today at %(hour)s") % {"hour": hour(session.starts_at)}
    if ahead == 1:
        return _("Tomorrow at %(hour)s") % {"hour": hour(session.starts_at)}
    return _whole_day(session, "l") if _is_near(session, now) else _whole_day(session)


def _days_ahead(session: Session, now: dt.datetime) -> int:
    return (session.local.date() - now.astimezone(clock.LONDON).date()).days


def _is_near(session: Session, now: dt.datetime) -> bool:
    return 0 <= _days_ahead(session, now) < 7


def _whole_day(session: Session, style: str = "l j F") -> str:
    day = date_format(session.local.date(), style)
    return _("%(day)s at %(hour)s") % {"day": day, "hour": hour(session.starts_at)}


def front(place: Membership | None, now: dt.datetime) -> dict[str, Any]:
    """What her link alone shows: the next time, and what is off before it."""
    if place is None:
        return {"next": None, "off": []}
    session = queries.next_session(place.group_id, now)
    before = session.starts_at if session else None
    gone = queries.cancelled_ahead(place.group_id, now, before)[:CANCELLED_SHOWN]
    return {
        "next": _next(session, place, now) if session else None,
        "off": [_whole_day(session) for session in gone],
    }


def _next(session: Session, place: Membership, now: dt.datetime) -> Next:
    answer = session.answers.filter(membership=place).first()
    choice, minutes = (answer.choice, answer.minutes) if answer else ("", None)
    return Next(
        pk=session.pk,
        when=when(session, now),
        day=date_format(session.local.date(), "l j F") if _is_near(session, now) else "",
        has_begun=session.starts_at <= now,
        moved=session.sequence > 0,
        leader_late=leader_late(session),
        said=said(answer),
        late=choice == "late",
        choices=[(code, words, code == choice) for code, words in _choices()],
        minutes=[(much, _about(much), much == minutes) for much in MINUTES],
    )


def _choices() -> list[tuple[str, str]]:
    return [
        ("coming", _("Coming")),
        ("late", _("Running late")),
        ("not_this_time", _("Not this time")),
    ]


def _about(minutes: int) -> str:
    if minutes == MINUTES[-1]:
        return _("Longer")
    return _("%(minutes)s minutes") % {"minutes": minutes}


def said(answer: Answer | None) -> str:
    """One warm sentence about what she said; never a word of blame."""
    if answer is None:
        return ""
    if answer.choice == "coming":
        return _("You said: coming. See you there.")
    if answer.choice == "not_this_time":
        return _("You said: not this time. That is fine. Thank you for telling us.")
    if answer.minutes == MINUTES[-1]:
        return _("You said: running late, half an hour or so. No rush. We will keep you a chair.")
    if answer.minutes:
        about = _("You said: running late, about %(minutes)s minutes. No rush.")
        return about % {"minutes": answer.minutes}
    return _("You said: running late. No rush, come when you can. We will keep you a chair.")


def leader_late(session: Session) -> str:
    """That whoever opens the door is late herself."""
    if not session.leader_late_minutes:
        return ""
    if session.led_by is None:
        late = _("The door opens about %(minutes)s minutes late. Come when you like.")
        return late % {"minutes": session.leader_late_minutes}
    late = _("%(name)s is running about %(minutes)s minutes late. Come when you like.")
    return late % {"name": session.led_by.first_name, "minutes": session.leader_late_minutes}


# -- behind her phrase ---------------------------------------------------------------------------


def place_card(request: HttpRequest, subject: str, phrase: bool) -> list[YouCard]:
    """Where it is, how to find it, and who will be there."""
    place = queries.membership_of(subject) if phrase else None
    if place is None:
        return []
    session = queries.next_session(place.group_id, clock.now())
    elsewhere = bool(session and (session.venue_name or session.venue_address))
    context = {
        "group": place.group,
        "elsewhere": elsewhere,
        "venue": venue(session if elsewhere else place.group),
        "leaders": who_will_be_there(place.group_id, session),
    }
    return [YouCard(10, "groups/you_place.html", context)]


def venue(of: Session | Group | None) -> list[str]:
    """Name and address of a place, as far as they are known."""
    return [line for line in (of.venue_name, of.venue_address) if line] if of else []


def who_will_be_there(group_id: int, session: Session | None) -> list[str]:
    """First names: whoever leads this session, then the others who lead the group."""
    first = [session.led_by.first_name] if session and session.led_by else []
    return first + [name for name in queries.leader_names(group_id) if name not in first]


def cards(request: HttpRequest, subject: str) -> list[SafeString]:
    """What every room has for her page, in order, each already a piece of it."""
    phrase = bool(request.woman_phrase)  # type: ignore[attr-defined]
    found = [card for cards_of in registry.you_cards for card in cards_of(request, subject, phrase)]
    shown = [card for card in found if phrase or not card.behind_phrase]
    shown.sort(key=lambda card: card.weight)
    return [render_to_string(card.template, card.context, request) for card in shown]


def reach_now(card: ContactCard) -> dict[str, Any]:
    """What she said before, for the form. A yes to texts that STOP overtook reads as empty: it
    must not come back by her saving something else."""
    now = {name: getattr(card, name) for name in ANSWERS}
    now["phone"] = phone_as_said(card.phone)
    return now | ({"text": ""} if has_stopped(card) else {})


def needs_now(woman: Woman) -> dict[str, Any]:
    """What would make coming easier, as she said it before; empty where nothing is kept."""
    row = Needs.objects.filter(woman=woman).first()
    if row is None:
        return {}
    said = {"needs": row.needs.split(), "language": row.language, "easier": row.easier}
    return said | {"keep": True}


def has_stopped(card: ContactCard) -> bool:
    """Whether her number said STOP."""
    return outbox.is_suppressed(card.phone_hash)


# -- who can see what ----------------------------------------------------------------------------


def people_who_see(subject: str) -> list[dict[str, Any]]:
    """First name and role of each person who can open what we keep about her."""
    places = Membership.objects.visible_to(Actor.of_link(subject))
    leaders = Leadership.objects.filter(group_id__in=places.values("group_id"), ended_at=None)
    titles = {"leader": _("peer leader"), "co_leader": _("co-leader"), "greeter": _("greeter")}
    seen = [
        {"name": row.user.first_name, "role": titles[row.title]}
        for row in leaders.select_related("user").order_by("pk")
    ]
    coordinators = get_user_model().objects.filter(
        role="coordinator", role_ended_at=None, is_active=True
    )
    role = _("coordinator, who looks after all the groups")
    return seen + [{"name": user.first_name, "role": role} for user in coordinators.order_by("pk")]
