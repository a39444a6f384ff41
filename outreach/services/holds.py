"""The safety hold: "not yet", because somebody could be hurt (issue: her decision is the rule).

Two people stand behind it and two weeks end it. Whether it still holds is asked of the clock at the
moment of each deed, under the introduction's lock; the sweep only tidies. Nothing here is a word of
hers: nobody is said to be in touch with her, she keeps her turn in the line, and no partner's slip
is touched (safety.md 40, 52).
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F

from groups import queries
from peersupport import audit, clock
from peersupport.actors import SYSTEM, Actor

from .. import periods
from ..models import Introduction, SafetyHold
from . import places
from .introductions import NotAllowed, lock

REASON = "someone_could_be_hurt"
# After these she waits for our word; after the others she is back where she was.
TO_BE_ANSWERED = {"lifted", "over"}


class NotPossible(NotAllowed):
    """Its words say why."""


class Held(NotAllowed):
    """Somebody could be hurt: end the hold first, or let it end."""


@transaction.atomic
def open_hold(
    introduction: Introduction, *, could_happen: str, told: str, will_hear: str = "", by: Actor
) -> SafetyHold:
    """Hold an introduction from now, for 14 days at most. Unless a second person agrees within
    two working days it lapses, and whoever opened it cannot open the next one alone. A second
    press finds the first. Raises ``NotPossible``."""
    row, now = lock(introduction), clock.now()
    if found := end_what_is_due(row, now):
        return found
    if row.closed_at is not None:
        raise NotPossible("She has given her answer already.")
    if row.holds.begun_alone(by.user).exists():
        raise NotPossible(
            "Nobody agreed to what you wrote down before. Somebody else has to write the next one; "
            "you can be her second person."
        )
    hold = SafetyHold.objects.create(
        introduction=row,
        could_happen=could_happen,
        told=told,
        will_hear=will_hear,
        opened_by=by.user,
        opened_at=now,
        second_due_at=_two_working_days(row, now),
        begins_at=now,
        ends_at=now + periods.HOLD_LASTS,
        was_in_line=row.is_in_line,
        was_decided_at=row.decided_at if row.is_in_line else None,
    )
    row.said, row.not_yet_reason, row.decided_at = "not_yet", REASON, now
    places.settle(row, "not_yet", REASON, now)
    row.save()
    audit.record("hold.opened", row.subject, by=by)
    return hold


@transaction.atomic
def read(hold: SafetyHold, *, by: Actor) -> str:
    """What could happen, in the words of whoever opened it; that it was read is written down
    (safety.md 42)."""
    audit.record("hold.read", hold.introduction.subject, by=by)
    return hold.could_happen


@transaction.atomic
def agree(hold: SafetyHold, *, by: Actor) -> SafetyHold:
    """The second person agrees. A renewal begins with it, and what it renews ends. The same
    person's second press finds the first. Raises ``NotPossible``: too late, the same person as
    the first, or somebody was there before her."""
    row, now = lock(hold.introduction), clock.now()
    end_what_is_due(row, now)
    found = SafetyHold.objects.select_for_update().get(pk=hold.pk)
    if found.second_by_id == by.user.pk:
        return found
    _must_want_a_second(found, by)
    found.second_by, found.second_at = by.user, now
    if found.begins_at is None:
        _end(row.holds.begun().get(), "renewed", now, by)
        found.begins_at, found.ends_at = now, now + periods.HOLD_LASTS
    found.save()
    audit.record("hold.agreed", row.subject, by=by)
    return found


@transaction.atomic
def disagree(hold: SafetyHold, *, by: Actor) -> None:
    """The second person does not agree: it ends, and she is back where she was. A renewal that
    is not agreed to leaves the first 14 days as they are. Raises ``NotPossible``."""
    row, now = lock(hold.introduction), clock.now()
    end_what_is_due(row, now)
    found = SafetyHold.objects.select_for_update().get(pk=hold.pk)
    _must_want_a_second(found, by)
    _end(found, "not_agreed", now, by)
    if found.begins_at is not None:
        _let_go(row, found, now)


@transaction.atomic
def renew(
    hold: SafetyHold, *, could_happen: str, told: str, will_hear: str = "", by: Actor
) -> SafetyHold:
    """Ask for 14 days more. It counts once a second person has agreed, before the hold that it
    renews has ended. A second press finds the first. Raises ``NotPossible``."""
    row, now = lock(hold.introduction), clock.now()
    held = end_what_is_due(row, now)
    if held is None or held.pk != hold.pk or held.second_by_id is None or held.ends_at is None:
        raise NotPossible("This hold has ended, or nobody has agreed to it yet.")
    if found := row.holds.asked_anew().first():
        return found
    if SafetyHold.objects.filter(renews=held).exists():
        raise NotPossible("It was asked before that this goes on, and nobody agreed to it.")
    renewal = SafetyHold.objects.create(
        introduction=row,
        could_happen=could_happen,
        told=told,
        will_hear=will_hear,
        opened_by=by.user,
        opened_at=now,
        second_due_at=min(_two_working_days(row, now), held.ends_at),
        renews=held,
        renews_until=held.ends_at,
        was_in_line=held.was_in_line,
        was_decided_at=held.was_decided_at,
    )
    audit.record("hold.renewal_asked", row.subject, by=by)
    return renewal


@transaction.atomic
def lift(hold: SafetyHold, *, by: Actor) -> None:
    """End a hold before its time: one person is enough. A renewal that was asked for goes with
    it; lifting such a renewal leaves the first 14 days as they are. One that has ended stays so."""
    row, now = lock(hold.introduction), clock.now()
    end_what_is_due(row, now)
    found = SafetyHold.objects.select_for_update().get(pk=hold.pk)
    if found.ended_at is not None:
        return
    _end(found, "lifted", now, by)
    if found.begins_at is not None:
        _let_go(row, found, now)


def end_for_her_no(row: Introduction, now: dt.datetime, *, by: Actor) -> None:
    """She says no herself: nothing is held against her any more. On a locked row, whose saving is
    the caller's. Raises nothing: her no needs nobody's leave."""
    for hold in row.holds.select_for_update().filter(ended_at=None):
        _end(hold, "her_no", now, by)


def stands_again(row: Introduction, now: dt.datetime, *, by: Actor) -> bool:
    """She takes her no back: what had ended by it alone, and would still stand, stands as it did.
    On a locked row, before her no is cleared, whose saving is the caller's."""
    ended = row.holds.select_for_update().filter(ended_why="her_no", ended_at=row.decided_at)
    for hold in ended.order_by(F("begins_at").asc(nulls_last=True), "pk"):
        hold.ended_at, hold.ended_why = None, ""
        hold.save(update_fields=["ended_at", "ended_why"])
        audit.record("hold.stands_again", row.subject, by=by)
    for hold in row.holds.due(now):
        _end(hold, "over" if hold.second_by_id else "lapsed", now, SYSTEM)
    return row.holds.begun().exists()


def must_not_be_held(row: Introduction, now: dt.datetime) -> None:
    """Raises ``Held`` where a hold stands at this moment. On a locked row: what was due ends."""
    if end_what_is_due(row, now):
        raise Held("held")


def end_what_is_due(row: Introduction, now: dt.datetime) -> SafetyHold | None:
    """On a locked row: end what the clock has ended, and return the hold that stands."""
    due = row.holds.select_for_update().due(now)
    for renewal in due.filter(begins_at=None):
        _end(renewal, "lapsed", now, SYSTEM)
    for hold in due.filter(begins_at__isnull=False):
        _end(hold, "over" if hold.second_by_id else "lapsed", now, SYSTEM)
        _let_go(row, hold, now)
    return row.holds.begun().first()


def sweep(now: dt.datetime) -> int:
    """End what had no second person in time, and what has had its 14 days. Run each minute;
    idempotent, each under its introduction's lock."""
    due = SafetyHold.objects.due(now).order_by("introduction_id")
    rows = Introduction.objects.filter(pk__in=list(due.values_list("introduction_id", flat=True)))
    for row in rows:
        _sweep_one(row, now)
    return len(rows)


@transaction.atomic
def _sweep_one(introduction: Introduction, now: dt.datetime) -> None:
    row = Introduction.objects.select_for_update().filter(pk=introduction.pk).first()
    if row is not None:  # she may have asked to be forgotten at this moment
        end_what_is_due(row, now)


def purge(now: dt.datetime) -> int:
    """Delete what was written down 28 days after the last of a woman's holds ended."""
    edge = now - periods.HOLD_KEPT
    recent = SafetyHold.objects.filter(ended_at__gte=edge).values("introduction_id")
    standing = SafetyHold.objects.filter(ended_at=None).values("introduction_id")
    old = SafetyHold.objects.filter(ended_at__lt=edge)
    return old.exclude(introduction__in=recent).exclude(introduction__in=standing).delete()[0]


# -- what they share ---------------------------------------------------------------------------


def _two_working_days(row: Introduction, now: dt.datetime) -> dt.datetime:
    nation = row.group.nation if row.group else ""
    return queries.working_days_end(now, periods.HOLD_SECOND_DAYS, nation)


def _must_want_a_second(hold: SafetyHold, by: Actor) -> None:
    if hold.ended_at is not None:
        raise NotPossible("This has ended already.")
    if hold.second_by_id is not None:
        raise NotPossible("Somebody was the second person already.")
    if hold.opened_by_id == by.user.pk:
        raise NotPossible("You wrote this down. It needs another person to agree.")


def _end(hold: SafetyHold, why: str, now: dt.datetime, by: Actor) -> None:
    hold.ended_at, hold.ended_why = now, why
    hold.save(update_fields=["ended_at", "ended_why"])
    audit.record("hold.ended", hold.introduction.subject, by=by, reason=why)


def _let_go(row: Introduction, hold: SafetyHold, now: dt.datetime) -> None:
    """Back to the line with her turn, or back to where she was; and to be answered by us, where
    it was really held. Whoever said that she gets in touch herself is still not to be rung."""
    for asked in row.holds.asked_anew():
        _end(asked, "lapsed", now, SYSTEM)
    if hold.was_in_line:
        said: dict[str, Any] = {"said": "not_yet", "not_yet_reason": "no_room"}
        said["decided_at"] = hold.was_decided_at
    else:
        said = {"said": "", "not_yet_reason": "", "decided_at": None}
        if hold.ended_why in TO_BE_ANSWERED and not (row.card and row.card.own_contact):
            said["last_contact_at"] = None
    for name, value in said.items():
        setattr(row, name, value)
    row.save(update_fields=list(said))
