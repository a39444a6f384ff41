"""Taking messages in hand: exactly as many as asked for, each by one worker only."""

import datetime as dt
import threading

import pytest
from django.db import connection

from peersupport import clock
from peersupport.messaging import claim as claiming
from peersupport.messaging.claim import LEASE, claim
from peersupport.models import Message
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(note_kind):
    """Write ``number`` messages, each a minute younger than the one before."""
    note_kind()

    def write(number: int, **said) -> list[int]:
        card = builders.card()
        start = clock.now() - dt.timedelta(hours=5)
        return [
            builders.message(card, not_before=start + dt.timedelta(minutes=at), **said).pk
            for at in range(number)
        ]

    return write


@pytest.mark.parametrize(("due", "asked"), [(25, 20), (25, 1), (3, 20), (0, 20), (41, 40)])
def test_no_more_than_asked_for_and_the_oldest_first(many, due, asked) -> None:
    ids = many(due)
    _, got = claim("text", asked)
    assert got == ids[:asked]
    assert Message.objects.filter(state="claimed").count() == min(due, asked)


def test_the_next_claim_takes_the_next(many) -> None:
    ids = many(5)
    first, second, third = (claim("text", 2)[1] for _ in range(3))
    assert first + second + third == ids
    assert claim("text", 2)[1] == []


def test_what_is_not_yet_due_or_of_another_lane_stays(note_kind, frozen) -> None:
    note_kind()
    note_kind("hurry", urgent=True)
    later = builders.message(not_before=frozen.at + dt.timedelta(seconds=1))
    mail = builders.message(builders.card(email="a@example.org", mail="yes"))
    hurry = builders.message(kind="hurry")
    assert claim("text")[1] == []
    assert claim("mail")[1] == [mail.pk]
    assert claim("urgent")[1] == [hurry.pk]
    frozen.tick(seconds=1)
    assert claim("text")[1] == [later.pk]


def test_a_claim_has_a_lease_a_token_and_an_event(many, frozen) -> None:
    (pk,) = many(1)
    token, _ = claim("text")
    row = Message.objects.get(pk=pk)
    assert (row.state, row.lease_token, row.lease_until) == ("claimed", token, frozen.at + LEASE)
    assert list(row.events.values_list("state", "at")) == [("claimed", frozen.at)]


@pytest.mark.parametrize("state", ["claimed", "calling", "uncertain", "accepted", "dead"])
def test_only_due_rows_are_claimed(many, state) -> None:
    many(3)
    token, _ = claim("text")
    Message.objects.update(state=state, lease_token=token, lease_until=clock.now() - LEASE)
    assert claim("text")[1] == []


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_never_share_a_row(many) -> None:
    """On PostgreSQL rows are skipped while another holds them; on SQLite writers wait in line."""
    ids = many(60)
    got: list[list[int]] = []
    begin = threading.Barrier(4)

    def work() -> None:
        try:
            begin.wait(10)
            while taken := claim("text", 7)[1]:
                got.append(taken)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(pk for taken in got for pk in taken) == ids
    assert max(len(taken) for taken in got) <= 7


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_row_that_another_worker_holds_is_skipped_and_not_waited_for(many) -> None:
    ids = many(3)
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        from django.db import transaction

        with transaction.atomic():
            Message.objects.select_for_update().get(pk=ids[0])
            held.set()
            let_go.wait(10)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        assert claim("text", 2)[1] == ids[1:]
    finally:
        let_go.set()
        holder.join(10)


def test_both_engines_have_their_own_statement() -> None:
    assert "SKIP LOCKED" in claiming.POSTGRESQL
    assert " IN (" not in claiming.POSTGRESQL
