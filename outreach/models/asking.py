"""Somebody asked about a woman, and was told nothing: a row without any woman in it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.fields import SealedTextField
from peersupport.futures import fates
from peersupport.models import Duty

from .organisation import Worker

WHO = [
    ("partner", "Her partner or husband"),
    ("family", "Her mother or family"),
    ("social_worker", "A social worker"),
    ("solicitor", "A solicitor"),
    ("police", "The police"),
    ("journalist", "A journalist"),
    ("somebody", "Somebody else"),
]
SAFEGUARDING = ("safeguarding_lead", "safeguarding_deputy")


class AskingQuerySet(models.QuerySet["Asking"]):
    def visible_to(self, actor: Actor) -> "AskingQuerySet":
        """For the safeguarding lead and her deputy; for coordinators while there is no lead.
        Whoever pressed the button reads nothing back (safety.md 52)."""
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        held = Duty.objects.filter(ended_at=None)
        mine = Exists(held.filter(user=actor.user, kind__in=SAFEGUARDING))
        if actor.is_coordinator:
            return self.filter(Q(mine) | ~Q(Exists(held.filter(kind=SAFEGUARDING[0]))))
        return self.filter(mine)

    def open(self) -> "AskingQuerySet":
        """Nobody has rung back yet."""
        return self.filter(rung_at=None)

    def for_page(self) -> "AskingQuerySet":
        """With all that a line speaks of, and whoever pressed first coming first."""
        rows = self.select_related("told_by", "worker__organisation", "rung_by")
        return rows.order_by("told_at", "pk")


class Asking(models.Model):
    """Who asked (as a code), when, and who told us. It holds no woman and no words about one: it
    says nothing on whether she comes, because nobody looked (safety.md 52)."""

    row_kept = "28 days after it was told"
    fate = fates(
        PLUMBING="id who told_at told_by worker rung_at rung_by",
        OURS_SEALED="caller_name caller_phone",
    )

    who = models.CharField(max_length=13, choices=WHO)
    told_at = models.DateTimeField(default=clock.now, db_index=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    worker = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    # Of whoever asked, where they left it for the office. Never hers.
    caller_name = SealedTextField(blank=True, default="", max_length=80)
    caller_phone = SealedTextField(blank=True, default="", max_length=40)
    rung_at = models.DateTimeField(null=True, blank=True)
    rung_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = AskingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(who__in=[code for code, _ in WHO]), name="asking_who_is_known"
            ),
            models.CheckConstraint(
                condition=Q(rung_at=None, rung_by=None)
                | Q(rung_at__isnull=False, rung_by__isnull=False),
                name="asking_rung_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"asking {self.pk}"

    @property
    def subject(self) -> str:
        """How messages and the audit name it."""
        return f"asking:{self.pk}"
