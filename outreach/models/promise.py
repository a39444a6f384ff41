"""That one partner worker agreed to one version of the promise, and when."""

from django.db import models

from peersupport import clock
from peersupport.actors import Actor
from peersupport.futures import fates

from .organisation import Worker


class PromiseAcceptanceQuerySet(models.QuerySet["PromiseAcceptance"]):
    def visible_to(self, actor: Actor) -> "PromiseAcceptanceQuerySet":
        """All for a coordinator; her own for a worker."""
        return self.filter(worker__in=Worker.objects.visible_to(actor))


class PromiseAcceptance(models.Model):
    """Written once and never changed. The words it points down to never change either."""

    row_kept = "for good: what was promised when she introduced somebody can be read"
    fate = fates(PLUMBING="id worker version accepted_at")

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="promises")
    version = models.ForeignKey("agreements.Version", on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(default=clock.now)

    objects = PromiseAcceptanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker", "version"], name="promiseacceptance_once")
        ]

    def __str__(self) -> str:
        return f"promise {self.pk}"
