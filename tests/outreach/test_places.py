"""How many women have a place, and that two are never given one (issue: the waiting list)."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from groups.models import Group, Membership
from groups.services import groups, memberships
from outreach.models import Introduction
from outreach.services import decisions
from peersupport.actors import SYSTEM, Actor
from peersupport.models import ContactCard
from tests import builders

pytestmark = pytest.mark.django_db


def with_places(group: Group, places: int | None) -> Group:
    return groups.edit(group, facts={"places": places}, by=SYSTEM)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Each in a thread of its own, all starting together; what each returned or raised."""
    gate = threading.Barrier(len(deeds), timeout=20)
    out: list[Any] = [None] * len(deeds)

    def run(number: int) -> None:
        try:
            gate.wait()
            out[number] = deeds[number]()
        except Exception as raised:
            out[number] = raised
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return out


def test_empty_is_no_limit(group) -> None:
    for _ in range(3):
        builders.place(group)
    assert Membership.objects.count() == 3


def test_the_room_itself_refuses_one_too_many(group) -> None:
    with_places(group, 1)
    place = builders.place(group, "Ada")
    with pytest.raises(memberships.Full, match="Every place is taken"):
        builders.place(group, "Bea")
    memberships.leave(place, by=SYSTEM)
    assert builders.place(group, "Bea").group == group


def test_fewer_places_send_nobody_away(group) -> None:
    for name in ("Ada", "Bea"):
        builders.place(group, name)
    with_places(group, 1)
    assert Membership.objects.live().count() == 2
    with pytest.raises(memberships.Full):
        builders.place(group, "Cleo")


@pytest.mark.parametrize("facts", [{"places": 0}, {"offer_hours": 1}, {"offer_hours": 337}])
def test_the_database_knows_what_can_be(group, facts) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.filter(pk=group.pk).update(**facts)


def test_a_yes_to_a_full_group_loses_nothing(asked, group, by_ruth) -> None:
    with_places(group, 1)
    builders.place(group, "Ada")
    row = asked("Bea")
    with pytest.raises(decisions.Full):
        decisions.record(row, "yes", by=by_ruth)
    row.refresh_from_db()
    assert (row.said, row.name, row.membership) == ("", "Bea", None)
    assert ContactCard.objects.filter(holder="woman").count() == 2


def test_the_leader_reads_what_to_do_then(asked, group, client_for, ruth) -> None:
    with_places(group, 1)
    builders.place(group, "Ada")
    row = asked("Bea")
    response = client_for(ruth).post(f"/dashboard/introductions/{row.pk}/decide/", {"said": "yes"})
    assert "Every place is taken" in response.content.decode()
    assert "There is no room" in response.content.decode()


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_two_women_are_never_given_one_place(asked, group, ruth, nadia, monkeypatch) -> None:
    """PostgreSQL: the lock on the group's row. SQLite: writers stand in line from the start."""
    with_places(group, 1)
    rows = [asked("Bea"), asked("Cleo")]
    hold = memberships.hold_places

    def slowly(group_id: int) -> Any:
        # Long enough for the other to have counted, were the row not held.
        found = hold(group_id)
        threading.Event().wait(0.3)
        return found

    monkeypatch.setattr("groups.services.memberships.hold_places", slowly)
    deeds = [
        lambda row=row, user=user: decisions.record(row, "yes", by=Actor.of_user(user))
        for row, user in zip(rows, (ruth, nadia), strict=True)
    ]
    out = at_once(*deeds)
    assert sorted(type(one).__name__ for one in out) == ["Full", "Introduction"]
    assert Membership.objects.live().count() == 1
    assert Introduction.objects.filter(said="").count() == 1
