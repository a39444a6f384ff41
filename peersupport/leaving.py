"""What leaving does at our end: every cookie taken back, her session ended (safety.md 2, 4, 7).

Nothing here waits for the database. She goes at once, also while it is down or slow; what it was
to forget, it is told when the answer is already on its way.
"""

import logging
import secrets
from collections.abc import Iterable
from contextlib import suppress
from http.cookies import CookieError

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from .sessions import SessionStore

log = logging.getLogger(__name__)

PATH = "/leave/"
# site.js sets it in the moment she leaves. Where the word of it is lost on the way (no network,
# a phone that sleeps), her next request brings it, and what she left is shut all the same.
MARK = "x"


def session_key(request: HttpRequest) -> str | None:
    """The key of the session this browser brings, unread; None where it cannot be one."""
    return SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME)).session_key


def end_session(key: str | None) -> None:
    """Delete the session ``key``. A database that is away is noted, never raised: by then her
    browser no longer holds the key, and the session runs out by itself."""
    if not key:
        return
    try:
        SessionStore().delete(key)
    except Error as error:
        log.warning("a session could not be ended: %s", type(error).__name__)


def take_back(response: HttpResponse, names: Iterable[str]) -> None:
    """Delete these cookies in her browser."""
    for name in names:
        # Another site on our domain may have set a name that Python will not write: she leaves
        # all the same.
        with suppress(CookieError):
            response.delete_cookie(name)


def ours(request: HttpRequest) -> set[str]:
    """Every cookie that must go: what she brings, and what we might have set."""
    return {*request.COOKIES, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def change_a_cookie(response: HttpResponse) -> None:
    """Throws our pages out of the browser's memory of pages (safety.md 4). It lasts a second."""
    response.set_cookie("v", secrets.token_hex(4), max_age=1, httponly=True, samesite="Lax")


class Away(HttpResponse):
    """The answer to the script's word that she left. Her session ends once it has gone out."""

    key: str | None = None

    def close(self) -> None:
        end_session(self.key)
        super().close()


class AwayTo(Away, HttpResponseRedirect):
    """The answer to the plain link: on to the neutral site."""


class LeftBefore:
    """Shuts what she left when we hear of it only now: see ``MARK``."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if MARK not in request.COOKIES or request.path == PATH:
            return self.get_response(request)
        brought = ours(request)
        end_session(session_key(request))
        request.COOKIES = {}
        response = self.get_response(request)
        take_back(response, brought - set(response.cookies))
        return response
