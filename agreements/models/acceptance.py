"""That one woman agreed to one version: when, and in which way."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.futures import fates

from .agreement import Agreement, woman_behind
from .version import Version

WAYS = [("tap", "On her own page"), ("aloud", "In the room"), ("paper", "On paper")]


class AcceptanceQuerySet(models.QuerySet["Acceptance"]):
    def visible_to(self, actor: Actor) -> "AcceptanceQuerySet":
        """Those in her groups for staff; only her own for a woman through her link."""
        if actor.kind != "link":
            return self.filter(version__agreement__in=Agreement.objects.visible_to(actor))
        pk = woman_behind(actor)
        return self.filter(woman=pk) if pk is not None else self.none()


class Acceptance(models.Model):
    """Written once and never changed; it goes only when she is forgotten or long gone."""

    personal = True
    row_kept = "until 28 days after her place in the group ended"
    fate = fates(PLUMBING="id woman recorded_by recorded_at", HERS="version way accepted_on")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acceptances")
    woman = models.ForeignKey("groups.Woman", on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=5, choices=WAYS)
    accepted_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    # Who wrote it down; nobody but herself where she tapped.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "woman"], name="acceptance_once"),
            models.CheckConstraint(
                condition=Q(way="tap", recorded_by__isnull=True)
                | Q(way__in=["aloud", "paper"], recorded_by__isnull=False),
                name="acceptance_by_herself_or_written_down",
            ),
        ]

    def __str__(self) -> str:
        return f"acceptance {self.pk}"
