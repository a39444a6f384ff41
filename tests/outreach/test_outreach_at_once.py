"""Two coordinators press at the same moment: one row is made, and the other is told."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from outreach.models import Contact, ContactImport, Organisation
from outreach.services import contact_imports, contacts, organisations
from peersupport.actors import Actor
from peersupport.models import AuditEvent
from tests import builders
from tests.outreach.outreach_builders import person

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
FILE = b"organisation,sector,contact name\nMoor Lane,community,Zuzanna\n"
TOLD = (
    contact_imports.Gone,
    contact_imports.LooksDifferent,
    contacts.HasLeft,
    contacts.KnownAlready,
    organisations.NameTaken,
)


def at_once(*deeds: Callable[[], object]) -> list[BaseException]:
    """Each in a thread of its own, all let go together. Returns what was refused."""
    gate, refused = threading.Barrier(len(deeds), timeout=20), []

    def press(deed: Callable[[], object]) -> None:
        try:
            gate.wait()
            deed()
        except TOLD as why:
            refused.append(why)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return refused


@pytest.fixture
def two() -> list[Actor]:
    people = (builders.user(f"N{number} Coordinator", "coordinator") for number in range(2))
    return [Actor.of_user(user) for user in people]


def test_one_file_brought_in_twice_at_once(two) -> None:
    row = contact_imports.keep(FILE, by=two[0])
    deeds = [lambda by=by: contact_imports.carry_out(row, rows=1, by=by) for by in two]
    refused = at_once(*deeds)
    assert [type(why) for why in refused] == [contact_imports.Gone]
    assert (Organisation.objects.count(), Contact.objects.count()) == (1, 1)


def test_the_same_list_in_two_files_at_once(two) -> None:
    rows = [contact_imports.keep(FILE, by=by) for by in two]
    refused = at_once(
        *(
            lambda row=row, by=by: contact_imports.carry_out(row, rows=1, by=by)
            for row, by in zip(rows, two, strict=True)
        )
    )
    assert [type(why) for why in refused] == [contact_imports.LooksDifferent]
    assert (Organisation.objects.count(), Contact.objects.count()) == (1, 1)
    assert ContactImport.objects.filter(done_at=None).count() == 1


def test_an_undo_against_an_undo(two) -> None:
    row = contact_imports.keep(FILE, by=two[0])
    contact_imports.carry_out(row, rows=1, by=two[0])
    refused = at_once(*(lambda by=by: contact_imports.undo(row, by=by) for by in two))
    assert [type(why) for why in refused] == [contact_imports.Gone]
    assert not Organisation.objects.exists()


def test_two_hand_overs_of_one_contact(two) -> None:
    place = Organisation.objects.create(name="Moor Lane", sector="community")
    wanda = person(place, two[0].user)
    new = {"job": "", "email": "", "phone": "", "talks": "not_known", "worker": None}
    refused = at_once(
        *(
            lambda name=name, by=by: contacts.hand_over(
                wanda, to=new | {"name": name}, next_contact_on=None, by=by
            )
            for name, by in zip(("Olga", "Noor"), two, strict=True)
        )
    )
    assert [type(why) for why in refused] == [contacts.HasLeft]
    assert Contact.objects.live().count() == 1
    assert AuditEvent.objects.filter(verb="contact.handed_over").count() == 1
