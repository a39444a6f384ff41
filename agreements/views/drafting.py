"""Writing a draft, clause by clause, and publishing it. Works without script: one thing a page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peersupport import clock
from peersupport.permissions import allow

from .. import presenters, queries
from ..forms import ClauseForm, DiscussedForm, PublishForm
from ..models import ClauseText, Version
from ..models.clause import TIME_KEEPING
from ..services import clauses, drafts, versions
from ..services.refusals import ChangedMeanwhile, NotPossible, PublishedMeanwhile
from .leader import group_or_404, version_or_404


@require_POST
@allow("staff")
def draft_start(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin the next version, or go on with the draft that is there."""
    group = group_or_404(request, ref)
    try:
        draft = drafts.start(group, by=request.actor)
    except NotPossible as why:
        messages.error(request, str(why))
        return redirect("agreements:agreement-detail", ref)
    return redirect("agreements:draft-edit", ref, draft.number)


@require_safe
@allow("staff")
def draft_edit(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The whole draft: each clause with what can be done to it."""
    version = version_or_404(request, ref, number)
    if not version.is_draft:
        return redirect("agreements:agreement-version", ref, number)
    texts = queries.clauses_of(version)
    context = {"group": version.agreement.whose, "version": version, "clauses": texts}
    return render(request, "agreements/draft_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow("staff")
def clause_add(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Add a clause at the end."""
    version = version_or_404(request, ref, number)
    if request.method != "POST" and not version.is_draft:
        return redirect("agreements:agreement-version", ref, number)
    return ClausePage(request, version, None).answer()


@require_http_methods(["GET", "HEAD", "POST"])
@allow("staff")
def clause_edit(request: HttpRequest, ref: str, number: int, key: str) -> HttpResponse:
    """Change one clause's words."""
    version = version_or_404(request, ref, number)
    page = ClausePage(request, version, key)
    if request.method != "POST" and page.text is None:
        raise Http404
    if request.method != "POST" and not version.is_draft:
        return redirect("agreements:agreement-version", ref, number)
    return page.answer()


class ClausePage:
    """A clause's form. Whatever stands in the way, her words stay on the page."""

    def __init__(self, request: HttpRequest, version: Version, key: str | None) -> None:
        self.request, self.version, self.key = request, version, key
        rows = ClauseText.objects.visible_to(request.actor).select_related("clause", "version")
        self.text = rows.filter(version=version, clause__key=key).first() if key else None
        self.refused: NotPossible | None = None
        self.form = ClauseForm(
            request.POST or None,
            initial=self._now(),
            time_keeping=key == TIME_KEEPING,
            promise=version.agreement.kind == "promise",
        )

    def _now(self) -> dict[str, Any]:
        if self.text is None:
            return {}
        names = ("words", "meaning", "never_strike")
        said = {name: getattr(self.text, name) for name in names}
        return said | {"was": queries.print_of(self.text)}

    def answer(self) -> HttpResponse:
        """Save and go back to the draft, or show the form."""
        if self.request.method == "POST" and self.form.is_valid():
            try:
                version = self._save()
                return redirect("agreements:draft-edit", self._ref, version.number)
            except NotPossible as why:
                self.refused = why
                self.form.add_error(None, str(why))
        return self._show()

    def _save(self) -> Version:
        said, by = self.form.said(), self.request.actor
        if "into_new" in self.request.POST:
            return clauses.carry_over(self.version.agreement, self.key or "", **said, by=by)
        if not self.key:
            clauses.add(self.version, **said, once=self.form.cleaned_data["once"], by=by)
        elif self.text is None:
            raise NotPossible("This clause was taken out while you were writing.")
        else:
            clauses.edit(self.text, **said, was=self.form.cleaned_data["was"], by=by)
        return self.version

    def _show(self) -> HttpResponse:
        changed = isinstance(self.refused, ChangedMeanwhile)
        if changed and self.text is not None:
            self.text.refresh_from_db()
            # Whoever has read the other words now may save over them.
            see_anew(self.form, "was", queries.print_of(self.text))
        published = isinstance(self.refused, PublishedMeanwhile)
        context = {
            "group": self.version.agreement.whose,
            "version": self.version,
            "form": self.form,
            "now": self.text if changed else None,
            "published": published,
            "taken_out": bool(self.refused) and not changed and not published and bool(self.key),
        }
        name = "clause_edit" if self.key else "clause_add"
        return render(self.request, f"agreements/{name}.html", context)

    @property
    def _ref(self) -> str:
        return self.version.agreement.whose.ref


def see_anew(form: Any, name: str, value: str) -> None:
    """Put a hidden value right on a form that comes back."""
    data = form.data.copy()
    data[name] = value
    form.data = data


@require_POST
@allow("staff")
def clause_move(request: HttpRequest, ref: str, number: int, key: str) -> HttpResponse:
    """One place up or down."""
    version = version_or_404(request, ref, number)
    rows = ClauseText.objects.visible_to(request.actor).select_related("clause", "version")
    text = get_object_or_404(rows, version=version, clause__key=key)
    at = request.POST.get("at", "")
    up = request.POST.get("to") == "up"
    try:
        clauses.move(text, up=up, at=int(at) if at.isdecimal() else None, by=request.actor)
    except NotPossible as why:
        messages.error(request, str(why))
    return redirect("agreements:draft-edit", ref, number)


@require_POST
@allow("staff")
def clause_remove(request: HttpRequest, ref: str, number: int, key: str) -> HttpResponse:
    """Take one clause out of the draft."""
    version = version_or_404(request, ref, number)
    text = ClauseText.objects.visible_to(request.actor).filter(version=version, clause__key=key)
    try:
        for found in text.select_related("clause", "version"):
            clauses.remove(found, by=request.actor)
    except NotPossible as why:
        messages.error(request, str(why))
    return redirect("agreements:draft-edit", ref, number)


@require_http_methods(["GET", "HEAD", "POST"])
@allow("staff")
def draft_discussed(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Who talked about it and when; then on to publishing."""
    version = version_or_404(request, ref, number)
    if request.method != "POST" and not version.is_draft:
        return redirect("agreements:agreement-version", ref, number)
    now = {
        "discussed_with": version.discussed_with,
        "discussed_on": version.discussed_on or clock.today(),
        "changes": version.changes,
    }
    form = DiscussedForm(
        request.POST or None,
        initial=now,
        first=version.number == 1,
        promise=version.agreement.kind == "promise",
    )
    if request.method == "POST" and form.is_valid():
        try:
            drafts.tell_how(version, **form.cleaned_data, by=request.actor)
            return redirect("agreements:version-publish", ref, number)
        except NotPossible as why:
            form.add_error(None, str(why))
    context = {"group": version.agreement.whose, "version": version, "form": form}
    return render(request, "agreements/draft_discussed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow("staff")
def version_publish(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Read it all once more, then publish."""
    version = version_or_404(request, ref, number)
    if request.method != "POST" and not version.is_draft:
        return redirect("agreements:agreement-version", ref, number)
    names = queries.names_in(version)
    form = PublishForm(
        request.POST or None, names=names, initial={"seen": queries.print_of(version)}
    )
    if request.method == "POST" and form.is_valid() and _publish(request, version, form):
        return redirect("agreements:agreement-detail", ref)
    return _publish_page(request, version, form)


def _publish(request: HttpRequest, version: Version, form: PublishForm) -> bool:
    said = form.cleaned_data
    try:
        versions.publish(
            version,
            seen=said["seen"],
            review_on=said["review_on"],
            nobody_is_named=said.get("nobody_is_named", False),
            by=request.actor,
        )
    except NotPossible as why:
        form.add_error(None, str(why))
        return False
    messages.success(request, f"Version {version.number} is in force. Nobody can change it now.")
    return True


def _publish_page(request: HttpRequest, version: Version, form: PublishForm) -> HttpResponse:
    version.refresh_from_db()
    if form.is_bound:
        # What is on the page now is what the next press has seen.
        see_anew(form, "seen", queries.print_of(version))
    context: dict[str, Any] = {"group": version.agreement.whose, "version": version, "form": form}
    return render(
        request, "agreements/version_publish.html", context | {"page": presenters.page_of(version)}
    )


@require_POST
@allow("staff")
def draft_throw_away(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Delete the draft; what is in force stays in force."""
    version = version_or_404(request, ref, number)
    try:
        drafts.throw_away(version, by=request.actor)
        messages.success(request, "The draft is gone.")
    except NotPossible as why:
        messages.error(request, str(why))
    return redirect("agreements:agreement-detail", ref)
