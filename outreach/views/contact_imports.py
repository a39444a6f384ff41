"""Partners and contacts from a file: look first, then bring in, and undo within a week."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from peersupport import clock, sheets
from peersupport.permissions import allow

from ..contact_file.sheet import COLUMNS, REMARK, NotATable
from ..forms.contact_imports import ImportForm
from ..models import ContactImport
from ..services import contact_imports

GONE = "That file is no longer here: an hour is over, or it was brought in. Choose it once more."
EXAMPLE = (
    "Example Advice Centre,voluntary,North side,https://example.org,8,"
    "Sam Example,Adviser,sam@example.org,020 7946 0000,talks it through"
).split(",")
SHOWN = 50


@allow("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Choose a file; what was brought in lately, with its way back."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = contact_imports.keep(form.cleaned_data["file"].read(), by=request.actor)
        except NotATable as why:
            form.add_error("file", str(why))
        else:
            return redirect("outreach:import-look", row.pk)
    now = clock.now()
    rows = ContactImport.objects.visible_to(request.actor).filter(done_at__isnull=False)
    lately = rows.select_related("author").order_by("-done_at", "-id")[:20]
    context = {
        "form": form,
        "columns": COLUMNS,
        "lately": [(row, row.can_be_undone(now)) for row in lately],
    }
    return render(request, "outreach/import_list.html", context)


@allow("coordinator")
def import_template(request: HttpRequest) -> HttpResponse:
    """An empty table with our heading and one line to write over."""
    return sheets.download("partners-template", COLUMNS, [EXAMPLE])


@allow("coordinator")
@require_http_methods(["GET", "HEAD", "POST"])
def import_look(request: HttpRequest, import_id: int) -> HttpResponse:
    """The dry run. Nothing is written until the button under it is pressed."""
    row = _row(request, import_id)
    if row.done_at is not None:
        return _over(request, row)
    try:
        if request.method == "POST":
            return _carry_out(request, row)
        judged = contact_imports.look(row)
    except contact_imports.Gone:
        messages.warning(request, GONE)
        return redirect("outreach:import-list")
    fine = [one for one in judged if one.is_fine]
    problems = [one for one in judged if not one.is_fine]
    return render(
        request,
        "outreach/import_look.html",
        {
            "import": row,
            "fine": fine[:SHOWN],
            "many": len(fine),
            "more": max(0, len(fine) - SHOWN),
            "problems": problems[:SHOWN],
            "many_problems": len(problems),
            "more_problems": max(0, len(problems) - SHOWN),
        },
    )


def _carry_out(request: HttpRequest, row: ContactImport) -> HttpResponse:
    said = request.POST.get("rows", "")[:6]
    wanted = int(said) if said.isascii() and said.isdigit() else 0
    try:
        done = contact_imports.carry_out(row, rows=wanted, by=request.actor)
    except contact_imports.LooksDifferent:
        messages.warning(request, "Something has changed since you looked. Please look once more.")
        return redirect("outreach:import-look", row.pk)
    messages.success(request, f"{_rows(done)} brought in. You can undo it for 7 days.")
    return redirect("outreach:import-list")


def _over(request: HttpRequest, row: ContactImport) -> HttpResponse:
    """A second press finds that it is done, and says so."""
    messages.info(request, f"This file was brought in already: {_rows(row.rows_done)}.")
    return redirect("outreach:import-list")


@allow("coordinator")
def import_problems(request: HttpRequest, import_id: int) -> HttpResponse:
    """The rows that cannot be taken, as a file to mend and choose again (safety.md 48)."""
    row = _row(request, import_id)
    try:
        problems = [one for one in contact_imports.look(row) if not one.is_fine]
    except contact_imports.Gone:
        messages.warning(request, GONE)
        return redirect("outreach:import-list")
    table: list[list[Any]] = [
        [*(one.row.cells.get(name, "") for name in COLUMNS), " ".join(one.reasons)]
        for one in problems
    ]
    return sheets.download("rows-to-mend", [*COLUMNS, REMARK], table)


@allow("coordinator")
@require_POST
def import_drop(request: HttpRequest, import_id: int) -> HttpResponse:
    """Throw the file away."""
    contact_imports.drop(_row(request, import_id), by=request.actor)
    messages.success(request, "The file is thrown away. Nothing was brought in.")
    return redirect("outreach:import-list")


@allow("coordinator")
@require_POST
def import_undo(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take a whole import back."""
    row = _row(request, import_id)
    try:
        contact_imports.undo(row, by=request.actor)
    except contact_imports.Gone:
        messages.warning(request, "It can no longer be undone, or it was undone before.")
    except contact_imports.ChangedSince:
        messages.warning(
            request,
            "Somebody has worked on what it brought in, so it stays. Remove single contacts, or "
            "end single partnerships, on their pages.",
        )
    else:
        messages.success(request, "Undone. What it brought in is gone.")
    return redirect("outreach:import-list")


def _rows(count: int) -> str:
    return "One row" if count == 1 else f"{count} rows"


def _row(request: HttpRequest, pk: int) -> ContactImport:
    return get_object_or_404(ContactImport.objects.visible_to(request.actor), pk=pk)
