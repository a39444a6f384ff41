"""Pages by key: each begins where the last one ended, and none is counted (delivery.md, P5)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from django.db.models import Q, QuerySet

A_PAGE = 25
# A name of 120 letters, each of four bytes written as %F0%9F%92%90, a key beside it, and room.
LONGEST_KEY = 1600


@dataclass(frozen=True)
class Page:
    """Some rows, and the key of the last one where more follow ("" where none do)."""

    rows: list[Any]
    more: str


def cut(rows: QuerySet, *, by: tuple[str, ...], after: str = "", size: int = A_PAGE) -> Page:
    """The next ``size`` rows in the order ``by`` (moments, days, names and ids, the last unique).

    ``after`` is a key that an earlier page gave; one that cannot be read is the beginning.
    """
    key = _read(after, by)
    if key:
        rows = rows.filter(_beyond(by, key))
    found = list(rows.order_by(*by)[: size + 1])
    return Page(found[:size], _key(found[size - 1], by) if len(found) > size else "")


def _beyond(by: tuple[str, ...], key: list[Any]) -> Q:
    """(a, b) beyond (x, y), spelt so that an index on the first column still serves."""
    first, step = by[0].lstrip("-"), "lte" if by[0].startswith("-") else "gte"
    beyond, same = Q(pk__in=[]), Q(**{f"{first}__{step}": key[0]})
    for name, value in zip(by, key, strict=True):
        column = name.lstrip("-")
        past = "lt" if name.startswith("-") else "gt"
        beyond |= same & Q(**{f"{column}__{past}": value})
        same &= Q(**{column: value})
    return beyond & Q(**{f"{first}__{step}": key[0]})


def _key(row: Any, by: tuple[str, ...]) -> str:
    parts = []
    for name in by:
        value = row[name.lstrip("-")] if isinstance(row, dict) else getattr(row, name.lstrip("-"))
        parts.append(_said(value))
    return "~".join(parts)


def _said(value: Any) -> str:
    if isinstance(value, dt.date):  # a moment is one too
        return value.isoformat()
    # "~" parts a key and is a letter that quote() leaves alone.
    return quote(str(value), safe="").replace("~", "%7E")


def _read(after: str, by: tuple[str, ...]) -> list[Any]:
    parts = after[:LONGEST_KEY].split("~")
    if len(parts) != len(by):
        return []
    try:
        return [_value(name, part) for name, part in zip(by, parts, strict=True)]
    except (ValueError, OverflowError):
        return []


def _value(name: str, part: str) -> Any:
    column = name.lstrip("-")
    if column == "name":
        return _name(part)
    if column == "on" or column.endswith("_on"):
        return dt.date.fromisoformat(part)
    if column != "at" and not column.endswith("_at"):
        return int(part[:18])
    moment = dt.datetime.fromisoformat(part)
    if moment.tzinfo is None:
        raise ValueError(part)
    return moment.astimezone(dt.UTC)


def _name(part: str) -> str:
    name = unquote(part, errors="strict")
    if "\x00" in name:  # PostgreSQL takes no such letter
        raise ValueError(part)
    return name
