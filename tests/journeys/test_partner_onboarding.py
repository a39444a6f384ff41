"""A partner worker's first year: invited, promised, told women, introduced one, was asked anew, and
lapsed; and no woman ever waited for any of it."""

import re
from collections.abc import Callable

import pytest
from dateutil.relativedelta import relativedelta
from django.test import Client

from outreach.models import Introduction, Organisation, Slip, Worker
from peersupport import beats, clock
from peersupport.models import OutboxCopy
from tests import builders

from .paper import Visitor

pytestmark = pytest.mark.django_db
WILMA = "wilma@bridge-street.example"
HERS = {"phone": "07700 900321", "text": "yes", "call": "yes"}


@pytest.fixture
def a_minute(drain_all: Callable) -> Callable:
    """What beat and worker do in a minute."""

    def passes() -> None:
        beats.sweep()
        drain_all()

    return passes


def mails_to(to: str) -> list[OutboxCopy]:
    """Oldest first; an address lies sealed, so each is looked at."""
    mails = OutboxCopy.objects.filter(channel="mail").order_by("pk")
    return [mail for mail in mails if mail.to == to]


def newest_link(to: str) -> str:
    mail = mails_to(to)[-1]
    found = re.search(r"(/l/[\w-]+/)", mail.body)
    assert found, mail.body
    return found[1]


@pytest.fixture
def office(nadia, client_for) -> Visitor:
    return Visitor(client_for(nadia))


def publishes_the_promise(office: Visitor, talked: str, changes: str | None = None) -> None:
    office.goes_to("/dashboard/agreements/")
    office.follows("The promise of our partners")
    office.presses("Start")
    if changes is not None:
        office.follows("Add a clause")
        office.presses("Save", words=changes)
    office.follows("We talked about it")
    said = {"discussed_with": talked, "discussed_on": str(clock.today())}
    office.presses("Continue", **said | ({"changes": changes} if changes else {}))
    office.presses("Publish version")
    office.reads("is in force")


def is_invited(office: Visitor, a_minute: Callable) -> Visitor:
    """Nadia adds the partner and asks Wilma, who takes it up on her own machine."""
    office.goes_to("/dashboard/organisations/")
    office.presses("Add it", name="Bridge Street Library", sector="community")
    office.follows("Bridge Street Library")
    office.presses("Send the invitation", name="Wilma Worker", email=WILMA)
    office.reads("The invitation is on its way")
    a_minute()
    wilma = Visitor(Client())
    wilma.goes_to(newest_link(WILMA))
    wilma.presses("Open")
    wilma.presses("", name="Wilma Worker", password=builders.PASSWORD)
    return wilma


def introduces(wilma: Visitor, name: str, group) -> None:
    wilma.presses("Send", she_knows="on", name=name, group=group.ref, keep="on", **HERS)


def test_a_partner_from_invitation_to_lapse(office, group, frozen, a_minute) -> None:
    publishes_the_promise(office, "Two partners and the office")
    wilma = is_invited(office, a_minute)

    # The promise first; her code is there from the first minute.
    wilma.reads("First, the promise", "I judge nobody.", "Give her your code", "/c/")
    wilma.follows("Introduce someone")
    wilma.reads("One thing first")
    wilma.follows("Read it all and agree")
    wilma.presses("I agree")
    wilma.reads("We wrote down that you agree")
    wilma.does_not_read("First, the promise")

    # A woman comes by the code, and Wilma never learns of it.
    code = Organisation.objects.get().codes.get()
    tells = Visitor(Client())
    tells.goes_to(f"/c/{code.code}/")
    tells.reads("ask")

    # She introduces a woman, and reads back one word and "received".
    wilma.follows("Introduce someone")
    introduces(wilma, "Zuzanna", group)
    slip = Slip.objects.get()
    wilma.reads(f"Your reference is {slip.word}", "received")
    wilma.does_not_read("Zuzanna", "900321")
    assert not OutboxCopy.objects.filter(channel="text").exists()

    # New words ask again, also on the form that comes by mail.
    publishes_the_promise(office, "Four partners", "I come to the yearly tea.")
    wilma.goes_to("/portal/")
    wilma.reads("The promise has changed", "I come to the yearly tea.", "/c/")
    elsewhere = Visitor(Client())
    elsewhere.goes_to("/portal/by-mail/")
    elsewhere.presses("Mail me the link", email=WILMA)
    elsewhere.reads("If we know this address")
    a_minute()
    elsewhere.goes_to(newest_link(WILMA))
    elsewhere.presses("Open")
    elsewhere.reads("I come to the yearly tea.")
    said = {"she_knows": "on", "name": "Beatrice", "group": group.ref, "keep": "on", **HERS}
    elsewhere.presses("Send", **said)
    elsewhere.reads("Read the promise and tick this")
    elsewhere.presses("Send", promise="on", **said)
    elsewhere.reads("We have it", Slip.objects.latest("pk").word)
    elsewhere.does_not_read("Beatrice")
    wilma.goes_to("/portal/")
    wilma.does_not_read("The promise has changed")

    # A year and a month later: her access has faded, and nothing else has.
    Worker.objects.update(confirmed_on=clock.today() - relativedelta(months=13))
    wilma.goes_to("/portal/")
    wilma.reads("Still right?", "cannot introduce anyone just now", "/c/", "received")
    office.goes_to("/dashboard/organisations/")
    office.follows("Bridge Street Library")
    office.reads("her access has faded", "agreed to version 2")
    tells.goes_to(f"/c/{code.code}/")
    tells.reads("ask")
    assert Introduction.objects.filter(closed_at=None).count() == 2
    wilma.presses("Yes, I still work there")
    wilma.follows("Introduce someone")
    introduces(wilma, "Cleo", group)
    assert Introduction.objects.count() == 3


def test_someone_asks_and_somebody_rings_back(office, pat, nadia, client_for, a_minute) -> None:
    """Safety 52: no answer, one tap, and a voice for whoever was asked."""
    pats = Visitor(client_for(pat))
    pats.goes_to("/portal/")
    pats.follows("What to say")
    pats.reads("We never say who comes", "The police", "no safeguarding lead yet")
    pats.presses("Tell our office: The police")
    pats.reads("One will ring you back")
    a_minute()
    (mail,) = mails_to(nadia.email)
    assert mail.subject == "Please ring Pat Partner back"
    office.goes_to("/dashboard/")
    office.follows("Ring back")
    office.reads("Pat Partner", "The police")
    office.presses("I rang back")
    office.reads("Rung back (1)")
