"""Waking a lane after the commit. A lost wake-up costs seconds and is only logged."""

import logging

from django.conf import settings
from django.db import transaction

log = logging.getLogger(__name__)
BRIEFLY = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2, "max_retries": 0}


def wake(lane: str) -> None:
    """Ask for ``lane`` to be drained as soon as this transaction has committed.

    Not ``delay_on_commit``: that raises after the commit when the broker is down.
    """
    if getattr(settings, "WAKE", True) and settings.BROKER_URL:
        transaction.on_commit(lambda: _poke(lane), robust=True)


def brief_connection():
    """A connection to the broker that gives up after 0.2 s."""
    from ..celery import app

    connection = app.connection_for_write()
    connection.transport_options = (connection.transport_options or {}) | BRIEFLY
    return connection


def _poke(lane: str) -> None:
    from ..celery import app

    try:
        with brief_connection() as connection:
            app.send_task(
                "peersupport.drain", args=[lane], connection=connection, retry=False, expires=30
            )
    except Exception as error:
        log.warning("wake-up lost, the next tick finds it: %s", type(error).__name__)
