"""What the database refuses of a safety hold, by trying to break it (house.md, habit 7)."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from outreach.models import SafetyHold
from outreach.services import holds
from peersupport import clock
from peersupport.actors import Actor

pytestmark = pytest.mark.django_db
HURT = "Somebody she fears comes to the same building on that evening."


def refused(hold: SafetyHold, **changes: Any) -> bool:
    """Whether plain SQL is refused, past every service."""
    try:
        with transaction.atomic():
            SafetyHold.objects.filter(pk=hold.pk).update(**changes)
    except IntegrityError:
        return True
    return False


@pytest.fixture
def hold(asked, by_ruth, frozen) -> SafetyHold:
    return holds.open_hold(asked("Bea"), could_happen=HURT, told="all", by=by_ruth)


@pytest.fixture
def agreed(hold, nadia) -> SafetyHold:
    return holds.agree(hold, by=Actor.of_user(nadia))


def test_a_second_person_can_be_written_down_at_all(hold, nadia) -> None:
    assert not refused(hold, second_by=nadia, second_at=clock.now())


def test_the_second_person_is_another_one(hold, ruth) -> None:
    assert refused(hold, second_by=ruth, second_at=clock.now())


def test_the_second_person_agrees_in_time(hold, nadia) -> None:
    assert refused(hold, second_by=nadia, second_at=hold.second_due_at)


@pytest.mark.parametrize(
    "changes",
    [
        {"could_happen": ""},
        {"told": ""},
        {"told": "maybe"},
        {"told": "part"},
        {"told": "not_yet", "will_hear": "never"},
        {"will_hear": "face"},
        {"ended_why": "lifted"},
        {"ended_at": dt.datetime(2026, 12, 3, tzinfo=dt.UTC)},
        {"ended_why": "difficult", "ended_at": dt.datetime(2026, 12, 3, tzinfo=dt.UTC)},
        {"second_at": dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)},
        {"begins_at": None},
        {"ends_at": None},
        {"begins_at": None, "ends_at": None},
        {"renews_until": dt.datetime(2026, 12, 3, tzinfo=dt.UTC)},
    ],
    ids=str,
)
def test_what_it_must_say(hold, changes) -> None:
    assert refused(hold, **changes)


def test_14_days_at_most(hold) -> None:
    assert not refused(hold, ends_at=hold.begins_at + dt.timedelta(days=13))
    assert not refused(hold, ends_at=hold.begins_at + dt.timedelta(days=14))
    assert refused(hold, ends_at=hold.begins_at + dt.timedelta(days=14, microseconds=1))
    assert refused(hold, ends_at=hold.begins_at)


def test_one_at_a_time(hold) -> None:
    hold.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        hold.save(force_insert=True)


def test_a_renewal_begins_with_its_second_person_and_in_time(agreed, by_ruth, nadia) -> None:
    renewal = holds.renew(agreed, could_happen=HURT, told="all", by=by_ruth)
    now, fortnight = clock.now(), dt.timedelta(days=14)
    SafetyHold.objects.filter(pk=agreed.pk).update(ended_at=now, ended_why="renewed")
    begun = {"begins_at": now, "ends_at": now + fortnight}
    second = {"second_by": nadia, "second_at": now}
    assert refused(renewal, **begun), "nobody has agreed"
    late = renewal.renews_until
    assert refused(
        renewal,
        second_by=nadia,
        second_at=late,
        second_due_at=late + fortnight,
        begins_at=late,
        ends_at=late + fortnight,
    ), "what it renews had ended"
    assert refused(renewal, **begun, **second, renews_until=None)
    assert not refused(renewal, **begun, **second)


def test_one_renewal_at_a_time(agreed, by_ruth) -> None:
    renewal = holds.renew(agreed, could_happen=HURT, told="all", by=by_ruth)
    renewal.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        renewal.save(force_insert=True)
