"""From which share on one way in is too much of all: one row, set on the page of figures."""

from django.db import models
from django.db.models import Q

from peersupport.futures import fates

LARGEST_SHARE = 60


class Watch(models.Model):
    """What the figures warn of."""

    row_kept = "for good: one row"
    fate = fates(PLUMBING="id only", OURS="largest_share")

    only = models.BooleanField(default=True, unique=True, editable=False)
    largest_share = models.PositiveSmallIntegerField(default=LARGEST_SHARE)

    class Meta:
        verbose_name_plural = "watches"
        constraints = [
            models.CheckConstraint(condition=Q(only=True), name="watch_is_one"),
            models.CheckConstraint(
                condition=Q(largest_share__gte=20, largest_share__lte=95),
                name="watch_share_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.largest_share} %"
