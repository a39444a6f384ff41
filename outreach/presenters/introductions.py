"""Rows of the door, ready for a page: words, colours and dates."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from peersupport import presenters
from peersupport.clock import LONDON
from peersupport.models import ContactCard
from peersupport.presenters import Reach
from peersupport.wording import hour

from .. import periods
from ..models import Asking, Introduction, Slip, Worker

STATES = {
    "waiting": ("waiting for us", "honey"),
    "her_turn": ("she will get in touch", "sage"),
    "in_touch": ("in touch", "sage"),
    "not_yet": ("not yet", "lilac"),
    "yes": ("joined", "sage"),
    "no": ("she said no", ""),
}
SLIP_STATES = {
    "received": ("received", "honey"),
    "in_touch": ("in touch", "sage"),
    "withdrawn": ("withdrawn", ""),
    "closed": ("closed", ""),
}


@dataclass(frozen=True)
class Tag:
    """A few words in a colour; the words alone say it all."""

    words: str
    colour: str

    @property
    def css(self) -> str:
        """Its classes."""
        return f"tag tag-{self.colour}" if self.colour else "tag"


@dataclass(frozen=True)
class Line:
    """One introduction in a list, ready to be put down: a template's dots and ifs are what a
    list costs (delivery.md)."""

    name: str
    url: str
    about: str
    words: str
    css: str


def on_day(moment: dt.datetime, now: dt.datetime) -> str:
    """today, yesterday, on Monday (within the week), on 3 December, on 3 December 2025."""
    day, today = moment.astimezone(LONDON).date(), now.astimezone(LONDON).date()
    ago = (today - day).days
    if ago in (0, 1):
        return ("today", "yesterday")[ago]
    if 1 < ago < 7:
        return f"on {day:%A}"
    year = "" if day.year == today.year else f" {day.year}"
    return f"on {day.day} {day:%B}{year}"


def london(moment: dt.datetime) -> dt.date:
    """The day in London on which it was."""
    return moment.astimezone(LONDON).date()


def day_of(day: dt.date) -> str:
    """3 December 2026."""
    return f"{day.day} {day:%B %Y}"


def tag(introduction: Introduction) -> Tag:
    """Where she stands, in words."""
    words, colour = STATES[introduction.state]
    if introduction.state == "not_yet":
        words = f"not yet: {introduction.get_not_yet_reason_display().lower()}"
    return Tag(words, colour)


def line(introduction: Introduction, now: dt.datetime) -> Line:
    """A row of the list. After her yes her name has moved to the group."""
    where = introduction.group.name if introduction.group else "wants help to choose"
    found = tag(introduction)
    return Line(
        name=introduction.name or "Her name moved to the group",
        url=reverse("outreach:introduction", args=[introduction.pk]),
        about=f"{where} · {came(introduction)} · {on_day(introduction.received_at, now)}",
        words=found.words,
        css=found.css,
    )


def facts(introduction: Introduction, now: dt.datetime) -> dict[str, Any]:
    """What its page says of an introduction before all else."""
    last = introduction.last_contact_at
    return {
        "came": came(introduction),
        "when": on_day(introduction.received_at, now),
        "last": on_day(last, now) if last else "",
        "tag": tag(introduction),
        "promised": promised(introduction),
        "unconfirmed_until": unconfirmed_until(introduction, now),
    }


def promised(introduction: Introduction) -> str:
    """The day by which she hears, as she was told it; "" once she has heard or gets in touch."""
    if introduction.state != "waiting" or introduction.reply_by is None:
        return ""
    return f"{introduction.reply_by:%A} {introduction.reply_by.day} {introduction.reply_by:%B}"


def came(introduction: Introduction) -> str:
    """How she came to us, in a few words."""
    if introduction.organisation is not None:
        return f"through {introduction.organisation.name}"
    code = introduction.code
    if code is None:
        return "by herself"
    by = code.organisation.name if code.organisation else code.label
    return f"by herself, with a code ({by})"


def unconfirmed_until(introduction: Introduction, now: dt.datetime) -> str:
    """When an introduction that she has not confirmed is deleted, or "" for all others."""
    if introduction.is_confirmed:
        return ""
    days = (introduction.received_at + periods.INTRODUCTION_KEPT - now).days
    when = f"in {days} days" if days > 1 else "tomorrow" if days == 1 else "tonight"
    return f"Unless she says yes to this, we delete it {when}."


def reach(card: ContactCard, now: dt.datetime) -> Reach:
    """Her card, masked, with the day she told us."""
    return presenters.reach(card, asked=on_day(card.asked_at, now))


@dataclass(frozen=True)
class SlipLine:
    """One slip in the portal."""

    word: str
    when: str
    by: str
    tag: Tag
    # Her own that are not closed or taken back: hers to take back, the same for every woman.
    withdraw: int | None


def slip_line(slip: Slip, worker: Worker, now: dt.datetime) -> SlipLine:
    """All that a worker reads back (safety.md 40)."""
    state = slip.state_for(worker, now)
    words, colour = SLIP_STATES[state]
    open_still = slip.worker_id == worker.pk and state not in {"withdrawn", "closed"}
    return SlipLine(
        word=slip.word,
        when=on_day(slip.received_at, now),
        by="you" if slip.worker_id == worker.pk else "a colleague",
        tag=Tag(words, colour),
        withdraw=slip.pk if open_still else None,
    )


@dataclass(frozen=True)
class AskingLine:
    """Somebody to ring back."""

    pk: int
    who: str
    when: str
    told_by: str
    where: str
    email: str
    caller: str
    done: str


def asking_line(row: Asking, now: dt.datetime) -> AskingLine:
    """Whom to ring, who asked, and what they left for our office."""
    left = [words for words in (row.caller_name, row.caller_phone) if words]
    done = ""
    if row.rung_at is not None and row.rung_by is not None:
        done = f"{row.rung_by.first_name} rang back {on_day(row.rung_at, now)}"
    return AskingLine(
        pk=row.pk,
        who=row.get_who_display(),
        when=f"{on_day(row.told_at, now)}, {hour(row.told_at)}",
        told_by=row.told_by.name,
        where=row.worker.organisation.name if row.worker else "one of us",
        email=row.told_by.email,
        caller=", ".join(left),
        done=done,
    )
