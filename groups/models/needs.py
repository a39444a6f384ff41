"""What would make coming easier for her: hers to say, to change and to take back."""

from django.db import models
from django.db.models import Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.fields import SealedTextField
from peersupport.futures import fates

from .woman import Woman


class NeedsQuerySet(models.QuerySet["Needs"]):
    def visible_to(self, actor: Actor) -> "NeedsQuerySet":
        """Of the women she may see: her groups' for a peer leader, her own for a woman."""
        return self.filter(woman__in=Woman.objects.visible_to(actor))


class Needs(models.Model):
    """Childcare, travel, an interpreter and the like. It can say something about her health, so
    it is sealed and stands on a consent of its own (safety.md 34, 38)."""

    personal = True
    row_kept = "as long as the woman, or until she takes it back"
    fate = fates(
        PLUMBING="id woman",
        HERS_SEALED="needs language easier",
        HERS="consent_text_version consent_at consent_way",
    )

    woman = models.OneToOneField(Woman, on_delete=models.CASCADE, related_name="needs")
    # Codes of services.needs.NEEDS, parted by spaces.
    needs = SealedTextField(blank=True, default="", max_length=120)
    language = SealedTextField(blank=True, default="", max_length=40)
    easier = SealedTextField(blank=True, default="", max_length=300)
    consent_text_version = models.CharField(max_length=20)
    consent_at = models.DateTimeField(default=clock.now)
    consent_way = models.CharField(
        max_length=5,
        choices=[
            ("form", "On the form"),
            ("spoke", "When you spoke with us"),
            ("page", "On your page"),
        ],
    )

    objects = NeedsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(consent_text_version=""), name="needs_have_her_consent"
            ),
            models.CheckConstraint(
                condition=~Q(needs="", language="", easier=""), name="needs_say_something"
            ),
        ]

    def __str__(self) -> str:
        return f"needs {self.pk}"
