"""Tables for a spreadsheet that runs nothing of what is in them (safety.md 48)."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

# What spreadsheets take for the beginning of a formula, and what they skip before one.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV text; begins with a byte order mark, so that names keep their letters."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([[plain(cell) for cell in row] for row in rows])
    return "\ufeff" + text.getvalue()


def plain(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula. Numbers of ours stay numbers."""
    if isinstance(cell, int | float):
        return cell
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(BEGINS_A_FORMULA) else text
