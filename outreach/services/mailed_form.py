"""The introduction form without sign-in: a link to a worker's own work address, and to nobody
else's (safety.md 10, 19, 40). There is no password to forget."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from peersupport import audit, clock, links
from peersupport.actors import SYSTEM, Actor
from peersupport.messaging import outbox, words
from peersupport.models import Message
from peersupport.registry import Words
from peersupport.services import people

from .. import periods
from ..models import FormRequest, Worker

PURPOSE, KIND = "introduce", "introduce-link"
# How long the mail may wait for its way out; a second press within this time sends no second one.
MAIL_HOLDS = dt.timedelta(hours=1)
ONE_MAIL_IN = dt.timedelta(minutes=5)
# Anybody can ask in her name. Each mail of the day holds a link that works, so that no more are
# of use to her.
MOST_IN, A_DAY = 6, dt.timedelta(days=1)
A_TIME = 100


def ask(email: str) -> None:
    """Write down that somebody wants the link at this address. Nothing is looked up here: the
    same one row, whether or not it is a worker's (safety.md 26). ``sweep`` does the rest."""
    FormRequest.objects.create(email=email.strip().lower(), asked_at=clock.now())


@transaction.atomic
def sweep(now: dt.datetime) -> int:
    """Each minute: mail the link where the address is a live worker's own, and forget the rest.
    Idempotent: a row that was read is gone with the same commit."""
    rows = FormRequest.objects.select_for_update(skip_locked=True).order_by("pk")[:A_TIME]
    asked = list(rows)
    sent = sum(_mail(worker, now) for worker in _workers({row.email for row in asked}))
    FormRequest.objects.filter(pk__in=[row.pk for row in asked]).delete()
    return sent


def _workers(emails: set[str]) -> list[Worker]:
    rows = Worker.objects.live().filter(
        user__email__in=emails, user__role_ended_at=None, user__is_active=True
    )
    return list(rows.select_related("user__card").order_by("pk")) if emails else []


def _mail(worker: Worker, now: dt.datetime) -> int:
    """One mail to her, unless one is on its way from a moment ago, or she has enough for a day."""
    lately = Message.objects.filter(kind=KIND, about=worker.subject, made_at__gt=now - A_DAY)
    if lately.count() >= MOST_IN:
        return 0
    part = int(now.timestamp() // ONE_MAIL_IN.total_seconds())
    message = outbox.enqueue(
        kind=KIND,
        card=people.card_of(worker.user),
        channel="mail",
        about=worker.subject,
        dedupe_key=f"{KIND}:{worker.pk}:{part}",
        not_before=now,
        expires_at=now + MAIL_HOLDS,
        by=SYSTEM,
    )
    if message is None:
        return 0
    audit.record("worker.form_mailed", worker.subject, by=SYSTEM)
    return 1


def render(message: Message, level: str) -> Words:
    """The link is minted as it is written: no copy of it lies anywhere else. One that she has
    already stays good: whoever asks for another must not shut the form in her hand."""
    token = links.mint(
        PURPOSE,
        message.about,
        by=SYSTEM,
        lifetime=periods.FORM_LINK,
        single_use=False,
    )
    context = {"link": f"{settings.SITE_URL}/l/{token}/", "days": periods.FORM_LINK.days}
    return words.of_mail("outreach/messages/introduce-link.mail", context)


def still_true(message: Message, now: dt.datetime) -> bool:
    """Whether she still has her place."""
    return worker_of(message.about) is not None


def worker_of(subject: str) -> Worker | None:
    """The live worker that a link names ("worker:5"), with her account and organisation."""
    from .promise import with_promise

    kind, _, pk = subject.partition(":")
    if kind != "worker" or not pk.isdigit():
        return None
    rows = Worker.objects.live().filter(pk=pk, user__role_ended_at=None, user__is_active=True)
    return with_promise(rows).select_related("user", "organisation").first()


def actor_of(worker: Worker) -> Actor:
    """She acts through a link: it is her name in the audit, and none of her account's powers."""
    return Actor.of_link(f"user:{worker.user_id}")


def purge(now: dt.datetime) -> int:
    """Forget what a stopped sweep left lying for a day."""
    return FormRequest.objects.filter(asked_at__lt=now - periods.FORM_REQUEST_KEPT).delete()[0]
