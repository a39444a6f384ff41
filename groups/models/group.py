"""A group, who leads it, and when it reminds."""

import datetime as dt
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.futures import fates

# No vowels and nothing that looks alike: it can be read out, and spells no word.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
NATIONS = [
    ("england", "England"),
    ("wales", "Wales"),
    ("scotland", "Scotland"),
    ("northern-ireland", "Northern Ireland"),
]
# An hour would be a race, and a month would keep a place from the next woman.
MIN_OFFER_HOURS, MAX_OFFER_HOURS = 12, 336
STATES = [("open", "Open"), ("paused", "Paused"), ("closed", "Closed")]


def new_ref() -> str:
    """A short neutral code for addresses: never a name (safety.md 50)."""
    return "".join(secrets.choice(LETTERS) for _ in range(5))


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, actor: Actor) -> "GroupQuerySet":
        """The groups she leads; all of them for a coordinator."""
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        return self if actor.is_coordinator else self.filter(pk__in=led_by(actor.user))

    def in_public(self) -> "GroupQuerySet":
        """What anybody may read about: open and paused groups."""
        return self.filter(state__in=["open", "paused"]).order_by("name", "pk")


def led_by(user) -> models.QuerySet:
    """A sub-query of the groups that this user leads now."""
    return Leadership.objects.filter(user=user, ended_at=None).values("group_id")


class Group(models.Model):
    """A peer support group. Who it is for is a sentence, and she decides if it fits her."""

    row_kept = "for good; a group is closed, never deleted"
    fate = fates(
        PLUMBING="id made_at changed_at",
        OURS="ref name who_for about area nation venue_name venue_address how_to_find door_looks "
        "state reply_days quiet_from quiet_until safe_contact_days welcome_per_week "
        "places offer_hours usual_reply_days usual_reply_week checked_on rings_from",
    )

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=80)
    who_for = models.CharField(max_length=200)
    about = models.TextField(max_length=1500, blank=True)
    area = models.CharField(max_length=80)
    nation = models.CharField(max_length=20, choices=NATIONS, default="england")
    venue_name = models.CharField(max_length=120, blank=True)
    venue_address = models.CharField(max_length=250, blank=True)
    how_to_find = models.TextField(max_length=600, blank=True)
    door_looks = models.CharField(max_length=250, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default="open")
    reply_days = models.PositiveSmallIntegerField(default=3)
    quiet_from = models.TimeField(null=True, blank=True, default=dt.time(21))
    quiet_until = models.TimeField(null=True, blank=True, default=dt.time(8))
    safe_contact_days = models.PositiveSmallIntegerField(default=90)
    welcome_per_week = models.PositiveSmallIntegerField(default=2)
    # The number a woman sees when we ring her: said to her after she asks to join.
    rings_from = models.CharField(max_length=40, blank=True, default="")
    # How many women have a place at most; empty is no limit. Lowering it throws nobody out.
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    # How many working days a first word usually takes, counted each week; empty where too few
    # women were answered lately to say it of any of them.
    usual_reply_days = models.PositiveSmallIntegerField(null=True, editable=False)
    usual_reply_week = models.DateField(null=True, editable=False)
    # So long a place is kept for a woman to whom it was offered.
    offer_hours = models.PositiveSmallIntegerField(default=48)
    # The day a coordinator last said that all of this is right: directories show it.
    checked_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    # When anything that anybody can read of it last changed, its sessions among it.
    changed_at = models.DateTimeField(default=clock.now, db_index=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "paused", "closed"]), name="group_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(safe_contact_days__in=[30, 90]), name="group_asks_at_30_or_90_days"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="group_quiet_hours_have_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(places__gte=1), name="group_has_room_for_one"
            ),
            models.CheckConstraint(
                condition=Q(offer_hours__gte=MIN_OFFER_HOURS, offer_hours__lte=MAX_OFFER_HOURS),
                name="group_holds_an_offer_for_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        """How its messages say whose they are."""
        return f"group:{self.pk}"

    @property
    def quiet(self) -> tuple[dt.time, dt.time] | None:
        """Quiet hours in wall time, or None where the group has none."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return self.quiet_from, self.quiet_until


class LeadershipQuerySet(models.QuerySet["Leadership"]):
    def visible_to(self, actor: Actor) -> "LeadershipQuerySet":
        """Who leads the groups that she leads; everybody for a coordinator."""
        return self.filter(group__in=Group.objects.visible_to(actor))


class Leadership(models.Model):
    """Somebody's place at a group: peer leader, co-leader or greeter."""

    TITLES = [("leader", "Peer leader"), ("co_leader", "Co-leader"), ("greeter", "Greeter")]
    NOTICES = [("none", "No message"), ("text", "A text"), ("mail", "An e-mail")]
    row_kept = "for good: who held a group is part of its story"
    fate = fates(PLUMBING="id user group started_at ended_at", OURS="title late_notices")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leaderships"
    )
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="leaderships")
    title = models.CharField(max_length=10, choices=TITLES, default="leader")
    late_notices = models.CharField(max_length=4, choices=NOTICES, default="none")
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LeadershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"],
                condition=Q(ended_at__isnull=True),
                name="leadership_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.get_title_display()


class ReminderStep(models.Model):
    """When a group reminds: on the day before at a wall time, or some hours before."""

    row_kept = "as long as its group"
    fate = fates(PLUMBING="id group", OURS="at hours_before")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="reminder_steps")
    at = models.TimeField(null=True, blank=True)
    hours_before = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(at__isnull=True, hours_before__gte=1, hours_before__lte=12)
                | Q(at__isnull=False, hours_before__isnull=True),
                name="reminder_step_is_of_one_sort",
            ),
            models.UniqueConstraint(fields=["group", "at"], name="reminder_day_before_once"),
            models.UniqueConstraint(fields=["group", "hours_before"], name="reminder_hours_once"),
        ]

    def __str__(self) -> str:
        if self.at:
            return f"The day before at {self.at:%H:%M}"
        return f"{self.hours_before} hours before"
