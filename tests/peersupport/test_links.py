"""Private links: a GET changes nothing, and what no longer opens says nothing (safety.md 19)."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peersupport import crypto, links
from peersupport.actors import SYSTEM
from peersupport.models import PrivateLink
from peersupport.registry import registry

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def opened() -> Iterator[list[PrivateLink]]:
    """A purpose for this test; what it opened."""
    came: list[PrivateLink] = []

    def open_it(request, link):
        came.append(link)
        return HttpResponse("opened")

    registry.link_purposes["test-door"] = open_it
    yield came
    del registry.link_purposes["test-door"]


@pytest.fixture
def door(frozen, opened) -> Callable[..., str]:
    def mint(**how) -> str:
        how = {"lifetime": DAY, "single_use": True} | how
        return links.mint("test-door", "thing:1", by=SYSTEM, **how)

    return mint


def dead_ends(door, frozen, stranger) -> dict[str, str]:
    """A token for each way a link can be dead."""
    used = door()
    assert stranger.post(f"/l/{used}/").content == b"opened"
    run_out = door(lifetime=dt.timedelta(minutes=1))
    ended = door()
    PrivateLink.objects.filter(token_hash=crypto.token_hash(ended)).update(ended_at=frozen.at)
    unknown_purpose = links.mint("nothing", "thing:1", by=SYSTEM, lifetime=DAY, single_use=False)
    frozen.tick(minutes=1)
    return {
        "wrong": "x" * 32,
        "short": "x",
        "odd": "é' OR 1=1--",
        "used": used,
        "ended": ended,
        "run out": run_out,
        "purpose of nobody": unknown_purpose,
    }


def without_keys(response) -> bytes:
    """The page without the CSRF key, which differs each time it is drawn."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", response.content)


# -- the token ----------------------------------------------------------------------------------


def test_a_token_has_128_random_bits_or_more_and_is_not_stored(door) -> None:
    tokens = {door(single_use=False) for _ in range(200)}
    assert len(tokens) == 200
    assert min(len(token) for token in tokens) >= 32  # six bits a letter
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM peersupport_privatelink")
        dump = repr(cursor.fetchall())
    assert not [token for token in tokens if token in dump]
    assert crypto.token_hash(tokens.pop()) in dump


def test_a_new_one_takes_the_place_of_the_old_of_the_same_purpose_only(door) -> None:
    old, other = door(), links.mint("x", "thing:1", by=SYSTEM, lifetime=DAY, single_use=True)
    elsewhere = links.mint("test-door", "thing:2", by=SYSTEM, lifetime=DAY, single_use=True)
    new = door(replace=True)
    assert links.find(old) is None
    assert all(links.find(token) for token in (new, other, elsewhere))


def test_a_link_has_one_purpose(door) -> None:
    token = door()
    assert links.find(token, purpose="you") is None
    assert links.find(token, purpose="test-door")


def test_revoke_ends_all_of_one_subject(door) -> None:
    tokens = [door(), door()]
    assert links.revoke(subject="thing:1") == 2
    assert links.revoke(subject="thing:1") == 0
    assert [links.find(token) for token in tokens] == [None, None]


# -- GET ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing_however_often(door, stranger, opened, method) -> None:
    token = door()
    with CaptureQueriesContext(connection) as seen:
        for _ in range(20):
            getattr(stranger, method)(f"/l/{token}/")
    assert seen.captured_queries == []
    assert opened == []
    assert stranger.post(f"/l/{token}/").content == b"opened"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_ways_are_refused(door, stranger, opened, method) -> None:
    assert getattr(stranger, method)(f"/l/{door()}/").status_code == 405
    assert opened == []


def test_looking_shows_the_same_for_every_token(door, frozen, stranger) -> None:
    tokens = [*dead_ends(door, frozen, stranger).values(), door()]
    pages = {without_keys(Client().get(f"/l/{token}/")) for token in tokens}
    assert len(pages) == 1


def test_the_page_names_nobody_and_has_one_button(door, stranger) -> None:
    page = stranger.get(f"/l/{door()}/").content.decode()
    main = page[page.index("<main") : page.index("</main")]
    assert main.count("<button") == 1
    assert "thing:1" not in page


# -- POST ---------------------------------------------------------------------------------------


def test_every_dead_end_looks_the_same_to_the_byte(door, frozen, stranger, opened) -> None:
    answers = {}
    for why, token in dead_ends(door, frozen, stranger).items():
        response = Client().post(f"/l/{token}/")
        cookies = sorted(response.cookies)
        answers[why] = (response.status_code, without_keys(response), response.items(), cookies)
    first = next(iter(answers.values()))
    assert first[0] == 404
    assert [
        why for why, answer in answers.items() if tuple(map(str, answer)) != tuple(map(str, first))
    ] == []
    assert len(opened) == 1  # the one that was used up on purpose


def test_a_dead_end_costs_the_same_queries(door, frozen, stranger) -> None:
    counts = {}
    for why, token in dead_ends(door, frozen, stranger).items():
        with CaptureQueriesContext(connection) as seen:
            Client().post(f"/l/{token}/")
        counts[why] = len(seen)
    assert len(set(counts.values())) == 1, counts


def test_one_use_is_one_use(door, stranger, opened) -> None:
    token = door()
    answers = [stranger.post(f"/l/{token}/").status_code for _ in range(3)]
    assert answers == [200, 404, 404]
    assert len(opened) == 1


def test_a_lasting_one_opens_until_it_is_ended(door, stranger, frozen) -> None:
    token = door(single_use=False, lifetime=None)
    frozen.tick(days=400)
    assert stranger.post(f"/l/{token}/").status_code == 200
    links.revoke(subject="thing:1")
    assert stranger.post(f"/l/{token}/").status_code == 404


def test_a_lifetime_ends_to_the_second(door, frozen) -> None:
    token = door(lifetime=dt.timedelta(hours=1))
    frozen.tick(minutes=59, seconds=59)
    assert links.find(token)
    frozen.tick(seconds=1)
    assert links.find(token) is None
    assert links.spend(token) is None


def test_pressing_needs_the_key_of_our_own_page(door, opened) -> None:
    strict = Client(enforce_csrf_checks=True)
    token = door()
    assert strict.post(f"/l/{token}/").status_code == 403
    page = strict.get(f"/l/{token}/").content.decode()
    key = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)
    assert key
    assert strict.post(f"/l/{token}/", {"csrfmiddlewaretoken": key[1]}).content == b"opened"


# -- her page -----------------------------------------------------------------------------------


@pytest.fixture
def you(frozen, stranger) -> Callable[[], tuple[str, bool]]:
    """Her page opened on this phone; asks whose it is now."""
    before = registry.link_purposes.get("you")

    def open_it(request, link):
        links.open_page(request, link)
        return HttpResponse()

    registry.link_purposes["you"] = open_it
    token = links.mint("you", "woman:7", by=SYSTEM, lifetime=None, single_use=False)
    assert stranger.post(f"/l/{token}/").status_code == 200

    def whose() -> tuple[str, bool]:
        request = stranger.get("/").wsgi_request
        return request.woman_subject, request.woman_phrase

    yield whose
    if before is not None:
        registry.link_purposes["you"] = before
    else:
        del registry.link_purposes["you"]


def test_it_is_open_for_half_an_hour(you, frozen) -> None:
    assert you() == ("woman:7", False)
    frozen.tick(minutes=30)
    assert you() == ("woman:7", False)
    frozen.tick(seconds=1)
    assert you() == ("", False)


def test_looking_at_it_does_not_keep_it_open(you, frozen) -> None:
    for _ in range(6):
        frozen.tick(minutes=6)
        you()
    assert you() == ("", False)


def test_it_shuts_when_her_link_ends(you) -> None:
    links.revoke(subject="woman:7")
    assert you() == ("", False)


def test_it_shuts_when_she_is_forgotten(you) -> None:
    links.erase("woman:7")
    assert you() == ("", False)
    assert not PrivateLink.objects.exists()


def test_another_purposes_link_does_not_open_it(you, stranger) -> None:
    links.mint("wall", "session:1", by=SYSTEM, lifetime=None, single_use=False)
    session = stranger.session
    session["you"] = session["you"] | {"link": PrivateLink.objects.get(purpose="wall").pk}
    session.save()
    assert you() == ("", False)


def test_her_phrase_opens_the_rest_for_half_an_hour(you, stranger, frozen) -> None:
    request = stranger.get("/").wsgi_request
    request.session = stranger.session
    frozen.tick(minutes=20)
    links.phrase_was_right(request)
    request.session.save()
    stranger.cookies["s"] = request.session.session_key
    assert you() == ("woman:7", True)
    frozen.tick(minutes=30)
    assert you() == ("woman:7", True)
    frozen.tick(seconds=1)
    assert you() == ("", False)


def test_opening_it_again_asks_for_the_phrase_again(you, stranger, frozen) -> None:
    session = stranger.session
    session["you"] = session["you"] | {"phrase": frozen.at.isoformat()}
    session.save()
    assert you() == ("woman:7", True)
    token = links.mint("you", "woman:7", by=SYSTEM, lifetime=None, single_use=False)
    stranger.post(f"/l/{token}/")
    assert you() == ("woman:7", False)


def test_opening_it_changes_the_sessions_key(frozen, stranger, you) -> None:
    before = stranger.session.session_key
    token = links.mint("you", "woman:7", by=SYSTEM, lifetime=None, single_use=False)
    stranger.post(f"/l/{token}/")
    assert stranger.session.session_key != before


# -- forgetting ---------------------------------------------------------------------------------


def test_dead_links_go_after_thirty_days_and_live_ones_stay(door, frozen) -> None:
    live, lasting = door(lifetime=90 * DAY), door(single_use=False, lifetime=None)
    used, run_out, ended = door(), door(), door()
    links.spend(used)
    PrivateLink.objects.filter(token_hash=crypto.token_hash(ended)).update(ended_at=frozen.at)
    assert links.purge(frozen.tick(days=30)) == 0
    assert links.purge(frozen.tick(days=2)) == 3
    assert links.find(live)
    assert links.find(lasting)
    assert links.find(run_out) is None
