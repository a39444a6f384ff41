"""A browser without a network: requests go through the whole handler and its middleware, with
no test client in between (its own costs would stand on both sides and hide ours)."""

import datetime as dt
import io
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.test import Client

from outreach.models import Introduction
from outreach.services import door_links
from peersupport import links
from peersupport.actors import SYSTEM
from peersupport.models import User

FORM = "application/x-www-form-urlencoded"


class Wrong(RuntimeError):
    """A page that answered otherwise than a measure needs."""


class Visitor:
    """Keeps cookies as a browser does. ``get`` and ``post`` do one request each."""

    handler: WSGIHandler | None = None

    def __init__(self, cookies: SimpleCookie | None = None) -> None:
        Visitor.handler = Visitor.handler or WSGIHandler()
        self.cookies = (
            SimpleCookie(cookies.output(header="", sep=";")) if cookies else SimpleCookie()
        )

    def get(self, path: str, *, status: int = 200, **headers: str) -> Any:
        return self._ask("GET", path, b"", status, headers)

    def post(self, path: str, data: dict[str, Any], *, status: int = 302) -> Any:
        return self._ask("POST", path, urlencode(data, doseq=True).encode(), status, {})

    def body(self, path: str) -> bytes:
        """All bytes of a page or a file."""
        answer = self.get(path)
        return b"".join(answer) if answer.streaming else answer.content

    def _ask(
        self, method: str, path: str, body: bytes, status: int, headers: dict[str, str]
    ) -> Any:
        assert Visitor.handler is not None
        request = WSGIRequest(self._environ(method, path, body) | headers)
        response = Visitor.handler.get_response(request)
        self._keep(response.cookies)
        if response.status_code != status:
            raise Wrong(f"{method} {path} answered {response.status_code}, not {status}")
        return response

    def _environ(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        parts = urlsplit(path)
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "testserver",
            "HTTP_COOKIE": "; ".join(f"{name}={m.value}" for name, m in self.cookies.items()),
            "CONTENT_TYPE": FORM if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "SCRIPT_NAME": "",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
        }

    def _keep(self, cookies: SimpleCookie) -> None:
        for name, morsel in cookies.items():
            if morsel["max-age"] == 0:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value


def stranger() -> Visitor:
    """Nobody we know."""
    return Visitor()


def signed_in(user: User) -> Visitor:
    """A browser in which this user is signed in, both steps done some time ago."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    now = dt.datetime.now(dt.UTC).timestamp()
    session.update({"two_steps": True, "began": now, "seen": now})
    session.save()
    return Visitor(client.cookies)


def woman(subject: str) -> Visitor:
    """A phone on which her link was opened."""
    token = links.mint("you", subject, by=SYSTEM, lifetime=None, single_use=False, replace=False)
    return _opened(token)


def at_the_door() -> Visitor:
    """The phone of a woman who waits at the door, her link there opened."""
    waits = Introduction.objects.open().filter(came_by="herself", group__isnull=False)
    return _opened(door_links.show(waits.order_by("pk")[0], by=SYSTEM))


def _opened(token: str) -> Visitor:
    client = Client()
    if client.post(f"/l/{token}/").status_code != 302:
        raise Wrong("her link did not open")
    return Visitor(client.cookies)
