"""Groups as anybody may read about them. The area and never the venue (safety.md 8, 50)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peersupport.registry import registry
from peersupport.wording import hour

from . import queries
from .models import Group

TIMES_SHOWN = 3


@dataclass(frozen=True)
class PublicGroup:
    """What the page needs, and nothing that it must not show."""

    ref: str
    name: str
    who_for: str
    about: str
    area: str
    nation: str
    is_open: bool
    # How long a woman who asks now waits, in words; "" where she need not.
    wait: str
    times: list[str]
    promise: str


def groups(rows: Iterable[Group], now: dt.datetime) -> list[PublicGroup]:
    """Each group with its usual times, and what the rooms above know of a wait. The same number of
    queries, however many groups."""
    found = list(rows)
    times = _usual_times([group.pk for group in found], now)
    waits = {pk: words for of in registry.public_waits for pk, words in of(found, now).items()}
    return [_ready(group, times.get(group.pk, []), waits.get(group.pk, "")) for group in found]


def _ready(group: Group, times: list[str], wait: str) -> PublicGroup:
    return PublicGroup(
        ref=group.ref,
        name=group.name,
        who_for=group.who_for,
        about=group.about,
        area=group.area,
        nation=group.nation,
        is_open=group.state == "open",
        wait=wait,
        times=times,
        promise=promise(group),
    )


def promise(group: Group) -> str:
    """When we answer, at the latest, and how long it usually takes where that can be said."""
    days, usual = group.reply_days, group.usual_reply_days
    words = ngettext(
        "We answer within %(days)s working day.", "We answer within %(days)s working days.", days
    )
    said = words % {"days": days}
    if usual is None:
        return said
    if usual == 0:
        return f"{said} {_('Usually it is the same day.')}"
    words = ngettext(
        "Usually it takes %(days)s working day.", "Usually it takes %(days)s working days.", usual
    )
    return f"{said} {words % {'days': usual}}"


def _usual_times(ids: list[int], now: dt.datetime) -> dict[int, list[str]]:
    """Weekday and hour of the sessions to come, the most usual first; no dates."""
    ahead = queries.sessions_soon(now).filter(group_id__in=ids)
    counted: dict[int, Counter] = {}
    for session in ahead.order_by("starts_at"):
        said = (session.local.weekday(), hour(session.starts_at))
        counted.setdefault(session.group_id, Counter())[said] += 1
    return {pk: _in_words(times) for pk, times in counted.items()}


def _in_words(times: Counter) -> list[str]:
    """What comes round again; where nothing does yet, whatever is planned."""
    again = [said for said, often in times.most_common(TIMES_SHOWN) if often > 1]
    shown = again or [said for said, _often in times.most_common(TIMES_SHOWN)]
    words = _("%(day)s at %(hour)s")
    return [words % {"day": WEEKDAYS[day], "hour": at} for day, at in sorted(shown)]
