"""What this room puts on today: the door, texts and messages that wait, a register to fill."""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, IntegerField, OuterRef, Q, Subquery
from django.urls import reverse

from peersupport.actors import Actor
from peersupport.clock import LONDON
from peersupport.messaging import settle_by_hand
from peersupport.models import InboundText, Message
from peersupport.registry import Card

from . import queries
from .models import Attendance, Session
from .presenters import words
from .presenters.door import WAITS
from .presenters.sessions import first_of_today
from .services.register import CORRECTABLE, OPENS_BEFORE

# A door that opens soon comes before all else; a register can wait a day.
DOOR, DOOR_LATER, TEXTS, MISSED, REGISTER, FACTS = 5, 15, 10, 20, 50, 75
SOON = dt.timedelta(hours=3)
REGISTERS_SHOWN = 3
CHECK_AGAIN = dt.timedelta(days=182)
FACTS_NAMED = 3
# Counted no further than this (delivery.md, P5).
MANY = 20


def today(user: Any, now: dt.datetime) -> list[Card]:
    """This room's cards for her. Two queries, however much there is."""
    sessions = list(_sessions(user, now))
    cards = [_door(session, now) for session in sessions if session.ends_at > now]
    empty = [session for session in sessions if session.ends_at <= now and not session.filled]
    cards += [_register(session, now) for session in empty[:REGISTERS_SHOWN]]
    texts, missed = _waiting(user, now)
    return cards + _texts(texts) + _missed(missed)


def facts_to_check(user: Any, now: dt.datetime) -> list[Card]:
    """For a coordinator: groups whose facts nobody has called right for half a year. Directories
    say so too, and whoever reads them then trusts the rest less."""
    if user.role != "coordinator":
        return []
    old = now.astimezone(LONDON).date() - CHECK_AGAIN
    rows = queries.public_groups().filter(Q(checked_on=None) | Q(checked_on__lt=old))
    found = list(rows[: FACTS_NAMED + 1])
    if not found:
        return []
    names = ", ".join(group.name for group in found[:FACTS_NAMED])
    more = " and others" if len(found) > FACTS_NAMED else ""
    one = len(found) == 1
    url = reverse("groups:group-detail" if one else "groups:group-list", args=[found[0].pk][:one])
    text = f"Nobody has looked for half a year: {names}{more}."
    return [Card(FACTS, "Is this still right?", text, url, "Look and say so", "facts")]


def _sessions(user: Any, now: dt.datetime) -> Any:
    """Of the groups that she leads herself: today's (and one just
    after midnight), and those whose register is still open."""
    rows = Session.objects.planned().filter(group_id__in=queries.groups_led_by(user))
    until = max(first_of_today(now, days=1), now + OPENS_BEFORE)
    rows = rows.filter(starts_at__gt=now - CORRECTABLE, starts_at__lt=until)
    filled = Exists(Attendance.objects.filter(session=OuterRef("pk")))
    return rows.annotate(filled=filled).select_related("group").order_by("-starts_at", "-pk")


def _door(session: Session, now: dt.datetime) -> Card:
    begins = "It is on now" if session.starts_at <= now else words.when(session, now)
    place = session.venue_name or session.group.venue_name
    return Card(
        DOOR if session.starts_at - now < SOON else DOOR_LATER,
        begins,
        f"{session.group.name}{f', {place}' if place else ''}. See who is coming.",
        reverse("groups:session-door", args=[session.pk]),
        "Open the door list",
        "door",
    )


def _register(session: Session, now: dt.datetime) -> Card:
    ago = (now.astimezone(LONDON).date() - session.local.date()).days
    return Card(
        REGISTER + ago,
        "Who came?",
        f"{session.group.name}, {words.inside(words.when(session, now))}. One tap each.",
        reverse("groups:session-register", args=[session.pk]),
        "Fill the register",
        "register",
    )


class _UpTo(Subquery):
    """How many rows, counted no further than the slice goes."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _waiting(user: Any, now: dt.datetime) -> tuple[int, int]:
    """How many texts wait to be read, and how many messages of sessions to come were missed."""
    actor = Actor.of_user(user)
    texts = InboundText.objects.visible_to(actor).filter(state__in=WAITS)
    missed = settle_by_hand.waiting(Message.objects.visible_to(actor))
    missed = missed.filter(about_starts_at__gt=now)
    counts = [_UpTo(rows.values("pk")[:MANY]) for rows in (texts, missed)]
    return get_user_model().objects.filter(pk=user.pk).values_list(*counts).get()


def _texts(count: int) -> list[Card]:
    if not count:
        return []
    title = "A text waits to be read" if count == 1 else f"{_number(count)} texts wait to be read"
    url = reverse("groups:message-list")
    return [Card(TEXTS, title, "Words that only a person can answer.", url, "Read it", "texts")]


def _missed(count: int) -> list[Card]:
    if not count:
        return []
    did = "message did" if count == 1 else "messages did"
    title = f"{'One' if count == 1 else _number(count)} {did} not get through"
    text = "Perhaps you can tell her yourself, before it begins."
    return [Card(MISSED, title, text, reverse("groups:message-list"), "See which", "messages")]


def _number(count: int) -> str:
    return f"{count} or more" if count >= MANY else str(count)
