"""The project's addresses and a few more, each of which goes wrong in its own way. Without a
keeper: the list of pages takes them by name."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import path

from peersupport.urls import urlpatterns as ours
from peersupport.views.errors import csrf_failure


@login_not_required
def goes_wrong(request: HttpRequest, name: str) -> HttpResponse:
    """Answer as the project does when this happens."""
    if name == "400":
        raise SuspiciousOperation
    if name == "403":
        raise PermissionDenied
    if name == "500":
        raise RuntimeError
    if name == "csrf":
        return csrf_failure(request)
    if name == "429":
        from allauth.core.ratelimit import respond_429

        return respond_429(request)
    return HttpResponseNotAllowed(["POST"])


urlpatterns = [*ours, path("e/<str:name>/", goes_wrong)]
