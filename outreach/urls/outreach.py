"""``/dashboard/outreach/``: staying in touch with partners."""

from django.urls import path

from ..views import contact_imports, contact_log, contacts, outreach, outreach_year

ONE = "<int:organisation_id>"

urlpatterns = [
    path("", outreach.outreach, name="outreach"),
    path("log/", outreach.outreach_log, name="outreach-log"),
    path("year/", outreach_year.outreach_year, name="outreach-year"),
    path("export/", outreach.outreach_export, name="outreach-export"),
    path("import/", contact_imports.import_list, name="import-list"),
    path("import/template.csv", contact_imports.import_template, name="import-template"),
    path("import/<int:import_id>/", contact_imports.import_look, name="import-look"),
    path("import/<int:import_id>/drop/", contact_imports.import_drop, name="import-drop"),
    path("import/<int:import_id>/undo/", contact_imports.import_undo, name="import-undo"),
    path(
        "import/<int:import_id>/problems.csv",
        contact_imports.import_problems,
        name="import-problems",
    ),
    path("entries/<int:entry_id>/", contact_log.entry, name="entry"),
    path("entries/<int:entry_id>/take-back/", contact_log.entry_take_back, name="entry-take-back"),
    path(
        "favours/<int:favour_id>/take-back/", contact_log.favour_take_back, name="favour-take-back"
    ),
    path("contacts/<int:contact_id>/", contacts.contact, name="contact"),
    path("contacts/<int:contact_id>/forget/", contacts.contact_forget, name="contact-forget"),
    path(
        "contacts/<int:contact_id>/hand-over/", contacts.contact_hand_over, name="contact-hand-over"
    ),
    path(f"{ONE}/", outreach.organisation_outreach, name="organisation-outreach"),
    path(f"{ONE}/about/", outreach.organisation_about, name="organisation-about"),
    path(f"{ONE}/snooze/", outreach.organisation_snooze, name="organisation-snooze"),
    path(f"{ONE}/year/", outreach_year.organisation_year, name="organisation-year"),
    path(f"{ONE}/today/", contact_log.entry_today, name="entry-today"),
    path(f"{ONE}/entries/add/", contact_log.entry_add, name="entry-add"),
    path(f"{ONE}/favours/add/", contact_log.favour_add, name="favour-add"),
    path(f"{ONE}/contacts/add/", contacts.contact_add, name="contact-add"),
]
