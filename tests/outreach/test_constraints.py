"""What the database itself refuses: each promise, by trying to break it (house.md, habit 7)."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from groups.models import Membership
from outreach.models import Introduction, Organisation, Tally, Worker
from outreach.services import decisions
from peersupport import clock

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 12, 1, 11, tzinfo=dt.UTC)


def refused(row: Introduction, **changes: Any) -> bool:
    """Whether plain SQL is refused, past every service."""
    try:
        with transaction.atomic():
            Introduction.objects.filter(pk=row.pk).update(**changes)
    except IntegrityError:
        return True
    return False


def test_these_rows_can_be_changed_at_all(asked) -> None:
    assert not refused(asked("Bea"), last_contact_at=clock.now())


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name_hash": ""},
        {"card": None},
        {"said": "maybe"},
        {"said": "yes"},
        {"said": "no"},
        {"said": "not_yet"},
        {"not_yet_reason": "no_room"},
        {"closed_at": NOW},
        {"decided_at": NOW},
        {"group": None},
        {"consent_text_version": ""},
        {"she_knows": True},
        {"worker_may_know": True},
        {"came_by": "partner"},
    ],
    ids=str,
)
def test_an_open_one_of_her_own(asked, changes) -> None:
    assert refused(asked("Bea"), **changes)


@pytest.mark.parametrize(
    "changes",
    [{"she_knows": False}, {"worker": None}, {"organisation": None}, {"came_by": "herself"}],
    ids=str,
)
def test_40_one_by_a_partner_needs_that_she_knows(introduced, changes) -> None:
    assert refused(introduced("Bea"), **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Bea"},
        {"name_hash": "x" * 64},
        {"membership": None},
        {"closed_at": None},
        {"said": "no"},
        {"said": ""},
    ],
    ids=str,
)
def test_36_after_a_yes_nothing_of_her_can_stand_at_the_door(asked, by_ruth, changes) -> None:
    assert refused(decisions.record(asked("Bea"), "yes", by=by_ruth), **changes)


@pytest.mark.parametrize("reason", ["", "too_loud", "not_ready"])
def test_not_yet_has_two_reasons_and_no_third(asked, by_ruth, reason) -> None:
    row = decisions.record(asked("Bea"), "not_yet", "no_room", by=by_ruth)
    assert refused(row, not_yet_reason=reason)


def test_a_place_comes_from_one_introduction(asked, by_ruth) -> None:
    first = decisions.record(asked("Bea"), "yes", by=by_ruth)
    second = decisions.record(asked("Cleo"), "yes", by=by_ruth)
    assert refused(second, membership_id=first.membership_id)


def test_a_place_that_is_gone_takes_its_row_along(asked, by_ruth) -> None:
    decisions.record(asked("Bea"), "yes", by=by_ruth)
    Membership.objects.all().delete()
    assert not Introduction.objects.exists()


def test_one_worker_has_one_place_at_a_time(worker) -> None:
    other = Organisation.objects.create(name="Other", sector="community")
    with pytest.raises(IntegrityError), transaction.atomic():
        Worker.objects.create(user=worker.user, organisation=other)


def test_sectors_are_four(organisation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="Other", sector="private")


@pytest.mark.parametrize("with_group", [True, False])
def test_a_count_stands_once(group, with_group) -> None:
    said = {
        "month": clock.today().replace(day=1),
        "group": group if with_group else None,
        "came_by": "herself",
        "sector": "",
        "outcome": "not_reached",
    }
    Tally.objects.create(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tally.objects.create(**said)


def test_40_no_column_could_say_whether_she_fits() -> None:
    names = {field.name for field in Introduction._meta.fields}
    words = ("status", "suit", "elig", "score", "rank", "risk", "priority", "declin", "note")
    assert [name for name in names for word in words if word in name] == []
