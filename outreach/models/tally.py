"""What is left when an introduction is forgotten: a number, without her."""

from django.db import models
from django.db.models import Q

from peersupport.futures import fates

from .introduction import CAME_BY

CAME = "came"
TALK = ("talked", "leaflet")
OUTCOMES = [
    ("not_reached", "Not reached"),
    ("said_no", "She said no"),
    ("joined", "Joined, and was forgotten later"),
    # These are no ends: the same woman is counted by one of those above, in the same month.
    (CAME, "Came to a first session"),
    ("talked", "Somebody talked it through with her"),
    ("leaflet", "She was handed a leaflet"),
]


class Tally(models.Model):
    """How many, by month, group and way in. Not reached is never counted as declined. Shown only
    where small counts are hidden (safety.md 27)."""

    row_kept = "for good: bare numbers"
    fate = fates(PLUMBING="id", OURS="month group came_by sector outcome weeks count")

    month = models.DateField()
    group = models.ForeignKey("groups.Group", null=True, on_delete=models.PROTECT, related_name="+")
    came_by = models.CharField(max_length=10, choices=CAME_BY)
    # Of the partner, or of the code she came by; "" where there was neither.
    sector = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    # From first contact to first session; 0 where the row counts no session.
    weeks = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["month"], name="tally_by_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "group", "came_by", "sector", "outcome", "weeks"],
                condition=Q(group__isnull=False),
                name="tally_once_for_a_group",
            ),
            models.UniqueConstraint(
                fields=["month", "came_by", "sector", "outcome", "weeks"],
                condition=Q(group__isnull=True),
                name="tally_once_for_no_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.outcome}"
