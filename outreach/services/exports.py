"""The register and the log as a table to take away: each time for a reason, written down."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from peersupport import audit
from peersupport.actors import Actor

from ..models import Contact, ContactEntry, Favour, Organisation

Table = tuple[list[str], Iterator[list[Any]]]
MANY = 500
PARTNERS = (
    "organisation,sector,area,website,every weeks,next contact,"
    "contact name,job,e-mail,phone,talks,no longer a partner since"
).split(",")
LOG = "day,organisation,sector,kind,how,with,said,people,next contact,by".split(",")
FAVOURS = "day,organisation,who for whom,what,by".split(",")


@transaction.atomic
def table(what: str, *, reason: str, by: Actor) -> Table:
    """Head and rows of "partners", "log" or "favours". Each export is in the audit with its
    reason (safety.md 42). Raises ``KeyError`` for another word."""
    head, rows = TABLES[what]
    audit.record("outreach.exported", f"outreach:{what}", by=by, reason=reason)
    return head, rows(by)


def _partners(by: Actor) -> Iterator[list[Any]]:
    people: dict[int, list[Contact]] = {}
    for contact in Contact.objects.visible_to(by).live().order_by("id").iterator(MANY):
        people.setdefault(contact.organisation_id, []).append(contact)
    for row in Organisation.objects.visible_to(by).order_by("name", "id").iterator(MANY):
        facts = [row.name, row.sector, row.area, row.website, row.every_weeks, row.next_contact_on]
        ended = row.ended_at and row.ended_at.date()
        here: list[Contact | None] = [*people.get(row.pk, [])]
        for one in here or [None]:
            own = [one.name, one.job, one.email, one.phone, one.talks] if one else [""] * 5
            yield [*facts, *own, ended]


def _log(by: Actor) -> Iterator[list[Any]]:
    rows = ContactEntry.objects.visible_to(by).select_related("organisation", "contact", "author")
    for row in rows.order_by("-happened_on", "-id").iterator(MANY):
        yield [
            row.happened_on,
            row.organisation.name,
            row.organisation.sector,
            row.get_kind_display(),
            row.get_how_display() if row.how else "",
            row.contact.said_name if row.contact else "",
            row.said,
            row.reached,
            row.next_contact_on,
            row.author.name,
        ]


def _favours(by: Actor) -> Iterator[list[Any]]:
    rows = Favour.objects.visible_to(by).select_related("organisation", "author")
    for row in rows.order_by("-happened_on", "-id").iterator(MANY):
        yield [
            row.happened_on,
            row.organisation.name,
            row.get_direction_display(),
            row.what,
            row.author.name,
        ]


TABLES = {"partners": (PARTNERS, _partners), "log": (LOG, _log), "favours": (FAVOURS, _favours)}
