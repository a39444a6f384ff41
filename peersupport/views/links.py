"""``/l/<token>/``: GET shows one neutral button and changes nothing, POST opens (safety.md 19)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from .. import links
from ..permissions import allow
from ..registry import registry


@allow("link")
@require_http_methods(["GET", "HEAD", "POST"])
def private_link(request: HttpRequest, token: str) -> HttpResponse:
    """Wrong, used, ended and run out look the same; a GET does not even look."""
    if request.method != "POST":
        return render(request, "peersupport/link.html")
    link = links.spend(token)
    opens = registry.link_purposes.get(link.purpose) if link else None
    if opens is None:
        return render(request, "peersupport/link_gone.html", status=404)
    return opens(request, link)
