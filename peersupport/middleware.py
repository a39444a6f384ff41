"""What is decided about every request before its page: headers, who is here, two steps."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.defaults import page_not_found

from . import headers, leaving, links, sessions
from .actors import NOBODY, Actor

Next = Callable[[HttpRequest], HttpResponse]
OPEN_TO_ALL = {"anyone", "link", "machine"}


class PageHeaders:
    """Nothing of ours is kept by a browser or a proxy, nor may a page use a sensor."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = headers.PERMISSIONS
        if not request.path.startswith(settings.STATIC_URL) and "Cache-Control" not in response:
            patch_cache_control(response, no_store=True, private=True)
        return response


class WhoIsHere:
    """Sets ``request.actor``, and for a woman's open link ``woman_subject`` and ``woman_phrase``.

    Ends the session of somebody whose role ended, at her next request, and of one who has
    been idle or signed in too long (safety.md 41).
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = NOBODY
        request.woman_subject, request.woman_phrase = "", False
        request.trouble = None
        if request.path == leaving.PATH:  # who leaves does not wait for us to know her
            request.session = sessions.unread(request)
            return self.get_response(request)
        try:
            self._look(request)
        except Error as away:
            request.trouble = away
            request.session = sessions.unread(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs) -> None:
        """While the database is away we know nobody. Help now, and whatever else anyone may read,
        still answers; a page that must know says that something broke, not "not here"."""
        if request.trouble and not OPEN_TO_ALL & set(getattr(view, "keeper", ())):
            raise request.trouble

    def _look(self, request: HttpRequest) -> None:
        request.woman_subject, request.woman_phrase = links.open_page_of(request)
        if "_auth_user_id" in request.session:
            self._signed_in(request)
        elif request.woman_subject:
            request.actor = Actor.of_link(request.woman_subject)

    def _signed_in(self, request: HttpRequest) -> None:
        user = request.user
        if user.is_authenticated and (not user.has_role or self._too_long(request)):
            logout(request)
        elif user.is_authenticated:
            request.actor = Actor.of_user(user)

    def _too_long(self, request: HttpRequest) -> bool:
        # The process's clock will do: this measures a browser's patience, not what is due.
        now = dt.datetime.now(dt.UTC).timestamp()
        began = request.session.setdefault("began", now)
        seen = request.session.get("seen", now)
        idle = now - seen > settings.IDLE_MINUTES * 60
        if idle or now - began > settings.ABSOLUTE_HOURS * 3600:
            return True
        # A page that polls is not a person who is there; only the first look counts always.
        is_there = "X-Poll" not in request.headers and now - seen > 60
        if is_there or "seen" not in request.session:
            request.session["seen"] = now
        return False


class StaffUseTwoSteps:
    """Peer leaders and coordinators set up a second step before anything else (safety.md 41)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        user = request.actor.user
        if (
            user is None
            or not user.is_staff
            or request.path.startswith(("/accounts/", "/leave/", "/help-now/", "/l/"))
        ):
            return False
        if user.is_demo and settings.DEBUG:
            return False
        if request.session.get("two_steps"):
            return False
        from allauth.mfa.utils import is_mfa_enabled

        if is_mfa_enabled(user):
            request.session["two_steps"] = True
            return False
        return True


class OurOwnPages:
    """Where Django would answer with a page of its own, or with an empty one, ours has Exit and
    Help now: under DEBUG for what is not here (whoever tries the demo meets it when her page has
    shut by itself), and always for a way of asking that an address does not take (405)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return page_not_found(request, Http404())
        if response.status_code == 405 and not response.content:
            return self._not_like_this(request, response)
        return response

    def _not_like_this(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return page_not_found(request, exception) if isinstance(exception, Http404) else None
