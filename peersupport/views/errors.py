"""Pages for when something is wrong; they say nothing about what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its key: an old page, or cookies switched off."""
    return render(request, "403_csrf.html", status=403)
