"""Asking to join, by herself or through a partner: one table, one inbox, one rule for forgetting."""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from groups import queries
from peersupport import clock
from peersupport.actors import Actor
from peersupport.fields import SealedTextField
from peersupport.futures import fates

from .. import periods
from .organisation import Organisation, SourceCode, Worker
from .reply import Promised
from .slip import Slip

CAME_BY = [("herself", "She asked herself"), ("partner", "A partner introduced her")]
SAID = [("yes", "Yes"), ("no", "No"), ("not_yet", "Not yet")]
# The only two: no room, or somebody could be hurt. What she is like is never a reason.
NOT_YET_REASONS = [
    ("no_room", "There is no room yet"),
    ("someone_could_be_hurt", "Someone could be hurt"),
]
# How we know that she herself wants to hear from us.
CONFIRM_WAYS = [
    ("form", "She asked herself"),
    ("link", "On her own page"),
    ("voice", "When we spoke"),
]
# How she heard of us, and whether anybody took the time: hers to say, counted without her.
HEARD = [
    ("self", _("I found you myself")),
    ("friend", _("A friend or someone in my family")),
    ("poster", _("A poster or a leaflet")),
    ("web", _("On the web")),
    ("voluntary", _("A charity or a community group")),
    ("statutory", _("A GP, hospital, council or the like")),
    ("peer_group", _("Another group like this")),
    ("other", _("Some other way")),
]
TALKED_THROUGH = [
    ("talked", _("Someone talked it through with me")),
    ("leaflet", _("I was handed a leaflet")),
]
WAITING = Q(said="", last_contact_at__isnull=True)
IN_A_LINE = (
    *("name", "said", "not_yet_reason", "received_at", "last_contact_at", "closed_at", "turn"),
    *("group__name", "organisation__name", "code__label", "code__organisation__name"),
)
OPEN, DONE = Q(closed_at__isnull=True), Q(closed_at__isnull=False)


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def visible_to(self, actor: Actor) -> "IntroductionQuerySet":
        """A peer leader: those who chose a group she leads. A coordinator: all, and she alone
        those who want help to choose. A partner worker never: she has her slips. A woman through
        her link: her own, until she has joined, and for a while after her no."""
        if actor.kind == "link":
            kind, _, pk = actor.subject.partition(":")
            back = Q(said="no", decided_at__gt=clock.now() - periods.NO_UNDONE)
            return self.filter(OPEN | back, pk=pk) if kind == "introduction" else self.none()
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        if actor.is_coordinator:
            return self
        return self.filter(group_id__in=queries.groups_led_by(actor.user))

    def waiting(self) -> "IntroductionQuerySet":
        """Women who have not had a first word from us."""
        return self.filter(WAITING)

    def open(self) -> "IntroductionQuerySet":
        return self.filter(OPEN)

    def in_line(self) -> "IntroductionQuerySet":
        """Those who wait for a place: whoever asked first comes first (P5: by its index)."""
        rows = self.filter(said="not_yet", not_yet_reason="no_room")
        return rows.order_by("received_at", "id")

    def waiting_first(self) -> "IntroductionQuerySet":
        """Open ones: who waits for us, then who is in touch, then "not yet"; oldest first."""
        return self.open().order_by("turn", "received_at", "id")

    def for_list(self) -> "IntroductionQuerySet":
        """All that a line speaks of, and no more columns than that, in the same query."""
        return self.select_related("group", "organisation", "code__organisation").only(*IN_A_LINE)

    def for_page(self) -> "IntroductionQuerySet":
        """With all that its page speaks of."""
        people = ("worker__user", "card", "membership__woman__card")
        return self.select_related("group", "organisation", "code__organisation", *people)


class Introduction(Promised):
    """A woman at the door. What she says decides; no column here says whether she fits."""

    personal = True
    row_kept = (
        "28 days after the last contact from either side, never while she waits or at "
        '"not yet"; 28 days where a partner introduced her and she has not confirmed it; '
        "after her yes without her name and number, until she is forgotten"
    )
    fate = fates(
        PLUMBING="id submit_key card membership slip turn late_from nudged",
        HERS_SEALED="name",
        HASH="name_hash",
        HERS="came_by group wants_help_choosing organisation worker code she_knows worker_may_know "
        "consent_text_version consent_at consent_way said not_yet_reason reply_by received_at "
        "last_contact_at spoke_at decided_at closed_at confirmed_at confirm_way heard talked_through",
    )

    came_by = models.CharField(max_length=10, choices=CAME_BY)
    name = SealedTextField(blank=True, max_length=60)
    name_hash = models.CharField(max_length=64, blank=True, db_index=True)
    card = models.OneToOneField(
        "peersupport.ContactCard",
        null=True,
        on_delete=models.PROTECT,
        related_name="introduction",
    )
    group = models.ForeignKey(
        "groups.Group", null=True, on_delete=models.PROTECT, related_name="introductions"
    )
    wants_help_choosing = models.BooleanField(default=False)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="introductions"
    )
    worker = models.ForeignKey(
        Worker, null=True, on_delete=models.PROTECT, related_name="introductions"
    )
    code = models.ForeignKey(
        SourceCode, null=True, on_delete=models.PROTECT, related_name="introductions"
    )
    she_knows = models.BooleanField(default=False)
    worker_may_know = models.BooleanField(default=False)
    consent_text_version = models.CharField(max_length=20)
    consent_at = models.DateTimeField()
    consent_way = models.CharField(
        max_length=10, choices=[("form", "On the form"), ("worker", "Told to a worker")]
    )
    # Until then only her first name and how to reach her are read (issue: the partner portal).
    confirmed_at = models.DateTimeField(null=True)
    confirm_way = models.CharField(max_length=5, choices=CONFIRM_WAYS, blank=True, default="")
    said = models.CharField(max_length=7, choices=SAID, blank=True, default="")
    not_yet_reason = models.CharField(
        max_length=21, choices=NOT_YET_REASONS, blank=True, default=""
    )
    received_at = models.DateTimeField(default=clock.now)
    # The last word from either side. Empty while she waits for our first one.
    last_contact_at = models.DateTimeField(null=True)
    # When somebody first really spoke with her; a call that rang out does not count.
    spoke_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    membership = models.OneToOneField(
        "groups.Membership", null=True, on_delete=models.CASCADE, related_name="introduction"
    )
    slip = models.OneToOneField(
        Slip, null=True, on_delete=models.SET_NULL, related_name="introduction"
    )
    submit_key = models.CharField(max_length=100, unique=True)
    heard = models.CharField(max_length=10, choices=HEARD, blank=True, default="")
    talked_through = models.CharField(max_length=7, choices=TALKED_THROUGH, blank=True, default="")
    # Whose turn it is, as the list is ordered. The database works it out, so it is never wrong.
    turn = models.GeneratedField(
        expression=Case(
            When(WAITING, then=Value(0)), When(said="", then=Value(1)), default=Value(2)
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(came_by="herself", organisation=None, worker=None, she_knows=False)
                & Q(worker_may_know=False)
                | Q(came_by="partner", organisation__isnull=False, worker__isnull=False)
                & Q(she_knows=True, code=None),
                name="introduction_by_partner_she_knows",
            ),
            models.CheckConstraint(
                condition=Q(said="yes", name="", name_hash="", card=None)
                & Q(membership__isnull=False, group__isnull=False)
                | Q(said__in=["", "no", "not_yet"], card__isnull=False, membership=None)
                & ~Q(name="")
                & ~Q(name_hash=""),
                name="introduction_yes_hands_her_on",
            ),
            models.CheckConstraint(
                condition=Q(
                    said="not_yet", not_yet_reason__in=[code for code, _ in NOT_YET_REASONS]
                )
                | ~Q(said="not_yet") & Q(not_yet_reason=""),
                name="introduction_not_yet_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(said="", decided_at=None, closed_at=None)
                | Q(said="not_yet", decided_at__isnull=False, closed_at=None)
                | Q(said__in=["yes", "no"], decided_at__isnull=False, closed_at__isnull=False),
                name="introduction_ends_with_her_word",
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=False) | Q(wants_help_choosing=True),
                name="introduction_has_a_group_or_wants_help",
            ),
            models.CheckConstraint(
                condition=~Q(consent_text_version=""), name="introduction_has_her_consent"
            ),
            models.CheckConstraint(
                condition=Q(heard__in=["", *(code for code, _ in HEARD)])
                & Q(talked_through__in=["", *(code for code, _ in TALKED_THROUGH)]),
                name="introduction_heard_is_known",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirm_way="")
                | Q(confirmed_at__isnull=False, confirm_way__in=[way for way, _ in CONFIRM_WAYS]),
                name="introduction_confirmed_says_how",
            ),
            models.CheckConstraint(
                condition=Q(came_by="herself", confirm_way="form")
                | Q(came_by="partner") & ~Q(confirm_way="form"),
                name="introduction_herself_is_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(said="yes") | Q(confirmed_at__isnull=False),
                name="introduction_yes_is_confirmed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["turn", "received_at", "id"], condition=OPEN, name="introduction_open"
            ),
            models.Index(
                fields=["group", "turn", "received_at", "id"],
                condition=OPEN,
                name="introduction_open_in_group",
            ),
            models.Index(
                fields=["-closed_at", "-id"], condition=DONE, name="introduction_finished"
            ),
            models.Index(
                fields=["group", "-closed_at", "-id"],
                condition=DONE,
                name="introduction_done_in_group",
            ),
            models.Index(
                fields=["last_contact_at"],
                condition=Q(said__in=["", "no"], last_contact_at__isnull=False),
                name="introduction_to_forget",
            ),
            # The figures read so many of it in one go that they read nothing else.
            models.Index(
                fields=["received_at"],
                include=["came_by", "organisation", "code", "talked_through"],
                name="introduction_by_arrival",
            ),
            models.Index(
                fields=["received_at"],
                condition=Q(confirmed_at__isnull=True),
                name="introduction_unconfirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"introduction {self.pk}"

    @property
    def subject(self) -> str:
        """How links and the audit name it."""
        return f"introduction:{self.pk}"

    @property
    def is_confirmed(self) -> bool:
        """Whether she herself has said that she wants to hear from us."""
        return self.confirmed_at is not None

    @property
    def is_in_line(self) -> bool:
        """Whether she waits for a place."""
        return self.not_yet_reason == "no_room"

    @property
    def is_held(self) -> bool:
        """Whether a safety hold was written down; whether it still stands is asked of the clock."""
        return self.not_yet_reason == "someone_could_be_hurt"

    @property
    def state(self) -> str:
        """ "waiting", "her_turn", "in_touch", "not_yet", "yes" or "no", for the page."""
        if self.said:
            return self.said
        if self.last_contact_at is None:
            return "waiting"
        return "her_turn" if self.last_contact_at == self.received_at else "in_touch"
