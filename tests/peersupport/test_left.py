"""Leaving at our end: at once, whatever is down, and also when the word of it came late
(safety.md 2, 4, 7)."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpResponse
from django.test import Client

from peersupport import leaving
from peersupport.models import BrowserSession

S = settings.SESSION_COOKIE_NAME


@pytest.fixture
def down():
    """A database that has gone away, once the test says so; and a cache that breaks when asked.
    ``down.undo()`` brings them back."""

    def gone(*args, **kwargs):
        raise OperationalError("the database is away")

    class Down(pytest.MonkeyPatch):
        def __call__(self) -> None:
            for name in ("cursor", "ensure_connection"):
                self.setattr(BaseDatabaseWrapper, name, gone)
            for name in ("get", "set", "add", "incr", "delete"):
                self.setattr(cache, name, gone, raising=False)

    patch = Down()
    yield patch
    patch.undo()


@pytest.fixture
def hers(ada_client) -> Client:
    """Ada's phone with her page open, and an answer half given."""
    ada_client.cookies["j"] = "sealed"
    ada_client.raise_request_exception = False
    return ada_client


def leave(client: Client, way: str) -> HttpResponse:
    return client.get("/leave/") if way == "link" else client.post("/leave/")


def gone(response: HttpResponse) -> set[str]:
    return {name for name, cookie in response.cookies.items() if cookie["max-age"] == 0}


both = pytest.mark.parametrize("way", ["link", "beacon"])


@both
@pytest.mark.django_db
def test_7_the_old_session_is_refused_afterwards(hers, way) -> None:
    old = hers.cookies[S].value
    assert hers.get("/you/").status_code == 200
    assert {S, "j", settings.CSRF_COOKIE_NAME} <= gone(leave(hers, way))
    assert not BrowserSession.objects.exists()
    again = Client()
    again.cookies[S] = old
    assert again.get("/you/").status_code == 404


@both
@pytest.mark.django_db
def test_2_leaving_waits_for_nothing(hers, way, django_assert_num_queries) -> None:
    """The answer is made without one question to the database."""
    from django.test import RequestFactory

    from peersupport.views.public import leave as view

    request = getattr(RequestFactory(), "get" if way == "link" else "post")("/leave/")
    request.COOKIES = {S: hers.cookies[S].value}
    with django_assert_num_queries(0):
        view(request)


@both
@pytest.mark.django_db
def test_2_leaving_works_while_database_and_cache_are_away(hers, way, down, caplog) -> None:
    old = hers.cookies[S].value
    down()
    answer = leave(hers, way)
    assert answer.status_code == (302 if way == "link" else 204)
    assert {S, "j"} <= gone(answer)
    assert "could not be ended: OperationalError" in caplog.text
    assert old not in caplog.text


@pytest.mark.django_db
def test_2_nothing_in_the_request_says_where_she_goes(stranger) -> None:
    for url in ("/leave/?next=https://evil.example/", "/leave/?url=//evil.example"):
        answer = stranger.get(url, headers={"referer": "https://evil.example/"})
        assert answer["Location"] == settings.EXIT_URL


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["/", "/help-now/", "/staying-private/", "/privacy/", "/join/"])
def test_29_what_needs_no_database_answers_without_it(hers, down, where) -> None:
    """With her session's cookie too: help now must not hang on a session."""
    down()
    hers.cookies.pop("j")
    answer = hers.get(where)
    assert answer.status_code == 200
    assert S not in answer.cookies, "her session is still hers once the database is back"


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["/you/", "/you/reach/", "/groups/", "/dashboard/", "/me/"])
def test_what_must_ask_says_that_something_broke(hers, down, where) -> None:
    """And not "this page is not here", which would send her off for a new link."""
    down()
    answer = hers.get(where)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "/leave/" in page
    assert "/help-now/" in page


@pytest.mark.django_db
def test_what_is_not_here_is_said_without_a_database(hers, down) -> None:
    down()
    answer = hers.get("/nowhere/")
    assert answer.status_code == 404
    assert "This page is not here" in answer.content.decode()


@pytest.mark.django_db
def test_her_page_is_back_when_the_database_is(hers, down) -> None:
    down()
    assert hers.get("/help-now/").status_code == 200
    down.undo()
    assert hers.get("/you/").status_code == 200


# -- the word that she left came late ---------------------------------------------------------------


@pytest.mark.django_db
def test_4_a_beacon_that_was_lost_is_made_good_by_the_next_request(hers) -> None:
    """No network in the moment she left: the script's mark comes with the next visit."""
    assert hers.get("/you/").status_code == 200, "first make sure that it is open"
    old = hers.cookies[S].value
    hers.cookies[leaving.MARK] = "1"
    answer = hers.get("/you/")
    assert answer.status_code == 404
    assert {S, "j", leaving.MARK} <= gone(answer)
    assert not BrowserSession.objects.filter(session_key=old).exists()
    assert hers.get("/join/").status_code == 200, "and then all works as usual"


@pytest.mark.django_db
def test_4_what_she_left_does_not_act(hers) -> None:
    """A page that another tab still shows presses its button in vain, and loses its cookies."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = hers.cookies
    strict.cookies[leaving.MARK] = "1"
    assert strict.post("/you/answer/1/", {"choice": "coming"}).status_code == 403


@pytest.mark.django_db
def test_4_a_new_visit_keeps_its_own_new_cookie(stranger) -> None:
    stranger.cookies[leaving.MARK] = "1"
    stranger.cookies[settings.CSRF_COOKIE_NAME] = "old" * 10 + "xx"
    answer = stranger.get("/join/q/name/")
    assert answer.cookies[settings.CSRF_COOKIE_NAME]["max-age"] == ""
    assert gone(answer) == {S, leaving.MARK}


@pytest.mark.django_db
def test_4_a_lost_beacon_is_made_good_without_a_database_too(hers, down) -> None:
    hers.cookies[leaving.MARK] = "1"
    down()
    answer = hers.get("/help-now/")
    assert answer.status_code == 200
    assert {S, "j", leaving.MARK} <= gone(answer)


def test_the_mark_is_the_one_the_script_sets() -> None:
    script = (settings.BASE_DIR / "static/js/site.js").read_text()
    assert f'document.cookie = "{leaving.MARK}=1; path=/' in script


# -- pages for what went wrong ----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ask", "where"),
    [("post", "/help-now/"), ("put", "/leave/"), ("get", "/you/agree/1/"), ("delete", "/join/")],
)
def test_what_cannot_be_asked_like_this_is_a_page_of_ours(stranger, ask, where) -> None:
    answer = getattr(stranger, ask)(where)
    page = answer.content.decode()
    assert answer.status_code == 405
    assert answer["Allow"]
    assert "/leave/" in page
    assert "/help-now/" in page


@pytest.mark.django_db
def test_a_form_without_its_key_loses_none_of_her_earlier_answers(group) -> None:
    client = Client()
    client.post("/join/q/name/", {"name": "Zuzanna"})
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post("/join/q/group/", {"group": "choose"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Go on where you were" in page
    assert strict.get("/join/")["Location"] == "/join/q/group/"
    assert "Zuzanna" in strict.get("/join/q/name/").content.decode()
