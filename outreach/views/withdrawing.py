"""``/portal/withdraw/``: a worker takes an introduction back. Every answer is the same."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from peersupport import clock
from peersupport.permissions import allow

from .. import queries
from ..models import Slip
from ..services import withdrawals

DONE = "Withdrawn. If she has already told us what she wants, her word stands."


@allow("partner_worker")
@require_http_methods(["GET", "HEAD", "POST"])
def portal_withdraw(request: HttpRequest) -> HttpResponse:
    """Ask once more, then do it. Only a slip of her own that is not closed."""
    slip = _slip(request)
    if slip is None:
        return redirect("outreach:portal")
    if request.method == "POST":
        withdrawals.withdraw(slip, by=request.actor)
        messages.success(request, DONE)
        return redirect("outreach:portal")
    return render(request, "outreach/portal_withdraw.html", {"slip": slip})


def _slip(request: HttpRequest) -> Slip | None:
    """The slip that is asked for; None without one, and 404 for one that is not hers to take back."""
    asked = (request.POST if request.method == "POST" else request.GET).get("slip", "")
    if not asked:
        return None
    slips = queries.slips_to_withdraw(queries.worker_or_403(request.actor), clock.now())
    return get_object_or_404(slips, pk=asked if asked.isdigit() else None)
