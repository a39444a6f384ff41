"""How long a woman waits for a place, computed and said honestly: about so long, or that nobody can
know. Under five women no number that tells how many wait is said (safety.md 27)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups import queries
from peersupport import clock

from . import periods
from .models import Introduction, PlaceOffer
from .services import places

# One to four women wait as long as these: a count so small cannot be read out of the words.
HIDDEN_UNDER, SAID_AS = 5, 3
WEEKS_A_MONTH = 52 / 12
IN_WEEKS, IN_MONTHS = 8.5, 12.5


@dataclass(frozen=True)
class Wait:
    """A group's places and its line as they stand."""

    places: int | None
    welcomes: int
    taken: int = 0
    freed: int = 0
    offered: int = 0
    line: int = 0

    @property
    def free(self) -> int | None:
        """Places that nobody has and nobody was offered; None where there is no limit."""
        return None if self.places is None else max(self.places - self.taken - self.offered, 0)

    @property
    def is_open(self) -> bool:
        """Whether a woman who asks now need not wait for anybody."""
        return self.line == 0 if self.free is None else self.free > self.line

    def weeks(self, ahead: int) -> float | None:
        """About how many weeks until a woman with ``ahead`` others before her has a place, or None
        where nothing tells. Places came free at some pace lately; where there is room, or no
        limit, the group welcomes so many in a week."""
        wanted = ahead + 1 - (self.free or 0)
        pace = float(self.welcomes)
        if self.places is not None and wanted > 0:
            pace = min(pace, self.freed / (periods.LOOKS_BACK.days / 7))
        if not pace:
            return None
        many = max(wanted, 1)
        return (SAID_AS if many < HIDDEN_UNDER else many) / pace


def of_groups(groups: Iterable[Any], now: dt.datetime | None = None) -> dict[int, Wait]:
    """Each group's places and line. Three queries at most, however many groups; one where no
    group counts its places and nobody waits: then not even the clock is asked."""
    found = {group.pk: group for group in groups}
    if not found:
        return {}
    counted = [pk for pk, group in found.items() if group.places is not None]
    line = _counted(Introduction.objects.in_line().filter(group__in=found))
    if counted or line:
        now = now or clock.now()
        standing = queries.places_of(counted, since=now - periods.LOOKS_BACK) if counted else {}
        kept = PlaceOffer.objects.live(now).filter(group__in=found, kind="place")
        offered = _counted(kept) if line else {}
    else:
        standing, offered = {}, {}
    return {
        pk: _of(group, standing.get(pk, (0, 0)), line.get(pk, 0), offered.get(pk, 0))
        for pk, group in found.items()
    }


def _of(group: Any, standing: tuple[int, int], line: int, offered: int) -> Wait:
    taken, freed = standing
    return Wait(
        places=group.places,
        welcomes=group.welcome_per_week,
        taken=taken,
        freed=freed,
        offered=offered,
        # Whoever holds an offer has a place kept for her, and waits for nobody.
        line=max(line - offered, 0),
    )


def _counted(rows: Any) -> dict[int, int]:
    counted = rows.order_by().values("group_id").annotate(many=Count("pk"))
    return dict(counted.values_list("group_id", "many"))


def public(groups: list[Any], now: dt.datetime | None = None) -> dict[int, str]:
    """What anybody reads of the groups in which a woman who asks now has to wait."""
    waits = of_groups(groups, now)
    return {pk: words(wait.weeks(wait.line)) for pk, wait in waits.items() if not wait.is_open}


def hers(row: Introduction, now: dt.datetime) -> str:
    """How long the line is for the woman of this introduction."""
    if row.group is None:
        return ""
    wait = of_groups([row.group], now)[row.group.pk]
    return words(wait.weeks(ahead_of(row, now)))


def ahead_of(row: Introduction, now: dt.datetime) -> int:
    """How many women in her line asked before her and hold no offer."""
    return places.before(row, now).count()


def words(weeks: float | None) -> str:
    """About a week, about three weeks, about two months; or that nobody can know."""
    if weeks is None:
        return _("Nobody can know yet how long it takes.")
    if weeks < 1.5:
        return _("It takes about a week.")
    if weeks < IN_WEEKS:
        return _("It takes about %(many)s weeks.") % {"many": _spelled(round(weeks))}
    months = round(weeks / WEEKS_A_MONTH)
    if months > IN_MONTHS:
        return _("It takes more than a year.")
    said = ngettext("It takes about %(many)s month.", "It takes about %(many)s months.", months)
    return said % {"many": _spelled(months)}


def _spelled(number: int) -> str:
    spelled = {2: _("two"), 3: _("three"), 4: _("four"), 5: _("five"), 6: _("six")}
    spelled |= {7: _("seven"), 8: _("eight"), 9: _("nine"), 10: _("ten"), 11: _("eleven")}
    return spelled.get(number, str(number))
