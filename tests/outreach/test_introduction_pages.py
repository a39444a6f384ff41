"""``/dashboard/introductions/``: who is at the door, for those who may see it (safety.md 39, 42)."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outreach.models import Introduction
from outreach.services import decisions, introductions
from peersupport import clock
from peersupport.actors import Actor
from peersupport.models import AuditEvent, Message
from tests import builders
from tests.outreach.conftest import BY_PHONE
from tests.pages import Page

pytestmark = pytest.mark.django_db
LIST = "/dashboard/introductions/"


@pytest.fixture
def hers(ruth, client_for):
    """Ruth's browser."""
    return client_for(ruth)


@pytest.fixture
def office(nadia, client_for):
    """The coordinator's browser."""
    return client_for(nadia)


def url(row: Introduction, deed: str = "") -> str:
    return f"{LIST}{row.pk}/{deed}/" if deed else f"{LIST}{row.pk}/"


def names(response) -> list[str]:
    return [line.name for line in response.context["lines"]]


# -- the list -----------------------------------------------------------------------------------------


def test_who_waits_for_us_comes_first_and_the_oldest_of_them(asked, hers, by_ruth, frozen) -> None:
    rows = {}
    for name in ("Held", "Talked", "First", "Second"):
        rows[name] = asked(name)
        frozen.tick(days=1)
    introductions.note_contact(rows["Talked"], "spoke", by=by_ruth)
    decisions.record(rows["Held"], "not_yet", "no_room", by=by_ruth)
    assert names(hers.get(LIST)) == ["First", "Second", "Talked", "Held"]


def test_finished_ones_stand_apart_without_her_name(asked, hers, by_ruth) -> None:
    decisions.record(asked("Zuzanna"), "yes", by=by_ruth)
    assert names(hers.get(LIST)) == []
    shown = hers.get(LIST, {"finished": ""})
    assert names(shown) == ["Her name moved to the group"]
    assert "Zuzanna" not in shown.content.decode()


def test_a_leader_sees_her_group_only_and_a_coordinator_who_wants_help(
    asked, hers, office, other_group
) -> None:
    for name, ref in (("Mine", None), ("Elsewhere", other_group.ref), ("Choosing", "")):
        asked(name, ref=ref)
    assert names(hers.get(LIST)) == ["Mine"]
    assert set(names(office.get(LIST))) == {"Mine", "Elsewhere", "Choosing"}


def test_how_she_came_is_said_in_words(asked, introduced, hers, organisation) -> None:
    from outreach.models import SourceCode

    code = SourceCode.objects.create(organisation=organisation, label="x")
    poster = SourceCode.objects.create(label="Library poster")
    asked("A")
    asked("B", code=code.code)
    asked("C", code=poster.code)
    introduced("D")
    lines = hers.get(LIST).context["lines"]
    assert [line.about.split(" · ")[1] for line in lines] == [
        "by herself",
        "by herself, with a code (Bridge Street Advice)",
        "by herself, with a code (Library poster)",
        "through Bridge Street Advice",
    ]


def test_pages_are_turned_by_key_and_lose_nobody(asked, hers, by_ruth, frozen) -> None:
    for number in range(30):
        row = asked(f"W{number:02}")
        if number % 3 == 0:
            introductions.note_contact(row, "spoke", by=by_ruth)
        frozen.tick(minutes=number % 2)  # some arrive in the same instant
    first = hers.get(LIST)
    second = hers.get(LIST, {"after": first.context["after"]})
    seen = names(first) + names(second)
    assert len(names(first)) == 25
    assert len(seen) == len(set(seen)) == 30
    assert second.context["after"] == ""


@pytest.mark.parametrize(
    "after",
    ["x", "1~2", "0~yesterday~1", "0~2026-01-01T00:00:00~1", "²~³~4", "9" * 400, "~~", "a~b~c"],
)
def test_a_key_that_makes_no_sense_is_the_first_page(asked, hers, after) -> None:
    asked("Bea")
    assert names(hers.get(LIST, {"after": after})) == ["Bea"]


@pytest.mark.parametrize("query", [{}, {"finished": ""}])
def test_the_list_costs_the_same_with_one_and_with_three(
    asked, introduced, hers, by_ruth, query
) -> None:
    costs = []
    for name in ("A", "B", "C"):
        asked(name)
        introduced(f"{name} too")
        decisions.record(asked(f"{name} yes"), "yes", by=by_ruth)
        with CaptureQueriesContext(connection) as queries:
            hers.get(LIST, query)
        costs.append(len(queries))
    assert len(set(costs)) == 1
    assert costs[0] <= 6


def test_no_contact_detail_stands_in_the_list(asked, hers) -> None:
    asked("Bea", **BY_PHONE, safe_word="bluebell")
    page = hers.get(LIST).content.decode()
    assert "900321" not in page
    assert "bluebell" not in page


# -- one introduction -----------------------------------------------------------------------------------


def test_42_her_number_stays_hidden_until_she_says_why(asked, hers, ruth) -> None:
    row = asked("Bea", **BY_PHONE, email="bea@woman.example", safe_word="bluebell")
    page = hers.get(url(row)).content.decode()
    for hidden in ("900321", "bea@woman", "bluebell"):
        assert hidden not in page
    assert "Call: yes" in page
    assert not AuditEvent.objects.filter(verb="introduction.revealed").exists()


def test_42_it_shows_on_that_one_page_and_is_written_down(asked, hers, ruth) -> None:
    row = asked("Bea", **BY_PHONE, safe_word="bluebell")
    shown = hers.post(url(row, "reveal"), {"reason": "ring"})
    assert "07700 900321" in shown.content.decode()
    assert "bluebell" in shown.content.decode()
    event = AuditEvent.objects.get(verb="introduction.revealed")
    assert (event.actor, event.subject, event.reason) == (f"user:{ruth.pk}", row.subject, "ring")
    assert "900321" not in hers.get(url(row)).content.decode()


@pytest.mark.parametrize("reason", ["", "write", "curious"])
def test_42_without_a_right_reason_it_stays_hidden(asked, hers, reason) -> None:
    row = asked("Bea")
    shown = hers.post(url(row, "reveal"), {"reason": reason})
    assert "900321" not in shown.content.decode()
    assert "There is a problem" in shown.content.decode()
    assert Page(shown.content.decode()).title.startswith("Error: ")


def test_39_a_get_reveals_nothing_and_decides_nothing(asked, hers) -> None:
    row = asked("Bea")
    for deed in ("reveal", "contact", "decide", "send-link"):
        assert hers.get(url(row, deed)).status_code == 405
    row.refresh_from_db()
    assert row.state == "waiting"


def test_a_talk_and_a_try_are_noted(asked, hers) -> None:
    row = asked("Bea")
    hers.post(url(row, "contact"), {"how": "tried"})
    row.refresh_from_db()
    assert row.last_contact_at is not None
    assert row.spoke_at is None
    hers.post(url(row, "contact"), {"how": "spoke"})
    row.refresh_from_db()
    assert row.spoke_at is not None


@pytest.mark.parametrize(
    ("heard", "said", "reason"),
    [
        ("yes", "yes", ""),
        ("no", "no", ""),
        ("no_room", "not_yet", "no_room"),
    ],
)
def test_what_she_said_is_written_down(asked, hers, heard, said, reason) -> None:
    row = asked("Bea")
    assert hers.post(url(row, "decide"), {"said": heard})["Location"] == url(row)
    row.refresh_from_db()
    assert (row.said, row.not_yet_reason) == (said, reason)
    assert hers.get(url(row)).status_code == 200


@pytest.mark.parametrize("heard", ["", "declined", "not_yet", "waiting", "someone_could_be_hurt"])
def test_there_is_no_fourth_answer(asked, hers, heard) -> None:
    row = asked("Bea")
    assert "There is a problem" in hers.post(url(row, "decide"), {"said": heard}).content.decode()
    row.refresh_from_db()
    assert row.said == ""


def test_yes_before_a_group_is_chosen_says_what_to_do(asked, office) -> None:
    row = asked("Bea", ref="")
    shown = office.post(url(row, "decide"), {"said": "yes"})
    assert "Ask her which group first" in shown.content.decode()


def test_a_coordinator_writes_down_the_group_she_chose(
    asked, office, other_group, ruth, client_for
):
    row = asked("Bea", ref="")
    assert "Help her choose" in office.get(url(row)).content.decode()
    office.post(url(row, "assign"), {"group": other_group.ref})
    row.refresh_from_db()
    assert row.group == other_group
    assert client_for(ruth).get(url(row)).status_code == 404


def test_a_worker_who_may_not_know_is_named_with_a_warning(introduced, hers) -> None:
    assert "not even that you spoke" in hers.get(url(introduced("Bea"))).content.decode()
    page = hers.get(url(introduced("Cleo", may_know=True))).content.decode()
    assert "may know you are in touch, and no more" in page


# -- after a yes ------------------------------------------------------------------------------------------


def test_her_link_goes_by_a_persons_tap_where_she_allowed_it(asked, hers, by_ruth) -> None:
    row = decisions.record(asked("Bea"), "yes", by=by_ruth)
    assert "Send her page link" in hers.get(url(row)).content.decode()
    assert not Message.objects.exists()
    hers.post(url(row, "send-link"))
    assert [message.kind for message in Message.objects.all()] == ["page-link"]


def test_pressed_twice_her_link_goes_once(asked, hers, by_ruth) -> None:
    row = decisions.record(asked("Bea"), "yes", by=by_ruth)
    (once,) = Page(hers.get(url(row)).content.decode()).all("input", name="once")
    for _ in range(2):
        hers.post(url(row, "send-link"), {"once": once["value"]})
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "answers",
    [
        BY_PHONE | {"links_safe": "no"},
        BY_PHONE | {"links_safe": ""},
        {"phone": "07700 900321", "call": "yes", "links_safe": "yes"},
        BY_PHONE | {"plainness": "page"},
    ],
)
def test_15_otherwise_it_is_shown_in_the_room(asked, hers, by_ruth, answers) -> None:
    row = decisions.record(asked("Bea", **answers), "yes", by=by_ruth)
    page = hers.get(url(row)).content.decode()
    assert "Send her page link" not in page
    assert "show her the code on your screen" in page
    hers.post(url(row, "send-link"))
    assert not Message.objects.exists()


def test_before_a_yes_there_is_no_link_to_send(asked, hers) -> None:
    row = asked("Bea")
    hers.post(url(row, "send-link"))
    assert not Message.objects.exists()


# -- who is turned away -----------------------------------------------------------------------------------

DEEDS = ["", "reveal", "contact", "decide", "send-link", "assign"]
GUESTS = {
    "nobody": 302,
    "pat": 403,
    "other_ruth": 404,
    "former_ruth": 302,
    "ada": 302,
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("guest", GUESTS)
def test_39_who_is_turned_away_and_how(
    asked, request, client_for, woman_client, stranger, guest, deed
):
    row = asked("Bea")
    if guest == "nobody":
        client = stranger
    elif guest == "ada":
        client = woman_client(request.getfixturevalue("ada").subject, phrase=True)
    else:
        client = client_for(request.getfixturevalue(guest))
    go = client.post if deed else client.get
    response = go(url(row, deed), {"said": "no", "reason": "ring", "how": "spoke"})
    wanted = 403 if (guest, deed) == ("other_ruth", "assign") else GUESTS[guest]
    assert response.status_code == wanted
    if wanted == 302:
        assert response["Location"].startswith("/accounts/login/")
    row.refresh_from_db()
    assert row.state == "waiting"
    assert not AuditEvent.objects.filter(verb="introduction.revealed").exists()


def test_39_a_leader_cannot_place_a_woman_in_a_group(asked, hers, group) -> None:
    row = asked("Bea")
    assert hers.post(url(row, "assign"), {"group": group.ref}).status_code == 403


@pytest.mark.parametrize("deed", DEEDS)
def test_39_an_id_that_nobody_has(office, deed) -> None:
    path = f"{LIST}987654/{deed}/" if deed else f"{LIST}987654/"
    assert (office.post if deed else office.get)(path).status_code == 404


def test_every_deed_of_a_leader_names_her_in_the_audit(asked, hers, ruth) -> None:
    row = asked("Bea")
    hers.post(url(row, "contact"), {"how": "spoke"})
    hers.post(url(row, "decide"), {"said": "no"})
    events = AuditEvent.objects.filter(subject=row.subject).exclude(verb="introduction.asked")
    assert {event.actor for event in events} == {Actor.of_user(ruth).subject}
    assert len(events) == 2


def test_one_page_costs_the_same_for_each_way_in(asked, introduced, hers) -> None:
    rows = [asked("Bea"), introduced("Cleo"), asked("Dot", **BY_PHONE, email="d@w.example")]
    costs = []
    for row in rows:
        with CaptureQueriesContext(connection) as queries:
            hers.get(url(row))
        costs.append(len(queries))
    assert len(set(costs)) == 1
    # On PostgreSQL its clock is one of them. Two look whether she is here twice.
    assert costs[0] <= 9
    assert clock.now() - rows[0].received_at < dt.timedelta(minutes=1)
    assert builders.phone(321) == rows[0].card.phone
