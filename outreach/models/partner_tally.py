"""How many women a partner brought, of those who are forgotten: a number, without her."""

from django.db import models

from peersupport.futures import fates

from .organisation import Organisation


class PartnerTally(models.Model):
    """By month and partner, introduced or by a code of theirs. It tells one thing only: whether so
    few came that a conversation would help. It is never shown as a number, nor to the partner."""

    row_kept = "for good: bare numbers"
    fate = fates(PLUMBING="id", OURS="month organisation count")

    month = models.DateField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tallies")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "month"], name="partner_tally_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} partner {self.organisation_id}"
