"""Pages for peer leaders and coordinators: each group's agreement, who agreed, the wall's link."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from groups import queries as groups
from peersupport import clock, wording
from peersupport.permissions import allow

from .. import presenters, queries
from ..forms import AgreedForm
from ..models import Version
from ..models.agreement import TheCharity
from ..services import acceptances, walls
from ..services.refusals import NotPossible

PROMISE = TheCharity()


def group_or_404(request: HttpRequest, ref: str) -> Any:
    """The group of this code, if she looks after it; the charity for a coordinator's "promise"."""
    if ref == PROMISE.ref:
        if not request.actor.is_coordinator:
            raise Http404
        return PROMISE
    return get_object_or_404(queries.groups_of(request.actor), ref=ref)


def version_or_404(request: HttpRequest, ref: str, number: int) -> Version:
    """A version of that group's agreement, draft or published."""
    rows = Version.objects.visible_to(request.actor).select_related("agreement__group")
    rows = rows.select_related("published_by")
    return get_object_or_404(rows.of_ref(ref), number=number)


@require_safe
@allow("staff")
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Every group she looks after, and how its agreement stands."""
    rows = queries.agreements_at_a_glance(request.actor)
    for row in rows:
        row["since"] = presenters.day(row["version"].published_on) if row["version"] else ""
    promise = queries.promise_standing(request.actor)
    return render(request, "agreements/list.html", {"rows": rows, "promise": promise})


@require_safe
@allow("staff")
def agreement_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One group: what is in force, who agreed, the draft, what was before."""
    group = group_or_404(request, ref)
    rows = Version.objects.visible_to(request.actor).of_ref(group.ref)
    versions = list(rows.select_related("published_by", "agreement__group"))
    published = [version for version in versions if not version.is_draft]
    now = published[0] if published else None
    return render(
        request,
        "agreements/agreement_detail.html",
        {
            "group": group,
            "draft": next((version for version in versions if version.is_draft), None),
            "now": presenters.page_of(now) if now else None,
            "people": _people(now) if now and group != PROMISE else None,
            "review_on": presenters.day(now.agreement.review_on) if now else "",
            "older": [(old, presenters.day(old.published_on)) for old in published[1:]],
            "session": _next_session(group) if now and group != PROMISE else None,
        },
    )


def _people(version: Version) -> dict[str, Any]:
    women = queries.women_of(version)
    missing = queries.who_has_not_seen(version)
    return {"all": len(women), "agreed": len(women) - len(missing), "missing": missing}


def _next_session(group: Any) -> dict[str, Any] | None:
    session = groups.next_session(group.pk, clock.now())
    return {"id": session.pk, "when": wording.day_and_hour(session.starts_at)} if session else None


@require_safe
@allow("staff")
def agreement_version(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One published version, as it was agreed."""
    version = version_or_404(request, ref, number)
    if version.is_draft:
        return redirect("agreements:draft-edit", ref, number)
    context = {"group": version.agreement.whose, "page": presenters.page_of(version)}
    return render(request, "agreements/agreement_version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow("staff")
def agreed_in_room(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Tick who agreed aloud or on paper."""
    version = version_or_404(request, ref, number)
    if version.agreement.kind == "promise":
        raise Http404  # partner workers agree in their portal
    women = queries.women_of(version)
    missing = {woman.pk for woman in queries.who_has_not_seen(version)}
    form = AgreedForm(request.POST or None, women=women, agreed=set(women) - missing)
    if request.method == "POST" and form.is_valid() and _write_down(request, version, form):
        return redirect("agreements:agreement-detail", ref)
    return render(
        request,
        "agreements/agreed_in_room.html",
        {"group": version.agreement.whose, "version": version, "form": form, "missing": missing},
    )


def _write_down(request: HttpRequest, version: Version, form: AgreedForm) -> bool:
    way, on = form.cleaned_data["way"], form.cleaned_data["on"]
    try:
        new = acceptances.written_down(version, form.ticked(), way=way, on=on, by=request.actor)
    except NotPossible as why:
        form.add_error(None, str(why))
        return False
    said = f"{len(new)} written down." if new else "They had agreed already. Nothing was changed."
    messages.success(request, said)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@allow("staff")
def wall_link(request: HttpRequest, session_id: int) -> HttpResponse:
    """Make the link for a screen in the room. Shown on the answer to the POST and nowhere
    else: it is not kept, so that it could be shown again (contract.md)."""
    group = get_object_or_404(queries.groups_of(request.actor), sessions=session_id)
    session = queries.session_of(session_id)
    context: dict[str, Any] = {
        "group": group,
        "when": wording.day_and_hour(session.starts_at),
        "until": wording.hour(session.ends_at),
    }
    if request.method == "POST":
        context |= _opened(request, session_id)
    return render(request, "agreements/wall_link.html", context)


def _opened(request: HttpRequest, session_id: int) -> dict[str, Any]:
    try:
        token = walls.open_wall(session_id, by=request.actor)
    except NotPossible as why:
        return {"refused": str(why)}
    address = request.build_absolute_uri(reverse("agreements:wall", args=[token]))
    return {"address": address, "qr": presenters.square_code(address)}
