"""Partners and what was done with them, ready for a page. Words, never a score."""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from peersupport import clock
from peersupport.actors import Actor
from peersupport.presenters import phone_as_said

from ..models import Contact, ContactEntry, Favour, Organisation

# What comes up within two weeks is shown before it is due.
SOON = dt.timedelta(days=14)
MOST_DUE = 50
# The usual entries, one press each.
USUAL = [
    ("call", "We spoke today"),
    ("visit", "We visited today"),
    ("leaflets", "We left leaflets today"),
    ("email", "We wrote today"),
]
NUMBERS = "no one two three four five six seven eight nine ten".split()


@dataclass(frozen=True)
class Due:
    """When a partner would like to hear from us, and from whom there."""

    pk: int
    name: str
    sector: str
    when: str
    is_due: bool
    with_whom: str


@dataclass(frozen=True)
class EntryLine:
    """One entry of the log."""

    pk: int
    organisation_id: int
    when: str
    kind: str
    how: str
    with_whom: str
    said: str
    reached: str
    author: str
    next_on: str
    may_change: bool
    row: ContactEntry


@dataclass(frozen=True)
class Person:
    """Somebody at a partner."""

    pk: int
    name: str
    job: str
    email: str
    phone: str
    call: str
    talks: str


@dataclass(frozen=True)
class FavourLine:
    """One good turn."""

    pk: int
    when: str
    direction: str
    what: str
    author: str
    may_change: bool


def number(count: int) -> str:
    """one, two … ten, 11."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def day(when: dt.date, today: dt.date) -> str:
    """3 December, or 3 December 2027 where the year is another. A list asks the clock once for
    all its lines, so ``today`` is given."""
    year = "" if when.year == today.year else f" {when.year}"
    return f"{when.day} {when:%B}{year}"


def due(row: Organisation, today: dt.date) -> Due:
    """When, said gently: nobody is late here."""
    on = row.next_contact_on
    if on is None:
        when = "no next contact planned"
    elif on < today:
        when = f"since {day(on, today)}"
    elif on == today:
        when = "today"
    else:
        when = f"on {day(on, today)}"
    person = row.next_with.name if row.next_with else ""
    is_due = on is not None and on <= today
    return Due(row.pk, row.name, row.get_sector_display(), when, is_due, person)


def entry(row: ContactEntry, actor: Actor, now: dt.datetime) -> EntryLine:
    """One entry, with its author's name, whoever she is by now."""
    today = now.astimezone(clock.LONDON).date()
    heard = "" if row.reached is None else f"{row.reached} heard it"
    return EntryLine(
        pk=row.pk,
        organisation_id=row.organisation_id,
        when=day(row.happened_on, today),
        kind=row.get_kind_display(),
        how=row.get_how_display() if row.how else "",
        with_whom=row.contact.said_name if row.contact else "",
        said=row.said,
        reached=heard,
        author=row.author.name,
        next_on=day(row.next_contact_on, today) if row.next_contact_on else "",
        may_change=row.may_change(actor, now),
        row=row,
    )


def person(row: Contact) -> Person:
    talks = "" if row.talks == "not_known" else row.get_talks_display().lower()
    return Person(row.pk, row.name, row.job, row.email, phone_as_said(row.phone), row.phone, talks)


def favour(row: Favour, actor: Actor, now: dt.datetime) -> FavourLine:
    return FavourLine(
        row.pk,
        day(row.happened_on, now.astimezone(clock.LONDON).date()),
        row.get_direction_display(),
        row.what,
        row.author.name,
        row.may_change(actor, now),
    )


def balance(rows: list[Any]) -> str:
    """“They did three things for us this year; we did one.” Never a sum, never a rank."""
    theirs = sum(row.direction == "for_us" for row in rows)
    return in_words(theirs, len(rows) - theirs)


def in_words(theirs: int, ours: int, when: str = "this year") -> str:
    """The give and take of a year in a sentence, "" for none."""
    if not theirs and not ours:
        return ""
    if not theirs:
        return f"We did {_things(ours)} for them {when}."
    if not ours:
        return f"They did {_things(theirs)} for us {when}. What could we do for them?"
    return f"They did {_things(theirs)} for us {when}; we did {number(ours)}."


def _things(count: int) -> str:
    return f"{number(count)} thing{'' if count == 1 else 's'}"


def once_key() -> str:
    """So that a second press of the usual entry makes no second row."""
    return secrets.token_urlsafe(18)
