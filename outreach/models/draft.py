"""Answers that a woman asked us to keep for a few days, before she sends anything."""

from django.db import models

from peersupport import clock
from peersupport.fields import SealedTextField
from peersupport.futures import fates


class Draft(models.Model):
    """One sealed row, made only when she asks (safety.md 23). It says nothing but when it was
    made, and nobody of ours can open it: only the link that was shown to her finds it."""

    personal = True
    row_kept = "7 days, or until its link is opened or she throws it away"
    fate = fates(PLUMBING="id key", SEALED="answers", HERS="made_at")

    # What would become the introduction's own key, so that a second press makes no second row.
    key = models.CharField(max_length=64, unique=True)
    answers = SealedTextField()
    made_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def subject(self) -> str:
        """How its link names it."""
        return f"draft:{self.pk}"
