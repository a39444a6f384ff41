"""The wall: the agreement on a screen in the room. No sign-in, no names, nothing to press."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from peersupport import clock, links
from peersupport.permissions import allow

from .. import presenters, queries
from ..models import Version
from ..services.walls import PURPOSE


@require_safe
@allow("link")
def wall(request: HttpRequest, token: str) -> HttpResponse:
    """Wrong, ended and replaced links look alike; so does one whose session was cancelled or
    ended earlier than planned."""
    version = _version_for(token)
    if version is None:
        return render(request, "peersupport/link_gone.html", status=404)
    context = {
        "version": version,
        "clauses": queries.clauses_of(version),
        "since": presenters.day(version.published_on),
    }
    return render(request, "agreements/wall.html", context)


def _version_for(token: str) -> Version | None:
    link = links.find(token, PURPOSE)
    session = queries.session_of(int(link.subject.partition(":")[2])) if link else None
    if session is None or session.state != "planned" or session.ends_at <= clock.now():
        return None
    return queries.version_in_force(session.group_id)
