"""Who runs the groups, as directories and posters name it: one row, written by a coordinator."""

from django.db import models
from django.db.models import Q

from peersupport import clock
from peersupport.futures import fates


class Charity(models.Model):
    """The organisation behind the groups. Its own number and page; never a person's."""

    row_kept = "for good: one row"
    fate = fates(PLUMBING="id only changed_at", OURS="name about website number phone")

    only = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(max_length=120)
    about = models.TextField(max_length=600, blank=True)
    website = models.URLField(max_length=200, blank=True)
    # As the regulator of its nation keeps it: "1123456", "SC012345", "NIC101234".
    number = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "charities"
        constraints = [models.CheckConstraint(condition=Q(only=True), name="charity_is_one")]

    def __str__(self) -> str:
        return self.name
