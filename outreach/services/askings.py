"""Somebody asked "does she come?", and got no answer from anybody: who must ring back, and that
she did (safety.md 52). Nothing here looks a woman up."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from peersupport import audit, clock
from peersupport.actors import Actor
from peersupport.messaging import outbox, words
from peersupport.models import Message
from peersupport.registry import Words
from peersupport.services import duties, people

from .. import periods
from ..models import Asking, Worker

MAIL_HOLDS = dt.timedelta(hours=24)


@transaction.atomic
def tell(
    who: str,
    *,
    caller_name: str = "",
    caller_phone: str = "",
    worker: Worker | None = None,
    by: Actor,
) -> Asking:
    """Tell the safeguarding lead that somebody asked, so that she rings whoever was asked. While
    there is no lead every coordinator is told.

    ``who`` is a code of ``models.asking.WHO``; the caller's name and number are what the caller
    left for our office. There is no place for a woman's name.
    """
    asking = Asking.objects.create(
        who=who,
        told_at=clock.now(),
        told_by=by.user,
        worker=worker,
        caller_name=caller_name,
        caller_phone=caller_phone,
    )
    hearers, _ = duties.hears_of_worries()
    for hearer in hearers:
        _mail(asking, hearer, by)
    audit.record("asking.told", asking.subject, by=by, reason=who)
    return asking


def _mail(asking: Asking, hearer: Any, by: Actor) -> None:
    outbox.enqueue(
        kind="asked",
        card=people.card_of(hearer),
        channel="mail",
        about=asking.subject,
        dedupe_key=f"asked:{asking.pk}:{hearer.pk}",
        not_before=asking.told_at,
        expires_at=asking.told_at + MAIL_HOLDS,
        by=by,
    )


def render(message: Message, level: str) -> Words:
    """Whom to ring back. Who asked, and what they left, stands on the page behind her sign-in."""
    asking = Asking.objects.select_related("told_by").get(pk=_pk(message))
    link = settings.SITE_URL + reverse("outreach:asked")
    context = {"name": asking.told_by.name, "link": link}
    return words.of_mail("outreach/messages/asked.mail", context)


def still_true(message: Message, now: dt.datetime) -> bool:
    """Whether nobody has rung back yet."""
    return Asking.objects.open().filter(pk=_pk(message)).exists()


def _pk(message: Message) -> int:
    return int(message.about.partition(":")[2])


@transaction.atomic
def rang_back(asking: Asking, *, by: Actor) -> None:
    """Write down that somebody rang back. The first press counts; mails still due are cancelled."""
    open_row = Asking.objects.open().filter(pk=asking.pk)
    if open_row.update(rung_at=clock.now(), rung_by=by.user):
        outbox.withdraw(about=asking.subject, reason="rung_back")
        audit.record("asking.rung_back", asking.subject, by=by)


def purge(now: dt.datetime) -> int:
    """Delete what was told 28 days ago or more, rung back or not."""
    return Asking.objects.filter(told_at__lt=now - periods.ASKING_KEPT).delete()[0]
