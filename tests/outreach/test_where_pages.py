"""The page of figures: for coordinators, read by all, and its export written down (safety.md 27, 42, 48)."""

import csv
import io
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from outreach.models import Watch
from peersupport.models import AuditEvent
from tests.pages import Page

from .test_where import IN_SPRING, IN_SUMMER, NOW
from .where_world import arrive, forgotten

pytestmark = pytest.mark.django_db
URL = "/dashboard/outreach/where/"
SHARE, EXPORT = f"{URL}share/", f"{URL}figures/"


@pytest.fixture
def now(clock_at):
    return clock_at(NOW)


@pytest.fixture
def coordinator(now, client_for, nadia):
    return client_for(nadia)


@pytest.fixture
def women(group) -> None:
    """Seven herself and six by a clinic in summer, three of a voluntary one."""
    for way, many in (("herself", 7), ("statutory", 6), ("voluntary", 3)):
        forgotten(group, way, IN_SUMMER, many)


def test_where_shows_picture_and_table_alike(coordinator, women) -> None:
    page = Page(coordinator.get(URL).content.decode())
    [drawn] = page.all("svg", role="img")
    assert drawn["aria-labelledby"] == "where-name where-words"
    words = re.search(r'<desc id="where-words">(.*?)</desc>', page.html, re.S)
    assert words
    assert "July to September 2026: 16 in all, Herself: 7, Too few to show apart" in words.group(1)
    assert page.html.count("fewer than 5") >= 7
    assert "style=" not in page.html


def test_where_hides_the_three_and_what_would_tell_them(coordinator, women) -> None:
    """3 of 16 beside 7: the 6 goes with them, and with it each way to the 3."""
    html = coordinator.get(URL).content.decode()
    table = html[
        html.index("First contact, by quarter") : html.index("From first contact to first session")
    ]
    first = table[table.index("July to September 2026") :].partition("</tr>")[0]
    assert re.findall(r">([^<>]+)</td>", first) == [
        "7",
        "hidden",
        "hidden",
        "hidden",
        "hidden",
        "hidden",
        "16",
    ]


def test_where_with_nobody_yet(coordinator) -> None:
    page = coordinator.get(URL)
    assert page.status_code == 200
    assert "fewer than 5" in page.content.decode()


def test_where_is_for_coordinators(now, client_for, ruth, pat, stranger) -> None:
    for user in (ruth, pat):
        client = client_for(user)
        assert client.get(URL).status_code == 403
        for url in (SHARE, EXPORT):
            assert client.post(url, {"share": "50", "reason": "own"}).status_code == 403
    assert stranger.get(URL).status_code == 302
    assert not Watch.objects.exists()


def test_where_costs_the_same_for_few_and_many(coordinator, group) -> None:
    costs = []
    for many in (1, 3, 30):
        arrive(group, "herself", IN_SUMMER, many)
        arrive(group, "statutory", IN_SPRING, many)
        coordinator.get(URL)
        with CaptureQueriesContext(connection) as seen:
            coordinator.get(URL)
        ours = [q["sql"] for q in seen.captured_queries if "outreach_" in q["sql"]]
        costs.append(len(ours))
    assert len(set(costs)) == 1
    assert costs[0] <= 6


def test_where_share_is_kept_and_warns(coordinator, group) -> None:
    for way, many in (("herself", 30), ("statutory", 15)):
        for day in (IN_SUMMER, IN_SPRING, IN_SPRING.replace(month=2), IN_SPRING.replace(2025, 11)):
            forgotten(group, way, day, many)
    warned = "66 of 100 women came one way"
    assert warned in coordinator.get(URL).content.decode()
    assert coordinator.post(SHARE, {"share": "70"}).status_code == 302
    assert warned not in coordinator.get(URL).content.decode()
    assert Watch.objects.get().largest_share == 70
    assert AuditEvent.objects.filter(verb="figures.share_set", reason="70").exists()


@pytest.mark.parametrize("share", ["", "19", "96", "most"])
def test_where_share_that_is_none_is_refused_in_a_sentence(coordinator, share) -> None:
    page = coordinator.post(SHARE, {"share": share})
    assert "Write a number from 20 to 95." in page.content.decode()
    assert not Watch.objects.exists()


def test_there_is_one_watch_and_its_share_is_a_share(db) -> None:
    Watch.objects.create()
    for wrong in ({"only": True}, {"only": False}, {"largest_share": 5}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Watch.objects.create(**wrong)


def test_where_export_says_no_more_than_the_page(coordinator, women) -> None:
    response = coordinator.post(EXPORT, {"reason": "funder"})
    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    summer = next(row for row in rows if row and row[0] == "July to September 2026")
    assert summer == [*["July to September 2026", "7"], *["hidden"] * 5, "16"]
    page = coordinator.get(URL).content.decode()
    assert [
        cell
        for row in rows
        for cell in row
        if cell and cell.replace("’", "") not in page.replace("’", "")
    ] == []
    assert AuditEvent.objects.filter(verb="figures.exported", reason="funder").count() == 1


def test_where_export_without_a_reason_gives_nothing(coordinator, women) -> None:
    for reason in ("", "because"):
        page = coordinator.post(EXPORT, {"reason": reason})
        assert "There is a problem" in page.content.decode()
    assert not AuditEvent.objects.filter(verb="figures.exported").exists()
