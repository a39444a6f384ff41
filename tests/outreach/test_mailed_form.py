"""The introduction form by a mailed link, without sign-in (safety.md 10, 19, 26, 40, 47)."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models.agreement import TheCharity
from agreements.services import drafts, versions
from outreach.models import FormRequest, Introduction, PromiseAcceptance, Slip, Worker
from outreach.services import mailed_form, organisations
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent, Message, OutboxCopy, PrivateLink, User
from tests import builders
from tests.outreach.conftest import BY_PHONE
from tests.sensitive import words_in

pytestmark = pytest.mark.django_db
HERS = "pat@example.org"


def ask(client, email: str = HERS, **more: str):
    return client.post("/portal/by-mail/", {"email": email} | more)


@pytest.fixture
def mailed(worker, drain_all):
    """Ask, let the minute pass and the mail go; the path in it."""

    def get(client=None) -> str:
        ask(client or Client())
        mailed_form.sweep(clock.now())
        drain_all()
        found = re.search(r"(/l/[\w-]+/)", OutboxCopy.objects.latest("pk").body)
        assert found
        return found[1]

    return get


@pytest.fixture
def opened(mailed, stranger) -> Client:
    """A browser in which her mailed link was opened."""
    assert stranger.post(mailed())["Location"] == "/portal/form/"
    return stranger


@pytest.fixture
def form(group) -> dict:
    return BY_PHONE | {
        "once": "key-1",
        "she_knows": "on",
        "name": "Zuzanna",
        "group": group.ref,
        "keep": "on",
    }


# -- asking for the link ----------------------------------------------------------------------------

KNOWN = {
    "a worker": HERS,
    "in capitals": " PAT@example.org ",
    "nobody": "nobody@example.org",
    "a leader": "ruth@example.org",
    "a former worker": "wilma@example.org",
}


@pytest.fixture
def everybody(worker, ruth, organisation):
    former = builders.user("Wilma Worker", "partner_worker")
    organisations.end_worker(
        Worker.objects.create(user=former, organisation=organisation), by=SYSTEM
    )


@pytest.mark.parametrize("who", KNOWN)
def test_only_a_live_workers_own_address_gets_the_mail(everybody, stranger, drain_all, who) -> None:
    ask(stranger, KNOWN[who])
    assert not Message.objects.exists()
    mailed_form.sweep(clock.now())
    drain_all()
    got = list(OutboxCopy.objects.values_list("to", flat=True))
    assert got == ([HERS] if who in {"a worker", "in capitals"} else [])
    assert not FormRequest.objects.exists()


def test_26_the_answer_and_its_work_are_the_same_for_everybody(everybody) -> None:
    seen = []
    for email in KNOWN.values():
        client = Client()
        client.get("/portal/by-mail/")
        with CaptureQueriesContext(connection) as queries:
            first = ask(client, email)
        shape = [
            re.sub(r"'[^']*'|s\d+_x\d+", "?", query["sql"]) for query in queries.captured_queries
        ]
        page = client.get("/portal/by-mail/").content.decode()
        words = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
        seen.append((first.status_code, first["Location"], [s[:60] for s in shape], words))
    for one in seen:
        assert one == seen[0]
    assert "If we know this address" in seen[0][3]
    for one in seen:
        assert not [sql for sql in one[2] if "outreach_worker" in sql or "peersupport_user" in sql]


def test_38_what_was_typed_lies_sealed_and_goes_within_a_day(stranger, frozen) -> None:
    ask(stranger)
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM outreach_formrequest")
        assert "example.org" not in cursor.fetchone()[0]
    assert mailed_form.purge(frozen.tick(days=1)) == 0
    assert mailed_form.purge(frozen.tick(seconds=1)) == 1


def test_pressed_twice_she_gets_one_mail(worker, stranger, frozen) -> None:
    ask(stranger)
    ask(stranger)
    mailed_form.sweep(frozen.at)
    ask(stranger)
    mailed_form.sweep(frozen.at)
    assert Message.objects.count() == 1


def test_47_nobody_fills_her_inbox_from_outside(worker, frozen) -> None:
    """However many addresses a robot has, and however long it takes."""
    for _ in range(20):
        mailed_form.ask(HERS)
        mailed_form.sweep(clock.now())
        frozen.tick(minutes=10)
    assert Message.objects.count() == mailed_form.MOST_IN
    frozen.tick(days=1)
    mailed_form.ask(HERS)
    assert mailed_form.sweep(clock.now()) == 1, "tomorrow she can have another"


def test_47_many_are_slowed_and_keep_what_was_typed(stranger, monkeypatch) -> None:
    monkeypatch.setattr("outreach.views.mailed_form.ASKS", 1)
    ask(stranger)
    slow = ask(stranger)
    assert slow.status_code == 429
    assert HERS in slow.content.decode()
    assert "/help-now/" in slow.content.decode()
    assert FormRequest.objects.count() == 1


def test_47_all_together_are_slowed_too(monkeypatch, stranger) -> None:
    monkeypatch.setattr("outreach.views.mailed_form.ALL_ASKS", 1)
    ask(stranger)
    assert (
        Client(REMOTE_ADDR="10.9.8.7").post("/portal/by-mail/", {"email": HERS}).status_code == 429
    )


def test_47_a_robot_hears_the_same_and_nothing_is_kept(stranger) -> None:
    assert ask(stranger, website="https://x.example").status_code == 302
    assert not FormRequest.objects.exists()


def test_an_address_that_is_none_is_said(stranger) -> None:
    shown = ask(stranger, "pat")
    assert "It needs an @" in shown.content.decode()
    assert 'value="pat"' in shown.content.decode()


def test_the_portal_mails_it_in_one_tap(pat, client_for, drain_all) -> None:
    client = client_for(pat)
    assert f'name="email" value="{HERS}"' in client.get("/portal/").content.decode()
    assert ask(client).status_code == 302
    assert mailed_form.sweep(clock.now()) == 1


# -- the mail and the link --------------------------------------------------------------------------


def test_14_the_subject_tells_nothing(mailed) -> None:
    mailed()
    mail = OutboxCopy.objects.get()
    assert words_in(mail.subject, in_texts=True) == []
    assert "14 days" in mail.body


def test_19_looking_at_the_link_changes_nothing(mailed, stranger) -> None:
    path = mailed()
    before = PrivateLink.objects.values("used_at", "ended_at").get()
    for _ in range(3):
        page = stranger.get(path).content.decode()
        assert "Pat" not in page
    assert PrivateLink.objects.values("used_at", "ended_at").get() == before
    assert stranger.get("/portal/form/").status_code == 404


def test_it_opens_as_often_as_she_likes_for_14_days(frozen, mailed) -> None:
    path = mailed()
    frozen.tick(days=13, hours=23)
    assert Client().post(path)["Location"] == "/portal/form/"
    assert Client().post(path)["Location"] == "/portal/form/"
    frozen.tick(hours=1)
    assert Client().post(path).status_code == 404


def test_asking_for_another_shuts_nothing_in_her_hand(frozen, opened, mailed) -> None:
    frozen.tick(minutes=10)
    mailed()
    assert opened.get("/portal/form/").status_code == 200


@pytest.mark.parametrize("end", ["her place", "the partnership", "her role"])
def test_41_what_ended_opens_nothing_and_mails_nothing(
    opened, mailed, worker, organisation, stranger, form, end, drain_all
) -> None:
    path = f"/l/{'x' * 32}/"
    if end == "her place":
        organisations.end_worker(worker, by=SYSTEM)
    elif end == "the partnership":
        organisations.end_organisation(organisation, by=SYSTEM)
    else:
        User.objects.filter(pk=worker.user_id).update(role_ended_at=clock.now())
    assert opened.get("/portal/form/").status_code == 404
    assert opened.post("/portal/form/", form).status_code == 404
    assert stranger.post(path).status_code == 404
    ask(Client())
    assert mailed_form.sweep(clock.now()) == 0
    assert not Introduction.objects.exists()


def test_a_due_mail_does_not_go_once_she_left(worker, drain_all) -> None:
    ask(Client())
    mailed_form.sweep(clock.now())
    organisations.end_worker(worker, by=SYSTEM)
    assert drain_all() == 0


# -- the form ---------------------------------------------------------------------------------------


def test_40_the_same_form_the_same_row_and_one_word_back(
    opened, form, worker, group, drain_all
) -> None:
    before = Message.objects.count()
    assert opened.post("/portal/form/", form)["Location"] == "/portal/form/sent/"
    row = Introduction.objects.get()
    assert (row.came_by, row.worker, row.group, row.name) == ("partner", worker, group, "Zuzanna")
    sent = opened.get("/portal/form/sent/").content.decode()
    assert Slip.objects.get().word in sent
    for hers in ("Zuzanna", "900321"):
        assert hers not in sent
        assert hers not in opened.get("/portal/form/").content.decode()
    drain_all()
    assert Message.objects.count() == before, "nothing was sent to anybody"
    event = AuditEvent.objects.get(verb="introduction.made")
    assert event.actor == f"user:{worker.user_id}"


def test_40_the_link_opens_the_form_and_nothing_else(opened, introduced) -> None:
    row = introduced("Zuzanna")
    for path in ("/portal/", "/portal/introduce/", "/portal/asked/", "/dashboard/", "/you/"):
        assert opened.get(path).status_code in {302, 403, 404}, path
    assert row.slip.word not in opened.get("/portal/form/").content.decode()


def test_a_second_press_makes_one_row(opened, form) -> None:
    opened.post("/portal/form/", form)
    again = opened.post("/portal/form/", form)
    assert again.status_code == 302
    assert Introduction.objects.count() == 1
    assert Slip.objects.count() == 1


def test_47_one_limit_for_the_portal_and_the_form(
    opened, form, monkeypatch, pat, client_for
) -> None:
    monkeypatch.setattr("outreach.views.introducing.INTRODUCTIONS", 1)
    client_for(pat).post("/portal/introduce/", form)
    slow = opened.post("/portal/form/", form | {"once": "key-2", "name": "Beatrice"})
    assert slow.status_code == 429
    assert "Beatrice" in slow.content.decode()


def test_the_promise_and_still_right_are_asked_on_the_form(
    frozen, opened, form, nadia, worker
) -> None:
    by = Actor.of_user(nadia)
    draft = drafts.start(TheCharity(), by=by)
    drafts.tell_how(draft, discussed_with="Us", discussed_on=clock.today(), by=by)
    version = versions.publish(draft, by=by)
    Worker.objects.update(confirmed_on=clock.today() - dt.timedelta(days=500))
    page = opened.get("/portal/form/").content.decode()
    assert "I tell every woman about the groups." in page
    shown = opened.post("/portal/form/", form).content.decode()
    assert "Tick this if you still work there" in shown
    assert "Read the promise and tick this" in shown
    assert "Zuzanna" in shown
    said = {"still_here": "on", "promise": "on", "promise_version": version.pk}
    assert opened.post("/portal/form/", form | said).status_code == 302
    assert PromiseAcceptance.objects.get().worker == worker
    assert Worker.objects.get().confirmed_on == clock.today()


def test_after_half_an_hour_nothing_typed_is_lost(frozen, opened, mailed, form) -> None:
    frozen.tick(minutes=31)
    shut = opened.post("/portal/form/", form)
    assert shut.status_code == 404
    page = shut.content.decode()
    for typed in ("Zuzanna", "07700 900321", "Nothing you typed is lost"):
        assert typed in page
    assert "/portal/by-mail/" in page
    assert not Introduction.objects.exists()
    opened.post(mailed())
    assert opened.post("/portal/form/", form)["Location"] == "/portal/form/sent/"
    assert Introduction.objects.count() == 1


def test_without_a_link_the_page_says_what_to_do(stranger) -> None:
    page = stranger.get("/portal/form/")
    assert page.status_code == 404
    assert "Get a new link" in page.content.decode()
    assert stranger.get("/portal/form/sent/")["Location"] == "/portal/by-mail/"


def test_39_a_womans_link_opens_no_form(ada_client, worker, form) -> None:
    assert ada_client.get("/portal/form/").status_code == 404
    assert ada_client.post("/portal/form/", form).status_code == 404
    assert not Introduction.objects.exists()
