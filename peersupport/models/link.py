"""Private links and invitations: hashed, with one purpose and an end (safety.md 19)."""

import datetime as dt

from django.db import models
from django.db.models import Q

from .. import clock
from ..fields import SealedTextField
from ..futures import fates
from .user import ROLES


class PrivateLink(models.Model):
    """A key that opens one thing. The key itself is never stored, only its hash."""

    personal = True
    row_kept = "30 days after it ended, was used or was replaced"
    fate = fates(
        PLUMBING="id token_hash purpose single_use expires_at used_at ended_at made_at made_by",
        HERS="subject",
    )

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=30)
    subject = models.CharField(max_length=60)
    single_use = models.BooleanField(default=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["subject", "purpose"], name="link_by_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} link {self.pk}"

    def is_live(self, now: dt.datetime) -> bool:
        """Whether it still opens something: not ended, not run out, not used up."""
        used_up = self.single_use and self.used_at is not None
        ran_out = self.expires_at is not None and self.expires_at <= now
        return self.ended_at is None and not used_up and not ran_out


class Invitation(models.Model):
    """The only way to an account: somebody who may, asks somebody by name (safety.md 41)."""

    row_kept = "28 days after it was sent, or until it is taken up"
    fate = fates(
        PLUMBING="id role subject invited_by invited_at accepted_at withdrawn_at card email_hash",
        OURS="name",
        OURS_SEALED="email",
    )

    name = models.CharField(max_length=80)
    email = SealedTextField(max_length=254)
    email_hash = models.CharField(max_length=64)
    role = models.CharField(max_length=20, choices=list(ROLES.items()))
    # What the role is for, as a room spells it: "group:3", "organisation:5", or "".
    subject = models.CharField(max_length=60, blank=True)
    card = models.ForeignKey("peersupport.ContactCard", null=True, on_delete=models.SET_NULL)
    invited_by = models.CharField(max_length=60)
    invited_at = models.DateTimeField(default=clock.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email_hash", "role", "subject"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
