"""What is said about the charity itself, in directories and on paper."""

from typing import Any

from django.db import transaction

from peersupport import audit, clock
from peersupport.actors import Actor

from ..models import Charity

FIELDS = ("name", "about", "website", "number", "phone")


@transaction.atomic
def describe(*, facts: dict[str, Any], by: Actor) -> Charity:
    """Write down who runs the groups (keys as in ``FIELDS``); there is one such row."""
    said = {name: facts[name] for name in FIELDS}
    row, _ = Charity.objects.update_or_create(
        only=True, defaults=said | {"changed_at": clock.now()}
    )
    audit.record("charity.described", "charity:1", by=by)
    return row
