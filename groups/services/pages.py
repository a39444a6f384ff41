"""Her own page: the link to it, and the phrase that opens the rest (safety.md 49)."""

import datetime as dt

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from peersupport import audit, clock, links
from peersupport.actors import Actor
from peersupport.crypto import fold
from peersupport.messaging import outbox, times
from peersupport.models import ContactCard, Message

from ..models import Membership, Woman
from .sessions import NotPossible

LINK_MESSAGE_HOLDS = dt.timedelta(hours=24)
PHRASE_OPEN = dt.timedelta(days=7)
MOST_TRIES = 5
WAIT = dt.timedelta(minutes=15)
SHORTEST_PHRASE = 8


class Wait(ValueError):
    """Too many wrong phrases; a quarter of an hour helps, or her peer leader does."""


def may_send(card: ContactCard) -> bool:
    """Whether a link may go to her at all: she said it is safe, and allowed a way."""
    return card.links_safe == "yes" and card.best_channel() is not None


@transaction.atomic
def send_link(membership_id: int, *, by: Actor) -> Message:
    """Send her the link to her page by a channel she allowed, at a time that is safe.

    Only where she said links are safe (safety.md 15). It takes the place of an older link
    when it goes out. It opens no choosing of a phrase: somebody else may read her texts.
    Raises ``NotPossible`` with what to do instead.
    """
    rows = Membership.objects.live().select_related("woman__card", "group")
    membership = rows.filter(pk=membership_id).first()
    if membership is None:
        raise NotPossible("Her place has ended, so she has no page.")
    card, now = membership.her.card, clock.now()
    if card.links_safe != "yes":
        raise NotPossible("She did not say that links are safe. Show her the code in the room.")
    latest = now + LINK_MESSAGE_HOLDS
    moment = times.fit(now, now=now, latest=latest, card=card, quiet=membership.group.quiet)
    if moment is None:
        raise NotPossible(
            "None of her safe times comes within a day. Show her the code in the room."
        )
    message = outbox.enqueue(
        kind="page-link",
        card=card,
        about=membership.her.subject,
        dedupe_key=f"page-link:{membership.woman_id}:{now.isoformat()}",
        not_before=moment,
        expires_at=latest,
        owner=membership.group.owner,
        quiet=membership.group.quiet,
        params={"membership": membership.pk},
        by=by,
    )
    if message is None:
        raise NotPossible("She allowed no text and no e-mail. Show her the code in the room.")
    audit.record("page_link.sent", membership.her.subject, by=by)
    return message


@transaction.atomic
def show_link(woman: Woman, *, by: Actor) -> str:
    """Make her link to show as a code in the room; an older one ends. Returns the token."""
    # The code stays in her phone: where she has a phrase, it must not be the way past it.
    if not woman.phrase_hash:
        let_her_choose(woman, by=by)
    audit.record("page_link.shown", woman.subject, by=by)
    return mint_for(woman, by=by)


def mint_for(woman: Woman, *, by: Actor) -> str:
    """Her lasting link: it works until she leaves or it is replaced (contract.md)."""
    return links.mint("you", woman.subject, by=by, lifetime=None, single_use=False, replace=True)


@transaction.atomic
def let_her_choose(woman: Woman, *, by: Actor) -> None:
    """Hold the door open for seven days in which she may choose her phrase, or a new one.

    It is a peer leader's act, after she has spoken with her: whoever only holds the phone
    cannot choose it for her.
    """
    Woman.objects.filter(pk=woman.pk).update(phrase_open_until=clock.now() + PHRASE_OPEN)
    audit.record("phrase.open", woman.subject, by=by)


def may_choose(woman: Woman) -> bool:
    """Whether her peer leader holds the door open for her now."""
    return woman.phrase_open_until is not None and clock.now() < woman.phrase_open_until


@transaction.atomic
def choose_phrase(woman: Woman, phrase: str, *, by: Actor) -> None:
    """Keep her phrase, hashed. Raises ``NotPossible`` when it is too short or the door is shut."""
    row = Woman.objects.select_for_update().get(pk=woman.pk)
    if not may_choose(row):
        raise NotPossible("Ask your peer leader to open this for you. She will ring you back.")
    if len(fold(phrase)) < SHORTEST_PHRASE:
        raise NotPossible(f"Use {SHORTEST_PHRASE} letters or more. Three small words work well.")
    row.phrase_hash = make_password(fold(phrase))
    row.phrase_open_until = None
    row.phrase_tries, row.phrase_wait_until = 0, None
    row.save(
        update_fields=["phrase_hash", "phrase_open_until", "phrase_tries", "phrase_wait_until"]
    )
    audit.record("phrase.chosen", row.subject, by=by)


@transaction.atomic
def try_phrase(woman: Woman, phrase: str) -> bool:
    """Whether this is her phrase, any case and spacing. After five wrong ones, a quarter of an
    hour passes before the next: raises ``Wait``."""
    row = Woman.objects.select_for_update().get(pk=woman.pk)
    now = clock.now()
    if row.phrase_wait_until and row.phrase_wait_until > now:
        raise Wait
    # Without a phrase it takes as long to say no: nothing tells whether she has chosen one.
    right = check_password(fold(phrase), row.phrase_hash)
    row.phrase_tries = 0 if right else row.phrase_tries + 1
    stop = row.phrase_tries >= MOST_TRIES
    if stop:
        row.phrase_tries, row.phrase_wait_until = 0, now + WAIT
    row.save(update_fields=["phrase_tries", "phrase_wait_until"])
    # She can read on her page that it was opened, or tried: it may not have been her.
    if right or stop:
        verb = "phrase.given" if right else "phrase.tried"
        audit.record(verb, row.subject, by=Actor.of_link(row.subject))
    return right
