"""Duties: one lead, one deputy, two people; given and ended by a coordinator (safety.md 51)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from peersupport.actors import SYSTEM
from peersupport.models import AuditEvent, Duty
from peersupport.services import duties, people

pytestmark = pytest.mark.django_db


def test_51_the_lead_and_the_deputy_are_two_people(ruth, nadia) -> None:
    duties.give(ruth, "safeguarding_lead", by=SYSTEM)
    with pytest.raises(duties.NotPossible, match="two people"):
        duties.give(ruth, "safeguarding_deputy", by=SYSTEM)
    duties.give(nadia, "safeguarding_deputy", by=SYSTEM)
    assert {kind: duty.user for kind, duty in duties.held().items()} == {
        "safeguarding_lead": ruth,
        "safeguarding_deputy": nadia,
    }


def test_a_refused_change_leaves_the_one_before_in_place(ruth, nadia) -> None:
    duties.give(ruth, "safeguarding_lead", by=SYSTEM)
    duties.give(nadia, "safeguarding_deputy", by=SYSTEM)
    with pytest.raises(duties.NotPossible):
        duties.give(ruth, "safeguarding_deputy", by=SYSTEM)
    assert duties.held()["safeguarding_deputy"].user == nadia


def test_handing_over_ends_the_one_before(ruth, other_ruth) -> None:
    duties.give(ruth, "safeguarding_lead", by=SYSTEM)
    duties.give(other_ruth, "safeguarding_lead", by=SYSTEM)
    assert duties.held()["safeguarding_lead"].user == other_ruth
    assert Duty.objects.filter(user=ruth).exclude(ended_at=None).count() == 1
    verbs = AuditEvent.objects.filter(reason="safeguarding_lead").order_by("pk")
    assert [row.verb for row in verbs] == ["duty.given", "duty.ended", "duty.given"]


def test_given_twice_it_is_one(ruth) -> None:
    duties.give(ruth, "privacy_lead", by=SYSTEM)
    duties.give(ruth, "privacy_lead", by=SYSTEM)
    assert Duty.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("safeguarding_lead", "safeguarding_lead"),
        ("safeguarding_deputy", "safeguarding_deputy"),
        ("privacy_lead", "privacy_lead"),
    ],
)
def test_51_the_database_knows_one_holder(ruth, nadia, kind, other) -> None:
    Duty.objects.create(user=ruth, kind=kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(user=nadia, kind=other)


def test_51_the_database_knows_two_people(ruth) -> None:
    Duty.objects.create(user=ruth, kind="safeguarding_lead")
    Duty.objects.create(user=ruth, kind="privacy_lead")
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(user=ruth, kind="safeguarding_deputy")
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(user=ruth, kind="queen")


def test_a_partner_worker_and_a_former_leader_hold_none(pat, former_ruth) -> None:
    for person in (pat, former_ruth):
        with pytest.raises(duties.NotPossible):
            duties.give(person, "safeguarding_lead", by=SYSTEM)
    assert not Duty.objects.exists()


def test_51_without_a_lead_every_coordinator_hears(nadia, ruth) -> None:
    assert duties.hears_of_worries() == ([nadia], False)
    duty = duties.give(ruth, "safeguarding_lead", by=SYSTEM)
    assert duties.hears_of_worries() == ([ruth], True)
    duties.end(duty, by=SYSTEM)
    assert duties.hears_of_worries() == ([nadia], False)


def test_51_a_lead_whose_role_ended_hears_nothing_more(nadia, ruth) -> None:
    duties.give(ruth, "safeguarding_lead", by=SYSTEM)
    people.end_role(ruth, by=SYSTEM)
    assert duties.hears_of_worries() == ([nadia], False)


# -- the page ---------------------------------------------------------------------------------------


@pytest.fixture
def office(nadia, client_for):
    return client_for(nadia)


def give(client, person, kind: str = "safeguarding_lead"):
    return client.post(
        "/dashboard/people/duties/", {"kind": kind, "person": person.pk}, follow=True
    )


def test_a_coordinator_gives_and_ends_a_duty(office, ruth) -> None:
    assert "Safeguarding lead: nobody yet" in office.get("/dashboard/people/").content.decode()
    page = give(office, ruth).content.decode()
    assert "Safeguarding lead: Ruth Leader" in page
    duty = Duty.objects.get()
    page = office.post(f"/dashboard/people/duties/{duty.pk}/end/", follow=True).content.decode()
    assert "Safeguarding lead: nobody yet" in page


def test_what_cannot_be_is_said_in_a_sentence(office, ruth, pat) -> None:
    give(office, ruth)
    assert "two people" in give(office, ruth, "safeguarding_deputy").content.decode()
    assert "Choose somebody" in give(office, pat).content.decode()
    assert "Choose somebody" in give(office, ruth, "queen").content.decode()
    assert Duty.objects.filter(ended_at=None).count() == 1


def test_the_page_of_people_costs_the_same_with_one_duty_and_with_three(
    office, ruth, other_ruth, nadia
) -> None:
    costs = []
    for person, kind in zip((ruth, other_ruth, nadia), Duty.KINDS, strict=True):
        duties.give(person, kind, by=SYSTEM)
        with CaptureQueriesContext(connection) as queries:
            office.get("/dashboard/people/")
        costs.append(len(queries))
    assert len(set(costs)) == 1
