"""One group as directories read it."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from ..languages import Language
from . import terms, timetable
from .ids import uid

# "active" also while there is a line: she may ask, and waits. Both are words of the standard.
STATUS = {"open": "active", "waiting_list": "active", "paused": "temporarily closed"}
FULL = "Full just now. New women can ask, and wait in line."
PAUSED = "Having a pause: nobody new is welcomed just now. It will not be for ever."
SHE_DECIDES = "Each woman decides herself if it fits her. She can ask to join without anybody else."
WHERE = "We publish the area only. Each woman hears where the door is once she has a place."
SCHEMES = {"SC": "GB-SC", "NI": "GB-NIC"}
ABOUT_US = (
    "Small groups of women who meet, talk and listen, each run by a woman who has been there."
)


class Beside(NamedTuple):
    """What hangs on a group: what is read of its line, its sessions soon, its languages."""

    wait: str
    sessions: list[timetable.Planned]
    languages: list[Language]


def capacity(group: Any, wait: str) -> str:
    """ "open", "waiting_list" or "paused"; ``wait`` is what anybody reads of the line there."""
    if group.state != "open":
        return "paused"
    return "waiting_list" if wait else "open"


def _alert(room: str, wait: str) -> dict[str, str]:
    said = {"paused": PAUSED, "waiting_list": f"{FULL} {wait}"}
    return {"alert": said[room]} if room in said else {}


def organization(charity: Any, *, full: bool = False) -> dict[str, Any]:
    """Who runs the groups; until somebody has said so, our address stands for the name."""
    pk = uid("organization")
    said = {
        "id": pk,
        "name": charity.name if charity else urlsplit(settings.SITE_URL).hostname,
        "description": (charity and charity.about) or ABOUT_US,
        "website": (charity and charity.website) or settings.SITE_URL,
    }
    if full and charity and charity.number:
        said["organization_identifiers"] = [
            {
                "id": uid("organization", "number"),
                "organization_id": pk,
                "identifier_scheme": SCHEMES.get(charity.number[:2], "GB-CHC"),
                "identifier_type": "Charity number",
                "identifier": charity.number,
            }
        ]
    return said


def service(group: Any, charity: Any, wait: str) -> dict[str, Any]:
    """A group in a list: only what is one to one."""
    room = capacity(group, wait)
    changed = max([group.changed_at, *([charity.changed_at] if charity else [])])
    said = {
        "id": uid("service", group.ref),
        "organization_id": uid("organization"),
        "name": group.name,
        "description": "\n\n".join(filter(None, [group.who_for, group.about, SHE_DECIDES])),
        "url": f"{settings.SITE_URL}{reverse('groups:public-detail', args=[group.ref])}",
        "status": STATUS[room],
        # A sentence that its charity writes; nobody tests it (safety.md 22).
        "eligibility_description": group.who_for,
        "last_modified": changed.isoformat(timespec="milliseconds"),
        "organization": organization(charity),
    }
    if group.checked_on:
        said["assured_date"] = group.checked_on.isoformat()
    return said | _alert(room, wait)


def full_service(group: Any, charity: Any, beside: Beside) -> dict[str, Any]:
    """A group with all that hangs on it. No contact: that would be a person."""
    return service(group, charity, beside.wait) | {
        "organization": organization(charity, full=True),
        "schedules": timetable.schedules(group.ref, beside.sessions),
        "service_at_locations": [place(group)],
        "languages": [_language(group, language) for language in beside.languages],
        "contacts": [],
        "phones": _phones(group, charity),
        "attributes": _attributes(group, capacity(group, beside.wait)),
    }


def place(group: Any) -> dict[str, Any]:
    """Where a group meets, as far as anybody may know: the part of town."""
    location = uid("location", group.ref)
    return {
        "id": uid("place", group.ref),
        "service_id": uid("service", group.ref),
        "location_id": location,
        "location": {
            "id": location,
            "location_type": "physical",
            "name": group.area,
            "description": f"{group.area}, {group.get_nation_display()}. {WHERE}",
        },
    }


def full_place(group: Any, charity: Any, beside: Beside) -> dict[str, Any]:
    """A place with its service. The standard's own end point asks for the whole service's schema
    here, so the service's fields stand beside those of the place."""
    nested = full_service(group, charity, beside)
    return nested | place(group) | {"service": nested}


def _language(group: Any, language: Language) -> dict[str, Any]:
    return {
        "id": uid("language", group.ref, language.code),
        "service_id": uid("service", group.ref),
        "name": language.name,
        "code": language.code,
    }


def _phones(group: Any, charity: Any) -> list[dict[str, Any]]:
    if not charity or not charity.phone:
        return []
    service_id = uid("service", group.ref)
    return [{"id": uid("phone", group.ref), "service_id": service_id, "number": charity.phone}]


def _attributes(group: Any, room: str) -> list[dict[str, Any]]:
    linked = [
        (terms.KIND, "service type"),
        (terms.AUDIENCE, "intended audience"),
        (terms.CAPACITY[room], "capacity"),
    ]
    return [
        {
            "id": uid("attribute", group.ref, term.taxonomy),
            "link_id": uid("service", group.ref),
            "taxonomy_term_id": term.id,
            "link_type": link_type,
            "link_entity": "service",
            "taxonomy_term": term.record(),
        }
        for term, link_type in linked
    ]
