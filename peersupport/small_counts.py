"""Counts that others may read: nobody behind a small one can be worked out (safety.md 27).

The contract, for every page, picture and export that counts women:

1. Cut what you count into blocks that share no woman (a quarter, then the routes within it), and
   publish each block with ``publish``. A block that is cut once more, by a filter, goes through
   ``split``. Cut each block in one way only for each thing that you tell of it.
2. Show the same numbers wherever the block shows: a block that can still change is not published,
   and no block overlaps another (a year is four quarters, never a second way of counting).
3. Whatever adds up, divides or takes a middle does so over published numbers alone: ``floor``,
   ``share``, ``median``. What it gives then tells no more than they did.

Why that holds. A number under ``LEAST`` is hidden. Where the hidden numbers of a block could be
worked out from its total, the next smallest go with them, all of the same size. So for each hidden
number at least two values fit what is published, also for a reader who knows this source; and the
hidden ones together are either ``LEAST`` or more, or are not told at all. Blocks share no woman, so
two of them together tell no more than each did.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

LEAST = 5
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Block(Generic[Key]):
    """One block as others may read it. ``None`` is a hidden number."""

    total: int | None
    cells: dict[Key, int | None]

    @property
    def hidden(self) -> int | None:
        """All hidden numbers together; None where not even that is told."""
        if self.total is None:
            return None
        return self.total - sum(cell for cell in self.cells.values() if cell is not None)

    def most(self, key: Key) -> int | None:
        """The most that this number can be, as far as a reader knows."""
        cell = self.cells[key]
        return self.hidden if cell is None else cell


class Floor(NamedTuple):
    """A sum of published numbers. Not ``exact``: something hidden comes on top of it."""

    at_least: int
    exact: bool


def publish(counts: Mapping[Key, int]) -> Block[Key]:
    """One block. Every key that there is must be here, with 0 where there is nobody.

    Nothing is hidden where all numbers are ``LEAST`` or more. Raises ``ValueError`` for a number
    below nothing.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError(counts)
    total = sum(counts.values())
    if total < LEAST:
        return Block(None, dict.fromkeys(counts))
    small = {key for key, count in counts.items() if count < LEAST}
    kept = small if _cannot_be_worked_out(counts, small) else small | _next(counts, small)
    return Block(total, {key: None if key in kept else count for key, count in counts.items()})


def split(shown: int | None, counts: Mapping[Key, int]) -> Block[Key]:
    """One published number cut once more, as a filter does. Of a hidden one nothing is told.

    Raises ``ValueError`` where the parts are not that number.
    """
    if shown is None:
        return Block(None, dict.fromkeys(counts))
    if sum(counts.values()) != shown:
        raise ValueError(shown)
    return publish(counts)


def _cannot_be_worked_out(counts: Mapping[Key, int], small: set[Key]) -> bool:
    """Whether the small ones hide each other: together they are ``LEAST`` or more, and not so
    many that each must be as large as a small one can be."""
    together = sum(counts[key] for key in small)
    return not small or (len(small) > 1 and LEAST <= together < (LEAST - 1) * len(small))


def _next(counts: Mapping[Key, int], small: set[Key]) -> set[Key]:
    """The next smallest number, wherever it stands: taking only the first of two that are alike
    would tell who knows the rule which of the hidden ones is small."""
    others = {key: count for key, count in counts.items() if key not in small}
    least = min(others.values(), default=0)
    return {key for key, count in others.items() if count == least}


def floor(cells: Iterable[int | None]) -> Floor:
    """Published numbers added up: over quarters for a year, over routes for a group."""
    found = list(cells)
    shown = [cell for cell in found if cell is not None]
    return Floor(sum(shown), len(shown) == len(found))


class Share(NamedTuple):
    """Between what and what a share lies, in per cent, as far as published numbers tell."""

    at_least: float
    at_most: float


def share(blocks: Iterable[Block[Key]], keys: Iterable[Key]) -> Share | None:
    """How much of all these blocks has these keys; None where a block tells no total."""
    found, wanted = list(blocks), list(keys)
    totals = [block.total for block in found]
    whole = sum(total for total in totals if total is not None)
    if not whole or None in totals:
        return None
    sure = sum(floor(block.cells[key] for key in wanted).at_least for block in found)
    top = sure + sum(block.hidden or 0 for block in found if _hides_any(block, wanted))
    return Share(100 * sure / whole, 100 * top / whole)


def _hides_any(block: Block[Key], keys: list[Key]) -> bool:
    return any(block.cells[key] is None for key in keys)


def median(shown: int | None, histogram: Mapping[int, int]) -> int | None:
    """The middle of ``histogram`` (value -> how many), whole; None where the number of women
    behind it is hidden. Raises ``ValueError`` where they are not that many."""
    if shown is None:
        return None
    if sum(histogram.values()) != shown:
        raise ValueError(shown)
    return _middle(histogram) if shown >= LEAST else None


def _middle(histogram: Mapping[int, int]) -> int:
    half, passed = sum(histogram.values()) / 2, 0
    for value in sorted(histogram):
        passed += histogram[value]
        if passed >= half:
            return value
    return 0
