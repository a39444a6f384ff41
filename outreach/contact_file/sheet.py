"""Reading a file of partners and contacts, as spreadsheets write it. Nothing is judged here but
whether it is a table of ours at all."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from peersupport.sheets import unguard

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
# A huge cell is a row that is too long, and no reason to stop reading.
csv.field_size_limit(4 * MOST_BYTES)

COLUMNS = (
    "organisation",
    "sector",
    "area",
    "website",
    "every weeks",
    "contact name",
    "job",
    "e-mail",
    "phone",
    "talks",
)
# Ours, in files that came back to be mended: read over.
REMARK = "what to mend"
ALSO = {
    "organization": "organisation",
    "organisation name": "organisation",
    "name": "contact name",
    "contact": "contact name",
    "email": "e-mail",
    "telephone": "phone",
}


class NotATable(ValueError):
    """The file cannot be read; the sentence says why."""


@dataclass(frozen=True)
class SheetRow:
    """One row as it stands in the file. ``trouble`` says why it could not be taken apart."""

    number: int
    cells: dict[str, str]
    trouble: str = ""


def text_of(raw: bytes) -> str:
    """The file as text: UTF-8 with or without its mark, UTF-16 with one, else Windows-1252.
    Raises ``NotATable``."""
    if len(raw) > MOST_BYTES:
        raise NotATable("The file is larger than 1 MB. Cut it in two.")
    text = _decoded(raw)
    if "\x00" in text or text.startswith(("PK\x03\x04", "%PDF", "\x89PNG")):
        raise NotATable("That is not a CSV file. In your spreadsheet, choose “Save as CSV”.")
    if not text.strip():
        raise NotATable("The file is empty.")
    return text


def _decoded(raw: bytes) -> str:
    is_utf_16 = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    codes = ["utf-16"] if is_utf_16 else ["utf-8-sig", "cp1252"]
    for code in codes:
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    raise NotATable("That is not a CSV file. In your spreadsheet, choose “Save as CSV”.")


def rows_of(text: str) -> list[SheetRow]:
    """Every row beneath the heading; empty ones are read over. Raises ``NotATable`` for a file
    without our heading, without rows, or with more than 5,000."""
    raw = _raw(text)
    number, head, trouble = next(raw, (0, [], ""))
    if trouble:
        raise NotATable("The first line is broken: a quotation mark in it is not closed.")
    columns = _columns(head)
    found: list[SheetRow] = []
    for number, cells, trouble in raw:
        if not trouble and not any(cell.strip() for cell in cells):
            continue
        found.append(_row(number, columns, cells, trouble))
        if len(found) > MOST_ROWS:
            raise NotATable("The file has more than 5,000 rows. Cut it in two.")
    if not found:
        raise NotATable("There is a heading, and no row beneath it.")
    return found


def _raw(text: str) -> Iterator[tuple[int, list[str], str]]:
    """(line number, cells, what is wrong with it), the line "sep=;" read over."""
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            yield number, next(reader), ""
        except StopIteration:
            return
        except csv.Error:
            yield (
                number,
                [],
                "A quotation mark in this row is not closed, or stands where none can.",
            )


def _delimiter(text: str) -> str:
    head = next(iter(text.splitlines()), "")
    return max(",;\t", key=head.count)


def _columns(head: list[str]) -> list[str]:
    said = [" ".join(cell.split()).casefold() for cell in head]
    columns = [ALSO.get(name, name) for name in said]
    while columns and not columns[-1]:
        columns.pop()
    known = {*COLUMNS, REMARK}
    if "organisation" not in columns:
        raise NotATable("The first line must name the columns; “organisation” is not among them.")
    for name in columns:
        if name not in known:
            raise NotATable(f"We do not know the column “{name[:40]}”. See the template.")
        if columns.count(name) > 1:
            raise NotATable(f"The column “{name}” is there twice.")
    return columns


def _row(number: int, columns: list[str], cells: list[str], trouble: str) -> SheetRow:
    while len(cells) > len(columns) and not cells[-1].strip():
        cells = cells[:-1]
    if not trouble and len(cells) != len(columns):
        trouble = f"It has {len(cells)} columns, and the heading has {len(columns)}."
    # Cells that fit no column are kept too: a row that comes back to be mended loses nothing.
    named = dict(zip(columns, cells, strict=False))
    if trouble and len(cells) > len(columns):
        last = columns[-1]
        named[last] = " | ".join(cells[len(columns) - 1 :])
    return SheetRow(number, {name: unguard(cell.strip()) for name, cell in named.items()}, trouble)
