"""What a directory asks for, read from the address. What cannot be read is refused in a sentence."""

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

PER_PAGE, MOST_PER_PAGE, LAST_PAGE = 50, 100, 1_000_000
LONGEST = 100


class BadAsk(ValueError):
    """What was asked cannot be read; the sentence says what to write instead."""


class NotThere(LookupError):
    """Nothing public has this id."""


@dataclass(frozen=True)
class Ask:
    """One question. Empty means "any"."""

    page: int
    per_page: int
    search: str
    taxonomy_term_id: str
    taxonomy_id: str
    organization_id: str
    day: int | None
    start_time: dt.time | None
    end_time: dt.time | None
    modified_after: dt.datetime | None
    full: bool
    minimal: bool


def read(said: QueryDict) -> Ask:
    """The question in this address. Raises ``BadAsk``."""
    _refuse_what_we_cannot_tell(said)
    for name in ("minimum_age", "maximum_age"):
        # A group sets no age, so that it is for each of them: what is asked must only be a number.
        _parsed(said, name, float, "a number")
    return Ask(
        page=_whole(said, "page", 1, LAST_PAGE),
        per_page=_whole(said, "per_page", PER_PAGE, MOST_PER_PAGE),
        search=_text(said, "search") or _text(said, "text"),
        taxonomy_term_id=_text(said, "taxonomy_term_id").lower(),
        taxonomy_id=_text(said, "taxonomy_id").lower(),
        organization_id=_text(said, "organization_id").lower(),
        day=_parsed(said, "day", _day, "a day, like MO or Monday"),
        start_time=_parsed(said, "start_time", _time, "a time, like 10:00"),
        end_time=_parsed(said, "end_time", _time, "a time, like 12:30"),
        modified_after=_parsed(
            said, "modified_after", _moment, "a date and time, like 2026-11-01T00:00:00Z"
        ),
        full=bool(_parsed(said, "full", _yes, "true or false")),
        minimal=bool(_parsed(said, "minimal", _yes, "true or false")),
    )


def _refuse_what_we_cannot_tell(said: QueryDict) -> None:
    if _text(said, "postcode") or _text(said, "proximity"):
        raise BadAsk(
            "We publish areas and no points on a map, so we cannot search by postcode or distance. "
            "Search for the name of the town instead, like search=Leeds."
        )
    if _text(said, "format") not in {"", "json"}:
        raise BadAsk("We answer in JSON only: leave format out, or write json.")


def _text(said: QueryDict, name: str) -> str:
    text = said.get(name, "").strip()
    if len(text) > LONGEST or not text.isprintable():
        raise BadAsk(f"{name} can hold up to {LONGEST} letters, on one line.")
    return text


def _parsed(said: QueryDict, name: str, parse: Callable[[str], Any], wanted: str) -> Any:
    text = _text(said, name)
    try:
        return parse(text) if text else None
    except (ValueError, OverflowError):
        raise BadAsk(f"{name} must be {wanted}.") from None


def _whole(said: QueryDict, name: str, usual: int, most: int) -> int:
    text = _text(said, name)
    if not text:
        return usual
    number = int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0
    if not 1 <= number <= most:
        raise BadAsk(f"{name} must be a whole number from 1 to {most}.")
    return number


def _yes(text: str) -> bool:
    words = {"true": True, "1": True, "false": False, "0": False}
    if text.lower() not in words:
        raise ValueError(text)
    return words[text.lower()]


def _day(text: str) -> int:
    """0 for Monday, from MO, Mon or Monday."""
    names = [name for name in calendar.day_name if name.upper().startswith(text.upper())]
    if len(text) < 2 or len(names) != 1:
        raise ValueError(text)
    return list(calendar.day_name).index(names[0])


def _time(text: str) -> dt.time:
    return dt.time.fromisoformat(text).replace(tzinfo=None)


def _moment(text: str) -> dt.datetime:
    # A plus sign in an address means a space.
    moment = dt.datetime.fromisoformat(text.replace(" ", "+"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
