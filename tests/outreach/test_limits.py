"""Limits slow a robot and never shut the door (safety.md 47)."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from peersupport import limits


def go(who: str = "a", most: int = 2) -> bool:
    return limits.allowed("test", who, most=most, seconds=60)


def test_so_many_and_no_more() -> None:
    assert [go(), go(), go()] == [True, True, False]


def test_one_visitor_does_not_use_up_anothers(monkeypatch) -> None:
    assert [go("a"), go("a"), go("a"), go("b")] == [True, True, False, True]


def test_a_new_window_begins_anew(monkeypatch) -> None:
    monkeypatch.setattr(limits.time, "time", lambda: 1000.0)
    assert [go(), go(), go()] == [True, True, False]
    monkeypatch.setattr(limits.time, "time", lambda: 1061.0)
    assert go()


def test_with_the_cache_away_it_stays_open(monkeypatch) -> None:
    def lost(*args, **kwargs):
        raise ValueError("no such key")

    monkeypatch.setattr(cache, "incr", lost)
    assert [go() for _ in range(5)] == [True] * 5


def test_the_cache_holds_no_address() -> None:
    go("192.0.2.7")
    assert not [key for key in cache._cache if "192.0.2.7" in key]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "forged, 203.0.113.9", "203.0.113.9"),
        (2, "forged, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_hops_we_trust_are_believed(settings, proxies, forwarded, seen) -> None:
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})
    assert limits.address(request) == seen
