"""What one group promised each other: the frame that its versions hang in."""

from django.db import models

from groups import queries as groups
from peersupport.actors import Actor
from peersupport.futures import fates


def woman_behind(actor: Actor) -> int | None:
    """The id of the woman who is here through her own link, or None."""
    kind, _, pk = actor.subject.partition(":")
    return int(pk) if actor.kind == "link" and kind == "woman" else None


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, actor: Actor) -> "AgreementQuerySet":
        """Those of the groups she leads; all of them for a coordinator."""
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        if actor.is_coordinator:
            return self
        return self.filter(group__in=groups.groups_led_by(actor.user))


class Agreement(models.Model):
    """One for each group, from its first draft on. All its words are in versions."""

    row_kept = "for good: what a group promised each other is part of its story"
    fate = fates(PLUMBING="id group", OURS="review_on")

    group = models.OneToOneField("groups.Group", on_delete=models.PROTECT, related_name="agreement")
    review_on = models.DateField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"agreement {self.pk}"
