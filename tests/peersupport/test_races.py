"""Two things at once: whichever commits first wins, and nobody waits for ever."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from peersupport import links
from peersupport.actors import SYSTEM
from peersupport.messaging import drain, outbox, step, transports
from peersupport.messaging.claim import claim
from peersupport.models import InboundText, Message, MessageEvent, PrivateLink
from peersupport.services import cards, once
from tests import builders

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
SOON = 15


@pytest.fixture(autouse=True)
def a_note(note_kind) -> None:
    note_kind()


class Other(threading.Thread):
    """Somebody else's connection. What it raised is raised where it is waited for."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self.work, self.result, self.error = work, None, None

    def run(self) -> None:
        try:
            self.result = self.work()
        except Exception as error:
            self.error = error
        finally:
            connection.close()

    def done(self) -> object:
        self.join(SOON)
        assert not self.is_alive(), "it waits for ever"
        if self.error:
            raise self.error
        return self.result


@contextmanager
def uncommitted(deed: Callable[[], object]) -> Iterator[None]:
    """Inside: ``deed`` is done in another transaction that has not committed. After: it has."""
    did, go_on = threading.Event(), threading.Event()

    def work() -> None:
        with transaction.atomic():
            deed()
            did.set()
            go_on.wait(SOON)

    other = Other(work)
    other.start()
    assert did.wait(SOON) or other.done()
    try:
        yield
    finally:
        go_on.set()
        other.done()


def start(work: Callable[[], object]) -> Other:
    other = Other(work)
    other.start()
    other.join(0.3)  # long enough to reach the lock; the outcome does not hang on it
    return other


def changes(note: Message) -> dict[str, Callable[[], object]]:
    return {
        "stop": lambda: outbox.suppress(note.card.phone_hash),
        "withdraw": lambda: outbox.withdraw(about=note.about, reason="session_moved"),
        "no": lambda: cards.change(note.card, answers={"text": "no"}, by=SYSTEM),
    }


@pytest.mark.postgres  # SQLite lets one writer in at a time
@pytest.mark.parametrize("change", ["stop", "withdraw", "no"])
def test_a_change_that_commits_before_the_mark_wins(change, after) -> None:
    note = builders.message()
    token, _ = claim("text")
    with uncommitted(changes(note)[change]):
        step_taken = start(lambda: step.prepare(note.pk, token))
    assert step_taken.done() is None
    assert after(note).state in {"suppressed", "cancelled"}


@pytest.mark.postgres  # SQLite lets one writer in at a time
def test_a_new_number_that_commits_before_the_mark_wins() -> None:
    """She keeps her yes, and the old number may be in somebody else's hand by now."""
    note, new = builders.message(), builders.phone()
    token, _ = claim("text")
    with uncommitted(lambda: cards.change(note.card, answers={"phone": new}, by=SYSTEM)):
        step_taken = start(lambda: step.prepare(note.pk, token))
    assert step_taken.done().to == new


@pytest.mark.postgres  # SQLite lets one writer in at a time
@pytest.mark.parametrize("change", ["stop", "withdraw", "no"])
def test_a_mark_that_commits_first_is_not_undone(change, after) -> None:
    note, waiting = (builders.message(about="session:1") for _ in range(2))
    Message.objects.filter(pk=waiting.pk).update(card=note.card_id)
    token, ids = claim("text")
    assert len(ids) == 2
    with uncommitted(lambda: step.prepare(note.pk, token)):
        changed = start(changes(note)[change])
    changed.done()
    assert after(note).state == "calling"
    if change != "no":
        assert after(waiting).state in {"suppressed", "cancelled"}
    assert step.prepare(waiting.pk, token) is None


def test_a_stop_and_the_steps_of_a_whole_batch_do_not_lock_each_other_out(
    monkeypatch, after
) -> None:
    monkeypatch.setattr(
        "peersupport.messaging.transports.outbox.Outbox.send",
        lambda self, call: transports.Outcome("accepted", ref="r"),
    )
    card = builders.card()
    notes = [builders.message(card) for _ in range(12)]
    workers = [Other(lambda: drain.drain("text")) for _ in range(3)]
    workers += [Other(lambda: outbox.suppress(card.phone_hash)) for _ in range(2)]
    workers += [
        Other(lambda: cards.change(card, answers={"text": "no"}, by=SYSTEM)),
        Other(lambda: outbox.withdraw(about="thing:1", reason="session_moved")),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.done()
    drain.drain("text")
    assert {after(note).state for note in notes} <= {"accepted", "suppressed", "cancelled"}
    for note in notes:
        calls = note.events.filter(state="calling").count()
        assert calls == (after(note).state == "accepted")


def test_ten_drains_at_once_send_each_once(gateway) -> None:
    for _ in range(30):
        builders.message()
    workers = [Other(lambda: drain.drain("text")) for _ in range(10)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.done()
    assert len(gateway.requests) == len(gateway.texts) == 30
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}


def test_two_recoveries_at_once_see_to_each_row_once() -> None:
    for _ in range(20):
        builders.message()
    claim("text")
    Message.objects.update(lease_until="2020-01-01T00:00Z")
    workers = [Other(drain.recover) for _ in range(4)]
    for worker in workers:
        worker.start()
    assert sum(int(str(worker.done())) for worker in workers) == 20
    assert MessageEvent.objects.filter(note="lease_over").count() == 20


def test_the_same_reply_twice_at_once_is_one_row() -> None:
    from peersupport.messaging import inbound

    said = {"sender": "+447700900123", "body": "1", "provider": "generic", "provider_id": "a1"}
    workers = [Other(lambda: inbound.receive(**said)) for _ in range(6)]
    for worker in workers:
        worker.start()
    ids = {worker.done().pk for worker in workers}
    assert len(ids) == InboundText.objects.count() == 1


def test_the_same_message_twice_at_once_is_one_row() -> None:
    card = builders.card()
    said = {
        "kind": "test-note",
        "card": card,
        "about": "thing:1",
        "dedupe_key": "once",
        "by": SYSTEM,
    }
    times = dict(zip(("not_before", "expires_at"), ends(), strict=True))
    workers = [Other(lambda: outbox.enqueue(**said, **times)) for _ in range(6)]
    for worker in workers:
        worker.start()
    made = [worker.done() for worker in workers]
    assert len([row for row in made if row]) == Message.objects.count() == 1


def ends():
    import datetime as dt

    from peersupport import clock

    return clock.now(), clock.now() + dt.timedelta(hours=1)


def test_a_form_pressed_twice_at_once_counts_once() -> None:
    def press() -> bool:
        with transaction.atomic():
            return once.first_time("the-form")

    workers = [Other(press) for _ in range(6)]
    for worker in workers:
        worker.start()
    assert [worker.done() for worker in workers].count(True) == 1


def test_a_link_for_one_use_opens_for_one_of_many_who_all_found_it(monkeypatch) -> None:
    real, all_found = links.find, threading.Barrier(8)

    def find_together(token: str) -> PrivateLink | None:
        link = real(token)
        all_found.wait(SOON)
        return link

    monkeypatch.setattr(links, "find", find_together)
    token = links.mint("draft", "thing:1", by=SYSTEM, lifetime=None, single_use=True)
    workers = [Other(lambda: links.spend(token)) for _ in range(8)]
    for worker in workers:
        worker.start()
    assert len([1 for worker in workers if worker.done()]) == 1
    assert PrivateLink.objects.get().used_at is not None
