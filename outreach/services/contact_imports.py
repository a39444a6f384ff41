"""A file of partners: kept sealed for an hour, looked at, brought in whole, undone whole."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q

from peersupport import audit, clock
from peersupport.actors import Actor
from peersupport.models import Invitation

from ..contact_file import check as contact_check
from ..contact_file import sheet as contact_sheet
from ..models import Contact, ContactEntry, ContactImport, Organisation, SourceCode
from ..models.contact_import import FILE_KEPT, UNDONE_FOR
from ..models.organisation import new_code
from .contacts import hashes

MANY = 500


class Gone(ValueError):
    """The hour is over, or it was brought in or undone before."""


class LooksDifferent(ValueError):
    """The register has changed since she looked: not as many rows can be brought in now."""


class ChangedSince(ValueError):
    """Somebody has worked on what it brought in, so that undoing would lose that."""


@transaction.atomic
def keep(raw: bytes, *, by: Actor) -> ContactImport:
    """Keep a file for an hour, to be looked at. Raises ``contact_sheet.NotATable``."""
    text = contact_sheet.text_of(raw)
    contact_sheet.rows_of(text)
    row = ContactImport.objects.create(author=by.user, body=text, made_at=clock.now())
    audit.record("contact_import.kept", row.subject, by=by)
    return row


def look(row: ContactImport) -> list[contact_check.Judged]:
    """The dry run: each row with what it would make or why not. Writes nothing. Raises ``Gone``."""
    if not row.body or clock.now() - row.made_at >= FILE_KEPT:
        raise Gone
    return contact_check.judge(contact_sheet.rows_of(row.body))


@transaction.atomic
def carry_out(row: ContactImport, *, rows: int, by: Actor) -> int:
    """Bring in the ``rows`` rows she saw to be fine; the file is thrown away. All or nothing.

    Raises ``Gone``, and ``LooksDifferent`` when it would not be that many any more.
    """
    locked = ContactImport.objects.select_for_update().get(pk=row.pk)
    if locked.done_at is not None:
        raise Gone
    fine = [judged.facts for judged in look(locked) if judged.is_fine]
    if not fine or len(fine) != rows:
        raise LooksDifferent
    try:
        with transaction.atomic():
            _write(locked, fine)
    except IntegrityError as changed:
        raise LooksDifferent from changed
    locked.body, locked.rows_done, locked.done_at = "", len(fine), clock.now()
    locked.save(update_fields=["body", "rows_done", "done_at"])
    audit.record("contact_import.done", locked.subject, by=by)
    return len(fine)


def _write(row: ContactImport, fine: list[dict[str, Any]]) -> None:
    live = Organisation.objects.live().values_list("name", "pk").iterator(MANY)
    partners = {contact_check.fold(name): pk for name, pk in live}
    new: dict[str, Organisation] = {}
    for facts in fine:
        if facts["partner"] not in partners and facts["partner"] not in new:
            new[facts["partner"]] = _partner(row, facts)
    made = Organisation.objects.bulk_create(new.values(), batch_size=MANY)
    _give_codes(made)
    partners |= {folded: organisation.pk for folded, organisation in new.items()}
    people = [
        Contact(
            organisation_id=partners[facts["partner"]],
            came_with=row,
            made_at=clock.now(),
            **facts["contact"],
            **hashes(facts["contact"]),
        )
        for facts in fine
        if facts["contact"]
    ]
    Contact.objects.bulk_create(people, batch_size=MANY)


def _partner(row: ContactImport, facts: dict[str, Any]) -> Organisation:
    kept = ("name", "sector", "area", "website", "every_weeks")
    said = {name: facts[name] for name in kept}
    return Organisation(came_with=row, made_at=clock.now(), **said)


def _give_codes(partners: list[Organisation]) -> None:
    """A code of its own for each from the first day, as for one that is added by hand."""
    taken = set(SourceCode.objects.values_list("code", flat=True))
    codes = []
    for partner in partners:
        while (code := new_code()) in taken:
            continue
        taken.add(code)
        codes.append(SourceCode(code=code, label="Everyday code", organisation=partner))
    SourceCode.objects.bulk_create(codes, batch_size=MANY)


@transaction.atomic
def drop(row: ContactImport, *, by: Actor) -> None:
    """Throw the file away without bringing it in. Pressed twice it does nothing more."""
    locked = ContactImport.objects.select_for_update().filter(pk=row.pk, done_at=None).first()
    if locked is not None:
        audit.record("contact_import.dropped", locked.subject, by=by)
        locked.delete()


@transaction.atomic
def undo(row: ContactImport, *, by: Actor) -> None:
    """Take back all that an import brought in, within seven days, and only while nobody has
    worked on any of it. Raises ``Gone``, ``ChangedSince``."""
    locked = ContactImport.objects.select_for_update().get(pk=row.pk)
    if not locked.can_be_undone(clock.now()):
        raise Gone
    if _changed(locked):
        raise ChangedSince
    try:
        with transaction.atomic():
            _take_back(locked)
    except (ProtectedError, IntegrityError) as used:
        # A woman came with its code, a worker has a place there: those rows hold it fast.
        raise ChangedSince from used
    locked.undone_at = clock.now()
    locked.save(update_fields=["undone_at"])
    audit.record("contact_import.undone", locked.subject, by=by)


def _changed(row: ContactImport) -> bool:
    used = Exists(ContactEntry.objects.filter(contact=OuterRef("pk")))
    handled = Exists(Organisation.objects.filter(next_with=OuterRef("pk")))
    people = row.contacts.filter(
        Q(changed_at__isnull=False) | Q(ended_on__isnull=False) | used | handled
    )
    touched = Q(changed_at__isnull=False) | Q(ended_at__isnull=False)
    touched |= Q(next_contact_on__isnull=False)
    return people.exists() or row.organisations.filter(touched).exists()


def _take_back(row: ContactImport) -> None:
    partners = list(row.organisations.values_list("pk", flat=True))
    row.contacts.all().delete()
    for start in range(0, len(partners), MANY):
        some = partners[start : start + MANY]
        codes = SourceCode.objects.filter(organisation__in=some)
        subjects = [f"organisation:{pk}" for pk in some]
        invited = Invitation.objects.filter(role="partner_worker", subject__in=subjects)
        if invited.exists() or codes.exclude(label="Everyday code").exists():
            raise ChangedSince
        codes.delete()
        Organisation.objects.filter(pk__in=some).delete()


def purge(now: dt.datetime) -> int:
    """Throw away files after an hour, and imports once they can no longer be undone."""
    old = Q(done_at=None, made_at__lte=now - FILE_KEPT)
    old |= Q(done_at__lte=now - UNDONE_FOR - dt.timedelta(days=1))
    return ContactImport.objects.filter(old).delete()[0]
