"""A draft only if she asks: kept sealed, found by its link alone, gone once it is opened
(safety.md 7, 19, 23)."""

import datetime as dt

from django.db import transaction

from peersupport import clock, links
from peersupport.actors import Actor

from .. import periods
from ..models import Draft

PURPOSE = "draft"


@transaction.atomic
def keep(answers: str, *, key: str, by: Actor) -> str:
    """Keep what she has said so far and return the token of its link, which is shown once and
    sent to nobody. Pressed twice, the row is the same and the newer link the one that opens."""
    draft, _ = Draft.objects.update_or_create(
        key=key, defaults={"answers": answers, "made_at": clock.now()}
    )
    return links.mint(
        PURPOSE,
        draft.subject,
        by=by,
        lifetime=periods.DRAFT_KEPT,
        single_use=True,
        replace=True,
    )


@transaction.atomic
def take(subject: str) -> str | None:
    """Hand the answers back and delete the row; None where it is gone already."""
    draft = Draft.objects.select_for_update().filter(pk=subject.partition(":")[2]).first()
    if draft is None:
        return None
    draft.delete()
    return draft.answers


@transaction.atomic
def throw_away(token: str) -> None:
    """Delete the draft this link leads to. A token that leads to none does nothing."""
    link = links.find(token, PURPOSE)
    if link is not None:
        take(link.subject)
        links.erase(link.subject)


def purge(now: dt.datetime) -> int:
    """Delete drafts after 7 days; their links have run out by then."""
    return Draft.objects.filter(made_at__lt=now - periods.DRAFT_KEPT).delete()[0]
