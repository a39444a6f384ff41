"""What a worker holds in her hand for an introduction: a word and a day."""

import datetime as dt
import secrets

from django.db import models

from peersupport import clock
from peersupport.futures import fates

from .. import periods
from .organisation import Organisation, Worker

WORDS = (
    "Alder Amber Apple Aspen Barley Beech Birch Bluebell Bramble Breeze Brook Cedar Cherry Clover "
    "Copper Cotton Daisy Elder Fern Finch Hazel Heron Holly Honey Iris Ivory Ivy Jasmine Juniper "
    "Lark Laurel Lemon Lilac Linden Linnet Magnolia Maple Meadow Moss Olive Orchard Pebble Pepper "
    "Plum Poppy Primrose Quartz Reed River Robin Rowan Saffron Sage Swift Thistle Thyme Violet "
    "Walnut Willow Wren"
).split()


TRIES = 50


def new_word() -> str:
    """A reference that is easy to say and says nothing: "Willow 42"."""
    return f"{secrets.choice(WORDS)} {10 + secrets.randbelow(90)}"


class SlipQuerySet(models.QuerySet["Slip"]):
    def hand_out(self, worker: Worker, now: dt.datetime) -> "Slip":
        """A new slip, with a word that none of this worker's other slips bears."""
        taken = set(self.filter(worker=worker).values_list("word", flat=True))
        fresh = (word for word in (new_word() for _ in range(TRIES)) if word not in taken)
        word = next(fresh, "") or new_word()
        return self.create(
            worker=worker, organisation_id=worker.organisation_id, word=word, received_at=now
        )

    def for_portal(self, worker: Worker) -> "SlipQuerySet":
        """The slips of her organisation. Nothing in them hangs on what became of a woman, but
        ``in_touch`` on her own, where that woman allowed it."""
        return self.filter(organisation=worker.organisation_id)

    def to_withdraw(self, worker: Worker, now: dt.datetime) -> "SlipQuerySet":
        """Her own that are not closed: what she may take back, whatever became of a woman."""
        return self.filter(worker=worker, received_at__gt=now - periods.SLIP_CLOSES)


class Slip(models.Model):
    """Stands apart from the introduction on purpose: it looks the same, and goes on the same
    day, whether she joined, said no, was not reached or asked to be forgotten (safety.md 40)."""

    personal = True
    row_kept = "84 days after it was handed out, whatever became of her"
    fate = fates(
        PLUMBING="id organisation worker", OURS="word", HERS="received_at in_touch withdrawn_at"
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="slips")
    word = models.CharField(max_length=20, default=new_word)
    received_at = models.DateTimeField(default=clock.now)
    # Only ever set where she said that this worker may know.
    in_touch = models.BooleanField(default=False)
    # The worker took it back. It says nothing of what became of the introduction.
    withdrawn_at = models.DateTimeField(null=True)

    objects = SlipQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "-received_at", "-id"], name="slip_by_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.word

    def state_for(self, worker: Worker, now: dt.datetime) -> str:
        """ "received", "in_touch", "withdrawn" or "closed": all that a worker ever reads back."""
        if now - self.received_at >= periods.SLIP_CLOSES:
            return "closed"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "in_touch" if self.in_touch and self.worker_id == worker.pk else "received"
