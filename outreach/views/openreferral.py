"""``/openreferral/``: read-only JSON for directories and whoever else asks. No cookie, no person."""

import hashlib
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from peersupport import limits
from peersupport.permissions import View, allow

from ..openreferral import asks, pages, terms

A_MINUTE, TEN_MINUTES = 60, 600
# A directory that reads all there is in one go stays far below.
MOST_A_MINUTE = 120
METHODS = "GET, HEAD, OPTIONS"
FOR_PAGES_ELSEWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag",
}


def feed(view: View) -> View:
    """An end point: its answer as JSON, with what lets pages elsewhere read it and keep it."""

    @wraps(view)
    def answered(request: HttpRequest, **named: str) -> HttpResponse:
        response = _answer(view, request, named)
        for name, value in FOR_PAGES_ELSEWHERE.items():
            response.headers[name] = value
        return response

    return csrf_exempt(answered)


def _answer(view: View, request: HttpRequest, named: dict[str, str]) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method not in METHODS.split(", "):
        return _refused("This can only be read: use GET.", 405, Allow=METHODS)
    who = limits.address(request)
    if not limits.allowed("openreferral", who, most=MOST_A_MINUTE, seconds=A_MINUTE):
        wait = {"Retry-After": str(A_MINUTE)}
        return _refused(
            "That is more than we can answer just now. Try again in a minute.", 429, **wait
        )
    try:
        return _kept(request, view(request, **named))
    except asks.BadAsk as bad:
        return _refused(str(bad), 400)
    except asks.NotThere:
        return _refused(
            "Nothing here has this id. A group that has closed is no longer listed.", 404
        )


def _json(said: dict[str, Any]) -> HttpResponse:
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


def _kept(request: HttpRequest, whole: HttpResponse) -> HttpResponse:
    """200 with an ETag, or 304 where the asker has it already."""
    whole.headers["Cache-Control"] = f"public, max-age={TEN_MINUTES}"
    etag = f'"{hashlib.sha256(whole.content).hexdigest()[:32]}"'
    whole.headers["ETag"] = etag
    response = get_conditional_response(request, etag=etag, response=whole)
    return response if response is not None else whole


def _refused(sentence: str, status: int, **headers: str) -> HttpResponse:
    return JsonResponse({"error": sentence, "status": status}, status=status, headers=headers)


@feed
@allow("anyone")
def feed_front(request: HttpRequest) -> HttpResponse:
    """What this is."""
    return _json(pages.front())


@feed
@allow("anyone")
def feed_services(request: HttpRequest) -> HttpResponse:
    """Open and paused groups, page by page."""
    return _json(pages.services(asks.read(request.GET)))


@feed
@allow("anyone")
def feed_service(request: HttpRequest, service_uuid: str) -> HttpResponse:
    """One group with all that hangs on it."""
    return _json(pages.service(service_uuid))


@feed
@allow("anyone")
def feed_taxonomies(request: HttpRequest) -> HttpResponse:
    """Our taxonomies."""
    return _json(pages.of_list(terms.taxonomies, asks.read(request.GET)))


@feed
@allow("anyone")
def feed_taxonomy(request: HttpRequest, taxonomy_uuid: str) -> HttpResponse:
    """One taxonomy."""
    return _json(pages.one_of(terms.taxonomies, taxonomy_uuid))


@feed
@allow("anyone")
def feed_terms(request: HttpRequest) -> HttpResponse:
    """The terms of all our taxonomies."""
    return _json(pages.of_list(terms.terms, asks.read(request.GET)))


@feed
@allow("anyone")
def feed_term(request: HttpRequest, term_uuid: str) -> HttpResponse:
    """One term."""
    return _json(pages.one_of(terms.terms, term_uuid))


@feed
@allow("anyone")
def feed_places(request: HttpRequest) -> HttpResponse:
    """The areas where groups meet, page by page."""
    return _json(pages.places(asks.read(request.GET)))


@feed
@allow("anyone")
def feed_place(request: HttpRequest, place_uuid: str) -> HttpResponse:
    """One area with its group."""
    return _json(pages.place(place_uuid))
