"""The nine steps of the main job, told in order, on whichever database the suite runs on."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from groups.models import Answer, Attendance, Membership, Session
from outreach.models import Introduction
from peersupport import beats
from peersupport.actors import Actor
from peersupport.clock import LONDON
from peersupport.messaging import inbound
from peersupport.models import AuditEvent, Message, OutboxCopy
from tests import builders

from .paper import Visitor

pytestmark = pytest.mark.django_db
HER_PHONE = "07700 900321"
STORED = "+447700900321"


@pytest.fixture
def tuesday(clock_at: Callable):
    """Tuesday 1 December 2026, nine in the morning."""
    return clock_at(2026, 12, 1, 9, 0)


@pytest.fixture
def a_minute(drain_all: Callable) -> Callable:
    """What beat and worker do in a minute."""

    def passes() -> None:
        beats.sweep()
        drain_all()

    return passes


@pytest.fixture
def texts() -> Callable:
    """What stands on a phone, oldest first."""

    def on(number: str) -> list[str]:
        copies = OutboxCopy.objects.filter(channel="text").order_by("at", "pk")
        return [copy.body for copy in copies if copy.to == number]

    return on


def asks_to_join(group, name: str = "Marta") -> Visitor:
    marta = Visitor(Client())
    marta.goes_to(f"/join/{group.ref}/")
    (marta.presses if marta.page.forms else marta.follows)("Start")
    marta.presses("Continue", name=name)
    marta.presses("Continue", group=group.ref)
    marta.presses("Continue", phone=HER_PHONE, text="yes", links_safe="yes")
    marta.presses("Continue", keep="on")
    marta.reads(name, HER_PHONE)
    marta.presses("Send")
    marta.reads("Thank you. It is with us.")
    return marta


def says_yes(ruth: Visitor, name: str = "Marta") -> Membership:
    """Ruth writes down that the woman said yes."""
    ruth.goes_to("/dashboard/introductions/")
    ruth.follows(name)
    ruth.presses("Write down what she said", said="yes")
    ruth.reads("She has her place")
    return Membership.objects.latest("pk")


def opens_her_page(texts: Callable) -> Visitor:
    """Marta taps the link that was texted to her."""
    link = re.search(r"(/l/\S+/)", texts(STORED)[-1])
    assert link, texts(STORED)
    marta = Visitor(Client())
    marta.goes_to(link[1])
    marta.presses("Open")
    return marta


def test_1_she_asks_to_join_and_nothing_is_sent_to_her(group, ruth, tuesday, a_minute):
    asks_to_join(group)
    a_minute()
    introduction = Introduction.objects.get()
    assert introduction.name == "Marta"
    assert introduction.card.phone == STORED
    assert (introduction.card.text, introduction.card.call) == ("yes", "")
    assert Message.objects.count() == 0


def test_2_a_partner_introduces_her_and_reads_back_only_that_it_came(
    group, pat, ruth, client_for, tuesday, a_minute
):
    worker = Visitor(client_for(pat))
    worker.goes_to("/portal/")
    worker.follows("Introduce someone")
    worker.presses("Send", name="Rosa", group=group.ref, keep="on")
    worker.reads("There is a problem")
    assert Introduction.objects.count() == 0, "she must know and agree"
    worker.presses(
        "Send", name="Rosa", group=group.ref, keep="on", she_knows="on", phone=HER_PHONE, text="yes"
    )
    worker.goes_to("/portal/")
    worker.reads("Received today, from you", "received")
    worker.does_not_read("Rosa", "900321")
    tuesday.tick(days=28)
    worker.goes_to("/portal/")
    worker.reads("closed")
    a_minute()
    assert not Message.objects.exclude(audience="staff").exists(), "nothing goes to her"


def test_3_ruth_opens_it_and_writes_down_what_she_said(
    group, ruth, client_for, tuesday, a_minute, texts
):
    asks_to_join(group)
    leader = Visitor(client_for(ruth))
    leader.goes_to("/dashboard/")
    leader.reads("waiting")
    leader.goes_to("/dashboard/introductions/")
    leader.follows("Marta")
    leader.does_not_read("900321")
    leader.presses("Show it", reason="text")
    leader.reads("07700 900321")
    assert AuditEvent.objects.filter(verb="introduction.revealed", reason="text").count() == 1
    place = says_yes(leader)
    assert place.woman.name == "Marta"
    assert place.group == group
    blanked = Introduction.objects.get()
    assert (blanked.name, blanked.card) == ("", None)
    leader.presses("Send her page link")
    a_minute()
    assert "/l/" in texts(STORED)[0]
    assert "Marta" in texts(STORED)[0]


def test_4_a_session_is_planned_moved_and_cancelled(
    group, ruth, adas_place, client_for, tuesday, a_minute, texts
):
    leader = Visitor(client_for(ruth))
    leader.goes_to("/dashboard/sessions/plan/")
    leader.presses("Plan it", group=group.pk, day="2026-12-03", time="10:00", minutes="120")
    session = Session.objects.get()
    assert session.starts_at.astimezone(LONDON) == dt.datetime(2026, 12, 3, 10, tzinfo=LONDON)
    leader.goes_to(reverse("groups:session-move", args=[session.pk]))
    leader.presses("Move it", day="2026-12-04", time="18:30", minutes="90")
    a_minute()
    leader.goes_to(reverse("groups:session-cancel", args=[session.pk]))
    leader.presses("Cancel it")
    a_minute()
    said = texts(adas_place.woman.card.phone)
    assert "on Friday at 6.30pm" in said[0]
    assert "Please do not set out" in said[1]


def test_5_the_reminder_goes_once_at_its_hour_and_only_as_she_allowed(
    group, ruth, adas_place, by_ruth, tuesday, a_minute, texts
):
    silent = builders.place(group, "Noor", phone=builders.phone(102), call="yes")
    builders.session(
        group, starts=dt.datetime(2026, 12, 3, 10, 30, tzinfo=LONDON), by=Actor.of_user(ruth)
    )
    tuesday.set(2026, 12, 2, 9, 59)
    a_minute()
    assert texts(adas_place.woman.card.phone) == []
    tuesday.tick(minutes=1)
    a_minute()
    a_minute()
    assert texts(adas_place.woman.card.phone) == [
        "Hi Ada, kettle on tomorrow at 10.30am if you fancy it. Reply 1 yes, 2 running late, "
        "3 not this time, or just write back. Any answer is fine. Ruth"
    ]
    assert texts(silent.woman.card.phone) == []


@pytest.mark.parametrize(
    ("words", "choice"),
    [("1", "coming"), (" 2 ", "late"), ("3", "not_this_time"), ("On my way!", "late")],
)
def test_6_she_answers_by_text_and_ruth_sees_it_at_the_door(
    group, ruth, adas_place, client_for, tuesday, a_minute, words, choice
):
    session = builders.session(group, starts=dt.datetime(2026, 12, 2, 10, 30, tzinfo=LONDON))
    tuesday.set(2026, 12, 1, 10, 0)
    a_minute()
    leader = client_for(ruth)
    door = reverse("groups:session-door-list", args=[session.pk])
    before = leader.get(door)
    assert leader.get(door, headers={"If-None-Match": before["ETag"]}).status_code == 304
    number = adas_place.woman.card.phone
    inbound.receive(sender=number, body=words, provider="outbox", provider_id="first")
    assert Answer.objects.get().choice == choice
    after = leader.get(door, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_6_an_unknown_text_is_shown_as_written_and_answered_by_nothing(
    group, ruth, adas_place, client_for, tuesday, a_minute, texts
):
    session = builders.session(group, starts=dt.datetime(2026, 12, 2, 10, 30, tzinfo=LONDON))
    tuesday.set(2026, 12, 1, 10, 0)
    a_minute()
    number = adas_place.woman.card.phone
    inbound.receive(sender=number, body="is the lift mended?", provider="outbox", provider_id="1")
    a_minute()
    leader = Visitor(client_for(ruth))
    leader.goes_to(reverse("groups:session-door", args=[session.pk]))
    leader.reads("is the lift mended?")
    assert len(texts(number)) == 1
    assert not Answer.objects.exists()


def test_6_by_her_page_she_says_late_and_the_rest_needs_her_phrase(
    group, ruth, adas_place, client_for, tuesday, a_minute, texts
):
    session = builders.session(
        group, starts=dt.datetime(2026, 12, 1, 15, 0, tzinfo=LONDON), by=Actor.of_user(ruth)
    )
    asks_to_join(group)
    leader = Visitor(client_for(ruth))
    says_yes(leader)
    leader.presses("Send her page link")
    a_minute()
    marta = opens_her_page(texts)
    marta.reads("Today at 3pm", "Coming", "Running late", "Not this time")
    marta.does_not_read("Marta", group.name, group.venue_name)
    marta.presses("Running late")
    marta.presses("20 minutes")
    marta.reads("about 20 minutes")
    answer = Answer.objects.get()
    assert (answer.choice, answer.minutes, answer.way) == ("late", 20, "page")
    marta.goes_to("/you/who/")
    assert marta.page.url == "/you/phrase/"
    marta.does_not_read(group.venue_name)
    leader.goes_to(reverse("groups:session-door", args=[session.pk]))
    leader.reads("Marta", "20 minutes")
    # Ruth is late herself, and the women are told in one tap.
    leader.presses("10 min", minutes="10")
    a_minute()
    assert "about 10 minutes late" in texts(adas_place.woman.card.phone)[-1]


def test_7_the_register_says_came_apologies_or_not_heard(
    group, ruth, adas_place, client_for, tuesday
):
    session = builders.session(group, starts=dt.datetime(2026, 12, 1, 10, 0, tzinfo=LONDON))
    leader = Visitor(client_for(ruth))
    leader.goes_to(reverse("groups:session-register", args=[session.pk]))
    pk = adas_place.pk
    leader.presses("Save", **{f"state_{pk}": "came", f"late_{pk}": "on"})
    line = Attendance.objects.get()
    assert (line.state, line.late, line.left_early) == ("came", True, False)
    # On day 15 the mark is gone, and she simply came.
    tuesday.tick(days=15)
    beats.purge()
    line.refresh_from_db()
    assert (line.state, line.late) == ("came", False)


def test_8_the_agreement_is_written_published_shown_and_agreed_to(
    group, ruth, adas_place, client_for, woman_client, tuesday
):
    session = builders.session(group, starts=dt.datetime(2026, 12, 1, 10, 0, tzinfo=LONDON))
    leader = Visitor(client_for(ruth))
    leader.goes_to("/dashboard/agreements/")
    leader.follows(group.name)
    leader.presses("Start")
    leader.follows("Add a clause")
    leader.presses("Save", words="Whoever comes first puts the kettle on.")
    leader.follows("We talked about it")
    leader.presses("Continue", discussed_with="Six women, at our first session")
    leader.presses("Publish")
    leader.reads("In force since")
    leader.goes_to(reverse("agreements:wall-link", args=[session.pk]))
    leader.presses("Make the link")
    wall = re.search(r"(/wall/[^/]+/)", leader.page.text)
    assert wall
    screen = Visitor(Client())
    screen.goes_to(wall[1])
    screen.reads("Whoever comes first puts the kettle on.")
    ada = Visitor(woman_client(adas_place.woman.subject, phrase=True))
    ada.goes_to("/you/")
    ada.reads("Whoever comes first puts the kettle on.")
    ada.presses("I agree")
    ada.reads("You agreed")
    # With the session the wall goes dark.
    tuesday.tick(hours=4)
    screen.goes_to(wall[1])
    assert screen.status == 404
    screen.does_not_read("kettle")


def test_9_help_now_and_the_way_out_are_on_every_page_of_hers(
    group, ruth, adas_place, woman_client, tuesday
):
    ada = Visitor(woman_client(adas_place.woman.subject))
    for path in ("/", "/groups/", f"/groups/{group.ref}/", "/join/", "/you/", "/help-now/", "/x/"):
        ada.goes_to(path)
        there = dict(ada.page.links)
        assert there["Help now"] == "/help-now/", path
        assert there["Leave this page"] == "/leave/", path
    ada.client.get("/leave/")
    ada.goes_to("/you/")
    assert ada.status == 404


def test_a_charity_begins_with_one_command(settings, tuesday, a_minute):
    """`invite_coordinator`, her mail, her account, her first group and its peer leader."""
    from django.core.management import call_command

    call_command("invite_coordinator", "nadia@example.org", "--name", "Nadia")
    a_minute()
    mail = OutboxCopy.objects.get(channel="mail")
    link = re.search(r"(/l/\S+/)", mail.body)
    assert link
    nadia = Visitor(Client())
    nadia.goes_to(link[1])
    nadia.presses("Open")
    nadia.presses("Continue", name="Nadia Rahman", password="two kettles and a bus")
    # Before anything else, staff set up a second step.
    assert nadia.page.url.startswith("/accounts/2fa/")
    builders.second_step(_user("nadia@example.org"))
    nadia.goes_to("/dashboard/groups/")
    nadia.follows("Open a group")
    nadia.presses(
        "Open",
        name="Tuesday table",
        who_for="Any woman who would like company.",
        area="North side",
        nation="wales",
    )
    nadia.goes_to("/dashboard/people/")
    place = next(value for value in _choices(nadia) if value.startswith("peer_leader"))
    nadia.presses("Send the invitation", name="Ruth", email="ruth2@example.org", place=place)
    a_minute()
    assert OutboxCopy.objects.filter(channel="mail").count() == 2


def _user(email: str):
    from peersupport.models import User

    return User.objects.get(email=email)


def _choices(visitor: Visitor) -> list[str]:
    html = visitor.client.get(visitor.page.url).content.decode()
    return re.findall(r'name="place" value="([^"]+)"', html)
