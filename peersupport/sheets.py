"""Tables for a spreadsheet: no cell of ours is ever read as a formula (safety.md 48)."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

# What a spreadsheet reads as the beginning of a formula, full-width signs among them.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could run it. Spaces before the sign do not make it safer."""
    return text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)


def guard(value: Any) -> str:
    """The cell as text that stays text: an apostrophe goes before what could be run."""
    text = "" if value is None else str(value)
    return f"'{text}" if is_formula(text) else text


def unguard(text: str) -> str:
    """What ``guard`` was given: a file of ours may come back with its apostrophes."""
    return text[1:] if text.startswith("'") and is_formula(text[1:]) else text


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """One table, every cell guarded, with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guard(cell) for cell in head])
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def download(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The table as a file to save. ``name`` is ours, never what somebody typed."""
    response = HttpResponse(as_csv(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response
