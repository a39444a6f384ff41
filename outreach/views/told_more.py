"""``/dashboard/introductions/<id>/more/``: what she did not write on the form, asked when somebody
speaks with her."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from groups.services.needs import AT_THE_DOOR, CONSENTS
from peersupport.permissions import allow

from ..forms.more import SpokenForm
from ..models import Introduction
from ..presenters import besides
from ..questions import ABOUT
from ..services import extras


@allow("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_more(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """Ask, and write down what she says. What we hold already stands in the fields."""
    rows = Introduction.objects.visible_to(request.actor).select_related("card")
    row = get_object_or_404(rows, pk=introduction_id)
    if row.closed_at is not None or row.card is None or not row.is_confirmed:
        return _not_now(request, row)
    form = SpokenForm(request.POST or None, initial=besides.told(row, request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            kept = extras.write_down(row, form.answers(), by=request.actor)
        except extras.NotNow:
            return _not_now(request, row)
        left = form.says_what_needs_a_yes and not kept
        messages.success(request, NOT_KEPT if left else "Noted, as she said it.")
        return redirect("outreach:introduction", row.pk)
    context = {"introduction": row, "form": form, "until": ABOUT["keep_more"].until}
    context["consent"] = CONSENTS[AT_THE_DOOR]
    return render(request, "outreach/introduction_more.html", context)


NOT_KEPT = "Noted. She did not say that we may keep what would make coming easier, so it is gone."


def _not_now(request: HttpRequest, row: Introduction) -> HttpResponse:
    words = "She has given her answer already."
    if row.closed_at is None:
        words = "Ask her first whether she knows of this."
    messages.warning(request, words)
    return redirect("outreach:introduction", row.pk)
