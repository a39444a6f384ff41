"""Quarters that are over, and the ways in which a woman can come."""

import datetime as dt
from typing import NamedTuple

from peersupport.clock import LONDON

SHOWN = 8
HALVES_SHOWN = 2
# A woman who comes later than this came too, but figures that stand still cannot wait for her.
WITHIN_WEEKS = 13
A_YEAR = 4
# The register can be put right for so long. From then on the figures of a quarter stand still: two
# pages read on two days never differ by one woman.
SETTLES = dt.timedelta(days=15)
MONTHS = ("January to March", "April to June", "July to September", "October to December")
SHORT = ("Jan–Mar", "Apr–Jun", "Jul–Sep", "Oct–Dec")

# A woman who asked herself by a partner's code counts to herself: it was her act. Whose code it
# was is told beside it.
ROUTES = {
    "herself": "Herself",
    "code": "Herself, by a partner’s code",
    "voluntary": "Voluntary organisation",
    "community": "Community organisation",
    "peer_group": "Another peer group",
    "statutory": "Statutory organisation",
}
SECTORS = ("voluntary", "community", "peer_group", "statutory")


class Quarter(NamedTuple):
    """Three months: ``Quarter(2026, 3)`` is July to September."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> "Quarter":
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self) -> dt.date:
        """The day after its last."""
        return dt.date(self.year + self.number // 4, 3 * self.number % 12 + 1, 1)

    @property
    def name(self) -> str:
        return f"{MONTHS[self.number - 1]} {self.year}"

    @property
    def short(self) -> str:
        return f"{SHORT[self.number - 1]} {self.year}"


class Half(NamedTuple):
    """Half a year: ``Half(2026, 1)`` is January to June."""

    year: int
    number: int

    @property
    def quarters(self) -> tuple[Quarter, Quarter]:
        return Quarter(self.year, 2 * self.number - 1), Quarter(self.year, 2 * self.number)

    @property
    def first(self) -> dt.date:
        return self.quarters[0].first

    @property
    def after(self) -> dt.date:
        """The day after its last."""
        return self.quarters[1].after

    @property
    def name(self) -> str:
        return f"{('January to June', 'July to December')[self.number - 1]} {self.year}"


def settled_halves(now: dt.datetime) -> list[Half]:
    """The last half-years of which it is known who came within ``WITHIN_WEEKS``, newest first."""
    day = (now.astimezone(LONDON) - SETTLES).date() - dt.timedelta(weeks=WITHIN_WEEKS)
    last = Quarter.of(day).before
    half = Half(last.year, 2) if last.number == 4 else Half(last.year, 1)
    if last.number < 2:
        half = Half(last.year - 1, 2)
    found = [half]
    while len(found) < HALVES_SHOWN:
        newest = found[-1]
        found.append(Half(newest.year, 1) if newest.number == 2 else Half(newest.year - 1, 2))
    return found


def settled(now: dt.datetime) -> list[Quarter]:
    """The last quarters whose figures stand still, oldest first."""
    day = (now.astimezone(LONDON) - SETTLES).date()
    found = [Quarter.of(day).before]
    while len(found) < SHOWN:
        found.append(found[-1].before)
    return found[::-1]


def route_of(came_by: str, sector: str) -> str:
    """Which of ``ROUTES`` she took; ``sector`` is the partner's, or that of the code she came by."""
    if came_by == "partner":
        return sector
    return "code" if sector else "herself"
