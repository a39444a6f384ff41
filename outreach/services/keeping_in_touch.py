"""How often we are in touch with a partner, and when next. The next contact is the charity's:
it is nobody's in person, so it stays when somebody leaves."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from peersupport import audit, clock
from peersupport.actors import Actor

from ..models import ContactEntry, Organisation
from .organisations import NameTaken

FACTS = ("name", "sector", "area", "website", "every_weeks", "next_contact_on", "how_things_stand")
WEEK, MONTH = 7, 28
SNOOZES = (WEEK, MONTH)


@transaction.atomic
def describe(organisation: Organisation, *, facts: dict[str, Any], by: Actor) -> Organisation:
    """Write down what we know of a partner (keys as in ``FACTS``). Raises ``NameTaken``."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    for name in FACTS:
        setattr(row, name, facts[name])
    row.changed_at = clock.now()
    try:
        with transaction.atomic():
            row.save(update_fields=[*FACTS, "changed_at"])
    except IntegrityError as twice:
        raise NameTaken(facts["name"]) from twice
    audit.record("organisation.described", row.subject, by=by)
    return row


@transaction.atomic
def snooze(organisation: Organisation, days: int, *, by: Actor) -> dt.date | None:
    """Put off the next contact by a week or a month, counted from today. Returns the new day, or
    None where nothing was waiting. A second press within the day changes nothing."""
    if days not in SNOOZES:
        raise ValueError(days)
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if row.next_contact_on is None or row.ended_at is not None:
        return None
    row.next_contact_on = max(row.next_contact_on, clock.today() + dt.timedelta(days=days))
    row.changed_at = clock.now()
    row.save(update_fields=["next_contact_on", "changed_at"])
    audit.record("organisation.snoozed", row.subject, by=by, reason=f"{days}_days")
    return row.next_contact_on


def settle(entry: ContactEntry) -> None:
    """Move the partner's next contact after an entry, inside the caller's transaction: the day
    that was said, else as often as we like to be in touch, else none. What is written down late,
    after something newer, moves nothing."""
    row = Organisation.objects.select_for_update().get(pk=entry.organisation_id)
    if row.entries.filter(happened_on__gt=entry.happened_on).exists():
        return
    said = entry.next_contact_on
    if said is None and row.every_weeks:
        said = entry.happened_on + dt.timedelta(weeks=row.every_weeks)
    row.next_contact_on = said
    if entry.contact_id is not None:
        row.next_with_id = entry.contact_id
    row.save(update_fields=["next_contact_on", "next_with"])
