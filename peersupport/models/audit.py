"""The witness: who did what to which opaque id, and why, as a code."""

from django.db import models

from .. import clock
from ..futures import fates


class AuditEvent(models.Model):
    """Written by explicit calls, in the deed's own transaction. No foreign keys: it never
    stands in the way of erasing somebody, and never says more than kinds and ids."""

    row_kept = "18 months"
    fate = fates(PLUMBING="id at actor verb subject reason")

    at = models.DateTimeField(default=clock.now)
    actor = models.CharField(max_length=60)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"], name="audit_by_subject"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
