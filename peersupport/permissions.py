"""Who may enter a page: one vocabulary and one decorator.

Two questions, never mixed (house.md): ``@allow`` says which kind of visitor may enter at
all; ``visible_to(actor)`` on a QuerySet says which rows are hers. A page without ``@allow``
fails the suite. Every name is a ``rules`` predicate over the request.
"""

from collections.abc import Callable
from functools import wraps

import rules
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from .registry import registry

View = Callable[..., HttpResponse]


def _role(*roles: str) -> rules.Predicate:
    @rules.predicate(name="role:" + "/".join(roles))
    def holds(request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and user.has_role and user.role in roles

    return holds


VOCABULARY: dict[str, rules.Predicate] = {
    "anyone": rules.always_true,
    # The token in the path is the key, the signature in the header is: the view looks.
    "link": rules.always_true,
    "machine": rules.always_true,
    "debug": rules.predicate(lambda request: settings.DEBUG, name="debug"),
    "signed_in": _role("peer_leader", "coordinator", "partner_worker"),
    "staff": _role("peer_leader", "coordinator"),
    "peer_leader": _role("peer_leader"),
    "coordinator": _role("coordinator"),
    "partner_worker": _role("partner_worker"),
    "woman": rules.predicate(lambda request: bool(request.woman_subject), name="woman"),
    "woman_phrase": rules.predicate(lambda request: request.woman_phrase, name="woman_phrase"),
}
# These are for people who have no account; Django's own locked door is opened for them.
WITHOUT_ACCOUNT = {"anyone", "link", "machine", "debug", "woman", "woman_phrase"}


def holds(name: str, request: HttpRequest) -> bool:
    """Whether this visitor is a ``name``. Raises ``KeyError`` for a word nobody knows."""
    if name in registry.predicates:
        return bool(registry.predicates[name](request))
    return bool(VOCABULARY[name].test(request))


def allow(*names: str) -> Callable[[View], View]:
    """Let in whoever is any of ``names``; turn away everybody else.

    Nobody signed in is sent to sign in. Somebody else gets 403. Pages for women who have no
    link open, and pages that exist only under DEBUG, are 404: they say nothing about themselves.
    A woman whose link is open is asked for her phrase where a page needs it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if any(holds(name, request) for name in names):
                return view(request, *args, **kwargs)
            return _turn_away(request, names)

        guarded.keeper = names  # the standing test reads it
        return login_not_required(guarded) if _needs_no_account(names) else guarded

    return decorate


def _needs_no_account(names: tuple[str, ...]) -> bool:
    return bool((WITHOUT_ACCOUNT | registry.without_account) & set(names))


def _turn_away(request: HttpRequest, names: tuple[str, ...]) -> HttpResponse:
    if "woman_phrase" in names and request.woman_subject:
        return redirect("groups:you-phrase")
    if _needs_no_account(names):
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied
