"""``/dashboard/organisations/``: a coordinator keeps partners, their workers and all codes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from peersupport import clock, paging
from peersupport.permissions import allow
from peersupport.services import once, people

from ..forms.staff import CodeForm, OrganisationForm, WorkerForm
from ..models import Contact, Organisation, SourceCode, Worker, WorkerProposal
from ..presenters import introductions as presenters
from ..services import organisations
from .portal import code_card

BY_NAME = ("name", "id")


@allow("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Every partner, and the form to add one."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _open(request, form):
        return redirect("outreach:organisation-list")
    rows = Organisation.objects.visible_to(request.actor)
    ended = "ended" in request.GET
    rows = rows.filter(ended_at__isnull=False) if ended else rows.live()
    page = paging.cut(rows, by=BY_NAME, after=request.GET.get("after", ""))
    faded = Worker.objects.visible_to(request.actor).live().faded(clock.today())
    faded = faded.filter(organisation__in=[row.pk for row in page.rows])
    return render(
        request,
        "outreach/organisation_list.html",
        {
            "form": form,
            "faded": set(faded.values_list("organisation_id", flat=True)),
            "page": page,
            "ended": ended,
        },
    )


def _open(request: HttpRequest, form: OrganisationForm) -> bool:
    said = form.cleaned_data

    def deed() -> Organisation:
        return organisations.open_organisation(
            name=said["name"], sector=said["sector"], by=request.actor
        )

    try:
        once.only_once(said["once"], deed)
    except organisations.NameTaken:
        form.add_error("name", "A partner of this name is there already.")
        return False
    messages.success(request, f"{said['name']} is a partner now, with a code of its own.")
    return True


@allow("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One partner: who works there, who was invited, its codes; and the form to invite."""
    row = _row(request, organisation_id)
    if request.method == "POST" and row.ended_at is not None:
        return _too_late(request, row)
    form = WorkerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _invite(request, row, form):
        return redirect("outreach:organisation", row.pk)
    return _page(request, row, form=form)


def _invite(request: HttpRequest, row: Organisation, form: WorkerForm) -> bool:
    try:
        organisations.invite_worker(
            row, name=form.cleaned_data["name"], email=form.cleaned_data["email"], by=request.actor
        )
    except people.AlreadyHere:
        form.add_error("email", "There is an account or an open invitation for this address.")
        return False
    messages.success(request, "The invitation is on its way. Its link works once, for 7 days.")
    return True


@allow("coordinator")
@require_POST
def organisation_code(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Make one more code for a partner."""
    row = _row(request, organisation_id)
    if row.ended_at is not None:
        return _too_late(request, row)
    form = CodeForm(request.POST, prefix="code")
    if not form.is_valid():
        return _page(request, row, code_form=form)
    _make_code(request, form, row)
    return redirect("outreach:organisation", row.pk)


def _make_code(request: HttpRequest, form: CodeForm, organisation: Organisation | None) -> None:
    said = form.cleaned_data
    once.only_once(
        said["once"],
        lambda: organisations.make_code(
            label=said["label"], organisation=organisation, by=request.actor
        ),
    )
    messages.success(request, "The new code is ready.")


@allow("coordinator")
@require_POST
def organisation_end(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """End a partnership. Women it introduced stay where they are, and its leaflets still work."""
    row = _row(request, organisation_id)
    organisations.end_organisation(row, by=request.actor)
    messages.success(request, f"{row.name} is no longer a partner. Its workers cannot sign in.")
    return redirect("outreach:organisation-list")


@allow("coordinator")
@require_POST
def worker_end(request: HttpRequest, worker_id: int) -> HttpResponse:
    """End one worker's way in."""
    rows = Worker.objects.visible_to(request.actor).select_related("user")
    worker = get_object_or_404(rows, pk=worker_id, ended_at=None)
    organisations.end_worker(worker, by=request.actor)
    messages.success(request, f"{worker.user.name} can no longer sign in.")
    known = Contact.objects.visible_to(request.actor).live().filter(worker=worker).first()
    if known is not None:  # what she held for us is to be handed over
        return redirect("outreach:contact-hand-over", known.pk)
    return redirect("outreach:organisation", worker.organisation_id)


@allow("coordinator")
@require_POST
def worker_withdraw(
    request: HttpRequest, organisation_id: int, worker_invitation_id: int
) -> HttpResponse:
    """Take a worker's invitation back."""
    row = _row(request, organisation_id)
    invitation = get_object_or_404(organisations.open_invitations(row), pk=worker_invitation_id)
    people.withdraw(invitation, by=request.actor)
    messages.success(request, "The invitation is withdrawn. Its link no longer works.")
    return redirect("outreach:organisation", row.pk)


@allow("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def code_list(request: HttpRequest) -> HttpResponse:
    """Codes of our own posters, and the form to make one."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _make_code(request, form, None)
        return redirect("outreach:code-list")
    codes = SourceCode.objects.visible_to(request.actor).filter(organisation=None).order_by("pk")
    context = {"form": form, "codes": [code_card(code) for code in codes]}
    return render(request, "outreach/code_list.html", context)


def _too_late(request: HttpRequest, row: Organisation) -> HttpResponse:
    messages.warning(request, "This partnership has ended, so nothing was changed.")
    return redirect("outreach:organisation", row.pk)


def _row(request: HttpRequest, pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)


def _page(
    request: HttpRequest,
    row: Organisation,
    *,
    form: WorkerForm | None = None,
    code_form: CodeForm | None = None,
) -> HttpResponse:
    now = clock.now()
    workers = Worker.objects.visible_to(request.actor).filter(organisation=row, ended_at=None)
    invited = organisations.open_invitations(row)
    codes = SourceCode.objects.visible_to(request.actor).filter(organisation=row)
    proposed = WorkerProposal.objects.visible_to(request.actor).open().filter(organisation=row)
    return render(
        request,
        "outreach/organisation.html",
        {
            "organisation": row,
            "form": code_form or form,
            "worker_form": form or WorkerForm(),
            "code_form": code_form or CodeForm(prefix="code"),
            "workers": [_here(worker, now) for worker in workers.for_list()],
            "proposed": [_proposed(proposal, now) for proposal in proposed.for_list()],
            "invited": [_invited(invitation, now) for invitation in invited],
            "codes": [code_card(code) for code in codes.order_by("pk")],
        },
    )


def _here(worker: Worker, now: Any) -> dict[str, Any]:
    return {
        "pk": worker.pk,
        "user": worker.user,
        "confirmed": presenters.day_of(worker.confirmed_on),
        "promised": worker.promised,
        "unpromised": worker.promise_asked and not worker.promised,
        "faded": worker.has_faded(now.astimezone(clock.LONDON).date()),
    }


def _proposed(proposal: WorkerProposal, now: Any) -> dict[str, Any]:
    return {
        "pk": proposal.pk,
        "name": proposal.name,
        "email": proposal.email,
        "by": proposal.proposed_by.user.name,
        "when": presenters.on_day(proposal.made_at, now),
    }


def _invited(invitation: Any, now: Any) -> dict[str, Any]:
    when = presenters.on_day(invitation.invited_at, now)
    ran_out = invitation.invited_at <= now - people.INVITATION_HOLDS
    return {"pk": invitation.pk, "name": invitation.name, "when": when, "ran_out": ran_out}
