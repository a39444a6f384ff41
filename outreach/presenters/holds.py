"""A safety hold, ready for its pages: who, until when, what can be done, and words to say to her."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse

from peersupport.clock import LONDON
from peersupport.wording import hour

from ..models import Introduction, SafetyHold
from .introductions import Tag


@dataclass(frozen=True)
class Standing:
    """One hold, in sentences."""

    pk: int
    lines: list[str]
    tag: Tag
    wants_second: bool
    is_renewal: bool
    may_renew: bool


@dataclass(frozen=True)
class Line:
    """One hold in the list."""

    name: str
    url: str
    where: str
    when: str
    tag: Tag


def day(moment: dt.datetime) -> str:
    """Thursday 26 November"""
    wall = moment.astimezone(LONDON)
    return f"{wall:%A} {wall.day} {wall:%B}"


def until(moment: dt.datetime) -> str:
    """The last day on which it can still be done: midnight is the end of the day before."""
    wall = moment.astimezone(LONDON)
    if wall.time() == dt.time():
        return f"the end of {day(moment - dt.timedelta(minutes=1))}"
    return f"{day(moment)} at {hour(moment)}"


def standing(hold: SafetyHold, now: dt.datetime) -> Standing:
    """Where it stands at this moment, by the clock and not by the sweep."""
    renewal = hold.renews_id is not None and hold.begins_at is None
    return Standing(
        pk=hold.pk,
        lines=_lines(hold, renewal),
        tag=tag(hold, now),
        wants_second=hold.wants_second and hold.second_due_at > now,
        is_renewal=renewal,
        may_renew=hold.is_open and hold.second_by_id is not None,
    )


def _lines(hold: SafetyHold, renewal: bool) -> list[str]:
    opened = f"{hold.opened_by.name} wrote it down on {day(hold.opened_at)}."
    if renewal:
        opened = f"{hold.opened_by.name} asked on {day(hold.opened_at)} that it goes on."
    lines = [opened]
    if hold.second_by is not None and hold.second_at is not None:
        lines.append(f"{hold.second_by.name} agreed on {day(hold.second_at)}.")
    elif hold.is_open:
        lines.append(f"A second person can agree until {until(hold.second_due_at)}.")
    if hold.is_open and hold.ends_at is not None:
        lines.append(f"It ends by itself on {day(hold.ends_at)} at {hour(hold.ends_at)}.")
    if hold.ended_at is not None:
        lines.append(f"It ended on {day(hold.ended_at)}. {hold.get_ended_why_display()}.")
    lines.append(f"{hold.get_told_display()}.")
    if hold.will_hear:
        lines.append(f"How she will hear the rest: {hold.get_will_hear_display().lower()}.")
    return lines


def tag(hold: SafetyHold, now: dt.datetime) -> Tag:
    """In a few words."""
    over = hold.ends_at is not None and hold.ends_at <= now
    if not hold.is_open or over or (hold.wants_second and hold.second_due_at <= now):
        return Tag("ended", "")
    if hold.wants_second:
        return Tag("needs a second person", "honey")
    return Tag("two people agreed", "lilac")


def line(hold: SafetyHold, now: dt.datetime) -> Line:
    """A row of the list."""
    row = hold.introduction
    end = hold.ended_at or hold.ends_at
    when = f"since {day(hold.opened_at)}"
    if end is not None:
        when = f"{day(hold.opened_at)} to {day(end)}"
    return Line(
        name=row.name or "Her name moved to the group",
        url=reverse("outreach:introduction", args=[row.pk]),
        where=row.group.name if row.group else "wants help to choose",
        when=when,
        tag=tag(hold, now),
    )


def of_introduction(row: Introduction, now: dt.datetime) -> dict[str, Any]:
    """The holds that stand, for her page: the one that holds, and a renewal that was asked for."""
    found = (
        row.holds.filter(ended_at=None)
        .with_people()
        .order_by(F("begins_at").asc(nulls_first=True), "pk")
    )
    shown = [standing(hold, now) for hold in found]
    alive = [each for each in shown if each.tag.words != "ended"]
    asked = any(each.is_renewal for each in alive)
    return {"holds": alive, "renewal_asked": asked}


def words_to_say(row: Introduction) -> list[str]:
    """Offered, never prescribed. None of them names what could happen or anybody."""
    group = row.group.name if row.group else "the group"
    return [
        f"“I would like you to be at {group}, and I want it to be safe for you and for everyone.”",
        "“There is something we need to look at first. It is not about who you are.”",
        "“It takes 14 days at most, and you keep your turn. I ring you then.”",
        "“You can say at any time that you do not want to wait.”",
    ]
