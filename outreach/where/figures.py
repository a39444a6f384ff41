"""The figures as they may be read: every number here has been through ``small_counts``."""

from collections.abc import Mapping
from dataclasses import dataclass

from peersupport.small_counts import Block, Floor, Share, floor, median, publish, share, split

from ..models.tally import TALK
from .counting import Counts
from .quarters import A_YEAR, ROUTES, SECTORS, Quarter

UNSAID = "unsaid"
Blocks = dict[Quarter, Block[str]]


@dataclass(frozen=True)
class Figures:
    """What the page, the picture and the export are made of, and nothing else."""

    quarters: list[Quarter]
    contacts: Blocks
    code_sectors: Blocks
    sessions: Blocks
    talk: Blocks
    # Of the last year: how many weeks from first contact to first session, in the middle.
    weeks: dict[str, int | None]

    @property
    def year(self) -> list[Quarter]:
        """The last four quarters."""
        return self.quarters[-A_YEAR:]

    @property
    def year_before(self) -> list[Quarter]:
        return self.quarters[-2 * A_YEAR : -A_YEAR]


def publish_all(quarters: list[Quarter], counts: Counts) -> Figures:
    """Hide what must be hidden."""
    contacts = {q: _routes(counts.contacts, q) for q in quarters}
    sectors = {
        q: split(contacts[q].cells["code"], {s: counts.code_sectors[q, s] for s in SECTORS})
        for q in quarters
    }
    came = _came(counts)
    sessions = {q: _routes(came, q) for q in quarters}
    weeks = {route: _middle_weeks(route, quarters[-A_YEAR:], sessions, counts) for route in ROUTES}
    talk = {q: _talk(counts, q) for q in quarters}
    return Figures(quarters, contacts, sectors, sessions, talk, weeks)


def _talk(counts: Counts, quarter: Quarter) -> Block[str]:
    """The same women, cut by what they said of how they heard: a block of its own."""
    said = {way: counts.talk[quarter, way] for way in TALK}
    everyone = sum(counts.contacts[quarter, route] for route in ROUTES)
    return publish(said | {UNSAID: everyone - sum(said.values())})


def _routes(counted: Mapping[tuple[Quarter, str], int], quarter: Quarter) -> Block[str]:
    return publish({route: counted.get((quarter, route), 0) for route in ROUTES})


def _came(counts: Counts) -> dict[tuple[Quarter, str], int]:
    came: dict[tuple[Quarter, str], int] = {}
    for (quarter, route, _weeks), many in counts.sessions.items():
        came[quarter, route] = came.get((quarter, route), 0) + many
    return came


def _middle_weeks(route: str, year: list[Quarter], sessions: Blocks, counts: Counts) -> int | None:
    """Over the quarters whose number is told; women behind a hidden one are left out of it."""
    told = {q for q in year if sessions[q].cells[route] is not None}
    weeks: dict[int, int] = {}
    for (quarter, way, week), many in counts.sessions.items():
        if quarter in told and way == route:
            weeks[week] = weeks.get(week, 0) + many
    shown = floor(sessions[q].cells[route] for q in told).at_least
    return median(shown or None, weeks)


def over(blocks: Blocks, quarters: list[Quarter], route: str) -> Floor:
    """One route over some quarters, of what is told."""
    return floor(blocks[q].cells[route] for q in quarters)


def whole(blocks: Blocks, quarters: list[Quarter]) -> Floor:
    """All women over some quarters, of what is told."""
    return floor(blocks[q].total for q in quarters)


def share_of(figures: Figures, quarters: list[Quarter], route: str) -> Share | None:
    """How much of the first contacts came by one route."""
    return share([figures.contacts[q] for q in quarters], [route])


def voluntary_share(figures: Figures, quarters: list[Quarter]) -> Share | None:
    """How much came through voluntary organisations: introduced, or by a code of theirs."""
    introduced = share_of(figures, quarters, "voluntary")
    total = whole(figures.contacts, quarters)
    if introduced is None or not total.at_least:
        return None
    sure = floor(figures.code_sectors[q].cells["voluntary"] for q in quarters).at_least
    most = sum(_most_by_code(figures, q) for q in quarters)
    per_cent = 100 / total.at_least
    top = min(100.0, introduced.at_most + most * per_cent)
    return Share(introduced.at_least + sure * per_cent, top)


def _most_by_code(figures: Figures, quarter: Quarter) -> int:
    most = figures.code_sectors[quarter].most("voluntary")
    return most if most is not None else figures.contacts[quarter].most("code") or 0
