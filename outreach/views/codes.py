"""``/c/<code>/``: where a leaflet or a poster leads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from peersupport.permissions import allow

from .. import answers

LONGEST = 12


@require_safe
@allow("anyone")
def code(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the code in her own sealed cookie and go on. Nothing is looked up, so a code that
    nobody knows looks like any other."""
    said = answers.load(request)
    said.code = code[:LONGEST].lower()
    return answers.save(redirect("outreach:join"), said)
