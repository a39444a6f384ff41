"""Small rows that keep the machinery honest."""

from django.db import models

from .. import clock
from ..futures import fates


class OnceKey(models.Model):
    """A form that was already submitted: the second press finds this and makes nothing."""

    row_kept = "2 days"
    fate = fates(PLUMBING="id key at")

    key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"once {self.pk}"


class Heartbeat(models.Model):
    """When each periodic job last ran to its end."""

    row_kept = "one row a job, for good"
    fate = fates(PLUMBING="id name at")

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
