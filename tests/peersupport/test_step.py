"""One message's way, and every turn it can take (delivery.md, States)."""

import datetime as dt
import uuid

import pytest
from django.db import connection

from peersupport.actors import SYSTEM
from peersupport.messaging import drain, outbox, step, transports
from peersupport.messaging.claim import LEASE, claim
from peersupport.models import ContactCard, Message, MessageEvent
from peersupport.registry import Words, registry
from peersupport.services import cards
from tests import builders

pytestmark = pytest.mark.django_db
TEXTS_AND_MAILS = {"phone": "+447700900777", "text": "yes", "email": "a@example.org", "mail": "yes"}


@pytest.fixture(autouse=True)
def stopped(frozen, note_kind):
    note_kind()
    return frozen


def test_the_whole_way(after, story, drain_all) -> None:
    note = builders.message()
    assert note.state == "due"
    assert drain_all() == 1
    assert after(note).state == "accepted"
    assert story(note) == ["claimed", "calling", "accepted"]


def test_what_was_said_is_cleared_once_accepted(after, drain_all) -> None:
    note = builders.message()
    drain_all()
    row = after(note)
    assert (row.body, row.to, row.subject) == ("", "", "")
    assert row.to_hash == note.card.phone_hash
    assert row.accepted_at is not None


@pytest.mark.django_db(transaction=True)
def test_no_call_without_a_committed_mark_and_none_inside_a_transaction(monkeypatch) -> None:
    seen = []

    def look(self, call):
        seen.append((connection.in_atomic_block, Message.objects.get(pk=call.message_id).state))
        return transports.Outcome("accepted", ref="r")

    monkeypatch.setattr("peersupport.messaging.transports.outbox.Outbox.send", look)
    builders.message()
    drain.drain("text")
    assert seen == [(False, "calling")]


def test_words_and_address_are_fixed_at_the_first_call(monkeypatch, after, go) -> None:
    said = iter(["one", "two", "three"])
    builders.kind("changing", render=lambda message, level: Words(next(said)))
    bodies = []

    def busy(self, call):
        bodies.append((call.body, call.to, call.key))
        return transports.Outcome("transient")

    monkeypatch.setattr("peersupport.messaging.transports.outbox.Outbox.send", busy)
    note = builders.message(kind="changing")
    go()
    go(minutes=41)
    assert bodies == [("one", note.card.phone, note.key)] * 2
    assert after(note).body == "one"


@pytest.mark.parametrize("first", ["transient", "doubtful"])
def test_words_she_takes_her_yes_back_from_are_not_said_at_the_next_try(
    monkeypatch, stopped, go, first
) -> None:
    """The provider was away, and in the meantime she asks us not to name the group any more."""
    builders.kind("leveled", render=lambda message, level: Words(f"words: {level}"))
    bodies = []

    def busy(self, call):
        bodies.append(call.body)
        return transports.Outcome(first)

    monkeypatch.setattr("peersupport.messaging.transports.outbox.Outbox.send", busy)
    card = builders.card(phone=builders.phone(), text="yes", plainness="named")
    builders.message(card, kind="leveled")
    go()
    stopped.tick(minutes=1)
    cards.change(card, answers={"plainness": "plain"}, by=SYSTEM)
    go(minutes=41)
    assert bodies == ["words: named", "words: plain"]


def test_what_lies_in_hand_is_sealed(monkeypatch) -> None:
    monkeypatch.setattr(
        "peersupport.messaging.transports.outbox.Outbox.send",
        lambda self, call: transports.Outcome("transient"),
    )
    builders.kind("secret", render=lambda message, level: Words("kettle on at ten", "a subject"))
    builders.message(kind="secret")
    drain.drain("text")
    with connection.cursor() as cursor:
        cursor.execute('SELECT body, subject, "to" FROM peersupport_message')
        (row,) = cursor.fetchall()
    assert all(value.startswith("t1:") for value in row)


# -- what stops it ------------------------------------------------------------------------------


def ends(note: Message, story, drain_all) -> str:
    """Drain, make sure nothing was called, and say where it ended."""
    assert drain_all() == 0
    return story(note)[-1]


def test_too_late_is_a_state_that_somebody_sees(stopped, story, drain_all) -> None:
    note = builders.message()
    stopped.at = note.expires_at
    assert ends(note, story, drain_all) == "expired too_late"


def test_a_moment_before_is_not_too_late(stopped, after, drain_all) -> None:
    note = builders.message()
    stopped.at = note.expires_at - dt.timedelta(seconds=1)
    drain_all()
    assert after(note).state == "accepted"


def test_a_kind_that_is_gone(story, drain_all) -> None:
    note = builders.message()
    del registry.message_kinds["test-note"]
    assert ends(note, story, drain_all) == "dead unknown_kind"


def test_a_card_that_is_gone(story, drain_all) -> None:
    note = builders.message()
    ContactCard.objects.all().delete()
    assert ends(note, story, drain_all) == "cancelled forgotten"


@pytest.mark.parametrize("answers", [{"text": "no"}, {"text": ""}, {"plainness": "page"}])
def test_a_yes_taken_back(story, drain_all, answers) -> None:
    note = builders.message()
    ContactCard.objects.update(**answers)
    assert ends(note, story, drain_all) == "cancelled no_yes"


def test_a_stop(story, drain_all) -> None:
    note = builders.message()
    outbox.suppress(note.card.phone_hash)
    assert story(note)[-1] == "suppressed stop"
    later = builders.message(note.card)
    assert ends(later, story, drain_all) == "suppressed stop"


def test_a_stop_is_for_texts(after, drain_all) -> None:
    note = builders.message(builders.card(**TEXTS_AND_MAILS), channel="mail")
    outbox.suppress(note.card.phone_hash)
    drain_all()
    assert after(note).state == "accepted"


def test_a_number_that_is_no_uk_mobile(story, drain_all) -> None:
    note = builders.message(builders.card(phone="+442079460000", text="yes"))
    assert ends(note, story, drain_all) == "dead not_a_uk_mobile"


def test_what_is_no_longer_true(story, drain_all) -> None:
    builders.kind("untrue", still_true=lambda message, now: False)
    assert ends(builders.message(kind="untrue"), story, drain_all) == "cancelled no_longer_true"


def test_a_new_number_gets_nothing_that_was_meant_for_the_old(
    gateway, stopped, after, story, go
) -> None:
    """Fixed at the first call, changed before the second: neither number hears it (safety.md 49)."""
    gateway.answers(429)
    note = builders.message()
    go()
    assert after(note).state == "due"
    cards.change(note.card, answers={"phone": "+447700900888"}, by=SYSTEM)
    go(minutes=41)
    assert after(note).state == "cancelled"
    assert len(gateway.requests) == 1


# -- her times ----------------------------------------------------------------------------------

QUIET = (dt.time(21), dt.time(8))


def test_in_quiet_hours_it_waits_for_the_morning(stopped, after, drain_all) -> None:
    stopped.set(2026, 12, 1, 23, 30)
    end = stopped.at + dt.timedelta(hours=12)
    note = builders.message(quiet=QUIET, expires_at=end)
    assert drain_all() == 0
    row = after(note)
    assert (row.state, row.reason) == ("due", "waits_for_a_safe_time")
    assert row.not_before == dt.datetime(2026, 12, 2, 8, 0, tzinfo=dt.UTC)
    stopped.at = row.not_before
    assert drain_all() == 1


def test_her_own_times_win_over_quiet_hours(stopped, drain_all) -> None:
    stopped.set(2026, 12, 1, 20, 30)
    card = builders.card(phone=builders.phone(), text="yes", safe_windows=["weekday-evening"])
    builders.message(card, quiet=(dt.time(19), dt.time(8)))
    assert drain_all() == 1


def test_where_no_safe_time_is_left_it_ends_and_is_seen(stopped, story, drain_all) -> None:
    stopped.set(2026, 12, 1, 23, 30)
    note = builders.message(quiet=QUIET, expires_at=stopped.at + dt.timedelta(hours=8))
    assert ends(note, story, drain_all) == "expired no_safe_window"


# -- one that is broken holds nobody up -----------------------------------------------------------


def _raise(*args):
    raise RuntimeError("Ada Lovelace, 07700 900123")


@pytest.mark.parametrize("broken", [{"render": _raise}, {"still_true": _raise}])
def test_a_poison_row_holds_nobody_up(after, go, broken, caplog) -> None:
    builders.kind("poison", **broken)
    poison = builders.message(kind="poison")
    others = [builders.message() for _ in range(3)]
    assert go() == 3
    assert {after(other).state for other in others} == {"accepted"}
    assert after(poison).state in {"dead", "due"}
    go(minutes=3)
    go(hours=3)
    assert after(poison).state in {"dead", "expired"}


def test_a_card_that_cannot_be_opened_holds_nobody_up(after, go) -> None:
    poison, other = builders.message(), builders.message()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE peersupport_contactcard SET phone = 't1:AAAA' WHERE id = %s", [poison.card_id]
        )
    assert go() == 1
    assert after(other).state == "accepted"
    assert go(minutes=5) == 0
    state = Message.objects.filter(pk=poison.pk).values_list("state", flat=True).get()
    assert state not in {"calling", "accepted"}


def test_a_row_in_hand_that_cannot_be_opened_holds_recovery_up_for_nobody(
    after, go, stopped
) -> None:
    for _ in range(2):
        builders.message()
    _, (poison, other) = claim("text")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE peersupport_message SET body = 't1:AAAA' WHERE id = %s", [poison])
    assert go(minutes=3) == 1
    states = dict(Message.objects.values_list("pk", "state"))
    assert (states[poison], states[other]) == ("due", "accepted")


def test_a_transport_that_raises_is_a_doubtful_call(monkeypatch, after, story, go) -> None:
    """A header that cannot be, a full disk: whatever it was, something may have gone out."""
    monkeypatch.setattr("peersupport.messaging.transports.outbox.Outbox.send", _raise)
    note, other = builders.message(), builders.message()
    go()
    assert [story(row)[-1] for row in (note, other)] == ["due RuntimeError"] * 2
    assert after(note).doubts == 1


# -- the lease ----------------------------------------------------------------------------------


def test_a_lease_that_is_over_stops_the_step(stopped, after) -> None:
    note = builders.message()
    token, _ = claim("text")
    stopped.at += LEASE
    assert step.prepare(note.pk, token) is None
    assert after(note).state == "claimed"


def test_another_workers_token_opens_nothing(after) -> None:
    note = builders.message()
    claim("text")
    assert step.prepare(note.pk, uuid.uuid4()) is None
    assert after(note).state == "claimed"


def test_claimed_and_left_is_certainly_not_sent_and_is_due_again(after, story, go) -> None:
    note = builders.message()
    claim("text")
    assert go(seconds=119) == 0
    assert go(seconds=1) == 1
    assert story(note) == ["claimed", "due lease_over", "claimed", "calling", "accepted"]


def test_an_outcome_without_the_token_is_an_event_and_an_alarm(after, story, caplog) -> None:
    note = builders.message()
    token, _ = claim("text")
    call = step.prepare(note.pk, token)
    assert call
    step.settle(call, uuid.uuid4(), transports.Outcome("accepted", ref="r"))
    assert after(note).state == "calling"
    assert story(note)[-1] == "late_outcome accepted"
    assert "late outcome" in caplog.text


def test_an_outcome_for_a_message_that_was_erased_is_nothing() -> None:
    note = builders.message()
    token, _ = claim("text")
    call = step.prepare(note.pk, token)
    Message.objects.all().delete()
    assert call
    step.settle(call, token, transports.Outcome("accepted", ref="r"))
    assert not MessageEvent.objects.exists()


# -- backoff ------------------------------------------------------------------------------------


@pytest.mark.parametrize("attempts", [1, 2, 5, 12, 500])
def test_backoff_stays_between_30_seconds_and_40_minutes(attempts) -> None:
    waits = [step.backoff(attempts) for _ in range(200)]
    assert min(waits) >= 30
    assert max(waits) <= 40 * 60
    assert len(set(waits)) > 100, "without jitter everybody comes back at once"


def test_a_known_refusal_never_waits_past_the_end(gateway, stopped, story, go) -> None:
    gateway.answers((429, {"Retry-After": "600"}))
    note = builders.message(expires_at=stopped.at + dt.timedelta(seconds=600))
    go()
    assert story(note)[-1] == "expired http_429"
