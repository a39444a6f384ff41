"""One woman who is at the door twice: she asked again, or two workers introduced her, or a worker
and she herself.

The computer only points to it. That it is she, she says herself to whoever answers her; and nobody
who asked or introduced ever learns of it (safety.md 26, 40, 52).
"""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from groups import queries
from peersupport import audit
from peersupport.actors import Actor

from ..models import Introduction, More
from .forgetting import remove
from .introductions import NotAllowed, lock


def others(row: Introduction) -> QuerySet[Introduction]:
    """Open introductions to the same group (or to none yet) under the same name together with
    the same number or address. A number alone may be shared: two women on one phone stay two."""
    if row.card is None or row.closed_at is not None:
        return Introduction.objects.none()
    same, rows = _by_card("card", row), Introduction.objects.open().exclude(pk=row.pk)
    if row.group_id is not None:
        rows = rows.filter(Q(group_id=row.group_id) | Q(group=None))
    return rows.filter(same, name_hash=row.name_hash).order_by("received_at", "pk")


def has_place(row: Introduction) -> bool:
    """Whether a woman of that name and number or address has a place in this group already."""
    if row.card is None or row.closed_at is not None or row.group_id is None:
        return False
    same = _by_card("woman__card", row)
    there = queries.members_of(row.group_id).filter(same, woman__name_hash=row.name_hash)
    return there.exists()


def _by_card(path: str, row: Introduction) -> Q:
    same, card = Q(pk__in=[]), row.card
    for name in ("phone_hash", "email_hash"):
        if digest := getattr(card, name):
            same |= Q(**{f"{path}__{name}": digest})
    return same


@transaction.atomic
def put_together(one: Introduction, other_pk: int, *, by: Actor) -> Introduction:
    """She said that both are she. Her own last answers stay, with the day on which she first
    asked and her turn in the line; the other goes, and is counted as no second woman. Raises
    ``NotAllowed`` where they are not alike, or a hold or an offer waits on either: those end
    first. A worker's slip stands apart and says the same as before."""
    # In one order whichever page it is pressed on, so that two presses cannot wait for each other.
    pair = Introduction.objects.select_for_update().filter(pk__in=(one.pk, other_pk)).order_by("pk")
    row = next((found for found in pair if found.pk == one.pk), None)
    if row is None:
        raise NotAllowed("gone")
    other = others(row).select_related("card", "code", "organisation").filter(pk=other_pk).first()
    if other is None:
        raise NotAllowed("other")
    for found in (row, other):
        if found.is_held or found.offers.unanswered().exists():
            raise NotAllowed("waits")
    goes, stays = sorted((row, other), key=_hers_and_newest)
    _take_over(stays, goes)
    audit.record("introduction.put_together", stays.subject, by=by)
    remove(goes)
    stays.save()
    return stays


def _hers_and_newest(row: Introduction) -> tuple[Any, ...]:
    return (row.is_confirmed, row.came_by == "herself", row.received_at, row.pk)


def _take_over(stays: Introduction, goes: Introduction) -> None:
    """Whatever is better for her of the two. Where we owe her a first word we still owe it."""
    stays.received_at = min(stays.received_at, goes.received_at)
    promised = [row.reply_by for row in (stays, goes) if row.reply_by]
    late = [row.late_from for row in (stays, goes) if row.late_from]
    stays.reply_by = min(promised, default=None) if stays.reply_by else None
    stays.late_from = min(late, default=None) if stays.late_from else None
    stays.group_id = stays.group_id or goes.group_id
    stays.heard = stays.heard or goes.heard
    stays.talked_through = stays.talked_through or goes.talked_through
    if goes.is_in_line and not stays.said and stays.is_confirmed:
        stays.said, stays.not_yet_reason = goes.said, goes.not_yet_reason
        stays.decided_at = goes.decided_at
    if not More.objects.filter(introduction=stays).exists():
        More.objects.filter(introduction=goes).update(introduction=stays)


@transaction.atomic
def came_again(introduction: Introduction, *, by: Actor) -> None:
    """She has her place already and said so: what came again goes, and is counted as no second
    woman. Raises ``NotAllowed`` where nobody alike has a place, or a hold or an offer waits."""
    row = lock(introduction)
    if not has_place(row) or row.is_held or row.offers.unanswered().exists():
        raise NotAllowed("place")
    audit.record("introduction.came_again", row.subject, by=by)
    remove(row)
