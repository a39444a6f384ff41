"""A clause keeps one identity through all versions; its words belong to one version each."""

from django.db import models
from django.db.models import Q

from peersupport.actors import Actor
from peersupport.futures import fates

from .agreement import Agreement
from .version import Version

# Coming late is never held against anyone: this clause can never lead to a step.
TIME_KEEPING = "time-keeping"


class ClauseQuerySet(models.QuerySet["Clause"]):
    def visible_to(self, actor: Actor) -> "ClauseQuerySet":
        """Whoever may see a version may see which clauses it has."""
        texts = ClauseText.objects.visible_to(actor)
        return self.filter(pk__in=texts.values("clause_id"))


class Clause(models.Model):
    """One promise, whatever words it has in which version."""

    row_kept = "as long as a version has words for it"
    fate = fates(PLUMBING="id agreement", OURS="key")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="clauses")
    key = models.SlugField(max_length=40)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "key"], name="clause_key_once")]

    def __str__(self) -> str:
        return self.key

    @property
    def is_time_keeping(self) -> bool:
        return self.key == TIME_KEEPING


class ClauseTextQuerySet(models.QuerySet["ClauseText"]):
    def visible_to(self, actor: Actor) -> "ClauseTextQuerySet":
        """Whoever may see the version may read its words."""
        return self.filter(version__in=Version.objects.visible_to(actor))


class ClauseText(models.Model):
    """The words of one clause in one version, and what the group means by them."""

    row_kept = "as long as its version"
    fate = fates(PLUMBING="id version clause", OURS="position words meaning never_strike")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="texts")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="texts")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=160)
    meaning = models.CharField(max_length=600, blank=True)
    never_strike = models.BooleanField(default=False)

    objects = ClauseTextQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "clause"], name="clausetext_once"),
            models.UniqueConstraint(fields=["version", "position"], name="clausetext_place_once"),
            models.CheckConstraint(condition=~Q(words=""), name="clausetext_says_something"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def said(self) -> tuple:
        """All that it says, to be compared with what another version says."""
        return self.clause_id, self.words, self.meaning, self.never_strike
