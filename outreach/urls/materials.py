"""Addresses of paper, on both sides of the house: what a partner prints, what we print."""

from django.urls import path

from ..views import materials, wordings

PORTAL, PAPER = "portal/materials", "dashboard/materials"
WORDS = f"{PAPER}/words/<int:group_id>"

urlpatterns = [
    path(f"{PORTAL}/", materials.portal_materials, name="portal-materials"),
    path(f"{PORTAL}/<slug:kind>/", materials.portal_sheet, name="portal-sheet"),
    path(f"{PORTAL}/<slug:kind>/pdf/", materials.portal_pdf, name="portal-sheet-pdf"),
    path(f"{PAPER}/", materials.dashboard_materials, name="materials"),
    path(f"{WORDS}/", wordings.wording_list, name="wording-list"),
    path(f"{WORDS}/<slug:language>/", wordings.wording, name="wording"),
    path(f"{WORDS}/<slug:language>/checked/", wordings.wording_checked, name="wording-checked"),
    path(f"{PAPER}/<slug:kind>/", materials.sheet, name="sheet"),
    path(f"{PAPER}/<slug:kind>/pdf/", materials.sheet_pdf, name="sheet-pdf"),
]
