"""Robots, floods and bad input: each a clear sentence, nothing lost, nothing sent (safety.md 47)."""

import datetime as dt
import socket
import time

import pytest
from django.core.cache import cache
from django.test import Client

from outreach import periods
from outreach.models import Introduction
from outreach.views import join_send
from peersupport.models import Message
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def five_seconds(monkeypatch):
    """A least time, as there is one outside the suite."""
    monkeypatch.setattr(periods, "QUICKEST", dt.timedelta(seconds=5))


def test_47_whoever_is_too_quick_presses_once_more_and_then_it_goes(walk, five_seconds) -> None:
    walk.to_check()
    caught = walk.send()
    assert caught.status_code == 200
    assert "Please press Send once more." in caught.content.decode()
    assert "Zuzanna" in caught.content.decode(), "nothing is lost"
    assert not Introduction.objects.exists()
    assert walk.send()["Location"] == "/join/q/sent/"
    assert Introduction.objects.count() == 1


def test_47_a_woman_who_takes_her_time_is_never_asked(walk, five_seconds, monkeypatch) -> None:
    walk.to_check()
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 6)
    assert walk.send()["Location"] == "/join/q/sent/"


def test_47_the_time_counts_from_her_first_answer_and_cannot_be_forged(walk, five_seconds) -> None:
    walk.to_check()
    assert walk.send(began="0").status_code == 200
    walk.put("name", name="Bea")
    assert walk.send().status_code == 302, "she was asked once, and is not asked again"


def test_47_a_browser_that_fills_the_hidden_box_each_time_still_gets_through(walk) -> None:
    walk.to_check()
    assert walk.send(website="https://x.example").status_code == 200
    assert walk.send(website="https://x.example")["Location"] == "/join/q/sent/"
    assert Introduction.objects.count() == 1


def test_47_a_second_asking_is_measured_anew(walk, five_seconds) -> None:
    walk.to_check()
    walk.send()
    walk.send()
    walk.to_check(name="Bea")
    assert "once more" in walk.send().content.decode()


@pytest.mark.parametrize("which", ["SENDS", "ALL_SENDS"])
def test_47_each_limit_loses_nothing_shows_help_and_ends_by_itself(
    walk, monkeypatch, which
) -> None:
    monkeypatch.setattr(join_send, which, 1)
    walk.to_check().send()
    walk.to_check(name="Bea")
    slow = walk.send()
    assert slow.status_code == 429
    said = slow.content.decode()
    assert "Nothing is lost" in said
    assert "Bea" in said
    assert Page(said).all("a", href="/help-now/")
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 3601)
    walk.to_check(name="Bea")
    assert walk.send().status_code == 302


def test_47_all_together_may_send_more_than_one_address_and_sooner_again() -> None:
    assert join_send.ALL_SENDS > join_send.SENDS
    assert join_send.ALL_SECONDS <= 600


def test_47_with_the_cache_away_the_door_stays_open(walk, settings, monkeypatch) -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        nobody = line.getsockname()[1]
    settings.CACHES = {
        "default": {
            "BACKEND": "peersupport.cache.ForgivingRedisCache",
            "LOCATION": f"redis://127.0.0.1:{nobody}/0",
        }
    }
    monkeypatch.setattr(join_send, "SENDS", 0)
    assert cache.get("x") is None
    monkeypatch.setattr(join_send, "SENDS", 1)
    for name in ("Ann", "Bea"):
        walk.to_check(name=name)
        assert walk.send()["Location"] == "/join/q/sent/"


def test_48_huge_text_is_answered_with_a_sentence_and_what_she_typed(walk) -> None:
    shown = walk.put("name", name="x" * 100_000)
    assert shown.status_code == 200
    assert "more than 60 letters" in shown.content.decode()


def test_48_more_than_any_form_holds_gets_our_own_page_with_help() -> None:
    answer = Client().post("/join/q/name/", {"name": "x" * 3_000_000})
    assert answer.status_code == 400
    assert "/help-now/" in answer.content.decode()


@pytest.mark.parametrize("ref", ["zzzzz", "' OR 1=1", "../../x", "x" * 300, "ｘｙ"])
def test_a_forged_group_or_code_leads_to_help_with_choosing(walk, ref) -> None:
    walk.client.get(f"/c/{ref[:200]}/".replace(" ", "%20").replace("../", ""))
    walk.put("name", name="Z")
    shown = walk.put("group", group=ref)
    assert shown.status_code == 200
    assert "Choose another, or let us help." in shown.content.decode()
    walk.put("group", group="choose")
    walk.put("reach", own_contact="on")
    walk.put("keep", keep="on")
    walk.send()
    row = Introduction.objects.get()
    assert (row.wants_help_choosing, row.code) == (True, None)


def test_10_whatever_comes_in_nothing_goes_out(walk, group, five_seconds, drain_all) -> None:
    walk.to_check(group=group.ref, email="z@woman.example", mail="yes")
    walk.send(website="x")
    walk.send()
    walk.client.post("/join/q/told/", {"answer": "yes"})
    drain_all()
    assert not Message.objects.exists()
