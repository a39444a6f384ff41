"""Sessions in a list and on their own page."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from peersupport import clock
from peersupport.actors import Actor
from peersupport.clock import LONDON
from peersupport.models import Suppression
from peersupport.paging import Page, cut

from ..models import Answer, Attendance, Membership, Session
from ..services.register import CORRECTABLE, why_shut
from . import words

COMING_SHOWN, RECENT_SHOWN, A_LIST = 8, 6, 20


@dataclass(frozen=True)
class Row:
    """One session of a list."""

    pk: int
    when: str
    group: str
    answers: str
    tag: str
    colour: str
    door: bool
    register: bool


def first_of_today(now: dt.datetime, days: int = 0) -> dt.datetime:
    """The instant at which today (or the day so many days on) begins in London."""
    return clock.instant(now.astimezone(LONDON).date() + dt.timedelta(days=days), dt.time())


def coming(actor: Actor, now: dt.datetime, after: str = "") -> Page:
    """Today's sessions and later ones, soonest first."""
    rows = Session.objects.visible_to(actor).filter(starts_at__gte=first_of_today(now))
    size = A_LIST if after else COMING_SHOWN
    return cut(rows.select_related("group"), by=("starts_at", "pk"), after=after, size=size)


def recent(actor: Actor, now: dt.datetime, after: str = "") -> Page:
    """Sessions before today, latest first."""
    rows = Session.objects.visible_to(actor).filter(starts_at__lt=first_of_today(now))
    size = A_LIST if after else RECENT_SHOWN
    return cut(rows.select_related("group"), by=("-starts_at", "-pk"), after=after, size=size)


def rows_of(sessions: list[Session], now: dt.datetime) -> list[Row]:
    """Ready for the page, with what was said and who came. Two queries for any number."""
    said, came = _said(sessions), _came(sessions)
    return [_row(session, said[session.pk], came.get(session.pk), now) for session in sessions]


def _said(sessions: list[Session]) -> dict[int, Counter]:
    found: dict[int, Counter] = defaultdict(Counter)
    rows = Answer.objects.filter(session__in=[session.pk for session in sessions])
    rows = rows.filter(membership__ended_at=None).order_by()
    for row in rows.values("session", "choice").annotate(women=Count("pk")):
        found[row["session"]][row["choice"]] = row["women"]
    return found


def _came(sessions: list[Session]) -> dict[int, Counter]:
    found: dict[int, Counter] = defaultdict(Counter)
    rows = Attendance.objects.filter(session__in=[session.pk for session in sessions]).order_by()
    for row in rows.values("session", "state").annotate(women=Count("pk")):
        found[row["session"]][row["state"]] = row["women"]
    return found


def _row(session: Session, said: Counter, came: Counter | None, now: dt.datetime) -> Row:
    stands, over = session.state == "planned", session.ends_at <= now
    tag, colour = _tag(session, came, now)
    return Row(
        pk=session.pk,
        when=f"{words.day(session.starts_at, now)}, {words.hours(session)}",
        group=session.group.name,
        answers=_in_words(said, came, over) if stands else "",
        tag=tag,
        colour=colour,
        door=not over and not why_shut(session, now),
        register=over and not why_shut(session, now),
    )


def _in_words(said: Counter, came: Counter | None, over: bool) -> str:
    if came and over:
        return f"{words.women(came['came'])} came" if came["came"] else "Nobody came"
    return "" if over else words.answers(said)


def _tag(session: Session, came: Counter | None, now: dt.datetime) -> tuple[str, str]:
    if session.state == "cancelled":
        return "cancelled", "clay"
    if session.starts_at <= now < session.ends_at:
        return "on now", "sage"
    if session.ends_at <= now <= session.ends_at + CORRECTABLE and not came:
        return "register to fill", "honey"
    return "", ""


# -- who hears of a change ------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """Who is told by which way when a session is moved or cancelled, and who must be told."""

    by_text: list[str]
    by_mail: list[str]
    by_nobody: list[tuple[str, str]]

    @property
    def reached(self) -> int:
        return len(self.by_text) + len(self.by_mail)


def who_is_told(session: Session, actor: Actor) -> Told:
    """Everyone who may come, by the way she allowed; those with none first. Three queries."""
    away = session.answers.filter(choice="not_this_time").values("membership_id")
    places = Membership.objects.visible_to(actor).filter(group_id=session.group_id)
    found = list(places.exclude(pk__in=away).select_related("woman__card"))
    stopped = stopped_numbers([place.her.card.phone_hash for place in found])
    told = Told([], [], [])
    for place in sorted(found, key=lambda place: place.her.name.casefold()):
        way, why = way_to(place.her.card, stopped)
        if way:
            (told.by_text if way == "text" else told.by_mail).append(place.her.name)
        else:
            told.by_nobody.append((place.her.name, why))
    return told


def stopped_numbers(hashes: list[str]) -> set[str]:
    """Which of these numbers said STOP."""
    rows = Suppression.objects.filter(phone_hash__in=[digest for digest in hashes if digest])
    return set(rows.values_list("phone_hash", flat=True))


def way_to(card: Any, stopped: set[str]) -> tuple[str, str]:
    """("text" or "mail", ""), or ("", why nothing reaches her)."""
    if card.plainness == "page":
        return "", "looks at her page herself"
    way = card.best_channel() or ""
    if way == "text" and card.phone_hash in stopped:
        return "", "her number said STOP"
    return way, "" if way else "no text and no e-mail"


# -- its own page ---------------------------------------------------------------------------------


def place_of(session: Session) -> list[str]:
    """Where it is, a line each; the session's own place goes before the group's."""
    own = [session.venue_name, session.venue_address]
    group = [session.group.venue_name, session.group.venue_address, session.group.how_to_find]
    return [line for line in (own if session.venue_name else group) if line]


def stands(session: Session, now: dt.datetime) -> dict[str, bool]:
    """What can still be done with it."""
    planned, open_ = session.state == "planned", not why_shut(session, now)
    return {
        "ahead": planned and now < session.starts_at,
        "door": planned and now < session.ends_at,
        "late": open_ and now < session.ends_at,
        "register": open_ or (planned and now > session.ends_at),
        "over": now >= session.ends_at,
        "cancelled": not planned,
    }


def said_late(session: Session, now: dt.datetime) -> str:
    """What the peer leader said of herself, or ""."""
    if not session.leader_late_minutes or session.leader_late_at is None:
        return ""
    said = words.inside(words.at(session.leader_late_at, now))
    return f"Women were told {said}: about {session.leader_late_minutes} minutes late."


def summary(session: Session, actor: Actor, now: dt.datetime) -> str:
    """What women said, in one sentence; once it is over, how many came. Two queries."""
    if session.ends_at <= now:
        came = _came([session]).get(session.pk)
        return _in_words(Counter(), came, over=True) or "Nobody is in the register"
    said = _said([session])[session.pk]
    places = Membership.objects.visible_to(actor).filter(group_id=session.group_id).count()
    said["not_heard"] = max(0, places - sum(said.values()))
    return words.answers(said) or "Nobody has a place in this group yet"
