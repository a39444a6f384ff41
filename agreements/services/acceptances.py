"""Who agreed to which version: by her own tap, aloud in the room, or on paper."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from peersupport import audit, clock
from peersupport.actors import Actor

from .. import queries
from ..models import Acceptance, Version
from .drafts import locked
from .refusals import NotPossible


def _in_force(version: Version) -> Version:
    """The locked version; raises ``NotPossible`` unless it is the one in force now."""
    row = locked(version)
    newest = row.agreement.versions.published().first()
    if newest is None or row.is_draft:
        raise NotPossible("This is still a draft. It can be agreed to once it is published.")
    if row.pk != newest.pk:
        raise NotPossible("There is a newer version. Please read that one first.")
    return row


def _write(version: Version, woman, way: str, on: dt.date, by: Actor) -> Acceptance:
    acceptance = Acceptance.objects.create(
        version=version,
        woman=woman,
        way=way,
        accepted_on=on,
        recorded_at=clock.now(),
        recorded_by=by.user,
    )
    audit.record(f"acceptance.{way}", woman.subject, by=by, reason=f"version-{version.number}")
    return acceptance


@transaction.atomic
def tap(version: Version, woman, *, by: Actor) -> Acceptance:
    """Her own "I agree". What she said before, in whatever way, stays and is handed back.

    ``by`` must be her link. Raises ``NotPossible`` where she has no place in the group, or a
    newer version is in force.
    """
    if by != Actor.of_link(woman.subject):
        raise PermissionError("only she herself can tap that she agrees")
    row = _in_force(version)
    if woman.pk not in queries.women_of(row):
        raise NotPossible("You have no place in this group any more.")
    before = queries.accepted(woman.pk, row)
    return before or _write(row, woman, "tap", clock.today(), by)


@transaction.atomic
def written_down(
    version: Version, women: Iterable, *, way: str, on: dt.date | None = None, by: Actor
) -> list[Acceptance]:
    """Write down who agreed ``aloud`` or on ``paper`` on a day (today unless told).

    Whoever agreed before is left as she is. Raises ``NotPossible``, and then writes nothing.
    """
    row = _in_force(version)
    day = on or clock.today()
    if day > clock.today():
        raise NotPossible("That day is still to come.")
    if row.discussed_on and day < row.discussed_on:
        raise NotPossible("That is before the group talked about these words.")
    here = queries.women_of(row)
    new = []
    for woman in women:
        if woman.pk not in here:
            raise NotPossible("One of them has no place in the group any more. Look again.")
        if queries.accepted(woman.pk, row) is None:
            new.append(_write(row, woman, way, day, by))
    return new


def aloud(
    version: Version, women: Iterable, *, on: dt.date | None = None, by: Actor
) -> list[Acceptance]:
    """Agreed in the room: one row for each woman ticked. As ``written_down``."""
    return written_down(version, women, way="aloud", on=on, by=by)


def erase(subject: str) -> None:
    """Remove what a woman who is forgotten agreed to (safety.md 36)."""
    kind, _, pk = subject.partition(":")
    if kind == "woman":
        Acceptance.objects.filter(woman=int(pk)).delete()


def purge(now: dt.datetime) -> int:
    """Delete acceptances 28 days after her place in that group ended."""
    return queries.acceptances_past(now).delete()[0]
