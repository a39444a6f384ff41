"""She is at the door twice, or has her place already: written down when she has said so."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from peersupport.permissions import allow

from ..models import Introduction
from ..services import same_woman
from ..services.introductions import NotAllowed


@allow("staff")
@require_POST
def introduction_same(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """One woman of two introductions; or one that came again goes. A second press finds nothing
    left to do."""
    rows = Introduction.objects.visible_to(request.actor)
    row, other = get_object_or_404(rows, pk=introduction_id), request.POST.get("other", "")
    try:
        if other == "place":
            same_woman.came_again(row, by=request.actor)
            messages.success(request, "Noted. Her place stands, and this is deleted.")
            return redirect("outreach:introduction-list")
        found = rows.filter(pk=int(other) if other.isdecimal() and len(other) < 18 else 0).first()
        if found is None:
            raise NotAllowed("other")
        row = same_woman.put_together(row, found.pk, by=request.actor)
    except NotAllowed:
        messages.warning(request, NOT_NOW)
    else:
        messages.success(request, "Noted. She is here once, from the day on which she first asked.")
    return redirect("outreach:introduction", row.pk)


NOT_NOW = "These two cannot be put together now. Where a hold or an offer waits, end that first."
