"""The people we know at a partner: their work name, job, address and number, and nothing else."""

from django.db import models
from django.db.models import Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.fields import SealedTextField
from peersupport.futures import fates

TALKS = [
    ("talks", "Talks it through"),
    ("leaflets", "Hands out leaflets"),
    ("not_known", "Not known"),
]


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, actor: Actor) -> "ContactQuerySet":
        """All for a coordinator; who is there today, for a peer leader."""
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        return self if actor.is_coordinator else self.live().filter(organisation__ended_at=None)

    def live(self) -> "ContactQuerySet":
        return self.filter(ended_on=None)


class Contact(models.Model):
    """Somebody at a partner whom we ring or visit. How she speaks of the groups is about the
    work that is left to do with her partner, and never a mark for her."""

    row_kept = "for good: entries say whom we spoke with; name and reach go when she leaves or asks"
    fate = fates(
        PLUMBING="id organisation worker came_with made_at changed_at ended_on",
        OURS="job talks name_hash email_hash",
        OURS_SEALED="name email phone",
    )

    organisation = models.ForeignKey(
        "outreach.Organisation", on_delete=models.PROTECT, related_name="contacts"
    )
    worker = models.ForeignKey(
        "outreach.Worker", null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    name = SealedTextField(max_length=80, blank=True)
    name_hash = models.CharField(max_length=64, blank=True)
    job = models.CharField(max_length=80, blank=True)
    email = SealedTextField(max_length=254, blank=True)
    email_hash = models.CharField(max_length=64, blank=True, db_index=True)
    phone = SealedTextField(max_length=20, blank=True)
    talks = models.CharField(max_length=10, choices=TALKS, default="not_known")
    came_with = models.ForeignKey(
        "outreach.ContactImport",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contacts",
    )
    made_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(talks__in=[code for code, _ in TALKS]), name="contact_talks_is_known"
            ),
            # Who has left, or asked, leaves nothing of herself behind.
            models.CheckConstraint(
                condition=Q(ended_on=None, name_hash__gt="")
                | Q(
                    ended_on__isnull=False,
                    name="",
                    name_hash="",
                    job="",
                    email="",
                    email_hash="",
                    phone="",
                    worker=None,
                ),
                name="contact_who_left_is_forgotten",
            ),
            models.UniqueConstraint(
                fields=["email_hash"], condition=~Q(email_hash=""), name="contact_email_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name_hash"],
                condition=~Q(name_hash=""),
                name="contact_name_once_at_a_partner",
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    @property
    def subject(self) -> str:
        """How the audit names it."""
        return f"contact:{self.pk}"

    @property
    def said_name(self) -> str:
        """Her name, or what is left to say once it is gone."""
        return self.name or "somebody who has left"
