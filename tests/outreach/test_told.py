"""The one question after Send: counted by the month, with nothing that leads to her (safety.md 27)."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from outreach import answers, queries
from outreach.models import Introduction, ToldNotForHer
from outreach.questions import ABOUT
from outreach.services import told
from peersupport.models import AuditEvent, BrowserSession, OnceKey
from tests.pages import Page

pytestmark = pytest.mark.django_db
ASKED = "Has anyone ever told you a group like this was not for you?"
WELCOME = "You do not have to say. You are welcome here either way."


def counts() -> list[tuple[str, str, int]]:
    return list(ToldNotForHer.objects.values_list("answer", "said_by", "count").order_by("pk"))


@pytest.fixture
def sent(walk, group):
    walk.to_check(group=group.ref).send()
    return walk.client


def test_it_is_asked_once_after_send_in_these_very_words(sent) -> None:
    page = Page(sent.get("/join/q/sent/").content.decode())
    said = [words.strip() for words in page.words]
    assert ASKED in said
    assert WELCOME in said
    assert not [a for a in page.all("input") if "checked" in a or "required" in a]
    assert [a["value"] for a in page.all("input", name="answer")] == ["yes", "no", "unsaid"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"answer": "yes", "said_by": "statutory"}, [("yes", "statutory", 1)]),
        ({"answer": "yes"}, [("yes", "", 1)]),
        ({"said_by": "somebody"}, [("yes", "somebody", 1)]),
        ({"answer": "no", "said_by": "charity"}, [("no", "", 1)]),
        ({"answer": "unsaid"}, [("unsaid", "", 1)]),
        ({}, []),
        ({"answer": "maybe"}, []),
        ({"answer": "yes", "said_by": "Dr Smith"}, []),
    ],
    ids=str,
)
def test_what_is_counted(sent, said, kept) -> None:
    assert sent.post("/join/q/told/", said)["Location"] == "/join/q/sent/"
    assert counts() == kept


def test_27_nothing_joins_it_to_her(sent, frozen) -> None:
    """The same row for whoever answers; no audit, no session, no key, and no word in her cookie."""
    traces = (AuditEvent.objects.count(), OnceKey.objects.count(), BrowserSession.objects.count())
    with CaptureQueriesContext(connection) as queries_made:
        response = sent.post("/join/q/told/", {"answer": "yes", "said_by": "community"})
    wrote = [q["sql"] for q in queries_made if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert wrote
    assert all("outreach_toldnotforher" in sql for sql in wrote)
    assert (
        AuditEvent.objects.count(),
        OnceKey.objects.count(),
        BrowserSession.objects.count(),
    ) == traces
    row = ToldNotForHer.objects.get()
    assert row.month == dt.date(2026, 12, 1), "no day, no hour"
    related = {f.related_model for f in ToldNotForHer._meta.fields if f.is_relation}
    assert related == set()
    request = type("R", (), {"COOKIES": {answers.COOKIE: response.cookies["j"].value}})
    left = answers.load(request).sent
    assert (left["told"], left["once"]) == (True, "")
    assert "yes" not in {str(value) for value in left.values()}
    assert "community" not in str(left)


def test_one_send_is_one_answer(sent) -> None:
    twin = Client()
    twin.cookies["j"] = sent.cookies["j"].value
    sent.post("/join/q/told/", {"answer": "yes"})
    sent.post("/join/q/told/", {"answer": "yes"})
    twin.post("/join/q/told/", {"answer": "no"})
    assert counts() == [("yes", "", 1)]
    said = sent.get("/join/q/sent/").content.decode()
    assert ASKED not in said
    assert "Thank you for telling us." in said


def test_without_a_send_nothing_is_counted(stranger, walk) -> None:
    stranger.post("/join/q/told/", {"answer": "yes"})
    walk.to_check()
    walk.client.post("/join/q/told/", {"answer": "yes"})
    assert counts() == []
    assert walk.client.get("/join/q/check/").status_code == 200, "and her answers are still there"


def test_two_women_make_one_row_of_two(walk) -> None:
    for _ in range(2):
        walk.to_check().send()
        walk.client.post("/join/q/told/", {"answer": "yes", "said_by": "charity"})
    assert counts() == [("yes", "charity", 2)]
    assert Introduction.objects.count() == 2


def test_with_the_cache_away_it_still_counts(sent, monkeypatch) -> None:
    def lost(*args, **kwargs):
        raise ValueError("no such key")

    monkeypatch.setattr(cache, "incr", lost)
    sent.post("/join/q/told/", {"answer": "no"})
    assert counts() == [("no", "", 1)]


def test_the_figures_read_it_by_month(frozen) -> None:
    told.count("yes", "statutory")
    frozen.tick(days=40)
    told.count("yes", "statutory")
    told.count("no")
    assert queries.told_not_for_her(dt.date(2026, 12, 1), dt.date(2027, 1, 1)) == [
        (dt.date(2026, 12, 1), "yes", "statutory", 1)
    ]
    assert len(queries.told_not_for_her(dt.date(2026, 1, 1), dt.date(2028, 1, 1))) == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"answer": "maybe"},
        {"answer": "no"},
        {"said_by": "gp"},
        {"month": dt.date(2026, 12, 2)},
        {"count": -1},
    ],
    ids=str,
)
def test_the_database_refuses(frozen, changes) -> None:
    told.count("yes", "charity")
    with pytest.raises(IntegrityError), transaction.atomic():
        ToldNotForHer.objects.update(**changes)


def test_a_number_stands_once(frozen) -> None:
    told.count("yes", "charity")
    with pytest.raises(IntegrityError), transaction.atomic():
        ToldNotForHer.objects.create(month=dt.date(2026, 12, 1), answer="yes", said_by="charity")


def test_23_it_too_says_why_who_and_until_when(sent) -> None:
    said = sent.get("/join/q/sent/").content.decode()
    for word in ("Why we ask", "Who sees it", "When we delete it", str(ABOUT["told"].until)):
        assert word in said
