"""Sessions, what women answer, and who came."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.futures import fates

from .group import Group, led_by
from .woman import Membership


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, actor: Actor) -> "SessionQuerySet":
        """Sessions of her groups; all of them for a coordinator; for a woman through her link
        those of the group where she has her place."""
        if actor.kind == "link":
            places = Membership.objects.visible_to(actor)
            return self.filter(group_id__in=places.values("group_id"))
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        return self if actor.is_coordinator else self.filter(group_id__in=led_by(actor.user))

    def planned(self) -> "SessionQuerySet":
        return self.filter(state="planned")


class Session(models.Model):
    """One time the group meets. Wall time is what people agree on; the instant follows from it."""

    row_kept = "for good"
    fate = fates(
        PLUMBING="id group led_by sequence",
        OURS="wall_date wall_time minutes starts_at ends_at state venue_name venue_address "
        "leader_late_minutes leader_late_at",
    )

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="sessions")
    wall_date = models.DateField()
    wall_time = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        choices=[("planned", "Planned"), ("cancelled", "Cancelled")],
        default="planned",
    )
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Empty means the group's own place.
    venue_name = models.CharField(max_length=120, blank=True)
    venue_address = models.CharField(max_length=250, blank=True)
    # Rises with each move or cancel: a message about an older one is no longer true.
    sequence = models.PositiveSmallIntegerField(default=0)
    leader_late_minutes = models.PositiveSmallIntegerField(null=True)
    leader_late_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "starts_at"],
                condition=Q(state="planned"),
                name="session_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"]), name="session_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="session_by_start"),
            models.Index(fields=["group", "starts_at"], name="session_of_group"),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"

    @property
    def subject(self) -> str:
        """How messages, links and the audit name it."""
        return f"session:{self.pk}"

    @property
    def local(self) -> dt.datetime:
        """Its start on London's clocks."""
        return self.starts_at.astimezone(clock.LONDON)

    def set_time(self, day: dt.date, wall: dt.time, minutes: int) -> None:
        """Set the wall time and the instants that follow from it."""
        self.wall_date, self.wall_time, self.minutes = day, wall, minutes
        self.starts_at = clock.instant(day, wall)
        self.ends_at = self.starts_at + dt.timedelta(minutes=minutes)


CHOICES = [
    ("coming", "Coming"),
    ("late", "Running late"),
    ("not_this_time", "Not this time"),
]


class Answer(models.Model):
    """What she said about one session: a choice, and minutes when she is on her way."""

    personal = True
    row_kept = "a late one 24 hours after its session, others 90 days"
    fate = fates(PLUMBING="id session membership by", HERS="choice minutes way at")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="answers")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="answers")
    choice = models.CharField(max_length=15, choices=CHOICES)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    way = models.CharField(
        max_length=10, choices=[("text", "Text"), ("page", "Her page"), ("leader", "Told us")]
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "membership"], name="answer_once_a_session"),
            models.CheckConstraint(
                condition=Q(choice__in=["coming", "late", "not_this_time"]),
                name="answer_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(choice="late"),
                name="answer_minutes_only_when_late",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Attendance(models.Model):
    """One line of the register. Late and left early are marks that go after 14 days."""

    STATES = [("came", "Came"), ("apologies", "Apologies"), ("not_heard", "Not heard")]
    personal = True
    row_kept = "90 days; its marks 14 days"
    fate = fates(PLUMBING="id session membership by", HERS="state late left_early at")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="attendance")
    state = models.CharField(max_length=10, choices=STATES)
    late = models.BooleanField(default=False)
    left_early = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "membership"], name="attendance_once_a_session"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["came", "apologies", "not_heard"]),
                name="attendance_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(late=False, left_early=False) | Q(state="came"),
                name="attendance_marks_only_who_came",
            ),
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}"
