"""Leaving and being forgotten: both wait seven days and can be undone (safety.md 36, 49)."""

import datetime as dt

from django.db import transaction

from peersupport import audit, clock
from peersupport.actors import SYSTEM, Actor
from peersupport.messaging import housekeeping
from peersupport.registry import registry

from ..models import Membership, Parting, Woman
from . import memberships

WAITS = dt.timedelta(days=7)
KEPT = dt.timedelta(days=28)


@transaction.atomic
def ask(woman: Woman, what: str, *, by: Actor) -> Parting:
    """Write down her wish ("leave" or "forget"); it is done in seven days unless undone."""
    now = clock.now()
    parting, _ = Parting.objects.get_or_create(
        woman=woman,
        what=what,
        undone_at=None,
        done_at=None,
        defaults={"asked_at": now, "due_at": now + WAITS},
    )
    audit.record(f"parting.{what}", woman.subject, by=by)
    return parting


@transaction.atomic
def undo(parting: Parting, *, by: Actor) -> None:
    """Take a wish back, as easily as it was said."""
    open_ones = Parting.objects.filter(pk=parting.pk, undone_at=None, done_at=None)
    open_ones.update(undone_at=clock.now())
    audit.record("parting.undone", parting.woman.subject, by=by)


def carry_out(now: dt.datetime) -> int:
    """The sweep: do what has waited its seven days."""
    due = Parting.objects.filter(due_at__lte=now, undone_at=None, done_at=None)
    done = 0
    for parting in due.select_related("woman").order_by("pk"):
        with transaction.atomic():
            _carry_out(parting, now)
        done += 1
    return done


def _carry_out(parting: Parting, now: dt.datetime) -> None:
    woman = parting.woman
    for membership in Membership.objects.live().filter(woman=woman):
        memberships.leave(membership, by=SYSTEM)
    if parting.what == "forget":
        forget(woman, by=SYSTEM)
    else:
        Parting.objects.filter(pk=parting.pk).update(done_at=now)


@transaction.atomic
def forget(woman: Woman, *, by: Actor) -> None:
    """Remove her from every room: each registered eraser runs, the one of her own room last."""
    for membership in Membership.objects.live().filter(woman=woman):
        memberships.leave(membership, by=by)
    subject = woman.subject
    for erase in reversed(registry.erasers):
        erase(subject)
    audit.record("woman.forgotten", subject, by=by)


def erase_woman(subject: str) -> None:
    """This room's eraser: her answers, register lines, card, messages and record. Her places
    stay as bare figures that lead to nobody."""
    kind, _, pk = subject.partition(":")
    woman = Woman.objects.filter(pk=pk).select_related("card").first() if kind == "woman" else None
    if woman is None:
        return
    for membership in Membership.objects.filter(woman=woman):
        membership.answers.all().delete()
        membership.attendance.all().delete()
    card = woman.card
    housekeeping.erase_card(card)
    woman.delete()
    card.delete()


def purge(now: dt.datetime) -> int:
    """Forget women 28 days after their last place ended; drop wishes that were undone or done."""
    old = now - KEPT
    here = Membership.objects.filter(ended_at=None).values("woman_id")
    recent = Membership.objects.filter(ended_at__gt=old, woman__isnull=False).values("woman_id")
    gone = Woman.objects.exclude(pk__in=here).exclude(pk__in=recent)
    count = 0
    for woman in gone.filter(joined_at__lt=old):
        forget(woman, by=SYSTEM)
        count += 1
    return count + Parting.objects.filter(undone_at__lt=old).delete()[0]
