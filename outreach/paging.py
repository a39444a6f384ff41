"""Pages by key: each begins where the last one ended, so the thousandth costs what the first
does (delivery.md, P5)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

A_PAGE = 25


@dataclass(frozen=True)
class Page:
    """One page of rows, and where the next one begins ("" at the end)."""

    rows: list[Any]
    after: str


def page(rows: QuerySet, *, order: tuple[str, ...], after: str = "") -> Page:
    """Cut one page out of ``rows``, ordered by ``order`` (as ``order_by`` takes it, ending in a
    unique column). ``after`` is what the page before handed out; nonsense reads as the start."""
    start = _read(after, order)
    if start:
        rows = rows.filter(_beyond(order, start))
    found = list(rows.order_by(*order)[: A_PAGE + 1])
    more = len(found) > A_PAGE
    return Page(found[:A_PAGE], _write(order, found[A_PAGE - 1]) if more else "")


def _beyond(order: tuple[str, ...], start: list[Any]) -> Q:
    """(a, b) beyond (x, y), spelt so that an index on the first column still serves."""
    first = order[0].lstrip("-")
    reach = Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": start[0]})
    beyond, same = Q(pk__in=[]), Q()
    for name, value in zip(order, start, strict=True):
        column = name.lstrip("-")
        past = "lt" if name.startswith("-") else "gt"
        beyond |= same & Q(**{f"{column}__{past}": value})
        same &= Q(**{column: value})
    return reach & beyond


def _write(order: tuple[str, ...], row: Model) -> str:
    parts = []
    for name in order:
        value = getattr(row, name.lstrip("-"))
        parts.append(value.isoformat() if isinstance(value, dt.datetime) else str(value))
    return "~".join(parts)


def _read(after: str, order: tuple[str, ...]) -> list[Any]:
    parts = after.split("~")
    if len(parts) != len(order):
        return []
    try:
        return [_value(name, part) for name, part in zip(order, parts, strict=True)]
    except ValueError:
        return []


def _value(name: str, part: str) -> Any:
    if not name.endswith("_at"):
        return int(part[:18])
    moment = dt.datetime.fromisoformat(part)
    if moment.tzinfo is None:
        raise ValueError(part)
    return moment
