"""What is left of a woman outside the rooms' own rows once they have forgotten her (safety.md 36)."""

import datetime as dt
from collections.abc import Iterable
from importlib import import_module

from django.conf import settings
from django.db import connection, transaction

from ..models import BrowserSession


def end_sessions(link_ids: Iterable[int]) -> int:
    """End every browser's session that one of these links opened. Returns how many."""
    wanted = set(link_ids)
    if not wanted:
        return 0
    opened = [
        row.session_key
        for row in BrowserSession.objects.iterator()
        if any(
            isinstance(opened, dict) and opened.get("link") in wanted
            for opened in row.get_decoded().values()
        )
    ]
    return BrowserSession.objects.filter(pk__in=opened).delete()[0]


def purge_sessions(now: dt.datetime) -> int:
    """Delete the sessions that ran out; Django leaves that to us."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return 0


def leave_no_copy() -> None:
    """After the commit, write SQLite's journal back and cut it to nothing: until then the old
    pages lie in it (``secure_delete`` blanks them in the file itself). PostgreSQL: nothing."""
    if connection.vendor == "sqlite":
        transaction.on_commit(_checkpoint, robust=True)


def _checkpoint() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
