"""A form pressed twice makes one row."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from ..models import OnceKey

KEPT = dt.timedelta(days=2)


def first_time(key: str) -> bool:
    """Whether ``key`` is new. Call it inside the transaction of the deed itself, so that a
    deed that fails gives its key back."""
    try:
        with transaction.atomic():
            OnceKey.objects.create(key=key)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def only_once(key: str, deed: Callable[[], Any]) -> bool:
    """Do ``deed`` unless this form was submitted before. Returns whether it was done now."""
    if not first_time(key):
        return False
    deed()
    return True


def purge(now: dt.datetime) -> int:
    """Delete keys older than two days."""
    return OnceKey.objects.filter(at__lt=now - KEPT).delete()[0]
