"""What we did with a partner, day by day: who was there, and whether it was talked through."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.fields import SealedTextField
from peersupport.futures import fates

KINDS = [
    ("visit", "Visit"),
    ("talk", "Talk to staff"),
    ("call", "Phone call"),
    ("leaflets", "Leaflet drop"),
    ("email", "E-mail"),
    ("training", "Training"),
]
# What makes a partner's people know of the groups; a call or a mail keeps in touch.
PROMOTES = ("visit", "talk", "leaflets", "training")
HOW = [("talked", "Talked it through"), ("paper", "Only handed out paper")]
MOST_REACHED = 5000
CORRECTED_FOR = dt.timedelta(days=14)


class ContactEntryQuerySet(models.QuerySet["ContactEntry"]):
    def visible_to(self, actor: Actor) -> "ContactEntryQuerySet":
        """All for a coordinator; what she wrote herself, for a peer leader."""
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        return self if actor.is_coordinator else self.filter(author=actor.user)


class ContactEntry(models.Model):
    """One visit, call or talk. It is about partners; no woman is ever named in it."""

    row_kept = "for good: the story of a partnership; what was said in it goes after three years"
    fate = fates(
        PLUMBING="id organisation contact author made_at changed_at",
        OURS="happened_on kind how reached next_contact_on",
        # Sealed because a name slips in where it was asked not to.
        OURS_SEALED="said",
    )

    organisation = models.ForeignKey(
        "outreach.Organisation", on_delete=models.PROTECT, related_name="entries"
    )
    contact = models.ForeignKey(
        "outreach.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    happened_on = models.DateField()
    kind = models.CharField(max_length=10, choices=KINDS)
    how = models.CharField(max_length=6, choices=HOW, blank=True)
    said = SealedTextField(max_length=500, blank=True)
    reached = models.PositiveSmallIntegerField(null=True, blank=True)
    next_contact_on = models.DateField(null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contact_entries"
    )
    made_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = ContactEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "contact entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _ in KINDS]), name="entry_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(how__in=["", *[code for code, _ in HOW]]), name="entry_how_is_known"
            ),
            models.CheckConstraint(
                condition=Q(reached=None) | Q(reached__range=(1, MOST_REACHED)),
                name="entry_reached_is_a_number_of_people",
            ),
            models.CheckConstraint(
                condition=Q(next_contact_on=None) | Q(next_contact_on__gte=models.F("happened_on")),
                name="entry_next_comes_after",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-happened_on", "-id"], name="entry_of_partner"),
            models.Index(fields=["author", "-happened_on", "-id"], name="entry_of_author"),
            models.Index(fields=["-happened_on", "-id"], name="entry_by_day"),
        ]

    def __str__(self) -> str:
        return f"contact entry {self.pk}"

    @property
    def subject(self) -> str:
        """How the audit names it."""
        return f"contact_entry:{self.pk}"

    def may_change(self, actor: Actor, now: dt.datetime) -> bool:
        """Its author for 14 days; a coordinator always, should a name have slipped in."""
        if actor.is_coordinator:
            return True
        return actor.user is not None and (
            actor.user.pk == self.author_id and now - self.made_at < CORRECTED_FOR
        )
