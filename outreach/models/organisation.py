"""Partner organisations, who works there, and the codes by which women find us."""

import datetime as dt
import secrets

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import Exists, Max, Q

from agreements import queries as agreements
from peersupport import clock
from peersupport.actors import Actor
from peersupport.fields import SealedTextField
from peersupport.futures import fates

from .. import periods

# No vowels and nothing that looks alike: it can be read out, and spells no word (safety.md 50).
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
SECTORS = [
    ("statutory", "Statutory"),
    ("voluntary", "Voluntary"),
    ("community", "Community"),
    ("peer_group", "Peer group"),
]
EVERY_WEEKS = [
    (4, "Every month"),
    (8, "Every two months"),
    (13, "Every three months"),
    (26, "Twice a year"),
]


def new_code() -> str:
    """A short neutral code for posters and addresses."""
    return "".join(secrets.choice(LETTERS) for _ in range(5))


def place_of(subject: str) -> int | None:
    """The id in "organisation:5", or None for anything else."""
    kind, _, pk = subject.partition(":")
    return int(pk) if kind == "organisation" and pk.isdigit() else None


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: Actor) -> "OrganisationQuerySet":
        """All for a coordinator, who holds the partnerships; today's partners for a peer leader,
        who visits them and writes it down."""
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        return self if actor.is_coordinator else self.live()

    def due(self, day: dt.date) -> "OrganisationQuerySet":
        """Partners who would like to hear from us by ``day``."""
        return self.live().filter(next_contact_on__lte=day)

    def live(self) -> "OrganisationQuerySet":
        return self.filter(ended_at=None)


class Organisation(models.Model):
    """A partner: it tells women about the groups. It chooses nobody and turns nobody away."""

    row_kept = "for good: where women came from is part of each group's story"
    fate = fates(
        PLUMBING="id made_at ended_at changed_at came_with",
        OURS="name sector area website every_weeks next_contact_on next_with",
        OURS_SEALED="how_things_stand",
    )

    name = models.CharField(max_length=120)
    sector = models.CharField(max_length=10, choices=SECTORS)
    area = models.CharField(max_length=80, blank=True)
    website = models.URLField(max_length=200, blank=True)
    # How often we like to be in touch. Nothing counts whether we were.
    every_weeks = models.PositiveSmallIntegerField(null=True, blank=True, choices=EVERY_WEEKS)
    next_contact_on = models.DateField(null=True, blank=True)
    next_with = models.ForeignKey(
        "outreach.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    how_things_stand = SealedTextField(max_length=300, blank=True)
    came_with = models.ForeignKey(
        "outreach.ContactImport",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="organisations",
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sector__in=[code for code, _ in SECTORS]),
                name="organisation_sector_is_known",
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(ended_at__isnull=True), name="organisation_name_once"
            ),
            models.CheckConstraint(
                condition=Q(every_weeks=None) | Q(every_weeks__in=[n for n, _ in EVERY_WEEKS]),
                name="organisation_every_weeks_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_contact_on", "id"],
                condition=Q(ended_at__isnull=True, next_contact_on__isnull=False),
                name="organisation_due",
            ),
            models.Index(fields=["name", "id"], name="organisation_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How invitations and the audit name it."""
        return f"organisation:{self.pk}"


class WorkerQuerySet(models.QuerySet["Worker"]):
    def visible_to(self, actor: Actor) -> "WorkerQuerySet":
        """All for a coordinator; her own place for a partner worker."""
        if actor.user is None:
            return self.none()
        return self if actor.is_coordinator else self.filter(user=actor.user)

    def live(self) -> "WorkerQuerySet":
        """Places that hold today, at organisations that are still partners."""
        return self.filter(ended_at=None, organisation__ended_at=None)

    def for_list(self) -> "WorkerQuerySet":
        """By name, each with her account, the newest promise that she made (``promised``), and
        whether one is asked of her at all (``promise_asked``)."""
        rows = self.select_related("user").annotate(
            promised=Max("promises__version__number"),
            promise_asked=Exists(agreements.promise_versions()),
        )
        return rows.order_by("user__name", "pk")

    def faded(self, today: dt.date) -> "WorkerQuerySet":
        """Places not confirmed for so long that they introduce nobody until they are."""
        edge = today - relativedelta(months=periods.WORKER_FADES_MONTHS)
        return self.filter(confirmed_on__lte=edge)


class Worker(models.Model):
    """Somebody's place at a partner organisation."""

    row_kept = "for good: an introduction says through whom it came"
    fate = fates(PLUMBING="id user organisation started_at ended_at confirmed_on")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="partner_places"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="workers")
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    # The day on which she last said that name and organisation are right.
    confirmed_on = models.DateField(default=clock.today)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at__isnull=True),
                name="worker_one_place_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"worker {self.pk}"

    @property
    def subject(self) -> str:
        """How links and the audit name it."""
        return f"worker:{self.pk}"

    def is_asked(self, today: dt.date) -> bool:
        """Whether it is time to ask: still right?"""
        return self.confirmed_on <= today - relativedelta(months=periods.WORKER_ASKED_MONTHS)

    def has_faded(self, today: dt.date) -> bool:
        """Whether she must say so before she introduces again. Her code and her women stay."""
        return self.confirmed_on <= today - relativedelta(months=periods.WORKER_FADES_MONTHS)


class SourceCodeQuerySet(models.QuerySet["SourceCode"]):
    def visible_to(self, actor: Actor) -> "SourceCodeQuerySet":
        """All for a coordinator, those of the charity's own posters for a peer leader, those of
        her own organisation for a partner worker."""
        if actor.user is None:
            return self.none()
        if actor.is_coordinator:
            return self
        if actor.user.is_staff:
            return self.filter(organisation=None)
        places = Worker.objects.live().filter(user=actor.user)
        return self.filter(organisation__in=places.values("organisation_id"))


class SourceCode(models.Model):
    """A partner's or a poster's way in. It says where a woman heard of us; the partner never
    learns who used it, nor how often."""

    row_kept = "for good: an old leaflet still shows the way"
    fate = fates(PLUMBING="id made_at", OURS="code organisation label")

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="codes"
    )
    label = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=clock.now)

    objects = SourceCodeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code
