"""The end points: which groups a question means, and the page around them. A list costs the same
few queries for one group and for fifty."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from groups import queries as groups
from peersupport import clock

from .. import queries, waits
from ..languages import ALL, ENGLISH, Language
from ..models import MaterialWording
from . import records, terms
from .asks import Ask, NotThere
from .ids import uid

Record = dict[str, Any]
VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/"
OPENAPI = "https://raw.githubusercontent.com/openreferral/uk-profile/main/schema/openapi.json"
WAITING = terms.CAPACITY["waiting_list"].id


def front() -> Record:
    """What this interface is."""
    return {
        "version": VERSION,
        "profile": PROFILE,
        "openapi_url": OPENAPI,
        "services_url": f"{settings.SITE_URL}{reverse('outreach:feed-services')}",
    }


def services(ask: Ask) -> Record:
    """A page of groups that are open or paused."""
    charity = queries.charity()
    found, total = _page(_meant(ask, charity), ask)
    if ask.full:
        return around(_whole(records.full_service, found, charity), total, ask)
    wait = waits.public(found, clock.now())
    ready = [records.service(group, charity, wait.get(group.pk, "")) for group in found]
    return around([_minimal(row) for row in ready] if ask.minimal else ready, total, ask)


def service(given: str) -> Record:
    """One group with all that hangs on it. Raises ``NotThere``."""
    [found] = _whole(records.full_service, [_group("service", given)], queries.charity())
    return found


def places(ask: Ask) -> Record:
    """A page of the areas where groups meet."""
    charity = queries.charity()
    found, total = _page(_meant(ask, charity), ask)
    if ask.full:
        return around(_whole(records.full_place, found, charity), total, ask)
    return around([records.place(group) for group in found], total, ask)


def place(given: str) -> Record:
    """One area with its group. Raises ``NotThere``."""
    [found] = _whole(records.full_place, [_group("place", given)], queries.charity())
    return found


def _whole(record: Callable[..., Record], found: list[Any], charity: Any) -> list[Record]:
    """Each with its sessions, its room and its languages."""
    planned, wait = _planned(found), waits.public(found, clock.now())
    worded = _languages(found)
    return [
        record(
            group,
            charity,
            records.Beside(wait.get(group.pk, ""), planned[group.pk], worded[group.pk]),
        )
        for group in found
    ]


def of_list(rows: Callable[[], list[Record]], ask: Ask) -> Record:
    """A page of a list that stands in the source."""
    every = rows()
    return around(every[_first(ask) : _first(ask) + ask.per_page], len(every), ask)


def one_of(rows: Callable[[], list[Record]], given: str) -> Record:
    """One of a list that stands in the source. Raises ``NotThere``."""
    for row in rows():
        if row["id"] == given.lower():
            return row
    raise NotThere(given)


def around(contents: list[Record], total: int, ask: Ask) -> Record:
    """The page's own fields, as the standard names them."""
    last = max(1, -(-total // ask.per_page))
    return {
        "total_items": total,
        "total_pages": last,
        "page_number": ask.page,
        "size": len(contents),
        "first_page": ask.page == 1,
        "last_page": ask.page >= last,
        "empty": not contents,
        "contents": contents,
    }


def _first(ask: Ask) -> int:
    return (ask.page - 1) * ask.per_page


def _page(rows: QuerySet, ask: Ask) -> tuple[list[Any], int]:
    first = _first(ask)
    return list(rows[first : first + ask.per_page]), rows.count()


def _meant(ask: Ask, charity: Any) -> QuerySet:
    """The public groups that a question means, in one order for good."""
    rows = groups.public_groups()
    for word in ask.search.split()[:8]:
        names = ("name", "who_for", "about", "area")
        rows = rows.filter(_any(Q(**{f"{name}__icontains": word}) for name in names))
    if ask.organization_id and ask.organization_id != uid("organization"):
        return rows.none()
    if ask.taxonomy_id and ask.taxonomy_id not in {term.taxonomy_id for term in terms.TERMS}:
        return rows.none()
    if ask.modified_after and not (charity and charity.changed_at >= ask.modified_after):
        rows = rows.filter(changed_at__gte=ask.modified_after)
    return _at_these_times(_with_term(rows, ask.taxonomy_term_id), ask)


def _any(parts: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for part in parts:
        found |= part
    return found


def _with_term(rows: QuerySet, term_id: str) -> QuerySet:
    """Groups that have this term. Which of the open ones have a line is worked out for all."""
    if term_id in {"", terms.KIND.id, terms.AUDIENCE.id}:
        return rows
    rooms = {term.id: room for room, term in terms.CAPACITY.items()}
    if term_id not in rooms:
        return rows.none()
    if rooms[term_id] == "paused":
        return rows.filter(state="paused")
    rows = rows.filter(state="open")
    waiting = list(waits.public(list(rows), clock.now()))
    return rows.filter(pk__in=waiting) if term_id == WAITING else rows.exclude(pk__in=waiting)


def _at_these_times(rows: QuerySet, ask: Ask) -> QuerySet:
    """Groups with a planned session on this day, that begins and ends within these hours."""
    wanted = {
        "wall_date__iso_week_day": None if ask.day is None else ask.day + 1,
        "wall_time__gte": ask.start_time,
        "ends_at__time__lte": ask.end_time,
    }
    asked = {name: value for name, value in wanted.items() if value is not None}
    if not asked:
        return rows
    soon = groups.sessions_soon(clock.now()).filter(group_id=OuterRef("pk"), **asked)
    return rows.filter(Exists(soon))


def _group(kind: str, given: str) -> Any:
    """The public group whose id this is. An id cannot be read backwards, so each is made anew."""
    rows = groups.public_groups()
    for pk, ref in rows.values_list("pk", "ref"):
        if uid(kind, ref) == given.lower():
            return rows.get(pk=pk)
    raise NotThere(given)


def _planned(found: list[Any]) -> dict[int, list[Any]]:
    """Group id -> (day, time, minutes) of its sessions soon, in one query."""
    planned: dict[int, list[Any]] = {group.pk: [] for group in found}
    rows = groups.sessions_soon(clock.now()).filter(group_id__in=planned)
    for group_id, *when in rows.values_list("group_id", "wall_date", "wall_time", "minutes"):
        planned[group_id].append(tuple(when))
    return planned


def _languages(found: list[Any]) -> dict[int, list[Language]]:
    """English, and those in which a group's own words were written and checked, in one query."""
    worded: dict[int, set[str]] = {group.pk: {ENGLISH} for group in found}
    rows = MaterialWording.objects.checked().filter(group_id__in=worded)
    for group_id, code in rows.values_list("group_id", "language"):
        worded[group_id].add(code)
    return {pk: [each for code, each in ALL.items() if code in worded[pk]] for pk in worded}


def _minimal(record: Record) -> Record:
    return {"id": record["id"], "modified_date": record["last_modified"]}
