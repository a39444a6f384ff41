"""The people at partners: written down, handed over, forgotten."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from outreach.models import Contact, ContactEntry, Organisation, Worker
from outreach.services import contact_log, contacts
from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent, User
from peersupport.registry import registry
from peersupport.services import people
from tests.outreach.outreach_builders import entry_facts, good_turn, logged, person

pytestmark = pytest.mark.django_db
AT = "/dashboard/outreach/"
TODAY = dt.date(2026, 12, 1)
REACH = {"email": "wanda@example.org", "phone": "07700 900123"}


@pytest.fixture(autouse=True)
def on_a_tuesday(frozen) -> None:
    """1 December 2026."""


@pytest.fixture
def office(nadia, client_for):
    return client_for(nadia)


@pytest.fixture
def wanda(organisation, nadia, worker) -> Contact:
    """She works there, and signs in to the portal."""
    return person(organisation, nadia, worker=worker, **REACH)


def add(office, organisation, **more):
    facts = {"name": "Wanda Worker", "job": "Adviser", "talks": "talks"} | more
    return office.post(f"{AT}{organisation.pk}/contacts/add/", facts)


def test_a_contact_is_written_down_once_and_shown(office, organisation) -> None:
    for _ in range(2):
        add(office, organisation, **REACH, once="k")
    row = Contact.objects.get()
    assert (row.name, row.phone, row.talks) == ("Wanda Worker", "+447700900123", "talks")
    page = office.get(f"{AT}{organisation.pk}/").content.decode()
    for words in ("Wanda Worker", "Adviser", "07700 900123", "wanda@example.org", "Talks it"):
        assert words in page


def test_38_name_address_and_number_are_sealed(office, organisation) -> None:
    add(office, organisation, **REACH)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outreach_contact")
        lying = str(cursor.fetchall())
    assert "Adviser" in lying
    assert "Wanda" not in lying
    assert "wanda@" not in lying
    assert "900123" not in lying


def test_38_what_was_said_is_sealed(organisation, nadia) -> None:
    logged(organisation, nadia, said="marmalade was mentioned")
    good_turn(organisation, nadia)
    with connection.cursor() as cursor:
        cursor.execute("SELECT e.*, f.* FROM outreach_contactentry e, outreach_favour f")
        lying = str(cursor.fetchall())
    assert "visit" in lying
    assert "marmalade" not in lying
    assert "chairs" not in lying


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Fill in: Name"),
        ({"name": "A\x07B"}, "Use letters, signs and spaces only"),
        ({"email": "nowhere"}, "needs an @"),
        ({"phone": "12"}, "does not look like a phone number"),
        ({"talks": "sings"}, "Select a valid choice"),
        ({"name": "  wanda WORKER "}, "here already"),
        ({"name": "Other", "email": "WANDA@example.org"}, "here already"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said(office, organisation, wanda, wrong, words) -> None:
    assert words in add(office, organisation, **wrong).content.decode()
    assert Contact.objects.count() == 1


def test_a_contact_is_kept_right(office, organisation, wanda, worker) -> None:
    facts = {"name": "Wanda W", "job": "Manager", "talks": "leaflets", "worker": worker.pk}
    office.post(f"{AT}contacts/{wanda.pk}/", facts)
    wanda.refresh_from_db()
    assert (wanda.name, wanda.job, wanda.email, wanda.email_hash) == ("Wanda W", "Manager", "", "")
    assert wanda.worker == worker
    other = person(organisation, office_user(), "Olga")
    page = office.post(f"{AT}contacts/{other.pk}/", facts).content.decode()
    assert "here already" in page


def office_user() -> User:
    return User.objects.get(role="coordinator")


def test_39_a_worker_of_another_partner_cannot_be_named(office, wanda) -> None:
    elsewhere = Organisation.objects.create(name="Other", sector="community")
    page = add(office, elsewhere, name="Xenia", worker=wanda.worker_id).content.decode()
    assert "here already" not in page
    assert Contact.objects.get(organisation=elsewhere).worker is None


# -- forgotten ------------------------------------------------------------------------------------


def test_35_who_asks_is_forgotten_and_the_visit_stays(office, organisation, nadia, wanda) -> None:
    row = logged(organisation, nadia, contact=wanda)
    for _ in range(2):
        office.post(f"{AT}contacts/{wanda.pk}/forget/")
    wanda.refresh_from_db()
    held = (wanda.name, wanda.name_hash, wanda.job, wanda.email, wanda.email_hash, wanda.phone)
    assert held == ("",) * 6
    assert (wanda.worker, wanda.ended_on) == (None, TODAY)
    row.refresh_from_db()
    organisation.refresh_from_db()
    assert row.contact == wanda
    assert organisation.next_with is None
    page = office.get(f"{AT}{organisation.pk}/").content.decode()
    assert "With somebody who has left" in page
    assert office.get(f"{AT}contacts/{wanda.pk}/").status_code == 404
    assert AuditEvent.objects.filter(verb="contact.forgotten", reason="asked").count() == 1


def test_her_address_is_free_again_for_who_comes_after(office, organisation, wanda) -> None:
    office.post(f"{AT}contacts/{wanda.pk}/forget/")
    add(office, organisation, **REACH)
    assert Contact.objects.live().get().email == "wanda@example.org"


def test_who_has_left_is_not_changed_or_handed_over(nadia, wanda) -> None:
    by = Actor.of_user(nadia)
    contacts.forget(wanda, by=by)
    facts = {name: getattr(wanda, name) for name in contacts.FACTS}
    with pytest.raises(contacts.HasLeft):
        contacts.change(wanda, facts=facts, by=by)
    with pytest.raises(contacts.HasLeft):
        contacts.hand_over(wanda, to=None, next_contact_on=None, by=by)


def test_the_database_keeps_nothing_of_who_left(wanda) -> None:
    assert Contact.objects.filter(pk=wanda.pk).update(job="Adviser") == 1
    for changes in ({"ended_on": TODAY}, {"name_hash": ""}, {"talks": "sings"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.filter(pk=wanda.pk).update(**changes)


def test_35_a_year_after_a_partner_ended_its_people_are_forgotten(
    organisation, nadia, wanda, frozen
) -> None:
    from outreach.services import organisations

    elsewhere = Organisation.objects.create(name="Other", sector="community")
    stays = person(elsewhere, nadia, "Olga")
    organisations.end_organisation(organisation, by=SYSTEM)
    run = registry.purges["partner_contacts"]
    assert run(frozen.tick(days=364)) == 0
    assert run(frozen.tick(days=1)) == 1
    wanda.refresh_from_db()
    stays.refresh_from_db()
    assert (wanda.name, wanda.email_hash, wanda.ended_on) == ("", "", dt.date(2027, 12, 1))
    assert stays.name == "Olga"


# -- handed over ----------------------------------------------------------------------------------


def hand_over(office, contact: Contact, **more):
    facts = {"to": "nobody", "next_contact_on": "2026-12-08"} | more
    return office.post(f"{AT}contacts/{contact.pk}/hand-over/", facts)


def test_the_page_lists_what_she_held(office, organisation, nadia, wanda) -> None:
    from outreach.services import organisations

    code = organisations.make_code(label="Their board", organisation=organisation, by=SYSTEM)
    logged(organisation, nadia, contact=wanda, said="All are welcome.", next_contact_on=TODAY)
    page = office.get(f"{AT}contacts/{wanda.pk}/hand-over/").content.decode()
    for words in (code.code, "Their board", "today, with her", "All are welcome.", "Her way in"):
        assert words in page


def test_one_deed_names_the_new_one_moves_the_day_and_ends_her_way_in(
    office, organisation, nadia, wanda, worker
) -> None:
    logged(organisation, nadia, contact=wanda, next_contact_on=TODAY)
    # The team's own address passes on with the work.
    hand_over(office, wanda, to="new", name="Noor Newcomer", job="Adviser", email=REACH["email"])
    heir = Contact.objects.live().get()
    organisation.refresh_from_db()
    worker.refresh_from_db()
    assert (heir.name, heir.email) == ("Noor Newcomer", "wanda@example.org")
    assert (organisation.next_with, organisation.next_contact_on) == (heir, dt.date(2026, 12, 8))
    assert worker.ended_at is not None
    assert not User.objects.get(pk=worker.user_id).has_role
    assert AuditEvent.objects.filter(verb="contact.handed_over").count() == 1


def test_somebody_known_takes_over_or_nobody_yet(office, organisation, nadia, wanda) -> None:
    other = person(organisation, nadia, "Olga")
    hand_over(office, wanda, to=other.pk)
    organisation.refresh_from_db()
    assert organisation.next_with == other
    hand_over(office, other, next_contact_on="")
    organisation.refresh_from_db()
    assert (organisation.next_with, organisation.next_contact_on) == (None, None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"to": ""}, "Choose who is there from now on"),
        ({"to": "999999"}, "Select a valid choice"),
        ({"to": "new"}, "Write the name of whoever is new"),
        ({"to": "new", "name": "Olga"}, "here already"),
        ({"next_contact_on": "2026-11-01"}, "That day is over"),
        ({"next_contact_on": "soon"}, "not a day we can read"),
    ],
    ids=str,
)
def test_half_a_hand_over_changes_nothing(
    office, organisation, nadia, wanda, worker, wrong, words
) -> None:
    person(organisation, nadia, "Olga")
    assert words in hand_over(office, wanda, **wrong).content.decode()
    wanda.refresh_from_db()
    worker.refresh_from_db()
    assert (wanda.name, worker.ended_at) == ("Wanda Worker", None)


def test_39_nobody_of_another_partner_takes_over(organisation, nadia, wanda) -> None:
    elsewhere = Organisation.objects.create(name="Other", sector="community")
    stranger = person(elsewhere, nadia, "Olga")
    for heir in (stranger, wanda):
        with pytest.raises(contacts.HasLeft):
            contacts.hand_over(wanda, to=heir, next_contact_on=None, by=Actor.of_user(nadia))
    wanda.refresh_from_db()
    assert wanda.ended_on is None


def test_a_worker_whose_way_in_ends_is_handed_over_next(office, wanda, worker) -> None:
    went = office.post(f"/dashboard/organisations/workers/{worker.pk}/end/")
    assert went["Location"] == f"{AT}contacts/{wanda.pk}/hand-over/"


def test_when_a_coordinator_leaves_her_name_stays_and_the_partner_waits_for_anybody(
    organisation, nadia, client_for
) -> None:
    from tests import builders

    logged(organisation, nadia, next_contact_on=TODAY)
    people.end_role(nadia, by=SYSTEM)
    after = client_for(builders.user("Nora Next", "coordinator"))
    assert "by Nadia Coordinator" in after.get(f"{AT}{organisation.pk}/").content.decode()
    assert "One partner would like to hear from you" in after.get("/dashboard/").content.decode()
    assert ContactEntry.objects.get().author == nadia


def test_an_entry_with_who_left_cannot_be_written(organisation, nadia, wanda) -> None:
    by = Actor.of_user(nadia)
    contacts.forget(wanda, by=by)
    with pytest.raises(contact_log.NotThere):
        contact_log.write(organisation, facts=entry_facts(contact=wanda), by=by)
    assert Worker.objects.filter(ended_at=None).exists()
