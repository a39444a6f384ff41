"""The tables beside the picture: the same numbers, for whoever reads or listens, and for export."""

from dataclasses import dataclass
from typing import Any

from peersupport.small_counts import Block, Floor

from . import figures as of
from .figures import Figures
from .quarters import ROUTES, SECTORS, Quarter

HIDDEN = "hidden"
FEWER = "fewer than 5"


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
        _by_quarter("First session, by quarter and way in", figures.sessions, figures),
        _last_year(figures),
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


def _last_year(figures: Figures) -> Table:
    rows = [_route(figures, route, name) for route, name in ROUTES.items()]
    contacts = at_least(of.whole(figures.contacts, figures.year))
    sessions = at_least(of.whole(figures.sessions, figures.year))
    head = ["First contact", "First session", "Weeks between, in the middle"]
    everyone = Row("All", list(zip(head, [contacts, sessions, ""], strict=True)))
    return Table(f"The year {span(figures.year)}", ["Way in", *head], [*rows, everyone])


def _route(figures: Figures, route: str, name: str) -> Row:
    weeks = figures.weeks[route]
    return Row(
        name,
        [
            ("First contact", at_least(of.over(figures.contacts, figures.year, route))),
            ("First session", at_least(of.over(figures.sessions, figures.year, route))),
            ("Weeks between, in the middle", HIDDEN if weeks is None else str(weeks)),
        ],
    )


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


def span(quarters: list[Quarter]) -> str:
    """ "October 2025 to September 2026"."""
    begins, ends = quarters[0], quarters[-1]
    return f"{begins.name.partition(' ')[0]} {begins.year} to {ends.name.rpartition('to ')[2]}"


def lines(tables: list[Table]) -> list[list[Any]]:
    """All tables below each other, as rows of a spreadsheet. Hidden is a word there too."""
    found: list[list[Any]] = []
    for table in tables:
        found += [[table.caption], table.head]
        found += [[row.name, *(said for _, said in row.cells)] for row in table.rows]
        found.append([])
    return found
