"""A partner worker says that she is still there, and who else could tell women."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from peersupport import limits
from peersupport.permissions import allow
from peersupport.services import people

from .. import queries
from ..forms.partners import ColleagueForm
from ..models import WorkerProposal
from ..services import organisations, proposals

PROPOSALS, PROPOSALS_SECONDS = 10, 3600


@allow("partner_worker")
@require_POST
def portal_still_here(request: HttpRequest) -> HttpResponse:
    """One tap: name and organisation are right, and she still works there."""
    worker = queries.worker_or_403(request.actor)
    organisations.confirm(worker, by=request.actor)
    messages.success(request, "Thank you. We will ask again in a year.")
    return redirect("outreach:portal")


@allow("partner_worker")
@require_http_methods(["GET", "HEAD", "POST"])
def portal_colleague(request: HttpRequest) -> HttpResponse:
    """Propose a colleague. The answer is the same whether or not she is known to us."""
    worker = queries.worker_or_403(request.actor)
    form = ColleagueForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        who = f"worker:{worker.pk}"
        if limits.allowed("colleague", who, most=PROPOSALS, seconds=PROPOSALS_SECONDS):
            said = form.cleaned_data
            proposals.propose(worker, name=said["name"], email=said["email"], by=request.actor)
            messages.success(request, "Thank you. Our office looks at it, then invites her.")
            return redirect("outreach:portal")
        status = 429
    context = {"form": form, "worker": worker, "slow": status == 429}
    return render(request, "outreach/portal_colleague.html", context, status=status)


@allow("coordinator")
@require_POST
def proposal_answer(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Invite her, or not now."""
    rows = WorkerProposal.objects.visible_to(request.actor)
    proposal = get_object_or_404(rows, pk=proposal_id)
    invited = request.POST.get("answer") == "invite"
    try:
        if invited:
            proposals.approve(proposal, by=request.actor)
            messages.success(request, "The invitation is on its way. It works once, for 7 days.")
        elif request.POST.get("answer") == "not_now":
            proposals.not_now(proposal, by=request.actor)
            messages.success(request, "Not now. She can be proposed again.")
    except people.AlreadyHere:
        messages.warning(request, "There is an account or an open invitation for this address.")
    except proposals.AnsweredAlready:
        messages.warning(request, "Somebody has answered this already. Nothing was changed.")
    return redirect("outreach:organisation", proposal.organisation_id)
