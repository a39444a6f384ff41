"""The figures as they may be read: every number here has been through ``small_counts``."""

from dataclasses import dataclass
from typing import NamedTuple

from peersupport.small_counts import Block, Floor, Share, floor, median, publish, share, split

from ..models.tally import CAME, TALK
from .counting import Counts
from .quarters import A_YEAR, ROUTES, SECTORS, WITHIN_WEEKS, Half, Quarter

UNSAID, LATER = "unsaid", "later"
Blocks = dict[Quarter, Block[str]]


class Reached(NamedTuple):
    """Of the women who got in touch by one way in half a year, as far as that is told: how many,
    how many of them came to a session in time, and after how many weeks, in the middle."""

    contacts: Floor
    came: int | None
    weeks: int | None


@dataclass(frozen=True)
class Figures:
    """What the page, the picture and the export are made of, and nothing else."""

    quarters: list[Quarter]
    contacts: Blocks
    code_sectors: Blocks
    talk: Blocks
    reached: dict[Half, dict[str, Reached]]

    @property
    def year(self) -> list[Quarter]:
        """The last four quarters."""
        return self.quarters[-A_YEAR:]

    @property
    def year_before(self) -> list[Quarter]:
        return self.quarters[-2 * A_YEAR : -A_YEAR]


def publish_all(quarters: list[Quarter], halves: list[Half], counts: Counts) -> Figures:
    """Hide what must be hidden."""
    contacts = {q: _routes(counts, q) for q in quarters}
    sectors = {
        q: split(contacts[q].cells["code"], {s: counts.code_sectors[q, s] for s in SECTORS})
        for q in quarters
    }
    talk = {q: _talk(counts, q) for q in quarters}
    reached = {
        half: {route: _reached(route, half, contacts, counts) for route in ROUTES}
        for half in halves
    }
    return Figures(quarters, contacts, sectors, talk, reached)


def _routes(counts: Counts, quarter: Quarter) -> Block[str]:
    return publish({route: counts.contacts[quarter, route] for route in ROUTES})


def _reached(route: str, half: Half, contacts: Blocks, counts: Counts) -> Reached:
    """Whoever stands behind a hidden number is left out here as well. The women of the numbers
    that are told are one block, cut in two: came in time, or not."""
    told = [q for q in half.quarters if contacts[q].cells[route] is not None]
    arrived = over(contacts, list(half.quarters), route)
    weeks: dict[int, int] = {}
    for (quarter, way, week), many in counts.weeks.items():
        if quarter in told and way == route and week < WITHIN_WEEKS:
            weeks[week] = weeks.get(week, 0) + many
    came = sum(weeks.values())
    cut = split(arrived.at_least or None, {CAME: came, LATER: arrived.at_least - came})
    return Reached(arrived, cut.cells[CAME], median(cut.cells[CAME], weeks))


def _talk(counts: Counts, quarter: Quarter) -> Block[str]:
    """The same women, cut by what they said of how they heard: a block of its own."""
    said = {way: counts.talk[quarter, way] for way in TALK}
    everyone = sum(counts.contacts[quarter, route] for route in ROUTES)
    return publish(said | {UNSAID: everyone - sum(said.values())})


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
