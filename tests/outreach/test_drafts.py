"""A draft only if she asks (safety.md 7, 10, 19, 23, 35, 38, 47)."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from outreach import periods
from outreach.models import Draft, Introduction
from outreach.services import drafts
from outreach.views import drafts as pages
from peersupport import clock
from peersupport.actors import NOBODY
from peersupport.models import AuditEvent, Message, PrivateLink
from peersupport.registry import registry
from tests.outreach.conftest import Walk
from tests.outreach.test_forgetting import dump
from tests.pages import Page

pytestmark = pytest.mark.django_db


def link_in(response) -> str:
    found = re.search(r"(/l/[\w-]+/)", response.content.decode())
    assert found
    return found[1]


@pytest.fixture
def half(walk):
    """Two questions answered, and a third she is looking at."""
    walk.put("name", name="Zuzanna")
    walk.put("group", group="choose")
    return walk


@pytest.fixture
def kept(half) -> str:
    """The link she was shown."""
    return link_in(half.put("later"))


@pytest.mark.parametrize("step", ["name", "group", "reach", "keep", "more", "check"])
def test_23_every_question_page_offers_it(walk, step) -> None:
    walk.to_check()
    said = walk.client.get(f"/join/q/{step}/").content.decode()
    assert "Keep this for later" in said


def test_what_stands_on_the_page_is_kept_too(walk) -> None:
    assert walk.put("name", name="Zuzanna", later="on")["Location"] == "/join/q/later/"
    link = link_in(walk.put("later"))
    other = Client()
    other.post(link)
    assert 'value="Zuzanna"' in other.get("/join/q/name/").content.decode()


def test_24_what_is_wrong_is_said_first_and_stays_typed(half) -> None:
    shown = half.put("reach", phone="0770", later="on")
    assert shown.status_code == 200
    assert [a["value"] for a in Page(shown.content.decode()).all("input", name="phone")] == ["0770"]
    assert not Draft.objects.exists()


def test_first_it_asks_whether_it_is_safe_and_keeps_nothing(half) -> None:
    said = half.client.get("/join/q/later/").content.decode()
    assert "Whoever has the link can read what you wrote." in said
    assert "works once, and for 7 days" in said
    assert "“Leave this page” does not take it away." in said
    assert not Draft.objects.exists()


def test_23_one_sealed_row_and_a_link_that_is_shown_and_sent_nowhere(half, drain_all) -> None:
    shown = half.put("later")
    link = link_in(shown)
    assert "Zuzanna" not in shown.content.decode()
    assert Draft.objects.count() == 1
    assert not Introduction.objects.exists()
    drain_all()
    assert not Message.objects.exists()
    assert not AuditEvent.objects.exists()
    row = PrivateLink.objects.get()
    assert (row.purpose, row.single_use) == ("draft", True)
    assert row.expires_at - row.made_at == timedelta(days=7)
    written = dump()
    assert "draft:" in written
    assert "Zuzanna" not in written
    assert link.strip("/").partition("/")[2] not in written


def test_7_nothing_of_hers_is_left_in_this_browser(half) -> None:
    half.put("later")
    assert half.client.cookies["j"].value == ""
    assert half.client.get("/join/q/reach/")["Location"] == "/join/?late"


def test_7_leaving_does_not_take_what_she_asked_us_to_keep(half, kept) -> None:
    """Written down in docs/decisions/a-draft-only-if-she-asks.md."""
    half.client.get("/leave/")
    assert Client().post(kept).status_code == 302


def test_19_a_get_shows_one_neutral_button_and_changes_nothing(kept) -> None:
    for _ in range(3):
        said = Client().get(kept).content.decode()
        assert "Zuzanna" not in said
    assert Draft.objects.count() == 1
    assert PrivateLink.objects.get().used_at is None


def test_opening_it_puts_her_back_where_she_was_and_deletes_the_row(kept) -> None:
    other = Client()
    assert other.post(kept)["Location"] == "/join/q/reach/"
    assert not Draft.objects.exists()
    walk = Walk(other)
    walk.put("reach", own_contact="on")
    walk.put("keep", keep="on")
    assert walk.send()["Location"] == "/join/q/sent/"
    assert Introduction.objects.get().name == "Zuzanna"


def test_19_used_wrong_and_run_out_look_the_same(kept, frozen) -> None:
    Client().post(kept)
    used = Client().post(kept)
    wrong = Client().post("/l/" + "x" * 32 + "/")
    assert (used.status_code, wrong.status_code) == (404, 404)
    bare = [re.sub(r'value="\w+"', "", r.content.decode()) for r in (used, wrong)]
    assert bare[0] == bare[1]


def test_19_after_seven_days_it_opens_nothing_and_the_row_is_purged(half, clock_at) -> None:
    kept = link_in(half.put("later"))
    made = clock.now()
    clock_at(made + periods.DRAFT_KEPT - timedelta(minutes=1))
    registry.purges["drafts"](clock.now())
    assert Draft.objects.count() == 1
    clock_at(made + periods.DRAFT_KEPT + timedelta(minutes=1))
    assert Client().post(kept).status_code == 404
    registry.purges["drafts"](clock.now())
    assert not Draft.objects.exists()


def test_a_row_that_is_gone_looks_like_a_wrong_link(kept) -> None:
    Draft.objects.all().delete()
    assert Client().post(kept).status_code == 404


def test_a_second_press_makes_no_second_row_and_the_newer_link_opens(half) -> None:
    twin = Client()
    twin.cookies["j"] = half.client.cookies["j"].value
    first, second = link_in(half.put("later")), link_in(Walk(twin).put("later"))
    assert Draft.objects.count() == 1
    assert Client().post(first).status_code == 404
    assert Client().post(second).status_code == 302


def test_she_can_throw_it_away_at_once(half) -> None:
    shown = half.put("later")
    (token,) = [a["value"] for a in Page(shown.content.decode()).all("input", name="token")]
    half.client.post("/join/q/drop/", {"token": token})
    assert not Draft.objects.exists()
    assert not PrivateLink.objects.exists()
    assert Client().post(f"/l/{token}/").status_code == 404


@pytest.mark.parametrize("token", ["", "x" * 32, "x" * 5000])
def test_throwing_away_what_is_not_there_does_nothing(kept, stranger, token) -> None:
    assert stranger.post("/join/q/drop/", {"token": token}).status_code == 302
    assert Draft.objects.count() == 1


def test_another_purposes_link_throws_nothing_away(kept, ada, woman_client) -> None:
    from peersupport import links
    from peersupport.actors import SYSTEM

    token = links.mint("you", ada.subject, by=SYSTEM, lifetime=None, single_use=False)
    drafts.throw_away(token)
    assert links.find(token) is not None
    assert Draft.objects.count() == 1


def test_with_nothing_answered_there_is_nothing_to_keep(stranger) -> None:
    assert stranger.get("/join/q/later/")["Location"] == "/join/?late"
    assert stranger.post("/join/q/later/")["Location"] == "/join/?late"
    assert not Draft.objects.exists()


@pytest.mark.parametrize("which", ["KEPT", "ALL_KEPT"])
def test_47_too_many_are_not_kept_and_nothing_is_lost(half, monkeypatch, which) -> None:
    monkeypatch.setattr(pages, which, 0)
    slow = half.put("later")
    assert slow.status_code == 429
    assert "Nothing is lost" in slow.content.decode()
    assert Page(slow.content.decode()).all("a", href="/help-now/")
    assert "Zuzanna" in half.client.get("/join/q/name/").content.decode()


def test_a_draft_of_another_version_of_these_pages_reads_as_a_wrong_link(db) -> None:
    token = drafts.keep('{"odd": 1}', key="k", by=NOBODY)
    assert Client().post(f"/l/{token}/").status_code == 404


def test_the_key_travels_along_so_that_one_asking_makes_one_row(half) -> None:
    kept = link_in(half.put("later"))
    one, two = Client(), Client()
    one.post(kept)
    two.cookies["j"] = one.cookies["j"].value
    for walk in (Walk(one), Walk(two)):
        walk.put("reach", own_contact="on")
        walk.put("keep", keep="on")
        walk.send()
    assert Introduction.objects.count() == 1
