"""How often women were told that a group like this was not for them: months and numbers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from peersupport.futures import fates

ANSWERS = [("yes", _("Yes")), ("no", _("No")), ("unsaid", _("I would rather not say"))]
SAID_BY = [
    ("statutory", _("A GP, hospital or council")),
    ("charity", _("A charity")),
    ("community", _("A community group")),
    ("peer_group", _("Another group like this")),
    ("somebody", _("Somebody I know")),
    ("unsaid", _("I would rather not say")),
]


class ToldNotForHer(models.Model):
    """One number a month, answer and sort of place. Nothing here leads to a woman, and no row of
    hers leads here (safety.md 27)."""

    row_kept = "for good: bare numbers"
    fate = fates(PLUMBING="id", OURS="month answer said_by count")

    month = models.DateField()
    answer = models.CharField(max_length=6, choices=ANSWERS)
    # Only beside a yes, and only if she said; never which organisation, never who.
    said_by = models.CharField(max_length=10, choices=SAID_BY, blank=True, default="")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "answer", "said_by"], name="told_counts_stand_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="yes", said_by__in=["", *(code for code, _ in SAID_BY)])
                | Q(answer__in=["no", "unsaid"], said_by=""),
                name="told_by_whom_only_with_a_yes",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="told_by_the_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.answer}"
