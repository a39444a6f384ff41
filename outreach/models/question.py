"""A group's own questions: a small library, reviewed by a coordinator before anybody is asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups import queries
from peersupport import clock
from peersupport.actors import Actor
from peersupport.fields import SealedTextField
from peersupport.futures import fates

from .more import More

KINDS = [
    ("yes_no", "Yes or no"),
    ("choice", "One of a few answers"),
    ("text", "A few words, up to 200 letters"),
]
# Said to her beside the question, and kept to by ``OwnAnswerQuerySet.visible_to``.
WHO_SEES = [
    ("leaders", _("Only the women who run this group read it.")),
    ("coordinator", _("Only the woman who looks after all the groups reads it.")),
]
STATES = [("proposed", "Proposed"), ("reviewed", "Reviewed"), ("retired", "Not asked")]
MOST_A_GROUP = 3
LONGEST_ANSWER = 200


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, actor: Actor) -> "QuestionQuerySet":
        """The library is for every peer leader and coordinator."""
        return self if actor.user is not None and actor.user.is_staff else self.none()


class Question(models.Model):
    """Its words never change: whoever answered it answered these. A better one is a new one."""

    row_kept = "for good: what was asked must stay readable"
    fate = fates(
        PLUMBING="id proposed_by proposed_at reviewed_by reviewed_at retired_at",
        OURS="words why kind choices who_sees state",
    )

    words = models.CharField(max_length=140)
    why = models.CharField(max_length=200)
    kind = models.CharField(max_length=6, choices=KINDS)
    choices = models.JSONField(default=list, blank=True)
    who_sees = models.CharField(max_length=11, choices=WHO_SEES)
    state = models.CharField(max_length=8, choices=STATES, default="proposed")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=clock.now)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", reviewed_by=None, reviewed_at=None, retired_at=None)
                | Q(state="reviewed", reviewed_by__isnull=False, reviewed_at__isnull=False)
                & Q(retired_at=None)
                | Q(state="retired", retired_at__isnull=False),
                name="question_reviewed_has_a_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(kind="choice") & ~Q(choices=[])
                | Q(kind__in=["yes_no", "text"], choices=[]),
                name="question_choices_are_for_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(who_sees__in=["leaders", "coordinator"]),
                name="question_says_who_sees",
            ),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(why=""), name="question_says_what_and_why"
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"

    @property
    def subject(self) -> str:
        """How the audit names it."""
        return f"question:{self.pk}"


class GroupQuestionQuerySet(models.QuerySet["GroupQuestion"]):
    def visible_to(self, actor: Actor) -> "GroupQuestionQuerySet":
        """What her groups ask; all for a coordinator."""
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        if actor.is_coordinator:
            return self
        return self.filter(group_id__in=queries.groups_led_by(actor.user))


class GroupQuestion(models.Model):
    """That a group asks this question, and in which place."""

    row_kept = "as long as the group asks it"
    fate = fates(PLUMBING="id group question", OURS="place")

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="questions")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="asked_by")
    place = models.PositiveSmallIntegerField()

    objects = GroupQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "question"], name="group_asks_it_once"),
            models.UniqueConstraint(fields=["group", "place"], name="group_asks_one_in_a_place"),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=MOST_A_GROUP), name="group_asks_three_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"group question {self.pk}"


class OwnAnswerQuerySet(models.QuerySet["OwnAnswer"]):
    def visible_to(self, actor: Actor) -> "OwnAnswerQuerySet":
        """Just those whom she was told of: the women who run the group she chose, or the
        coordinator; never both for one question."""
        if actor.user is None or not actor.user.is_staff:
            return self.none()
        if actor.is_coordinator:
            return self.filter(question__who_sees="coordinator")
        led = queries.groups_led_by(actor.user)
        return self.filter(question__who_sees="leaders", more__introduction__group_id__in=led)


class OwnAnswer(models.Model):
    """What she answered to a group's own question, sealed, on the consent of its ``More``."""

    personal = True
    row_kept = "as long as her introduction; gone on her yes"
    fate = fates(PLUMBING="id more question", HERS_SEALED="answer")

    more = models.ForeignKey(More, on_delete=models.CASCADE, related_name="own_answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    answer = SealedTextField(max_length=LONGEST_ANSWER)

    objects = OwnAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["more", "question"], name="own_answer_once"),
            models.CheckConstraint(condition=~Q(answer=""), name="own_answer_says_something"),
        ]

    def __str__(self) -> str:
        return f"own answer {self.pk}"
