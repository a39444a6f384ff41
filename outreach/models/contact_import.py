"""A file of partners and contacts on its way in: looked at first, then brought in or thrown away."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.fields import SealedTextField
from peersupport.futures import fates

# Between the look and the deed; then the file is thrown away.
FILE_KEPT = dt.timedelta(hours=1)
UNDONE_FOR = dt.timedelta(days=7)


class ContactImportQuerySet(models.QuerySet["ContactImport"]):
    def visible_to(self, actor: Actor) -> "ContactImportQuerySet":
        """All for a coordinator; the partners are the charity's, whoever brought the file."""
        return self if actor.is_coordinator else self.none()


class ContactImport(models.Model):
    """One file. Its text is sealed, and gone once it is brought in or an hour is over."""

    row_kept = "an hour; eight days once it was brought in, for as long as it can be undone"
    fate = fates(
        PLUMBING="id author made_at done_at undone_at", OURS="rows_done", OURS_SEALED="body"
    )

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contact_imports"
    )
    body = SealedTextField(blank=True)
    rows_done = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now, db_index=True)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ContactImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(body=""), name="contact_import_done_keeps_no_file"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(done_at__isnull=False),
                name="contact_import_undone_was_done",
            ),
        ]

    def __str__(self) -> str:
        return f"contact import {self.pk}"

    @property
    def subject(self) -> str:
        """How the audit names it."""
        return f"contact_import:{self.pk}"

    def can_be_undone(self, now: dt.datetime) -> bool:
        """Brought in, not yet undone, and not longer ago than seven days."""
        return (
            self.done_at is not None and self.undone_at is None and now - self.done_at < UNDONE_FOR
        )
