"""Facts about partners, for the tests of outreach."""

import datetime as dt
from typing import Any

from outreach.models import Contact, ContactEntry, Favour
from outreach.services import contact_log, contacts
from peersupport import clock
from peersupport.actors import Actor


def person(organisation: Any, by: Any, name: str = "Wanda Worker", **more: Any) -> Contact:
    """Somebody at a partner."""
    usual = {"job": "Adviser", "email": "", "phone": "", "talks": "talks", "worker": None}
    return contacts.add(organisation, facts=usual | {"name": name} | more, by=Actor.of_user(by))


def entry_facts(**more: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "contact": None,
        "happened_on": clock.today(),
        "kind": "visit",
        "how": "talked",
        "said": "",
        "reached": None,
        "next_contact_on": None,
    }
    return usual | more


def logged(organisation: Any, by: Any, days: int = 0, **more: Any) -> ContactEntry:
    """Something done ``days`` ago."""
    facts = entry_facts(happened_on=clock.today() - dt.timedelta(days=days), **more)
    return contact_log.write(organisation, facts=facts, by=Actor.of_user(by))


def good_turn(organisation: Any, by: Any, direction: str = "for_us", days: int = 0) -> Favour:
    day = clock.today() - dt.timedelta(days=days)
    facts = {"direction": direction, "happened_on": day, "what": "Lent us chairs"}
    return contact_log.thank(organisation, facts=facts, by=Actor.of_user(by))
