"""The woman, and her place in a group. No account, no diagnosis, no story."""

from django.db import models
from django.db.models import Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.fields import SealedTextField
from peersupport.futures import fates

from .group import Group, led_by


class WomanQuerySet(models.QuerySet["Woman"]):
    def visible_to(self, actor: Actor) -> "WomanQuerySet":
        """Women with a live place in her groups; herself for a woman through her link."""
        if actor.kind == "link":
            kind, _, pk = actor.subject.partition(":")
            return self.filter(pk=pk) if kind == "woman" else self.none()
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        if actor.is_coordinator:
            return self
        places = Membership.objects.filter(ended_at=None, group_id__in=led_by(actor.user))
        return self.filter(pk__in=places.values("woman_id"))


class Woman(models.Model):
    """Her lasting record, only while she takes part. Never merged across groups."""

    personal = True
    row_kept = "while she has a place in a group, then 28 days"
    fate = fates(
        PLUMBING="id card phrase_open_until phrase_tries phrase_wait_until",
        HERS_SEALED="name",
        HERS="joined_at",
        HASH="name_hash phrase_hash",
    )

    name = SealedTextField(max_length=60)
    name_hash = models.CharField(max_length=64, db_index=True)
    card = models.OneToOneField(
        "peersupport.ContactCard", on_delete=models.PROTECT, related_name="woman"
    )
    phrase_hash = models.CharField(max_length=200, blank=True, default="")
    # Her phrase can be chosen only while her peer leader holds this door open.
    phrase_open_until = models.DateTimeField(null=True)
    phrase_tries = models.PositiveSmallIntegerField(default=0)
    phrase_wait_until = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(default=clock.now)

    objects = WomanQuerySet.as_manager()

    def __str__(self) -> str:
        return f"woman {self.pk}"

    @property
    def subject(self) -> str:
        """How links, messages and the audit name her."""
        return f"woman:{self.pk}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def live(self) -> "MembershipQuerySet":
        """Places that have not ended."""
        return self.filter(ended_at=None)

    def visible_to(self, actor: Actor) -> "MembershipQuerySet":
        """Live places in her groups; her own for a woman through her link."""
        if actor.kind == "link":
            kind, _, pk = actor.subject.partition(":")
            return self.live().filter(woman_id=pk) if kind == "woman" else self.none()
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        rows = self.live()
        return rows if actor.is_coordinator else rows.filter(group_id__in=led_by(actor.user))


class Membership(models.Model):
    """Her place in one group. It ends without a reason (house.md)."""

    CAME_BY = [("herself", "She asked herself"), ("partner", "A partner introduced her")]
    personal = True
    row_kept = "for good, without her: the woman is taken off 28 days after it ends"
    fate = fates(
        PLUMBING="id woman group",
        HERS="came_by first_contact_on joined_at ended_at first_visit_on third_visit_on "
        "came_in_months visits_forgotten",
    )

    woman = models.ForeignKey(
        Woman, null=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    came_by = models.CharField(max_length=10, choices=CAME_BY)
    first_contact_on = models.DateField()
    joined_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    # What is left of named attendance after 90 days (safety.md 35).
    first_visit_on = models.DateField(null=True, blank=True)
    third_visit_on = models.DateField(null=True, blank=True)
    came_in_months = models.JSONField(default=list, blank=True)
    # How many visits the purge has taken, so that the third one can still be told.
    visits_forgotten = models.PositiveSmallIntegerField(default=0)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["woman", "group"],
                condition=Q(ended_at__isnull=True),
                name="membership_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(woman__isnull=False),
                name="membership_live_has_a_woman",
            ),
        ]
        indexes = [
            models.Index(
                fields=["group", "id"],
                condition=Q(ended_at__isnull=True),
                name="membership_live_in_group",
            )
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"

    @property
    def subject(self) -> str:
        return f"membership:{self.pk}"

    @property
    def her(self) -> Woman:
        """The woman of a live place. Raises ``LookupError`` once she has been taken off it."""
        if self.woman is None:
            raise LookupError(self.subject)
        return self.woman


class Parting(models.Model):
    """Her wish to leave a group or to be forgotten: waits 7 days and can be undone (safety.md 49)."""

    personal = True
    row_kept = "until it is done or undone, then 28 days"
    fate = fates(PLUMBING="id woman", HERS="what asked_at due_at undone_at done_at")

    woman = models.ForeignKey(Woman, on_delete=models.CASCADE, related_name="partings")
    what = models.CharField(
        max_length=6, choices=[("leave", "Leave the group"), ("forget", "Forget me")]
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["woman", "what"],
                condition=Q(undone_at__isnull=True, done_at__isnull=True),
                name="parting_waits_once",
            )
        ]

    def __str__(self) -> str:
        return f"parting {self.pk}"
