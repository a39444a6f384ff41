"""What one group promised each other, or what every partner promises the charity: the frame that
its versions hang in."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from groups import queries as groups
from peersupport.actors import Actor
from peersupport.futures import fates


def woman_behind(actor: Actor) -> int | None:
    """The id of the woman who is here through her own link, or None."""
    kind, _, pk = actor.subject.partition(":")
    return int(pk) if actor.kind == "link" and kind == "woman" else None


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, actor: Actor) -> "AgreementQuerySet":
        """Those of the groups she leads; all of them, the promise too, for a coordinator."""
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        if actor.is_coordinator:
            return self
        return self.filter(group__in=groups.groups_led_by(actor.user))


KINDS = [("group", "Of a group"), ("promise", "Of every partner")]


@dataclass(frozen=True)
class TheCharity:
    """Stands where a group stands on the pages of an agreement, for the one that is nobody's
    group. Its ref has vowels, which no group's code has."""

    ref: str = "promise"
    name: str = "Partners"
    state: str = "open"
    is_charity: bool = True


class Agreement(models.Model):
    """One for each group, and one promise for all partners, from its first draft on. All its
    words are in versions."""

    row_kept = "for good: what a group promised each other is part of its story"
    fate = fates(PLUMBING="id kind group", OURS="review_on")

    kind = models.CharField(max_length=7, choices=KINDS, default="group")
    # Nobody's group where it is the promise.
    group = models.OneToOneField(
        "groups.Group", null=True, on_delete=models.PROTECT, related_name="agreement"
    )
    review_on = models.DateField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="group", group__isnull=False)
                | Q(kind="promise", group__isnull=True),
                name="agreement_of_a_group_or_promise",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="promise"), name="agreement_one_promise"
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"

    @property
    def whose(self) -> Any:
        """The group that keeps it, or the charity."""
        return self.group or TheCharity()
