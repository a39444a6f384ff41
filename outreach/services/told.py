"""Counting one answer without whoever gave it (safety.md 27)."""

from django.db import transaction
from django.db.models import F

from peersupport import clock

from ..models import ToldNotForHer


@transaction.atomic
def count(answer: str, said_by: str = "") -> None:
    """Add one to this month's number. There is no ``by=`` and no audit row, on purpose: either
    would lead from a number to a woman."""
    row, _ = ToldNotForHer.objects.get_or_create(
        month=clock.today().replace(day=1),
        answer=answer,
        said_by=said_by if answer == "yes" else "",
    )
    ToldNotForHer.objects.filter(pk=row.pk).update(count=F("count") + 1)
