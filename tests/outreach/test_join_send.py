"""The end of ``/join/``: check, change, Send and the last word (safety.md 10, 12, 25, 26, 47)."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from outreach.models import Introduction
from peersupport.models import AuditEvent
from tests import builders
from tests.outreach.conftest import BY_PHONE, Walk
from tests.pages import Page

pytestmark = pytest.mark.django_db
STEPS = ("name", "group", "reach", "keep")


def page(response) -> Page:
    return Page(response.content.decode())


# -- check, change, send ------------------------------------------------------------------------------


def test_23_each_answer_can_be_changed_and_leads_back_to_the_check(walk, group) -> None:
    walk.to_check(group=group.ref)
    links = {a["href"].partition("?")[0] for a in page(walk.client.get("/join/q/check/")).all("a")}
    assert {f"/join/q/{step}/" for step in STEPS} <= links
    changed = walk.client.post("/join/q/name/?change", {"name": "Bea"})
    assert changed["Location"] == "/join/q/check/"
    assert "Bea" in walk.client.get("/join/q/check/").content.decode()


def test_she_checks_the_very_answers_she_gave(walk, group) -> None:
    walk.to_check(group=group.ref, **BY_PHONE, voicemail="no", safe_word="bluebell")
    said = walk.client.get("/join/q/check/").content.decode()
    for words in ("Zuzanna", group.name, "07700 900321", "We may: ring, text.", "bluebell"):
        assert words in said
    assert "We never: leave a voicemail." in said
    assert "We do not say who we are" in said


def test_everything_arrives_sealed_and_dated(walk, group) -> None:
    walk.to_check(group=group.ref, **BY_PHONE, safe_windows=["weekday-morning"], say_who="no")
    walk.send()
    row = Introduction.objects.select_related("card").get()
    assert (row.came_by, row.group_id, row.wants_help_choosing) == ("herself", group.pk, False)
    assert (row.card.phone, row.card.call, row.card.text) == ("+447700900321", "yes", "yes")
    assert (row.card.voicemail, row.card.mail) == ("", ""), "not answered is not a yes"
    assert row.card.safe_windows == ["weekday-morning"]
    assert (row.consent_text_version, row.consent_way) == ("keep-1", "form")
    assert row.consent_at == row.received_at
    assert row.last_contact_at is None
    verbs = AuditEvent.objects.filter(subject=row.subject).values_list("verb", flat=True)
    assert list(verbs) == ["introduction.asked"]


def test_10_nothing_is_sent_to_her(walk, group, nothing_sent, drain_all) -> None:
    walk.to_check(group=group.ref, **BY_PHONE, email="z@woman.example", mail="yes").send()
    drain_all()
    assert nothing_sent()


def test_a_second_send_makes_one_row(walk) -> None:
    walk.to_check()
    again = Client()
    again.cookies["j"] = walk.client.cookies["j"].value
    assert walk.send()["Location"] == "/join/q/sent/"
    assert Walk(again).send()["Location"] == "/join/q/sent/"
    assert walk.send()["Location"] == "/join/q/sent/", "and pressed once more"
    assert Introduction.objects.count() == 1


def test_26_whether_she_is_known_changes_neither_answer_nor_work(walk, group, adas_place) -> None:
    def send(name: str, phone: str):
        walk.to_check(name=name, group=group.ref, phone=phone, text="yes", links_safe="yes")
        with CaptureQueriesContext(connection) as queries:
            sent = walk.send()
            asked = len(queries)
        shown = walk.client.get(sent["Location"]).content.decode()
        return asked, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", shown)

    assert send("Ada", builders.phone(101))[0] > 3
    assert send("Ada", builders.phone(101)) == send("Nobody Yet", builders.phone(555))


# -- the last word ------------------------------------------------------------------------------------


def test_25_it_says_who_how_and_by_when_and_offers_no_download(walk, group, ruth) -> None:
    walk.to_check(group=group.ref, **BY_PHONE, voicemail="no").send()
    shown = walk.client.get("/join/q/sent/")
    said = " ".join(page(shown).words)
    assert f"Ruth will ring you or text you. She runs {group.name}." in said
    assert "within 3 working days" in said
    assert "She leaves no voicemail." in said
    assert "/help-now/" in shown.content.decode()
    assert not [a for a in page(shown).all("a") if "download" in a]
    assert "Zuzanna" not in shown.content.decode()
    assert "900321" not in shown.content.decode()


def test_25_where_she_wants_help_to_choose_it_says_so(walk) -> None:
    walk.to_check(group="choose").send()
    said = " ".join(page(walk.client.get("/join/q/sent/")).words)
    assert "The woman who looks after all our groups will ring you or text you" in said


@pytest.mark.parametrize("said", [{"own_contact": "on"}, {"phone": "07700 900321"}, {}])
def test_12_with_no_way_to_reach_her_she_is_told_how_to_reach_us(stranger, db, said) -> None:
    walk = Walk(stranger)
    walk.to_check(**(said or {"unsafe_times": "Sundays"})).send()
    shown = " ".join(page(walk.client.get("/join/q/sent/")).words)
    assert "07700 900000" in shown
    assert "hello@demo.example" in shown
    assert "We do not ring or write first" in shown
    row = Introduction.objects.get()
    assert row.card.own_contact
    assert row.state == "her_turn"


def test_the_last_page_without_a_sending_leads_to_the_start(stranger) -> None:
    assert stranger.get("/join/q/sent/")["Location"] == "/join/"


# -- robots ---------------------------------------------------------------------------------------------


def test_47_the_box_that_nobody_sees_keeps_a_robot_out_and_no_woman(walk) -> None:
    walk.to_check()
    caught = walk.send(website="https://spam.example")
    assert "press Send once more" in caught.content.decode()
    assert not Introduction.objects.exists()
    walk.send()
    assert Introduction.objects.count() == 1


def test_47_a_tripped_limit_loses_nothing_and_still_shows_help(walk, monkeypatch) -> None:
    monkeypatch.setattr("outreach.views.join_send.SENDS", 1)
    walk.to_check().send()
    walk.to_check(name="Bea")
    slow = walk.send()
    assert slow.status_code == 429
    assert "Nothing is lost" in slow.content.decode()
    assert page(slow).all("a", href="/help-now/")
    monkeypatch.setattr("outreach.views.join_send.SENDS", 30)
    walk.send()
    assert Introduction.objects.count() == 2


# -- the number she will see ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "call", "says"),
    [
        ("+447700900003", "yes", "When we ring, you see this number: 07700 900003 ."),
        ("", "yes", "your phone may show no number"),
        ("+447700900003", "no", ""),
    ],
)
def test_25_she_reads_which_number_she_will_see_when_we_ring(
    walk, group, number, call, says
) -> None:
    type(group).objects.filter(pk=group.pk).update(rings_from=number)
    walk.to_check(group=group.ref, phone="07700 900321", call=call, text="yes").send()
    said = " ".join(" ".join(page(walk.client.get("/join/q/sent/")).words).split())
    assert says.replace(" .", ".") in said
    assert ("07700 900003" in said) is (call == "yes" and bool(number))


def test_a_peer_leader_says_which_number_that_is(group, ruth, client_for) -> None:
    from groups.forms.groups import GroupForm

    def typed(number: str) -> GroupForm:
        facts = GroupForm.about_group(group) | {"rings_from": number, "once": "x"}
        return GroupForm({name: value for name, value in facts.items() if value is not None})

    assert typed("07700 900003").is_valid()
    assert typed("0770").errors["rings_from"] == [
        "That does not look like a phone number. Check it, or leave it empty."
    ]
