"""Very many rows at once, past the ORM: for data to measure with, never for a page."""

import datetime as dt
import io
import itertools
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models

from .fields import SealedTextField

ROWS_A_TIME = 20_000
Row = Sequence[Any]


def reserve(model: type[models.Model], many: int) -> int:
    """Keep ``many`` ids free for rows of ours; return the first."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "pg_get_serial_sequence(%s, 'id')"
            cursor.execute(
                f"SELECT setval({sequence}, nextval({sequence}) + %s)",
                [table, table, many],
            )
            return int(cursor.fetchone()[0]) - many
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        if last is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, 0)", [table])
        before = int(last[0]) if last else 0
        cursor.execute(
            "UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [before + many, table]
        )
        return before + 1


def put(model: type[models.Model], columns: str, rows: Iterable[Row]) -> int:
    """Insert rows given as tuples in the order of ``columns`` (field names, parted by spaces),
    each value of its column's own type; ``SealedTextField`` seals here.

    Every other column takes its default, worked out once for all rows. Returns how many.
    """
    fields = [model._meta.get_field(name) for name in columns.split()]
    others = [
        field
        for field in model._meta.concrete_fields
        if field not in fields and not field.primary_key and not field.generated
    ]
    on_postgres = connection.vendor == "postgresql"
    store = _for_copy if on_postgres else _for_sqlite
    rest = [store(_sealed(field, field.get_default())) for field in others]
    sealing = [field if isinstance(field, SealedTextField) else None for field in fields]
    ready = ([*_ready(sealing, row, store), *rest] for row in rows)
    return (_copy if on_postgres else _execute)(model, [*fields, *others], ready)


def _ready(
    sealing: list[SealedTextField | None], row: Row, store: Callable[[Any], Any]
) -> Iterator[Any]:
    for field, value in zip(sealing, row, strict=True):
        yield store(field.get_prep_value(value) if field else value)


def _sealed(field: Any, value: Any) -> Any:
    return field.get_prep_value(value) if isinstance(field, SealedTextField) else value


def _names(fields: Sequence[Any]) -> str:
    return ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)


def _execute(model: type[models.Model], fields: Sequence[Any], rows: Iterable[Row]) -> int:
    marks = ", ".join(["?"] * len(fields))
    insert = (
        f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} "  # noqa: S608
        f"({_names(fields)}) VALUES ({marks})"
    )
    written = 0
    with connection.cursor() as cursor:
        for chunk in _chunks(rows):
            # The driver's own executemany: Django's turns every row's marks first.
            cursor.connection.executemany(insert, chunk)
            written += len(chunk)
    return written


def _for_sqlite(value: Any) -> Any:
    """One value as Django keeps it in SQLite."""
    if isinstance(value, dt.datetime):
        return str(value.astimezone(dt.UTC).replace(tzinfo=None))
    if isinstance(value, dt.date | dt.time):
        return str(value)
    if isinstance(value, uuid.UUID):
        return value.hex
    return json.dumps(value) if isinstance(value, dict | list) else value


def _copy(model: type[models.Model], fields: Sequence[Any], rows: Iterable[Row]) -> int:
    table = connection.ops.quote_name(model._meta.db_table)
    copy = f"COPY {table} ({_names(fields)}) FROM STDIN"
    written = 0
    with connection.cursor() as cursor:
        for chunk in _chunks(rows):
            cursor.copy_expert(copy, io.StringIO("".join("\t".join(row) + "\n" for row in chunk)))
            written += len(chunk)
    return written


def _for_copy(value: Any) -> str:
    """One value as PostgreSQL's COPY reads it."""
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    text = json.dumps(value) if isinstance(value, dict | list) else str(value)
    text = text.replace("\\", "\\\\").replace("\t", "\\t")
    return text.replace("\n", "\\n").replace("\r", "\\r")


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while chunk := list(itertools.islice(left, ROWS_A_TIME)):
        yield chunk
