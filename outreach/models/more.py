"""What she told us besides, so that coming is easier: on a consent of its own, and moved or gone
on her yes."""

from django.db import models
from django.db.models import Q

from groups import queries
from peersupport.actors import Actor
from peersupport.fields import SealedTextField
from peersupport.futures import fates

from .introduction import Introduction


class MoreQuerySet(models.QuerySet["More"]):
    def visible_to(self, actor: Actor) -> "MoreQuerySet":
        """A peer leader: of women who chose a group she leads. A coordinator: all."""
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        if actor.is_coordinator:
            return self
        return self.filter(introduction__group_id__in=queries.groups_led_by(actor.user))


class More(models.Model):
    """Her access needs at the door, sealed. They can say something about her health, so they are
    kept only on her own tick (safety.md 34)."""

    personal = True
    row_kept = "as long as her introduction; on her yes it moves to the group"
    fate = fates(
        PLUMBING="id introduction",
        HERS_SEALED="needs language easier",
        HERS="consent_text_version consent_at consent_way",
    )

    introduction = models.OneToOneField(Introduction, on_delete=models.CASCADE, related_name="more")
    # Codes of groups.services.needs.NEEDS, parted by spaces.
    needs = SealedTextField(blank=True, default="", max_length=120)
    language = SealedTextField(blank=True, default="", max_length=40)
    easier = SealedTextField(blank=True, default="", max_length=300)
    consent_text_version = models.CharField(max_length=20)
    consent_at = models.DateTimeField()
    consent_way = models.CharField(
        max_length=5, choices=[("form", "On the form"), ("spoke", "When you spoke with us")]
    )

    objects = MoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(consent_text_version=""), name="more_has_her_consent"
            )
        ]

    def __str__(self) -> str:
        return f"more {self.pk}"
