"""A worker says which colleague could tell women too; a coordinator decides about the account."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.fields import SealedTextField
from peersupport.futures import fates

from .organisation import Organisation, Worker

ANSWERS = [("invited", "Invited"), ("not_now", "Not now")]


class WorkerProposalQuerySet(models.QuerySet["WorkerProposal"]):
    def visible_to(self, actor: Actor) -> "WorkerProposalQuerySet":
        """All for a coordinator. A worker reads back nothing: what became of it is between the
        office and her colleague."""
        return self if actor.is_coordinator else self.none()

    def open(self) -> "WorkerProposalQuerySet":
        return self.filter(answer="")

    def for_list(self) -> "WorkerProposalQuerySet":
        """Whoever was proposed first, first; each with who proposed her."""
        return self.select_related("proposed_by__user").order_by("made_at", "pk")


class WorkerProposal(models.Model):
    """A colleague's name and work address, until a coordinator has answered."""

    row_kept = "28 days after the answer; 84 days where nobody answered"
    fate = fates(
        PLUMBING="id organisation proposed_by email_hash made_at answer answered_at answered_by",
        OURS_SEALED="name email",
    )

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="proposals"
    )
    proposed_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField(max_length=80)
    email = SealedTextField(max_length=254)
    email_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=7, choices=ANSWERS, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = WorkerProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email_hash"],
                condition=Q(answer=""),
                name="workerproposal_open_once",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | Q(
                    answer__in=[code for code, _ in ANSWERS],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="workerproposal_answered_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"

    @property
    def subject(self) -> str:
        """How the audit names it."""
        return f"proposal:{self.pk}"
