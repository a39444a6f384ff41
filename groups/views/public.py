"""What anybody may read about the groups: who they are for, the area, the usual hour."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from peersupport import clock
from peersupport.permissions import allow

from .. import public_presenters, queries


@require_safe
@allow("anyone")
def public_list(request: HttpRequest) -> HttpResponse:
    """Open and paused groups. The same number of queries for one and for many."""
    groups = public_presenters.groups(queries.public_groups(), clock.now())
    return render(request, "groups/public_list.html", {"groups": groups})


@require_safe
@allow("anyone")
def public_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One group. A closed one, and a code that nobody has, are the same 404."""
    group = queries.group_for_ref(ref)
    if group is None:
        raise Http404
    [ready] = public_presenters.groups([group], clock.now())
    return render(request, "groups/public_detail.html", {"group": ready})
