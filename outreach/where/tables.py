"""The tables beside the picture: the same numbers, for whoever reads or listens, and for export."""

from dataclasses import dataclass
from typing import Any

from peersupport.small_counts import Block, Floor, floor

from . import figures as of
from .figures import Figures
from .quarters import ROUTES, SECTORS, Half

HIDDEN = "hidden"
FEWER = "fewer than 5"
REACHED = ("First contact", "Came within 3 months", "Weeks between, in the middle")


@dataclass(frozen=True)
class Row:
    """A heading and its cells, each a label and a word or number."""

    name: str
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    caption: str
    head: list[str]
    rows: list[Row]


def all_of(figures: Figures) -> list[Table]:
    """Every table of the page, in its order."""
    return [
        _by_quarter("First contact, by quarter and way in", figures.contacts, figures),
        *[_reached(half, reached) for half, reached in figures.reached.items()],
        _codes(figures),
        _talk(figures),
    ]


def number(cell: int | None) -> str:
    return HIDDEN if cell is None else str(cell)


def total(cell: int | None) -> str:
    return FEWER if cell is None else str(cell)


def at_least(found: Floor) -> str:
    """A sum of what is told; "or more" where something is hidden."""
    if found.exact:
        return str(found.at_least)
    return f"{found.at_least} or more" if found.at_least else HIDDEN


def _by_quarter(caption: str, blocks: of.Blocks, figures: Figures) -> Table:
    rows = [Row(q.name, _cells(blocks[q])) for q in reversed(figures.quarters)]
    return Table(caption, ["Quarter", *ROUTES.values(), "All"], rows)


def _cells(block: Block[str]) -> list[tuple[str, str]]:
    cells = [(name, number(block.cells[route])) for route, name in ROUTES.items()]
    return [*cells, ("All", total(block.total))]


def _reached(half: Half, reached: dict[str, of.Reached]) -> Table:
    rows = [_way(ROUTES[route], found) for route, found in reached.items()]
    contacts = floor(found.contacts.at_least for found in reached.values()).at_least
    exact = all(found.contacts.exact for found in reached.values())
    came = floor(found.came for found in reached.values())
    everyone = [at_least(Floor(contacts, exact)), at_least(came), ""]
    rows.append(Row("All", list(zip(REACHED, everyone, strict=True))))
    return Table(f"From first contact to first session, {half.name}", ["Way in", *REACHED], rows)


def _way(name: str, found: of.Reached) -> Row:
    said = [at_least(found.contacts), number(found.came), number(found.weeks)]
    return Row(name, list(zip(REACHED, said, strict=True)))


def _codes(figures: Figures) -> Table:
    names = {sector: ROUTES[sector] for sector in SECTORS}
    rows = [
        Row(q.name, [(n, number(figures.code_sectors[q].cells[s])) for s, n in names.items()])
        for q in reversed(figures.year)
    ]
    return Table("Whose code, where she asked herself by one", ["Quarter", *names.values()], rows)


def _talk(figures: Figures) -> Table:
    names = {"talked": "Talked through", "leaflet": "Only a leaflet", of.UNSAID: "Did not say"}
    rows = [
        Row(q.name, [(n, number(figures.talk[q].cells[way])) for way, n in names.items()])
        for q in reversed(figures.year)
    ]
    return Table("Did somebody talk it through with her?", ["Quarter", *names.values()], rows)


def lines(tables: list[Table]) -> list[list[Any]]:
    """All tables below each other, as rows of a spreadsheet. Hidden is a word there too."""
    found: list[list[Any]] = []
    for table in tables:
        found += [[table.caption], table.head]
        found += [[row.name, *(said for _, said in row.cells)] for row in table.rows]
        found.append([])
    return found
