"""What the door forgets: women who were not reached or said no, and anybody who asks for it."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from groups import queries
from peersupport import links
from peersupport.clock import LONDON
from peersupport.messaging import housekeeping

from .. import periods
from ..models import Introduction, PartnerTally, SafetyHold, Slip, Tally
from ..models.tally import CAME
from . import replies

A_TIME = 200
WITH = ("card", "group", "organisation", "code__organisation")


def purge(now: dt.datetime) -> int:
    """Delete introductions 28 days after the last contact from either side, unless she joined,
    waits for our first word or is at "not yet"; and 28 days after a partner introduced her where
    she has not confirmed it, even while she waits (docs/decisions/she-confirms.md). Counted as
    not reached, never as declined. A safety hold never runs these days down against her: they
    begin anew where it ends."""
    edge = now - periods.INTRODUCTION_KEPT
    stale = Q(said__in=["", "no"], last_contact_at__isnull=False, last_contact_at__lt=edge)
    unconfirmed = Q(said="", confirmed_at__isnull=True, received_at__lt=edge)
    held = SafetyHold.objects.filter(introduction=OuterRef("pk"))
    held = held.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=edge))
    done = 0
    for gone in (stale, unconfirmed):
        while some := _forget_some(Introduction.objects.filter(gone, ~Exists(held))):
            done += some
    return done + Slip.objects.filter(received_at__lt=now - periods.SLIP_KEPT).delete()[0]


@transaction.atomic
def _forget_some(rows: QuerySet[Introduction]) -> int:
    # Under a lock, so that a word written down at this moment keeps its row.
    batch = rows.select_for_update(of=("self",)).select_related(*WITH)
    return forget(batch.order_by("pk")[:A_TIME])


@transaction.atomic
def forget(rows: Iterable[Introduction], *, outcome: str = "") -> int:
    """Count each without her (as ``outcome``, else by what she said), then remove it with its
    card, its links and all that was said by it."""
    done = 0
    for row in rows:
        _count(row, outcome)
        _take_away(row)
        done += 1
    return done


def remove(row: Introduction) -> None:
    """Remove what says of a woman a second time what we know already. She is counted once; that
    she came through this partner too is counted for it. In the caller's transaction."""
    _one_more_for_the_partner(row, row.received_at.astimezone(LONDON).date())
    _take_away(row)


def _take_away(row: Introduction) -> None:
    card = row.card
    links.erase(row.subject)
    replies.forget_nudges(row.subject)
    row.delete()
    if card is not None:
        housekeeping.erase_card(card)
        card.delete()


def _count(row: Introduction, outcome: str) -> None:
    sector = row.organisation.sector if row.organisation else ""
    if row.code is not None and row.code.organisation is not None:
        sector = row.code.organisation.sector
    outcome = outcome or {"yes": "joined", "no": "said_no"}.get(row.said, "not_reached")
    asked = row.received_at.astimezone(LONDON).date()
    _one_more_for_the_partner(row, asked)
    _one_more(row, sector, asked, outcome)
    if row.talked_through:
        _one_more(row, sector, asked, row.talked_through)
    first = queries.first_visit_of(row.membership_id) if row.membership_id else None
    if first is not None:
        _one_more(row, sector, asked, CAME, weeks=max(0, (first - asked).days // 7))


def _one_more(
    row: Introduction, sector: str, day: dt.date, outcome: str, *, weeks: int = 0
) -> None:
    tally, _ = Tally.objects.get_or_create(
        month=day.replace(day=1),
        group=row.group,
        came_by=row.came_by,
        sector=sector,
        outcome=outcome,
        weeks=weeks,
    )
    Tally.objects.filter(pk=tally.pk).update(count=F("count") + 1)


def _one_more_for_the_partner(row: Introduction, day: dt.date) -> None:
    partner = row.organisation or (row.code.organisation if row.code else None)
    if partner is None:
        return
    month = day.replace(day=1)
    tally, _ = PartnerTally.objects.get_or_create(organisation=partner, month=month)
    PartnerTally.objects.filter(pk=tally.pk).update(count=F("count") + 1)


def erase(subject: str) -> None:
    """This room's eraser, for "introduction:7" or "woman:12". The rooms beneath run after it,
    so a woman's card can still be read: what she asked another time goes too."""
    forget(list(rows_of(subject).select_related(*WITH)))


def rows_of(subject: str) -> QuerySet[Introduction]:
    """Every introduction of this subject: through her places, or by the same name together with
    the same number or address (a number alone may be shared)."""
    kind, _, pk = subject.partition(":")
    if kind == "introduction":
        return Introduction.objects.filter(pk=pk)
    woman = queries.woman_of(subject)
    if woman is None:
        return Introduction.objects.none()
    same = Q(pk__in=[])
    for name in ("phone_hash", "email_hash"):
        if digest := getattr(woman.card, name):
            same |= Q(name_hash=woman.name_hash, **{f"card__{name}": digest})
    return Introduction.objects.filter(Q(membership__woman=woman) | same)
