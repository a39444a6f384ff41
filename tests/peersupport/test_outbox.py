"""What is written down, taken back, and what the database itself refuses (delivery.md)."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from peersupport import links
from peersupport.actors import SYSTEM
from peersupport.messaging import outbox, step
from peersupport.messaging.claim import claim
from peersupport.models import Message, MessageEvent, PrivateLink
from peersupport.models.message import FINAL, OPEN
from peersupport.services import cards
from tests import builders

pytestmark = pytest.mark.django_db
TEXTS_AND_MAILS = {"phone": "+447700900777", "text": "yes", "email": "a@example.org", "mail": "yes"}


@pytest.fixture(autouse=True)
def stopped(frozen, note_kind):
    note_kind()
    return frozen


# -- taking back --------------------------------------------------------------------------------


def test_withdraw_cancels_what_is_due_or_claimed_and_nothing_else(after) -> None:
    due, claimed, calling = (builders.message(about="session:1") for _ in range(3))
    other = builders.message(about="session:11")
    token = uuid.uuid4()
    lease = {"lease_token": token, "lease_until": due.expires_at}
    Message.objects.filter(pk=claimed.pk).update(state="claimed", **lease)
    Message.objects.filter(pk=calling.pk).update(state="calling", **lease)
    assert outbox.withdraw(about="session:1", reason="session_moved") == 2
    states = [after(row).state for row in (due, claimed, calling, other)]
    assert states == ["cancelled", "cancelled", "calling", "due"]
    assert after(due).finished_at is not None
    assert step.prepare(claimed.pk, token) is None


def test_withdraw_can_be_for_one_kind_or_one_woman(after) -> None:
    builders.kind("another")
    card = builders.card()
    first = builders.message(card)
    second = builders.message(kind="another")
    assert outbox.withdraw(about="thing:1", kind="another", reason="r") == 1
    assert outbox.withdraw(about="thing:1", card=card.pk + 1000, reason="r") == 0
    assert (after(first).state, after(second).state) == ("due", "cancelled")


def test_stop_ends_what_is_due_and_claimed_together_for_every_card_of_the_number(after) -> None:
    number = builders.phone()
    first = builders.message(builders.card(phone=number, text="yes"))
    claim("text")
    second = builders.message(builders.card(phone=number, text="yes"))
    other = builders.message()
    outbox.suppress(first.card.phone_hash)
    assert [after(row).state for row in (first, second, other)] == [
        "suppressed",
        "suppressed",
        "due",
    ]


# -- the database keeps it ----------------------------------------------------------------------


@pytest.mark.parametrize("final", FINAL)
def test_a_final_row_never_goes_back_even_by_sql(final) -> None:
    note = builders.message()
    Message.objects.filter(pk=note.pk).update(state=final)
    for state in {*OPEN, *FINAL} - {final}:
        with pytest.raises(IntegrityError, match="stays as it ended"), transaction.atomic():
            Message.objects.filter(pk=note.pk).update(
                state=state, lease_token=uuid.uuid4(), lease_until=note.expires_at
            )
    Message.objects.filter(pk=note.pk).update(state=final, reason="may be noted")


def test_what_happened_cannot_be_rewritten(drain_all) -> None:
    builders.message()
    drain_all()
    with pytest.raises(IntegrityError, match="cannot be rewritten"), transaction.atomic():
        MessageEvent.objects.update(note="something else")


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "sent"},
        {"channel": "fax"},
        {"state": "claimed"},
        {"state": "calling"},
        {"state": "accepted", "body": "t1:AAAA"},
        {"state": "dead", "to": "t1:AAAA"},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong) -> None:
    note = builders.message()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=note.pk).update(**wrong)


def test_after_it_began_cannot_even_be_stored(stopped) -> None:
    start = stopped.at + dt.timedelta(hours=1)
    builders.message(about_starts_at=start, expires_at=start)
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.message(about_starts_at=start, expires_at=start + dt.timedelta(seconds=1))


# -- writing it down ----------------------------------------------------------------------------


def test_the_same_thing_is_said_once() -> None:
    card = builders.card()
    first = builders.message(card, dedupe_key="reminder:1")
    said = {"kind": "test-note", "card": card, "about": "thing:1", "dedupe_key": "reminder:1"}
    again = outbox.enqueue(
        **said, not_before=first.not_before, expires_at=first.expires_at, by=SYSTEM
    )
    assert again is None
    assert Message.objects.count() == 1


def test_a_row_the_database_refuses_is_not_quietly_dropped(stopped) -> None:
    """ON CONFLICT names the key: a failed CHECK beside it still raises, on SQLite too."""
    start = stopped.at + dt.timedelta(hours=1)
    drafts = [
        outbox.draft(
            kind="test-note",
            card=builders.card(),
            about="thing:1",
            dedupe_key=f"k{at}",
            not_before=stopped.at,
            expires_at=start + dt.timedelta(hours=at),
            about_starts_at=start,
            by=SYSTEM,
            now=stopped.at,
        )
        for at in range(2)
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        outbox.store([row for row in drafts if row])
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"phone": "+447700900111"},
        {"phone": "+447700900111", "text": "no", "call": "yes"},
        {"phone": "+447700900111", "text": "yes", "plainness": "page"},
    ],
)
def test_without_a_yes_there_is_no_row(answers, stopped) -> None:
    card = cards.make(holder="woman", answers=answers, by=SYSTEM)
    for channel in (None, "text", "mail"):
        made = outbox.enqueue(
            kind="test-note",
            card=card,
            channel=channel,
            about="thing:1",
            dedupe_key=f"k{channel}",
            not_before=stopped.at,
            expires_at=stopped.at + dt.timedelta(hours=1),
            by=SYSTEM,
        )
        assert made is None
    assert not Message.objects.exists()


def test_text_comes_before_mail_where_both_are_a_yes() -> None:
    assert builders.message(builders.card(**TEXTS_AND_MAILS)).channel == "text"
    only_mail = TEXTS_AND_MAILS | {"text": ""}
    assert builders.message(builders.card(**only_mail)).channel == "mail"


def test_a_link_minted_for_a_message_goes_with_a_render_that_failed(drain_all, after) -> None:
    def mint_and_fail(message, level):
        links.mint("you", "woman:1", by=SYSTEM, lifetime=None, single_use=False)
        raise RuntimeError

    builders.kind("link", render=mint_and_fail)
    note = builders.message(kind="link")
    drain_all()
    assert after(note).reason == "cannot_be_rendered"
    assert not PrivateLink.objects.exists()
