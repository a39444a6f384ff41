"""A worker takes an introduction back, and learns nothing by it (safety.md 26, 40, 52)."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from outreach.models import Introduction, Slip, Tally
from outreach.services import confirmations, decisions, holds, introductions, withdrawals
from outreach.views.withdrawing import DONE
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent, ContactCard
from tests import builders
from tests.outreach.at_the_door import opened, tap
from tests.outreach.conftest import NAME

pytestmark = pytest.mark.django_db
AT = "/portal/withdraw/"
# What may have become of her, and whether her own word stands by then.
BECAME = {
    "nothing": False,
    "tried": False,
    "spoken": True,
    "her tap": True,
    "in line": True,
    "no": True,
    "joined": True,
}


def became(row: Introduction, what: str) -> None:
    deeds = {
        "nothing": lambda: None,
        "tried": lambda: introductions.note_contact(row, "tried", by=SYSTEM),
        "spoken": lambda: introductions.note_contact(row, "spoke", by=SYSTEM),
        "her tap": lambda: confirmations.confirm(row, by=Actor.of_link(row.subject)),
        "in line": lambda: decisions.record(row, "not_yet", "no_room", by=SYSTEM),
        "no": lambda: decisions.record(row, "no", by=SYSTEM),
        "joined": lambda: decisions.record(row, "yes", by=SYSTEM),
    }
    deeds[what]()


@pytest.fixture
def as_pat(client_for, pat) -> Client:
    return client_for(pat)


@pytest.mark.parametrize("what", BECAME)
def test_40_her_word_stands_and_before_it_all_is_forgotten_at_once(introduced, pat, what) -> None:
    row = introduced(NAME)
    became(row, what)
    withdrawals.withdraw(row.slip, by=Actor.of_user(pat))
    stands = BECAME[what]
    assert Introduction.objects.exists() is stands
    assert ContactCard.objects.filter(holder="woman").exists() is stands
    assert Tally.objects.count() == (not stands), "counted without her, and only then"
    if not stands:
        assert Tally.objects.get().outcome == "not_reached"


def test_a_hold_is_no_word_of_hers(introduced, pat, by_ruth) -> None:
    """Nobody has spoken with her yet: it can still be taken back, and all of it goes."""
    row = introduced(NAME)
    holds.open_hold(row, could_happen="He waits outside.", told="all", by=by_ruth)
    withdrawals.withdraw(row.slip, by=Actor.of_user(pat))
    assert not Introduction.objects.exists()
    assert not ContactCard.objects.filter(holder="woman").exists()


def page_after(client: Client, slip: Slip) -> str:
    response = client.post(AT, {"slip": slip.pk}, follow=True)
    assert response.redirect_chain == [("/portal/", 302)]
    html = response.content.decode().replace(slip.word, "WORD")
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", html)


def test_40_button_answer_and_slip_are_the_same_whatever_became_of_her(
    introduced, as_pat, frozen
) -> None:
    buttons, pages = set(), set()
    for what in BECAME:
        row = introduced(NAME)
        slip = row.slip
        became(row, what)
        html = as_pat.get(f"{AT}?slip={slip.pk}").content.decode()
        html = html.replace(slip.word, "WORD").replace(f'value="{slip.pk}"', "ID")
        buttons.add(re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", html))
        pages.add(page_after(as_pat, slip))
        assert DONE.replace("’", "'") in next(iter(pages)).replace("&#x27;", "'")
        Slip.objects.all().delete()
    assert len(buttons) == 1
    assert len(pages) == 1


@pytest.mark.parametrize("what", [what for what in BECAME if what != "joined"])
def test_26_its_time_is_the_same_for_it_takes_the_same_statements(introduced, pat, what) -> None:
    """Two bystanders, so that the first of a month's tally is not what differs."""
    by = Actor.of_user(pat)
    withdrawals.withdraw(introduced("First").slip, by=by)
    counted = {}
    for state in ("nothing", what):
        row = introduced(NAME)
        became(row, state)
        with CaptureQueriesContext(connection) as seen:
            withdrawals.withdraw(row.slip, by=by)
        plain = [
            query["sql"]
            for query in seen.captured_queries
            if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))
        ]
        counted[state] = len(plain)
    assert counted[what] == counted["nothing"]


def test_52_afterwards_the_slip_tells_nothing_more(introduced, as_pat, worker, frozen) -> None:
    row = introduced(NAME, may_know=True)
    slip = row.slip
    introductions.note_contact(row, "spoke", by=SYSTEM)
    page_after(as_pat, slip)
    slip.refresh_from_db()
    assert slip.state_for(worker, clock.now()) == "withdrawn"
    frozen.tick(days=28)
    assert slip.state_for(worker, clock.now()) == "closed", "as every other"


def test_a_second_press_changes_nothing(introduced, as_pat, asked) -> None:
    slip = introduced(NAME).slip
    assert page_after(as_pat, slip) == page_after(as_pat, slip)
    assert AuditEvent.objects.filter(verb="introduction.withdrawn").count() == 1


def test_she_who_confirmed_later_than_the_withdrawal_was_never_here(introduced, pat) -> None:
    """Her link dies with the introduction."""
    row = introduced(NAME)
    client = opened(row)
    withdrawals.withdraw(row.slip, by=Actor.of_user(pat))
    assert client.get("/your-place/").status_code == 404
    assert client.post("/your-place/answer/", {"do": "confirm"}).status_code == 404
    assert not Introduction.objects.exists()


def test_her_tap_before_it_stands(introduced, pat) -> None:
    row = introduced(NAME)
    tap(opened(row), "confirm")
    withdrawals.withdraw(row.slip, by=Actor.of_user(pat))
    assert Introduction.objects.get().is_confirmed


# -- whose it is to take back ---------------------------------------------------------------------


@pytest.fixture
def colleague(organisation, client_for) -> Client:
    from outreach.models import Worker

    user = builders.user("Col League", "partner_worker")
    Worker.objects.create(user=user, organisation=organisation)
    return client_for(user)


def test_a_colleague_cannot_and_has_no_button(introduced, colleague) -> None:
    slip = introduced(NAME).slip
    assert "Take it back" not in colleague.get("/portal/").content.decode()
    assert colleague.post(AT, {"slip": slip.pk}).status_code == 404
    assert Introduction.objects.exists()


@pytest.mark.parametrize("forged", ["999999", "abc", "-1", "1 OR 1"])
def test_a_forged_slip_is_not_found(introduced, as_pat, forged) -> None:
    introduced(NAME)
    assert as_pat.post(AT, {"slip": forged}).status_code == 404
    assert as_pat.get(f"{AT}?slip={forged}").status_code == 404


def test_without_one_there_is_nothing_to_do(as_pat) -> None:
    assert as_pat.get(AT)["Location"] == "/portal/"
    assert as_pat.post(AT)["Location"] == "/portal/"


def test_a_closed_one_has_no_button_and_stays(introduced, as_pat, worker) -> None:
    slip = introduced(NAME).slip
    Slip.objects.update(received_at=clock.now() - dt.timedelta(days=28, minutes=1))
    assert "Take it back" not in as_pat.get("/portal/").content.decode()
    assert as_pat.post(AT, {"slip": slip.pk}).status_code == 404


def test_a_get_changes_nothing(introduced, as_pat) -> None:
    slip = introduced(NAME).slip
    as_pat.get(f"{AT}?slip={slip.pk}")
    slip.refresh_from_db()
    assert slip.withdrawn_at is None
