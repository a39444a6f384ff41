"""Writing down a visit or a call, and putting it right."""

import datetime as dt
from typing import Any

from django.db import transaction

from peersupport import audit, clock
from peersupport.actors import Actor

from .. import periods
from ..models import Contact, ContactEntry, Favour, Organisation
from .keeping_in_touch import settle

FACTS = ("contact", "happened_on", "kind", "how", "said", "reached", "next_contact_on")
MOVES = ("contact", "happened_on", "next_contact_on")


class TooLate(ValueError):
    """The 14 days in which its author may put it right are over."""


class NotThere(ValueError):
    """The contact named is not one of this partner's, or has left."""


@transaction.atomic
def write(organisation: Organisation, *, facts: dict[str, Any], by: Actor) -> ContactEntry:
    """Log what we did with a partner (keys as in ``FACTS``); its next contact moves with it.
    Raises ``NotThere``."""
    _belongs(facts["contact"], organisation.pk)
    said = {name: facts[name] for name in FACTS}
    entry = ContactEntry.objects.create(
        organisation=organisation, author=by.user, made_at=clock.now(), **said
    )
    settle(entry)
    audit.record("contact_entry.written", entry.subject, by=by)
    return entry


def write_today(organisation: Organisation, kind: str, *, by: Actor) -> ContactEntry:
    """The usual entry in one press: today, with whom we usually speak."""
    contact = organisation.next_with
    facts: dict[str, Any] = {
        "contact": contact if contact and contact.ended_on is None else None,
        "happened_on": clock.today(),
        "kind": kind,
        "how": "paper" if kind == "leaflets" else "",
        "said": "",
        "reached": None,
        "next_contact_on": None,
    }
    return write(organisation, facts=facts, by=by)


@transaction.atomic
def correct(entry: ContactEntry, *, facts: dict[str, Any], by: Actor) -> ContactEntry:
    """Put an entry right: its author for 14 days, a coordinator always. Raises ``TooLate``,
    ``NotThere``."""
    row = _mine(entry, by)
    if facts["contact"] != row.contact:  # one who left since may stay where she was
        _belongs(facts["contact"], row.organisation_id)
    moved = any(getattr(row, name) != facts[name] for name in MOVES)
    for name in FACTS:
        setattr(row, name, facts[name])
    row.changed_at = clock.now()
    row.save(update_fields=[*FACTS, "changed_at"])
    if moved:  # a mended sentence does not undo what was put off since
        settle(row)
    audit.record("contact_entry.corrected", row.subject, by=by)
    return row


@transaction.atomic
def take_back(entry: ContactEntry, *, by: Actor) -> None:
    """Delete an entry that never should have been: as for ``correct``. Raises ``TooLate``."""
    row = _mine(entry, by)
    audit.record("contact_entry.taken_back", row.subject, by=by)
    row.delete()


@transaction.atomic
def thank(organisation: Organisation, *, facts: dict[str, Any], by: Actor) -> Favour:
    """Write down a good turn, theirs or ours."""
    favour = Favour.objects.create(
        organisation=organisation, author=by.user, made_at=clock.now(), **facts
    )
    audit.record("favour.written", f"favour:{favour.pk}", by=by)
    return favour


@transaction.atomic
def take_back_favour(favour: Favour, *, by: Actor) -> None:
    """Delete one that was written by mistake: its author for 14 days, a coordinator always.
    Raises ``TooLate``."""
    row = Favour.objects.select_for_update().get(pk=favour.pk)
    if not row.may_change(by, clock.now()):
        raise TooLate
    audit.record("favour.taken_back", f"favour:{row.pk}", by=by)
    row.delete()


def purge(now: dt.datetime) -> int:
    """Clear what was said three years ago or more; that we were there stays."""
    old = now.astimezone(clock.LONDON).date() - periods.PARTNER_WORDS_KEPT
    rows = ContactEntry.objects.filter(happened_on__lte=old).exclude(said="")
    return rows.update(said="")


def _mine(entry: ContactEntry, by: Actor) -> ContactEntry:
    row = ContactEntry.objects.select_for_update().get(pk=entry.pk)
    if not row.may_change(by, clock.now()):
        raise TooLate
    return row


def _belongs(contact: Contact | None, organisation_id: int) -> None:
    if contact is None:
        return
    here = Contact.objects.live().filter(pk=contact.pk, organisation=organisation_id)
    if not here.select_for_update().exists():
        raise NotThere
