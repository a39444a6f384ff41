"""The people we know at partners: added, kept right, handed over, forgotten."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from peersupport import audit, clock
from peersupport.actors import Actor
from peersupport.crypto import lookup_hash

from .. import periods
from ..models import Contact, Organisation
from . import organisations

FACTS = ("name", "job", "email", "phone", "talks", "worker")
GONE: dict[str, Any] = {
    "name": "",
    "name_hash": "",
    "job": "",
    "email": "",
    "email_hash": "",
    "phone": "",
    "worker": None,
}


class KnownAlready(ValueError):
    """Somebody of this name is there, or somebody has this address."""


class HasLeft(ValueError):
    """She left in the meantime, or is not at this partner."""


def hashes(facts: dict[str, Any]) -> dict[str, str]:
    """How a contact is found again without opening her row."""
    return {
        "name_hash": lookup_hash("name", facts["name"]),
        "email_hash": lookup_hash("email", facts["email"]),
    }


@transaction.atomic
def add(organisation: Organisation, *, facts: dict[str, Any], by: Actor) -> Contact:
    """Write down somebody at a partner (keys as in ``FACTS``). Raises ``KnownAlready``."""
    said = {name: facts[name] for name in FACTS}
    try:
        with transaction.atomic():
            contact = Contact.objects.create(
                organisation=organisation, made_at=clock.now(), **said, **hashes(facts)
            )
    except IntegrityError as twice:
        raise KnownAlready from twice
    audit.record("contact.added", contact.subject, by=by)
    return contact


@transaction.atomic
def change(contact: Contact, *, facts: dict[str, Any], by: Actor) -> Contact:
    """Put right what we hold about her. Raises ``KnownAlready``, ``HasLeft``."""
    row = _here(contact)
    found = {name: facts[name] for name in FACTS} | hashes(facts)
    found["changed_at"] = clock.now()
    for name, value in found.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save(update_fields=list(found))
    except IntegrityError as twice:
        raise KnownAlready from twice
    audit.record("contact.changed", row.subject, by=by)
    return row


@transaction.atomic
def forget(contact: Contact, *, by: Actor, reason: str = "asked") -> None:
    """Delete what is personal: name, job, address, number. That she was there on a day stays.
    Pressed twice it does nothing more."""
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    if row.ended_on is not None:
        return
    for name, value in GONE.items():
        setattr(row, name, value)
    row.ended_on = clock.today()
    row.save(update_fields=[*GONE, "ended_on"])
    Organisation.objects.filter(next_with=row).update(next_with=None)
    audit.record("contact.forgotten", row.subject, by=by, reason=reason)


@transaction.atomic
def hand_over(
    contact: Contact,
    *,
    to: Contact | dict[str, Any] | None,
    next_contact_on: dt.date | None,
    by: Actor,
) -> Contact | None:
    """She leaves: what was to be said to her next is said to ``to``, somebody at the same partner
    or the facts of somebody new. Her way in ends with her. Raises ``KnownAlready``, ``HasLeft``."""
    row = _here(contact)
    worker = row.worker
    forget(row, by=by, reason="left")  # first: the new one may have her address
    heir = add(row.organisation, facts=to, by=by) if isinstance(to, dict) else to
    if heir is not None and (_here(heir).organisation_id != row.organisation_id or heir == row):
        raise HasLeft
    if worker is not None and worker.ended_at is None:
        organisations.end_worker(worker, by=by)
    Organisation.objects.filter(pk=row.organisation_id).update(
        next_with=heir, next_contact_on=next_contact_on
    )
    audit.record("contact.handed_over", row.subject, by=by)
    return heir


def purge(now: dt.datetime) -> int:
    """Forget who was at a partner that ended a year ago: nobody will ring her any more."""
    rows = Contact.objects.live().filter(
        organisation__ended_at__lte=now - periods.ENDED_PARTNER_KEPT
    )
    return rows.update(**GONE, ended_on=now.astimezone(clock.LONDON).date())


def _here(contact: Contact) -> Contact:
    # "of": an outer join cannot be locked on PostgreSQL.
    row = (
        Contact.objects.select_for_update(of=("self",))
        .select_related("organisation", "worker__user")
        .get(pk=contact.pk)
    )
    if row.ended_on is not None:
        raise HasLeft
    return row
