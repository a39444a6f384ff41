"""A safety hold: "not yet", because somebody could be hurt. It says what could happen, and has no
column for what she is like (issue: her decision is the rule)."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.fields import SealedTextField
from peersupport.futures import fates

from .. import periods
from .introduction import Introduction
from .offer import PlaceOffer

TOLD = [
    ("all", "She was told all of it"),
    ("part", "She was told a part of it"),
    ("not_yet", "It is not safe to tell her yet"),
]
WILL_HEAR = [
    ("line", "When we speak on a line that is safe for her"),
    ("face", "Face to face, when it is safe"),
    ("after", "When the hold has ended"),
]
ENDED_WHY = [
    ("lapsed", "No second person agreed in time"),
    ("not_agreed", "The second person did not agree"),
    ("lifted", "One person ended it"),
    ("over", "Its 14 days were over"),
    ("renewed", "Two people renewed it"),
    ("her_no", "She said no herself"),
]
SHOWN = 100
# Begun and not ended; asked for anew and not begun. One of each at most.
BEGUN = Q(begins_at__isnull=False, ended_at__isnull=True)
ASKED_ANEW = Q(begins_at__isnull=True, ended_at__isnull=True)


class SafetyHoldQuerySet(models.QuerySet["SafetyHold"]):
    def visible_to(self, actor: Actor) -> "SafetyHoldQuerySet":
        """Her group's peer leaders and coordinators; what was written in a group that she has left
        for another may be about a woman there, and is a coordinator's alone. Never she by her link:
        her words to her are chosen by what she was told; never a partner."""
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        rows = self.filter(introduction__in=Introduction.objects.visible_to(actor))
        moved = PlaceOffer.objects.filter(
            introduction=OuterRef("introduction"),
            kind="another_group",
            answer="yes",
            answered_at__gte=OuterRef("opened_at"),
        )
        return rows if actor.is_coordinator else rows.filter(~Exists(moved))

    def with_people(self) -> "SafetyHoldQuerySet":
        """With all that its page speaks of, in the same query."""
        return self.select_related("introduction__group", "opened_by", "second_by")

    def for_list(self, now: dt.datetime) -> "SafetyHoldQuerySet":
        """What stands, who needs a second person first; then what ended lately. No more than a
        page of them: a hold is rare, and what ended goes with its introduction."""
        lately = Q(ended_at__gte=now - periods.HOLD_ENDED_TOLD)
        rows = self.filter(Q(ended_at__isnull=True) | lately).with_people()
        # Said for each empty date: the engines put them at different ends.
        stands, unseconded = (
            F("ended_at").desc(nulls_first=True),
            F("second_at").asc(nulls_first=True),
        )
        return rows.order_by(stands, unseconded, "pk")[:SHOWN]

    def begun(self) -> "SafetyHoldQuerySet":
        """What holds now, though its time may have run out a moment ago."""
        return self.filter(BEGUN)

    def begun_alone(self, user: Any) -> "SafetyHoldQuerySet":
        """What this person opened and nobody agreed to before it ended, whoever ended it."""
        return self.filter(
            opened_by=user, begins_at__isnull=False, second_by=None, ended_at__isnull=False
        )

    def asked_anew(self) -> "SafetyHoldQuerySet":
        """Renewals that wait for their second person."""
        return self.filter(ASKED_ANEW)

    def due(self, now: dt.datetime) -> "SafetyHoldQuerySet":
        """What ends at this moment: no second person in time, or its days are over."""
        late = Q(second_by__isnull=True, second_due_at__lte=now)
        return self.filter(late | Q(ends_at__lte=now), ended_at__isnull=True)


class SafetyHold(models.Model):
    """Two people, two weeks at most, and nobody's judgement of a woman."""

    personal = True
    row_kept = "28 days after the last of her holds ended, and never longer than her introduction"
    fate = fates(
        PLUMBING="id introduction renews renews_until was_in_line was_decided_at "
        "opened_by second_by second_due_at",
        HERS_SEALED="could_happen",
        HERS="told will_hear opened_at second_at begins_at ends_at ended_at ended_why",
    )

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="holds")
    could_happen = SealedTextField(max_length=500)
    told = models.CharField(max_length=7, choices=TOLD)
    # Where she was not told all of it: how she will hear.
    will_hear = models.CharField(max_length=5, choices=WILL_HEAR, blank=True, default="")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=clock.now)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    second_at = models.DateTimeField(null=True)
    second_due_at = models.DateTimeField()
    # Empty while a renewal waits for its second person.
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    renews = models.OneToOneField(
        "self", null=True, on_delete=models.CASCADE, related_name="renewal"
    )
    # When the hold that it renews ends: copied, so that the database can compare.
    renews_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=10, choices=ENDED_WHY, blank=True, default="")
    # Where she stood: a hold takes nobody out of the line.
    was_in_line = models.BooleanField(default=False)
    was_decided_at = models.DateTimeField(null=True)

    objects = SafetyHoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["introduction"], condition=BEGUN, name="hold_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["introduction"], condition=ASKED_ANEW, name="hold_one_renewal_asked"
            ),
            models.CheckConstraint(
                condition=~Q(could_happen=""), name="hold_says_what_could_happen"
            ),
            models.CheckConstraint(
                condition=Q(told="all", will_hear="")
                | Q(told__in=["part", "not_yet"], will_hear__in=[code for code, _ in WILL_HEAR]),
                name="hold_says_how_she_hears",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True, second_at__isnull=True)
                | Q(second_by__isnull=False, second_at__isnull=False)
                & ~Q(second_by=F("opened_by")),
                name="hold_second_is_another_person",
            ),
            models.CheckConstraint(
                condition=Q(second_at__isnull=True) | Q(second_at__lt=F("second_due_at")),
                name="hold_second_agrees_in_time",
            ),
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True, ends_at__isnull=True)
                | Q(begins_at__isnull=False, ends_at__isnull=False)
                & Q(ends_at__gt=F("begins_at"))
                & Q(ends_at__lte=F("begins_at") + periods.HOLD_LASTS),
                name="hold_lasts_14_days_at_most",
            ),
            models.CheckConstraint(
                condition=Q(renews__isnull=True, renews_until__isnull=True)
                & Q(begins_at__isnull=False, begins_at=F("opened_at"))
                | Q(renews__isnull=False, renews_until__isnull=False)
                & (
                    Q(begins_at__isnull=True, second_by__isnull=True)
                    | Q(begins_at__isnull=False, second_at__isnull=False)
                    & Q(begins_at=F("second_at"), begins_at__lt=F("renews_until"))
                ),
                name="hold_is_renewed_by_two_in_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="")
                | Q(ended_at__isnull=False, ended_why__in=[code for code, _ in ENDED_WHY]),
                name="hold_ended_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"], condition=Q(ended_at__isnull=True), name="hold_to_end"
            ),
            models.Index(fields=["-ended_at", "-id"], name="hold_by_its_end"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"

    @property
    def is_open(self) -> bool:
        """Neither ended nor let go; whether its time has come is asked of the clock."""
        return self.ended_at is None

    @property
    def wants_second(self) -> bool:
        """Whether it waits for somebody to agree or not."""
        return self.is_open and self.second_by_id is None
