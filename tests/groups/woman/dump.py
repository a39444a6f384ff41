"""Everything the database holds, as somebody with every key would read it."""

import json
from collections.abc import Iterator
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import connection

from peersupport import crypto
from peersupport.fields import SealedTextField


def rows() -> Iterator[tuple[str, str]]:
    """("table.column", text) of every value in every table; what is sealed is opened, and what
    a browser's session holds is decoded."""
    sealed = {
        (model._meta.db_table, field.column): field.place
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedTextField)
    }
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    place = sealed.get((table, column))
                    yield f"{table}.{column}", _plain(table, column, value, place)


def _plain(table: str, column: str, value, place: str | None) -> str:
    if value and place:
        return crypto.unseal(value, place=place)
    if (table, column) == ("peersupport_browsersession", "session_data"):
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        return json.dumps(store.decode(value))
    return str(value)


def places_of(what: str) -> set[str]:
    """The columns in which ``what`` stands, in any case."""
    wanted = what.casefold()
    return {place for place, text in rows() if wanted in text.casefold()}
