"""A place kept for a woman until she has answered, or another group she may like better."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from peersupport import clock
from peersupport.actors import Actor
from peersupport.futures import fates

from .introduction import Introduction

KINDS = [("place", "A place"), ("another_group", "Another group")]
ANSWERS = [("yes", "Yes"), ("pass", "Not this time"), ("no", "No")]
WAYS = [("link", "By a link to her page"), ("spoke", "In person or by phone"), ("text", "By hand")]
ENDS = [("withdrawn", "Taken back"), ("ran_out", "It ran out")]
# After a pass, or an offer that ran out, the next woman is asked; so long, and then it is hers
# again before all who asked later.
ASKED_LATELY = dt.timedelta(days=7)


class PlaceOfferQuerySet(models.QuerySet["PlaceOffer"]):
    def visible_to(self, actor: Actor) -> "PlaceOfferQuerySet":
        """Offers to the women at the door whom she may see."""
        return self.filter(introduction__in=Introduction.objects.visible_to(actor))

    def unanswered(self) -> "PlaceOfferQuerySet":
        """Neither answered nor ended, though time may have run out on some."""
        return self.filter(answer="", ended="")

    def live(self, now: dt.datetime) -> "PlaceOfferQuerySet":
        """Still to be answered at this moment. The clock decides, whatever a sweep has tidied."""
        return self.unanswered().filter(held_until__gt=now)

    def asked_lately(self, now: dt.datetime) -> "PlaceOfferQuerySet":
        """Places passed on, or that ran out, not long ago."""
        since = now - ASKED_LATELY
        passed = Q(answer="pass", answered_at__gt=since)
        ran_out = Q(answer="", held_until__lte=now, held_until__gt=since) & ~Q(ended="withdrawn")
        return self.filter(passed | ran_out, kind="place")


class PlaceOffer(models.Model):
    """Made by a person and answered by her. To pass on one costs her nothing."""

    personal = True
    row_kept = "as long as the introduction it belongs to"
    fate = fates(
        PLUMBING="id introduction made_by",
        HERS="group kind made_at held_until answer answered_at way ended",
    )

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="offers")
    group = models.ForeignKey("groups.Group", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=13, choices=KINDS)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=clock.now)
    held_until = models.DateTimeField()
    answer = models.CharField(max_length=4, choices=ANSWERS, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=5, choices=WAYS)
    ended = models.CharField(max_length=9, choices=ENDS, blank=True, default="")

    objects = PlaceOfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["introduction"],
                condition=Q(answer="", ended=""),
                name="offer_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(held_until__gt=F("made_at")), name="offer_is_held_for_a_while"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | Q(answer__in=[code for code, _ in ANSWERS], answered_at__isnull=False, ended=""),
                name="offer_answered_says_when",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _ in KINDS])
                & Q(way__in=[code for code, _ in WAYS])
                & Q(ended__in=["", *[code for code, _ in ENDS]]),
                name="offer_words_are_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["group", "held_until"],
                condition=Q(answer="", ended=""),
                name="offer_live_in_group",
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"

    def is_live(self, now: dt.datetime) -> bool:
        """Whether she can still answer it."""
        return not self.answer and not self.ended and self.held_until > now

    def is_asked_lately(self, now: dt.datetime) -> bool:
        """As ``asked_lately`` of the rows: passed on, or ran out, not long ago."""
        if self.kind != "place" or self.ended == "withdrawn":
            return False
        over = self.answered_at if self.answer == "pass" else self.held_until
        is_over = self.answer == "pass" or (not self.answer and self.held_until <= now)
        return is_over and over is not None and over > now - ASKED_LATELY
