"""Leaving and being forgotten: both wait seven days and can be undone (safety.md 36, 49)."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from peersupport import audit, clock
from peersupport.actors import SYSTEM, Actor
from peersupport.messaging import housekeeping
from peersupport.registry import registry
from peersupport.services import erasure

from .. import messages
from ..models import Membership, Parting, Woman
from . import memberships
from .housekeeping import keep_figures

WAITS = dt.timedelta(days=7)
KEPT = dt.timedelta(days=28)


@transaction.atomic
def ask(woman: Woman, what: str, *, by: Actor) -> Parting:
    """Write down her wish ("leave" or "forget"); it is done in seven days unless undone."""
    now = clock.now()
    parting, new = Parting.objects.get_or_create(
        woman=woman,
        what=what,
        undone_at=None,
        done_at=None,
        defaults={"asked_at": now, "due_at": now + WAITS},
    )
    if new:
        audit.record(f"parting.{what}", woman.subject, by=by)
    return parting


@transaction.atomic
def undo(parting: Parting, *, by: Actor) -> None:
    """Take a wish back, as easily as it was said."""
    open_ones = Parting.objects.filter(pk=parting.pk, undone_at=None, done_at=None)
    if open_ones.update(undone_at=clock.now()):
        audit.record("parting.undone", parting.woman.subject, by=by)


def carry_out(now: dt.datetime) -> int:
    """The sweep: do what has waited its seven days."""
    due = Parting.objects.filter(due_at__lte=now, undone_at=None, done_at=None)
    done, fault = 0, None
    for pk in due.order_by("pk").values_list("pk", flat=True):
        try:
            done += _carry_out(pk, now)
        except Exception as wrong:
            # One woman's wish that cannot be done must not hold up the next one's.
            fault = wrong
    if fault:
        raise fault
    return done


@transaction.atomic
def _carry_out(parting_id: int, now: dt.datetime) -> bool:
    # Under a lock: a wish that is taken back at this moment stays undone.
    rows = Parting.objects.select_for_update(of=("self",)).select_related("woman")
    parting = rows.filter(pk=parting_id, undone_at=None, done_at=None).first()
    if parting is None:
        return False
    if parting.what == "forget":
        forget(parting.woman, by=SYSTEM)
        return True
    for membership in Membership.objects.live().filter(woman=parting.woman):
        memberships.leave(membership, by=SYSTEM)
    parting.done_at = now
    parting.save(update_fields=["done_at"])
    return True


@transaction.atomic
def forget(woman: Woman, *, by: Actor) -> None:
    """Remove her from every room: each registered eraser runs, the one of her own room last."""
    for membership in Membership.objects.live().filter(woman=woman):
        memberships.leave(membership, by=by)
    subject = woman.subject
    for erase in reversed(registry.erasers):
        erase(subject)
    audit.record("woman.forgotten", subject, by=by)
    erasure.leave_no_copy()


def erase_woman(subject: str) -> None:
    """This room's eraser: her answers, register lines, card, messages and record, and what
    peer leaders were told of her. Her places stay as bare figures that lead to nobody."""
    kind, _, pk = subject.partition(":")
    woman = Woman.objects.filter(pk=pk).select_related("card").first() if kind == "woman" else None
    if woman is None:
        return
    places = list(Membership.objects.filter(woman=woman))
    messages.notices_about(place.pk for place in places).delete()
    for place in places:
        place.answers.all().delete()
        place.attendance.all().delete()
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
        _keep_figures_and_forget(woman, now)
        count += 1
    over = Q(undone_at__lt=old) | Q(done_at__lt=old)
    return count + Parting.objects.filter(over).delete()[0]


@transaction.atomic
def _keep_figures_and_forget(woman: Woman, now: dt.datetime) -> None:
    """Her time here ended by itself, so her places keep their few dates (safety.md 35). Where
    she asked to be forgotten, what is not yet a figure goes with her."""
    for membership in Membership.objects.filter(woman=woman).select_for_update():
        keep_figures(membership, now)
    forget(woman, by=SYSTEM)
