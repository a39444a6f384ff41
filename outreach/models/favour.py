"""Give and take between us and other groups: what each did for the other."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.fields import SealedTextField
from peersupport.futures import fates

from .contact_entry import CORRECTED_FOR

DIRECTIONS = [("for_us", "They did it for us"), ("for_them", "We did it for them")]


class FavourQuerySet(models.QuerySet["Favour"]):
    def visible_to(self, actor: Actor) -> "FavourQuerySet":
        """All for whoever works here: it is thanks, and nobody's secret."""
        return self if actor.user is not None and actor.user.is_staff else self.none()


class Favour(models.Model):
    """A good turn, either way. It is said in words and never made into a score."""

    row_kept = "for good: it is the story of a friendship between groups"
    fate = fates(
        PLUMBING="id organisation author made_at", OURS="direction happened_on", OURS_SEALED="what"
    )

    organisation = models.ForeignKey(
        "outreach.Organisation", on_delete=models.PROTECT, related_name="favours"
    )
    direction = models.CharField(max_length=8, choices=DIRECTIONS)
    happened_on = models.DateField()
    what = SealedTextField(max_length=200)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="favours"
    )
    made_at = models.DateTimeField(default=clock.now)

    objects = FavourQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__in=[code for code, _ in DIRECTIONS]),
                name="favour_direction_is_known",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="favour_says_what"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-happened_on", "-id"], name="favour_of_partner")
        ]

    def __str__(self) -> str:
        return f"favour {self.pk}"

    def may_change(self, actor: Actor, now: dt.datetime) -> bool:
        """Who wrote it for 14 days; a coordinator always."""
        if actor.is_coordinator:
            return True
        return actor.user is not None and (
            actor.user.pk == self.author_id and now - self.made_at < CORRECTED_FOR
        )
