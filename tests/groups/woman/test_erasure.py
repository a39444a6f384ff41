"""Forgetting her: a search of a full dump, opened with every key, finds nothing (safety.md 36)."""

import sqlite3

import pytest
from django.db import connection

from groups import reminders
from groups.models import Membership, Woman
from groups.services import answers, pages, partings, register
from groups.services import groups as group_services
from peersupport import clock, crypto
from peersupport.actors import SYSTEM, Actor
from peersupport.messaging import inbound
from peersupport.models import (
    AuditEvent,
    BrowserSession,
    InboundText,
    Message,
    OutboxCopy,
    Suppression,
)
from peersupport.services import cards, people
from tests import builders

from . import dump
from .conftest import herself

pytestmark = pytest.mark.django_db
NAME, WORD, MAIL, TIMES = "Ottoline", "quincunx", "ottoline@example.org", "when the harrier is out"
NUMBER, OLD_NUMBER = "+447700900777", "+447700900776"
SAID, SAID_BEFORE = "the rhubarb is at the gate", "a wombat from my old number"


def everything_of_hers() -> dict[str, str]:
    """What to look for, in the clear and hashed."""
    hers = {
        "name": NAME,
        "word": WORD,
        "mail": MAIL,
        "times": TIMES,
        "number": NUMBER[3:],
        "old number": OLD_NUMBER[3:],
        "text": SAID,
        "old text": SAID_BEFORE,
    }
    hers["name hash"] = crypto.lookup_hash("name", NAME)
    hers["mail hash"] = crypto.lookup_hash("email", MAIL)
    hers["number hash"] = crypto.lookup_hash("phone", NUMBER)
    return hers | {"old number hash": crypto.lookup_hash("phone", OLD_NUMBER)}


@pytest.fixture
def ottoline(group, session, ruth, by_ruth, drain_all, woman_client):
    """A woman who has used everything: texted, been texted, moved her number, said STOP."""
    place = builders.place(
        group,
        NAME,
        phone=OLD_NUMBER,
        text="yes",
        email=MAIL,
        mail="yes",
        links_safe="yes",
        safe_word=WORD,
        unsafe_times=TIMES,
    )
    woman = place.woman
    tell_ruth_of_late_women(ruth, group)
    send_reminders_now(drain_all)
    inbound.receive(sender=OLD_NUMBER, body=SAID_BEFORE, provider="generic", provider_id="1")
    answers.say(session, place, "late", way="page", minutes=5, by=herself(woman))
    drain_all()
    cards.change(woman.card, answers={"phone": NUMBER}, by=herself(woman))
    pages.send_link(place.pk, by=by_ruth)
    inbound.receive(sender=NUMBER, body=SAID, provider="generic", provider_id="2")
    inbound.receive(sender=NUMBER, body="STOP", provider="generic", provider_id="3")
    inbound.receive(sender=OLD_NUMBER, body="STOP", provider="generic", provider_id="4")
    partings.ask(woman, "forget", by=herself(woman))
    woman_client(woman.subject, phrase=True).get("/you/")
    return woman


def tell_ruth_of_late_women(ruth, group) -> None:
    by = Actor.of_user(ruth)
    cards.change(people.card_of(ruth), answers={"phone": builders.phone(1), "text": "yes"}, by=by)
    group_services.choose_notices(ruth.leaderships.get(group=group), "text", by=by)


def send_reminders_now(drain_all) -> None:
    reminders.materialise(clock.now())
    Message.objects.filter(state="due").update(not_before=clock.now())
    drain_all()


def test_first_make_sure_that_it_could_be_found(ottoline) -> None:
    found = {what: dump.places_of(value) for what, value in everything_of_hers().items()}
    assert all(found.values()), found
    assert "groups_woman.name" in found["name"]
    # "Ottoline is on her way", in what ruth was sent.
    assert "peersupport_outboxcopy.body" in found["name"]
    assert "peersupport_contactcard.safe_word" in found["word"]
    assert "peersupport_inboundtext.body" in found["text"]
    assert "peersupport_suppression.phone_hash" in found["old number hash"]


def test_after_forgetting_nothing_is_found(ottoline) -> None:
    partings.forget(ottoline, by=SYSTEM)
    found = {what: dump.places_of(value) for what, value in everything_of_hers().items()}
    assert {what: places for what, places in found.items() if places} == {}


def test_what_stays_is_a_bare_place_and_opaque_numbers(ottoline) -> None:
    subject = ottoline.subject
    partings.forget(ottoline, by=SYSTEM)
    place = Membership.objects.get(came_by="herself")
    assert (place.woman_id, place.ended_at) == (None, clock.now())
    assert dump.places_of(subject) <= {
        "peersupport_auditevent.subject",
        "peersupport_auditevent.actor",
    }
    assert set(AuditEvent.objects.values_list("reason", flat=True)) <= {""}


def test_every_browser_her_link_opened_is_shut(ottoline, client_for, ruth) -> None:
    client_for(ruth)
    assert any("you" in row.get_decoded() for row in BrowserSession.objects.all())
    partings.forget(ottoline, by=SYSTEM)
    left = [row.get_decoded() for row in BrowserSession.objects.all()]
    assert left
    assert not any("you" in data for data in left)


def test_nobody_else_is_touched(ottoline, beas_place, session, by_ruth) -> None:
    bea = beas_place.woman
    answers.say(session, beas_place, "coming", way="page", by=herself(bea))
    inbound.receive(sender=bea.card.phone, body="hello", provider="generic", provider_id="9")
    # Words of five letters and more: three may stand in any key by chance.
    before = dump.places_of("pepper") | dump.places_of("hello")
    assert before
    partings.forget(ottoline, by=SYSTEM)
    assert dump.places_of("pepper") | dump.places_of("hello") == before
    assert Woman.objects.get(pk=bea.pk).name == "Bea"
    assert beas_place.answers.exists()


def test_a_number_that_somebody_else_has_too_keeps_its_stop_and_her_texts(
    ottoline, other_group
) -> None:
    twin = builders.place(other_group, "Dora", phone=NUMBER, text="yes").woman
    inbound.receive(sender=NUMBER, body="from Dora", provider="generic", provider_id="10")
    partings.forget(ottoline, by=SYSTEM)
    assert Suppression.objects.get().phone_hash == twin.card.phone_hash
    assert InboundText.objects.filter(sender_hash=twin.card.phone_hash).exists()


def test_forgetting_twice_is_forgetting_once(ottoline) -> None:
    partings.forget(ottoline, by=SYSTEM)
    partings.erase_woman("woman:1")
    partings.erase_woman("introduction:1")
    assert not OutboxCopy.objects.exists()


def test_the_register_goes_with_her(ottoline, group, session, by_ruth, frozen) -> None:
    frozen.set(session.starts_at)
    place = Membership.objects.get(woman=ottoline)
    register.mark(session, place, "came", late=True, by=by_ruth)
    partings.forget(ottoline, by=SYSTEM)
    assert not session.attendance.exists()
    assert not session.answers.exists()


# -- the file itself -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_no_page_of_the_database_file_or_its_journal_keeps_her(adas_place) -> None:
    """What is hashed lies in the open; after forgetting, not even in blank pages or in the WAL."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only: PostgreSQL's dump holds no dead rows")
    ada = adas_place.woman
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)
    wanted = [ada.card.phone_hash.encode(), ada.name_hash.encode()]
    assert all(what in _bytes_of_the_file() for what in wanted)
    partings.forget(ada, by=SYSTEM)
    left = _bytes_of_the_file()
    assert not any(what in left for what in wanted)


def _bytes_of_the_file() -> bytes:
    name = connection.settings_dict["NAME"]
    assert sqlite3.sqlite_version
    parts = []
    for suffix in ("", "-wal"):
        try:
            with open(f"{name}{suffix}", "rb") as file:
                parts.append(file.read())
        except FileNotFoundError:
            continue
    return b"".join(parts)
