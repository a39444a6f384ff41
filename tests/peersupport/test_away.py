"""With Redis away every page still answers, and a lost wake-up loses nothing (delivery.md)."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db import connection, transaction

from peersupport import limits
from peersupport.cache import ForgivingRedisCache
from peersupport.messaging import wake
from peersupport.models import Message
from tests import builders


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


@pytest.fixture(params=["refuses", "hangs"])
def away(request) -> Iterator[str]:
    """The address of a Redis that refuses, or takes the call and says nothing."""
    if request.param == "refuses":
        yield f"redis://127.0.0.1:{free_port()}/0"
        return
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen(50)
        yield f"redis://127.0.0.1:{line.getsockname()[1]}/0"


@pytest.fixture
def cache_away(settings, away):
    settings.CACHES = {
        "default": {"BACKEND": "peersupport.cache.ForgivingRedisCache", "LOCATION": away}
    }
    assert isinstance(caches["default"], ForgivingRedisCache)
    return cache


CALLS: dict[str, tuple[tuple, Any]] = {
    "get": (("k",), None),
    "get with a default": (("k", 7), 7),
    "set": (("k", 1), None),
    "add": (("k", 1), True),
    "touch": (("k",), False),
    "delete": (("k",), False),
    "has_key": (("k",), False),
    "incr": (("k",), 1),
    "get_many": ((["k"],), {}),
    "set_many": (({"k": 1},), []),
    "delete_many": ((["k"],), None),
    "clear": ((), None),
}


@pytest.mark.parametrize("call", CALLS)
def test_each_call_reads_as_not_there(cache_away, call) -> None:
    args, answer = CALLS[call]
    begun = time.monotonic()
    assert getattr(cache_away, call.split()[0])(*args) == answer
    assert time.monotonic() - begun < 2


def test_a_default_given_by_name_is_the_answer(cache_away) -> None:
    assert cache_away.get("k", default=[]) == []
    assert cache_away.get_or_set("k", lambda: 5) == 5
    assert "k" not in cache_away
    assert cache_away.get_or_set("k", default=6) == 6


def test_what_is_wrong_with_the_call_itself_is_not_forgiven(cache_away) -> None:
    with pytest.raises(TypeError):
        cache_away.get()


def test_limits_fail_open(cache_away) -> None:
    answers = [limits.allowed("join", "1.2.3.4", most=1, seconds=60) for _ in range(3)]
    assert answers == [True] * 3


def test_limits_count_while_the_cache_is_there() -> None:
    def go(who: str = "1.2.3.4", name: str = "join") -> bool:
        return limits.allowed(name, who, most=2, seconds=3600)

    assert [go(), go(), go()] == [True, True, False]
    assert go(who="5.6.7.8")
    assert go(name="other")


def test_the_cache_holds_no_address(monkeypatch) -> None:
    kept = []

    def keep(key: str, *args, **kwargs) -> int:
        kept.append(key)
        return 1

    monkeypatch.setattr(cache, "add", keep)
    monkeypatch.setattr(cache, "incr", keep)
    limits.allowed("join", "203.0.113.9", most=2, seconds=60)
    assert kept
    assert not [key for key in kept if "203.0" in key]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 2.2.2.2", "2.2.2.2"),
        (2, "6.6.6.6, 3.3.3.3, 2.2.2.2", "3.3.3.3"),
        (2, "2.2.2.2", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_the_address_is_what_our_own_proxies_saw(settings, rf, proxies, forwarded, seen) -> None:
    settings.PROXY_COUNT = proxies
    request = rf.get("/", headers={"x-forwarded-for": forwarded} if forwarded else {})
    assert limits.address(request) == seen


@pytest.mark.django_db
def test_pages_answer(cache_away, client, client_for) -> None:
    for url in ("/", "/help-now/", "/accounts/login/", "/l/some-token/", "/leave/"):
        assert client.get(url).status_code in {200, 302}, url
    wrong = client.post("/accounts/login/", {"login": "a@example.org", "password": "wrong"})
    assert wrong.status_code == 200
    staff = client_for(builders.user("Ines Leader", "peer_leader"))
    assert staff.get("/dashboard/").status_code == 200


@pytest.mark.django_db
def test_she_signs_in_with_the_cache_away(cache_away, client) -> None:
    user = builders.user("Pia Partner", "partner_worker")
    said = {"login": user.email, "password": builders.PASSWORD}
    assert client.post("/accounts/login/", said)["Location"] == "/me/"


# -- waking -------------------------------------------------------------------------------------


@pytest.fixture
def broker_away(settings, away, monkeypatch) -> None:
    from peersupport.celery import app

    settings.WAKE, settings.BROKER_URL = True, away
    monkeypatch.setattr(app.conf, "broker_url", away)
    monkeypatch.setattr(app.conf, "broker_write_url", away)


@pytest.mark.django_db(transaction=True)
def test_a_lost_wake_up_is_only_logged_and_costs_no_second(broker_away, note_kind, caplog) -> None:
    note_kind()
    card = builders.card()
    begun = time.monotonic()
    with transaction.atomic():
        note = builders.message(card)
    assert time.monotonic() - begun < 2
    assert "wake-up lost" in caplog.text
    assert Message.objects.get(pk=note.pk).state == "due"


@pytest.mark.django_db(transaction=True)
def test_a_lane_is_woken_after_the_commit_and_never_before(
    settings, monkeypatch, note_kind
) -> None:
    settings.WAKE, settings.BROKER_URL = True, "memory://"
    woken = []
    monkeypatch.setattr(
        wake, "_poke", lambda lane: woken.append((lane, connection.in_atomic_block))
    )
    note_kind()
    note_kind("hurry", urgent=True)
    with transaction.atomic():
        builders.message()
        builders.message(kind="hurry")
        assert woken == []
    assert woken == [("text", False), ("urgent", False)]
    with transaction.atomic():
        builders.message()
        transaction.set_rollback(True)
    assert len(woken) == 2


@pytest.mark.django_db(transaction=True)
def test_a_wake_up_that_raises_undoes_nothing(settings, monkeypatch, note_kind) -> None:
    settings.WAKE, settings.BROKER_URL = True, "memory://"

    def broken(lane: str) -> None:
        raise RuntimeError

    monkeypatch.setattr(wake, "_poke", broken)
    note_kind()
    with transaction.atomic():
        note = builders.message()
    assert Message.objects.filter(pk=note.pk).exists()


def test_what_is_woken_carries_no_fact(settings, monkeypatch) -> None:
    from peersupport.celery import app

    sent = []
    settings.BROKER_URL = "memory://"
    monkeypatch.setattr(app, "send_task", lambda *args, **how: sent.append((args, how)))
    wake._poke("text")
    ((args, how),) = sent
    assert (args, how["args"]) == (("peersupport.drain",), ["text"])
    assert how["retry"] is False
    assert how["expires"] <= 60
