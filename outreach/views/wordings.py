"""``/dashboard/materials/words/``: a group's own words in the languages its women read."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups import queries as groups
from peersupport.permissions import allow

from ..forms.materials import WordingForm
from ..languages import OTHERS, Language
from ..models import MaterialWording
from ..presenters import introductions as presenters
from ..services import wordings


def _group(request: HttpRequest, group_id: int) -> Any:
    return get_object_or_404(groups.public_groups_of(request.actor), pk=group_id)


def _language(code: str) -> Language:
    if code not in OTHERS:
        raise Http404
    return OTHERS[code]


@require_safe
@allow("staff")
def wording_list(request: HttpRequest, group_id: int) -> HttpResponse:
    """The languages of one group: worded and checked, worded, not yet."""
    group = _group(request, group_id)
    rows = MaterialWording.objects.visible_to(request.actor).filter(group=group)
    worded = {row.language: row for row in rows}
    return render(
        request,
        "outreach/wording_list.html",
        {
            "group": group,
            "worded": [(OTHERS[code], row) for code, row in worded.items()],
            "others": [each for code, each in OTHERS.items() if code not in worded],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow("staff")
def wording(request: HttpRequest, group_id: int, language: str) -> HttpResponse:
    """Write the words, look at them, keep them."""
    group, spoken = _group(request, group_id), _language(language)
    row = _row(request, group, language)
    names = [group.name, group.venue_name]
    form = WordingForm(request.POST or None, language=spoken, names=names, initial=_said(row))
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        wordings.write(
            group_id=group.pk, language=language, words=form.cleaned_data, by=request.actor
        )
        messages.success(request, "The words are kept. They are printed once they are checked.")
        return redirect("outreach:wording", group.pk, language)
    shown = form.cleaned_data if form.is_bound and form.is_valid() else _said(row)
    context = {
        "group": group,
        "language": spoken,
        "row": row,
        "form": form,
        "shown": shown,
        "read": row.changed_at.isoformat() if row else "",
        "checked_on": presenters.day_of(row.checked_at.date()) if row and row.checked_at else "",
    }
    return render(request, "outreach/wording.html", context)


@require_POST
@allow("staff")
def wording_checked(request: HttpRequest, group_id: int, language: str) -> HttpResponse:
    """Somebody who reads the language says that the words are right."""
    group, spoken = _group(request, group_id), _language(language)
    row = _row(request, group, language)
    if row is None:
        raise Http404
    try:
        wordings.check(row, read=request.POST.get("read", ""), by=request.actor)
    except wordings.ChangedMeanwhile:
        messages.warning(request, "The words changed meanwhile. Read them again, please.")
    else:
        messages.success(request, f"{spoken.name} can be printed now.")
    return redirect("outreach:wording", group.pk, language)


def _row(request: HttpRequest, group: Any, language: str) -> MaterialWording | None:
    rows = MaterialWording.objects.visible_to(request.actor).select_related("checked_by")
    return rows.filter(group=group, language=language).first()


def _said(row: MaterialWording | None) -> dict[str, str]:
    return {name: getattr(row, name) for name in wordings.FIELDS} if row else {}
