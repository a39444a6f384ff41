"""What a group's posters, leaflets and cards say in a language that is not English."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from groups import queries
from peersupport import clock
from peersupport.actors import Actor
from peersupport.futures import fates

from ..languages import OTHERS


class MaterialWordingQuerySet(models.QuerySet["MaterialWording"]):
    def visible_to(self, actor: Actor) -> "MaterialWordingQuerySet":
        """All for a coordinator, those of her groups for a peer leader. A partner worker prints
        what somebody who reads the language has checked."""
        if actor.user is None:
            return self.none()
        if actor.is_coordinator:
            return self
        if actor.user.is_staff:
            return self.filter(group_id__in=queries.groups_led_by(actor.user))
        return self.checked() if actor.user.role == "partner_worker" else self.none()

    def checked(self) -> "MaterialWordingQuerySet":
        """Those that may be printed."""
        return self.filter(checked_at__isnull=False)


class MaterialWording(models.Model):
    """One group's words in one language. Public text: it hangs on walls."""

    row_kept = "as long as its group"
    fate = fates(
        PLUMBING="id group language changed_at checked_at checked_by",
        OURS="title lines scan paused full card card_wait",
    )

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(
        max_length=5, choices=[(code, each.name) for code, each in OTHERS.items()]
    )
    title = models.CharField(max_length=80)
    lines = models.TextField(max_length=700)
    # Paper may not promise a place that is not there, so these two are never left out.
    paused = models.CharField(max_length=120)
    full = models.CharField(max_length=120)
    scan = models.CharField(max_length=80, blank=True)
    card = models.CharField(max_length=60, blank=True)
    card_wait = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField(default=clock.now)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = MaterialWordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "language"], name="wording_once_in_each_language"
            ),
            models.CheckConstraint(
                condition=Q(language__in=list(OTHERS)), name="wording_language_is_known"
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="wording_checked_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(lines="") & ~Q(paused="") & ~Q(full=""),
                name="wording_says_what_paper_must",
            ),
        ]

    def __str__(self) -> str:
        return f"wording {self.pk}"

    @property
    def subject(self) -> str:
        """How the audit names it."""
        return f"wording:{self.pk}"
