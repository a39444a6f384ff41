"""A draft: begun, told how it came about, thrown away. Its clauses are in ``clauses``."""

import datetime as dt

from django.db import transaction

from peersupport import audit, clock
from peersupport.actors import Actor

from .. import queries, starter
from ..models import Agreement, Clause, ClauseText, Version
from ..models.agreement import TheCharity
from .refusals import NotPossible, PublishedMeanwhile


def locked(version: Version) -> Version:
    """The version as it is now, with its agreement locked until the transaction ends.

    Every verb of this room takes this one lock, so that two people at once wait in line.
    Raises ``NotPossible`` when the draft was thrown away in the meantime.
    """
    Agreement.objects.select_for_update().get(pk=version.agreement_id)
    row = Version.objects.select_related("agreement").filter(pk=version.pk).first()
    if row is None:
        raise NotPossible("This draft was thrown away while you were at it.")
    return row


def locked_draft(version: Version) -> Version:
    """As ``locked``; raises ``PublishedMeanwhile`` when it is no draft any more."""
    row = locked(version)
    if not row.is_draft:
        raise PublishedMeanwhile(
            f"Version {row.number} was published while you were at it. Its words stay as they are."
        )
    return row


@transaction.atomic
def start(group, *, by: Actor) -> Version:
    """Begin the next version of a group's agreement (of the promise, for ``TheCharity``), from
    the one in force or, the first time, from the starter clauses. A draft that is there already
    is handed back.

    Raises ``NotPossible`` for a closed group.
    """
    if group.state == "closed":
        raise NotPossible("This group is closed. Open it again before you write.")
    agreement, _ = Agreement.objects.get_or_create(**_frame_of(group))
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    there = agreement.versions.drafts().first()
    if there is not None:
        return there
    before = agreement.versions.published().first()
    version = Version.objects.create(agreement=agreement, number=before.number + 1 if before else 1)
    _copy(before, version) if before else _begin(version)
    audit.record("draft.started", version.subject, by=by)
    return version


def _frame_of(whose) -> dict:
    if isinstance(whose, TheCharity):
        return {"kind": "promise"}
    return {"group": whose}


def _begin(version: Version) -> None:
    begin_with = starter.CLAUSES if version.agreement.kind == "group" else starter.PROMISE
    for place, (key, words, meaning, never) in enumerate(begin_with, start=1):
        clause, _ = Clause.objects.get_or_create(agreement=version.agreement, key=key)
        ClauseText.objects.create(
            version=version,
            clause=clause,
            position=place,
            words=words,
            meaning=meaning,
            never_strike=never,
        )


def _copy(before: Version, version: Version) -> None:
    texts = queries.clauses_of(before)
    for place, text in enumerate(texts, start=1):
        text.pk, text.version, text.position = None, version, place
        text._state.adding = True
    ClauseText.objects.bulk_create(texts)


@transaction.atomic
def tell_how(
    version: Version,
    *,
    discussed_with: str,
    discussed_on: dt.date,
    changes: str = "",
    by: Actor,
) -> Version:
    """Write down who talked about it, when, and what is new. Raises ``NotPossible``."""
    row = locked_draft(version)
    if discussed_on > clock.today():
        raise NotPossible("That day is still to come. Publish after the group has talked about it.")
    row.discussed_with = discussed_with.strip()
    row.discussed_on = discussed_on
    row.changes = changes.strip()
    row.save(update_fields=["discussed_with", "discussed_on", "changes"])
    audit.record("draft.discussed", row.subject, by=by)
    return row


@transaction.atomic
def throw_away(version: Version, *, by: Actor) -> None:
    """Delete a draft with its words. What is in force stays in force."""
    row = locked_draft(version)
    subject, agreement = row.subject, row.agreement
    row.delete()
    # Clauses that no version has words for were never promised to anyone.
    agreement.clauses.filter(texts=None).delete()
    audit.record("draft.thrown_away", subject, by=by)
