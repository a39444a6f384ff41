"""The promise of a partner worker, and what must be said before her account introduces anybody.
None of it stands between a woman and a group: codes and posters ask for nothing (safety.md 40)."""

import datetime as dt
from functools import cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery

from agreements import queries as agreements
from peersupport import audit, clock
from peersupport.actors import Actor

from ..models import Introduction, PromiseAcceptance, Worker
from . import introductions, organisations


class NewerWords(ValueError):
    """She read another version than the one in force now."""


class NotYet(ValueError):
    """Something must be said first; ``asks`` names it: "still_here", "promise"."""

    def __init__(self, asks: set[str]) -> None:
        self.asks = asks
        super().__init__(", ".join(sorted(asks)))


@cache
def _columns() -> dict[str, Subquery]:
    """Built once: to put these together costs more than to ask them."""
    newest = agreements.promise_versions().values("pk")[:1]
    hers = PromiseAcceptance.objects.filter(worker=OuterRef("pk")).order_by("-version")
    return {"promise_asked": Subquery(newest), "promise_made": Subquery(hers.values("version")[:1])}


def with_promise(rows: QuerySet[Worker]) -> QuerySet[Worker]:
    """Workers with ``promise_asked``, the id of the version in force (None while nothing is
    published), and ``promise_made``, that of the newest one she agreed to. No query of its own."""
    return rows.annotate(**_columns())


def asked_of(worker: Any, today: dt.date) -> set[str]:
    """What a worker (of ``with_promise``) must say before her account introduces anybody."""
    asks = {"still_here"} if worker.has_faded(today) else set()
    return asks | (
        {"promise"} if worker.promise_asked not in {None, worker.promise_made} else set()
    )


@transaction.atomic
def agree(worker: Worker, version_id: int, *, by: Actor) -> None:
    """Her "I agree" to the version that she read. Pressed twice it is one.

    Raises ``NewerWords`` where another version is in force by now: she agrees to no word that
    she has not seen.
    """
    version = agreements.promise_versions().first()
    if version is None or version.pk != version_id:
        raise NewerWords(version_id)
    if PromiseAcceptance.objects.filter(worker=worker, version_id=version.pk).exists():
        return
    try:
        with transaction.atomic():
            PromiseAcceptance.objects.create(
                worker=worker, version_id=version.pk, accepted_at=clock.now()
            )
    except IntegrityError:
        return  # two presses at once: the first one stands
    reason = f"version-{version.number}"
    audit.record("promise.agreed", worker.subject, by=by, reason=reason)


@transaction.atomic
def introduce(
    worker: Worker,
    *,
    agreed_to: int | None,
    still_here: bool,
    by: Actor,
    **said: Any,
) -> Introduction:
    """Introduce a woman by this worker's account: with what she says on the same form, if it was
    still missing. ``said`` goes to ``introductions.introduce``. Raises ``NewerWords`` and
    ``NotYet``; then nothing is written at all.
    """
    if still_here:
        organisations.confirm(worker, by=by)
    if agreed_to is not None:
        agree(worker, agreed_to, by=by)
    row = with_promise(Worker.objects.all()).get(pk=worker.pk)
    asks = asked_of(row, clock.today())
    if asks:
        raise NotYet(asks)
    return introductions.introduce(worker=row, by=by, **said)
