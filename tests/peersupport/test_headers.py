"""What every response carries (safety.md 45)."""

import pytest
from django.conf import settings
from django.test import Client

from tests import builders

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/help-now/",
    "/leave/",
    "/l/some-token/",
    "/nowhere/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/dashboard/",
    "/healthz",
    "/hooks/sms/generic/",
]
every_page = pytest.mark.parametrize("url", PAGES)


def csp(response) -> dict[str, list[str]]:
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {part[0]: part[1:] for part in parts if part}


@every_page
def test_every_response_is_locked_down(client, url) -> None:
    response = client.get(url)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert "Server" not in response
    assert "X-Powered-By" not in response


@every_page
def test_nothing_inline_and_nothing_from_elsewhere(client, url) -> None:
    policy = csp(client.get(url))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == ["'self'"]
    words = " ".join(value for values in policy.values() for value in values)
    for loose in ("unsafe", "*", "http", "blob:"):
        assert loose not in words


def test_pages_for_people_who_signed_in_too(client_for) -> None:
    client = client_for(builders.user("Ines Leader", "peer_leader"))
    for url in ("/dashboard/", "/accounts/2fa/", "/accounts/sessions/", "/dashboard/people/"):
        response = client.get(url)
        assert "no-store" in response["Cache-Control"], url
        assert "'unsafe" not in response["Content-Security-Policy"], url


def test_a_page_that_breaks_keeps_them(client, monkeypatch) -> None:
    def broken(*args):
        raise ValueError

    monkeypatch.setattr("peersupport.helplines.near_and_far", broken)
    client.raise_request_exception = False
    response = client.get("/help-now/")
    assert response.status_code == 500
    assert "no-store" in response["Cache-Control"]
    assert csp(response)["default-src"] == ["'none'"]


def test_a_host_that_is_not_ours(client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_https_is_kept_for_a_year_and_asked_for_in_production() -> None:
    assert settings.SECURE_HSTS_SECONDS >= 31_536_000
    assert "max-age=31536000" in Client().get("/", secure=True)["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in Client().get("/")


def test_monitoring_is_not_redirected(settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    assert client.get("/")["Location"].startswith("https://")
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code in {200, 503}


def test_cookies_are_for_us_alone(client) -> None:
    client.get("/l/some-token/")
    client.post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert client.cookies
    for name, cookie in client.cookies.items():
        assert len(name) == 1, "its name says nothing"
        assert cookie["samesite"] == "Lax"
        assert cookie["httponly"]
    assert settings.SESSION_COOKIE_NAME != "sessionid"


@pytest.mark.parametrize("url", ["/", "/help-now/", "/staying-private/", "/privacy/", "/nowhere/"])
def test_reading_leaves_no_cookie(client, url) -> None:
    client.get(url)
    assert not client.cookies
