"""Pages by name and by day: nothing twice, nothing missed, whatever a name is made of."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.models import ContactEntry, Organisation
from peersupport.paging import cut
from tests.outreach.outreach_builders import logged

pytestmark = pytest.mark.django_db
NAMES = [
    "a",
    "a~b",
    "a~",
    "~",
    "100% us",
    "a%7Eb",
    "Zoë",
    "Łucja",
    "💐" * 120,
    "a b",
    "+",
    "&#?",
    "A",
]


def walk(rows, by: tuple[str, ...], size: int) -> list[int]:
    found, after = [], ""
    while True:
        page = cut(rows, by=by, after=after, size=size)
        found += [row.pk for row in page.rows]
        if not page.more:
            return found
        assert page.more != after, "it goes round in circles"
        after = page.more


@pytest.fixture
def named() -> None:
    ended = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    Organisation.objects.bulk_create(
        Organisation(name=name, sector="community", ended_at=ended) for name in NAMES * 2
    )


@pytest.mark.parametrize("size", [1, 2, 3, 7, 26])
@pytest.mark.parametrize("by", [("name", "id"), ("-name", "-id")])
def test_every_name_once_and_in_order(named, by, size) -> None:
    wanted = Organisation.objects.order_by(*by).values_list("pk", flat=True)
    assert walk(Organisation.objects.all(), by, size) == list(wanted)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_every_day_once_and_in_order(organisation, nadia, size) -> None:
    for days in (3, 0, 1, 1, 1, 2, 0):
        logged(organisation, nadia, days=days)
    by = ("-happened_on", "-id")
    wanted = ContactEntry.objects.order_by(*by).values_list("pk", flat=True)
    assert walk(ContactEntry.objects.all(), by, size) == list(wanted)


ODD = [
    "%00~1",
    "%ff~1",
    "a\x00~1",
    "%~1",
    "~1",
    "a~",
    "a~x",
    "%7E~1",
    "2026-12-01~1",
    "9999-99-99~1",
]


@pytest.mark.parametrize("after", ODD)
def test_an_odd_key_is_the_beginning_or_a_page(named, after) -> None:
    assert len(cut(Organisation.objects.all(), by=("name", "id"), after=after).rows) <= 25
    cut(ContactEntry.objects.all(), by=("-happened_on", "-id"), after=after)


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_key_breaks_a_page(after) -> None:
    for key in (after, f"{after}~1"):
        cut(Organisation.objects.all(), by=("name", "id"), after=key)
        cut(ContactEntry.objects.all(), by=("-happened_on", "-id"), after=key)
