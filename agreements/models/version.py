"""One wording of an agreement: a draft that can change, then published and fixed for good."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.futures import fates

from .agreement import Agreement, TheCharity, woman_behind

STATES = [("draft", "Draft"), ("published", "Published")]


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, actor: Actor) -> "VersionQuerySet":
        """Every version of her groups for staff; for a woman through her link what was
        published in the groups where she has a place."""
        if actor.kind != "link":
            return self.filter(agreement__in=Agreement.objects.visible_to(actor))
        pk = woman_behind(actor)
        if pk is None:
            return self.none()
        return self.published().filter(
            agreement__group__memberships__woman=pk,
            agreement__group__memberships__ended_at=None,
        )

    def published(self) -> "VersionQuerySet":
        return self.filter(state="published")

    def of_ref(self, ref: str) -> "VersionQuerySet":
        """Those of the group with this code, or of the promise."""
        if ref == TheCharity.ref:
            return self.filter(agreement__kind="promise")
        return self.filter(agreement__group__ref=ref)

    def promise(self) -> "VersionQuerySet":
        """What partners were asked to promise: published, the newest first."""
        return self.published().filter(agreement__kind="promise").order_by("-number")

    def drafts(self) -> "VersionQuerySet":
        return self.filter(state="draft")


class Version(models.Model):
    """Number, words (in ``ClauseText``), and how they came about.

    "Superseded" is not stored: a version is in force until the next one is published.
    """

    row_kept = "published: for good; a draft until it is published or thrown away"
    fate = fates(
        PLUMBING="id agreement state",
        OURS="number discussed_with discussed_on changes published_at published_by",
    )

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=STATES, default="draft")
    # How many and at which session; never names, for these words can never be taken back.
    discussed_with = models.CharField(max_length=200, blank=True)
    discussed_on = models.DateField(null=True, blank=True)
    # What is new since the version before, in a few words.
    changes = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state="draft"), name="version_one_draft"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_counts_from_one"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True, published_by__isnull=True)
                | Q(state="published", published_at__isnull=False, published_by__isnull=False),
                name="version_published_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (Q(discussed_on__isnull=False) & ~Q(discussed_with="")),
                name="version_published_was_discussed",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(number=1) | ~Q(changes=""),
                name="version_published_says_what_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def subject(self) -> str:
        """How the audit names it."""
        return f"version:{self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.state == "draft"

    @property
    def published_on(self) -> dt.date | None:
        """The day in London on which it was published."""
        return self.published_at.astimezone(clock.LONDON).date() if self.published_at else None
