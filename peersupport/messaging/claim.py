"""Taking due messages in hand: each row by one worker, for the length of a lease."""

import datetime as dt
import uuid
from typing import Any

from django.db import connection, transaction

from .. import clock
from ..models import Message, MessageEvent

LEASE = dt.timedelta(minutes=2)
MANY = 20

# Never an IN or join subquery on PostgreSQL: it may run once per outer row and claim far
# more than the limit (delivery.md). SQLite has no row locks; its transaction is immediate.
POSTGRESQL = """
WITH c AS (
    SELECT id FROM peersupport_message
    WHERE state = 'due' AND lane = %s AND not_before <= %s
    ORDER BY not_before, id FOR UPDATE SKIP LOCKED LIMIT %s
)
UPDATE peersupport_message AS m
SET state = 'claimed', lease_token = %s, lease_until = %s
FROM c WHERE m.id = c.id RETURNING m.id
"""
SQLITE = """
UPDATE peersupport_message SET state = 'claimed', lease_token = %s, lease_until = %s
WHERE id IN (
    SELECT id FROM peersupport_message
    WHERE state = 'due' AND lane = %s AND not_before <= %s
    ORDER BY not_before, id LIMIT %s
) RETURNING id
"""


def claim(lane: str, many: int = MANY) -> tuple[uuid.UUID, list[int]]:
    """Claim up to ``many`` due messages of a lane. Returns the lease token and their ids."""
    token = uuid.uuid4()
    with transaction.atomic():
        now = clock.now()
        ids = _claim(lane, many, token, now)
        MessageEvent.objects.bulk_create(
            MessageEvent(message_id=pk, at=now, state="claimed") for pk in ids
        )
    return token, ids


def _claim(lane: str, many: int, token: uuid.UUID, now: dt.datetime) -> list[int]:
    def stored(name: str, value: object) -> Any:
        return Message._meta.get_field(name).get_db_prep_value(value, connection)

    what: list[Any] = [lane, stored("not_before", now), many]
    lease = [stored("lease_token", token), stored("lease_until", now + LEASE)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL, what + lease)
        else:
            cursor.execute(SQLITE, lease + what)
        return sorted(row[0] for row in cursor.fetchall())
