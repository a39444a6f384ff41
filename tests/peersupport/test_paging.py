"""Pages by key: nothing twice, nothing missed, and a key anybody types breaks nothing."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peersupport.actors import SYSTEM
from peersupport.models import AuditEvent
from peersupport.paging import cut
from tests import builders

pytestmark = pytest.mark.django_db
START = dt.datetime(2027, 3, 28, 0, 30, tzinfo=dt.UTC)
ORDERS = [("at", "id"), ("-at", "-id"), ("id",), ("-id",), ("-at", "id")]


@pytest.fixture
def events() -> list[int]:
    """Eleven, of which some happened at the same moment."""
    minutes = [0, 0, 0, 1, 2, 2, 3, 3, 3, 3, 4]
    rows = [
        AuditEvent(actor="a", verb="v", subject="s", at=START + dt.timedelta(minutes=minute))
        for minute in minutes
    ]
    return [row.pk for row in AuditEvent.objects.bulk_create(rows)]


def walk(by: tuple[str, ...], size: int) -> list[list[int]]:
    pages, after = [], ""
    while True:
        page = cut(AuditEvent.objects.all(), by=by, after=after, size=size)
        pages.append([row.pk for row in page.rows])
        if not page.more:
            return pages
        assert page.more != after, "it goes round in circles"
        after = page.more


@pytest.mark.parametrize("by", ORDERS)
@pytest.mark.parametrize("size", [1, 2, 3, 10, 11, 12])
def test_every_row_once_and_in_order(events, by, size) -> None:
    pages = walk(by, size)
    assert [pk for page in pages for pk in page] == list(
        AuditEvent.objects.order_by(*by).values_list("pk", flat=True)
    )
    assert all(len(page) == size for page in pages[:-1])


def test_with_nothing_there_is_one_empty_page() -> None:
    assert walk(("-at", "-id"), 3) == [[]]


def test_a_row_that_comes_in_between_moves_none_of_the_others(events) -> None:
    first = cut(AuditEvent.objects.all(), by=("-at", "-id"), size=4)
    AuditEvent.objects.create(actor="a", verb="v", subject="s", at=START + dt.timedelta(hours=1))
    second = cut(AuditEvent.objects.all(), by=("-at", "-id"), after=first.more, size=4)
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}
    assert [row.pk for row in second.rows] == sorted(events, reverse=True)[4:8]


ODD = [
    "x",
    "~",
    "~~",
    "1",
    "2027-03-28~1",
    "2027-03-28T00:30:00~1",
    "2027-03-28T00:30:00+00:00~x",
    "0001-01-01T00:00:00+14:00~1",
    "9999-12-31T23:59:59-14:00~1",
    "2027-03-28T00:30:00+00:00~99999999999999999999999",
    "' OR 1=1 --~1",
    "\x00~1",
    "٣~٣",
]


@pytest.mark.parametrize("after", ODD)
def test_an_odd_key_is_the_beginning_or_a_page(events, after) -> None:
    page = cut(AuditEvent.objects.all(), by=("at", "id"), after=after)
    assert len(page.rows) <= len(events)


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_key_breaks_a_page(after) -> None:
    cut(AuditEvent.objects.all(), by=("-at", "-id"), after=after)
    cut(AuditEvent.objects.all(), by=("id",), after=after)


def test_a_page_says_its_key_for_rows_as_dictionaries_too(events) -> None:
    page = cut(AuditEvent.objects.values("id", "at"), by=("at", "id"), size=3)
    again = cut(AuditEvent.objects.all(), by=("at", "id"), after=page.more, size=3)
    assert [row["id"] for row in page.rows] + [row.pk for row in again.rows] == events[:6]


# -- settled by hand ----------------------------------------------------------------------------


def test_what_needs_a_person_waits_until_somebody_told_her(frozen, note_kind, nadia) -> None:
    from peersupport.actors import Actor
    from peersupport.messaging import settle_by_hand
    from peersupport.models import Message

    note_kind()
    note_kind("for-staff", audience="staff")
    states = ["uncertain", "dead", "expired", "undelivered", "accepted", "due"]
    notes = {state: builders.message() for state in states}
    notes["staff"] = builders.message(kind="for-staff")
    for state, note in notes.items():
        Message.objects.filter(pk=note.pk).update(state="dead" if state == "staff" else state)
    waiting = settle_by_hand.waiting(Message.objects.all())
    assert {row.state for row in waiting} == set(states[:4])
    by = Actor.of_user(nadia)
    for note in notes.values():
        settle_by_hand.told(note, by=by)
        settle_by_hand.told(note, by=SYSTEM)
    assert not settle_by_hand.waiting(Message.objects.all()).exists()
    now = {state: Message.objects.get(pk=note.pk).state for state, note in notes.items()}
    assert now == {state: state for state in states} | {"uncertain": "no_receipt", "staff": "dead"}
    by_hand = AuditEvent.objects.filter(verb="message.told_by_hand")
    assert by_hand.count() == 5
    assert {event.actor for event in by_hand} == {by.subject}
