"""The clauses of a draft: added, changed, moved, taken out."""

import secrets

from django.db import transaction
from django.db.models import Max, Q

from peersupport import audit
from peersupport.actors import Actor
from peersupport.services.once import first_time

from .. import queries
from ..models import Agreement, Clause, ClauseText, Version
from . import drafts
from .drafts import locked_draft
from .refusals import ChangedMeanwhile, NotPossible

AT_MOST = 20


@transaction.atomic
def add(
    version: Version,
    *,
    words: str,
    meaning: str = "",
    never_strike: bool = False,
    once: str = "",
    by: Actor,
) -> ClauseText | None:
    """Add a clause at the end of a draft; None when this form (``once``) was sent before.

    Raises ``PublishedMeanwhile`` or ``NotPossible``.
    """
    row = locked_draft(version)
    if once and not first_time(once):
        return None
    last = row.texts.last()
    if row.texts.count() >= AT_MOST:
        raise NotPossible(
            f"An agreement of more than {AT_MOST} clauses is hard to keep in mind. "
            "Take one out, or put two together."
        )
    clause = Clause.objects.create(agreement=row.agreement, key=secrets.token_hex(4))
    text = ClauseText.objects.create(
        version=row,
        clause=clause,
        position=last.position + 1 if last else 1,
        words=words.strip(),
        meaning=meaning.strip(),
        never_strike=never_strike,
    )
    audit.record("clause.added", row.subject, by=by, reason=clause.key)
    return text


def _still_there(text: ClauseText) -> ClauseText:
    """The clause as it stands now in its locked draft."""
    locked_draft(text.version)
    row = ClauseText.objects.select_related("clause", "version").filter(pk=text.pk).first()
    if row is None:
        raise NotPossible("This clause was taken out while you were at it.")
    return row


@transaction.atomic
def edit(
    text: ClauseText, *, words: str, meaning: str, never_strike: bool, was: str = "", by: Actor
) -> ClauseText:
    """Change a clause's words. ``was`` is ``queries.print_of(text)`` as she opened it.

    Raises ``PublishedMeanwhile``, ``ChangedMeanwhile`` or ``NotPossible``; nothing is saved then.
    """
    row = _still_there(text)
    wanted = (words.strip(), meaning.strip(), never_strike or row.clause.is_time_keeping)
    if row.said[1:] == wanted:
        return row
    if was and was != queries.print_of(row):
        raise ChangedMeanwhile("Somebody changed this clause while you were writing.")
    row.words, row.meaning, row.never_strike = wanted
    row.save(update_fields=["words", "meaning", "never_strike"])
    audit.record("clause.changed", row.version.subject, by=by, reason=row.clause.key)
    return row


@transaction.atomic
def move(text: ClauseText, *, up: bool, at: int | None = None, by: Actor) -> None:
    """Swap a clause with the one above or below it; at the end of the list nothing happens,
    nor when it is no longer ``at`` the place where she saw it (a button pressed twice)."""
    row = _still_there(text)
    if at is not None and at != row.position:
        return
    others = row.version.texts
    above, below = Q(position__lt=row.position), Q(position__gt=row.position)
    other = others.filter(above).last() if up else others.filter(below).first()
    if other is None:
        return
    # No two clauses may have one place, not even for a moment: one waits below them all.
    free = others.aggregate(last=Max("position"))["last"] + 1
    for moved, place in ((row, free), (other, row.position), (row, other.position)):
        others.filter(pk=moved.pk).update(position=place)
    audit.record("clause.moved", row.version.subject, by=by, reason=row.clause.key)


@transaction.atomic
def remove(text: ClauseText, *, by: Actor) -> None:
    """Take a clause out of the draft. It stays in every version that had it."""
    row = _still_there(text)
    version, clause = row.version, row.clause
    row.delete()
    if not clause.texts.exists():
        clause.delete()
    audit.record("clause.removed", version.subject, by=by, reason=clause.key)


@transaction.atomic
def carry_over(
    agreement: Agreement, key: str, *, words: str, meaning: str, never_strike: bool, by: Actor
) -> Version:
    """Begin the next draft and put these words into it: what somebody wrote while her draft
    was being published is not lost. ``key`` is her clause's, or "" for a new one."""
    version = drafts.start(agreement.whose, by=by)
    text = version.texts.filter(clause__key=key).first() if key else None
    if text is None:
        add(version, words=words, meaning=meaning, never_strike=never_strike, by=by)
    else:
        edit(text, words=words, meaning=meaning, never_strike=never_strike, by=by)
    return version
