"""The picture: one bar a quarter, cut by route. Patterns and labels say what colours say, so that it
reads in the dark, on paper and without seeing colours. Numbers only; the template draws."""

from dataclasses import dataclass

from peersupport.small_counts import Block

from .figures import Figures
from .quarters import ROUTES

WIDE, BAR, STEP, TOP = 358, 24, 52, 4
TOGETHER = "together"


@dataclass(frozen=True)
class Part:
    """One piece of a bar."""

    route: str
    x: float
    width: float
    count: int
    words: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def plate(self) -> int:
        """How wide the plain ground under the number is."""
        return 6 + 8 * len(str(self.count))

    @property
    def plate_x(self) -> float:
        return round(self.middle - self.plate / 2, 1)

    @property
    def has_room(self) -> bool:
        return self.width >= self.plate + 2


@dataclass(frozen=True)
class Bar:
    """One quarter. ``total`` is None where so few came that none is told."""

    name: str
    y: int
    total: int | None
    parts: list[Part]

    @property
    def end(self) -> int:
        return WIDE

    @property
    def bar_y(self) -> int:
        return self.y + 18

    @property
    def number_y(self) -> int:
        return self.bar_y + 17


@dataclass(frozen=True)
class Picture:
    bars: list[Bar]
    height: int
    legend: list[tuple[str, str]]
    until: str
    bar_height: int = BAR


def draw(figures: Figures) -> Picture:
    """Where each piece stands. The longest bar is as wide as there is room."""
    blocks = [figures.contacts[quarter] for quarter in figures.quarters]
    most = max((block.total or 0 for block in blocks), default=0) or 1
    bars = [
        Bar(quarter.name, TOP + STEP * place, block.total, _parts(block, WIDE / most))
        for place, (quarter, block) in enumerate(zip(figures.quarters, blocks, strict=True))
    ]
    drawn = {part.route for bar in bars for part in bar.parts}
    names = ROUTES | {TOGETHER: "Too few to show apart, all together"}
    legend = [(route, name) for route, name in names.items() if route in drawn]
    return Picture(bars, TOP + STEP * len(bars), legend, figures.quarters[-1].name)


def _parts(block: Block[str], scale: float) -> list[Part]:
    if block.total is None:
        return []
    found: list[Part] = []
    for route, name in ROUTES.items():
        if (count := block.cells[route]) is not None:
            found.append(_part(found, route, count, name, scale))
    if block.hidden:
        name = "Too few to show apart, all together"
        found.append(_part(found, TOGETHER, block.hidden, name, scale))
    return found


def _part(before: list[Part], route: str, count: int, name: str, scale: float) -> Part:
    x = before[-1].x + before[-1].width if before else 1
    return Part(route, round(x, 1), round(count * scale, 1), count, f"{name}: {count}")
