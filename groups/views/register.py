"""The register: everyone on one page, one tap each, saved together."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from peersupport import clock
from peersupport.permissions import allow

from ..forms.sessions import RegisterForm
from ..models import Membership, Session
from ..presenters import register as present
from ..presenters import words
from ..services import register
from ..services.sessions import NotPossible
from .sessions import form_page, hers


@form_page
@allow("staff")
def session_register(request: HttpRequest, session_id: int) -> HttpResponse:
    """Who came. Correctable for 14 days; what could not be kept stays ticked on the page."""
    session, now = hers(request, session_id), clock.now()
    found = list(present.lines(session, request.actor))
    ticked, why = {}, register.why_shut(session, now)
    if request.method == "POST":
        form = RegisterForm(request.POST, places=[line["pk"] for line in found])
        ticked = form.ticks()
        try:
            return _fill(request, session, ticked)
        except NotPossible as refused:
            why = str(refused)
    rows = present.rows_of(found, ticked)
    context = {
        "session": session,
        "when": words.when(session, now),
        "rows": rows,
        "why": why,
        "open": bool(ticked) or not why,
        "read": present.as_read(rows) if why and not ticked else [],
        "choices": present.CHOICES,
        "closes": present.closes(session, register.CORRECTABLE),
    }
    return render(request, "groups/session_register.html", context)


def _fill(request: HttpRequest, session: Session, ticked: dict[int, register.Line]) -> HttpResponse:
    places = Membership.objects.visible_to(request.actor).filter(group_id=session.group_id)
    lines = {place: ticked[place.pk] for place in places if place.pk in ticked}
    new = register.fill(session, lines, by=request.actor)
    if not lines:
        messages.warning(request, "Nothing was ticked, so nothing was saved.")
        return redirect("groups:session-register", session.pk)
    missing = places.count() - len(lines)
    rest = f" {words.women(missing)} still to tick." if missing else ""
    messages.success(request, ("Saved." if new else "Nothing had changed.") + rest)
    return redirect("groups:session-register" if missing else "groups:session-detail", session.pk)
