"""What came out, against what was wanted: one table a measure."""

import os
import platform
from dataclasses import dataclass, field

import django
from django.db import connection

from peersupport import clock

# Two cores with other work on them: this much over a goal may be noise.
NOISE = 1.25


@dataclass(frozen=True)
class Line:
    """One thing measured. ``goal`` "" where there is none."""

    what: str
    found: str
    goal: str = ""
    verdict: str = ""


@dataclass
class Table:
    """One measure: what it is, what was found, and what could not be measured here."""

    name: str
    title: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def say(self, what: str, found: str) -> None:
        """A figure that has no goal."""
        self.lines.append(Line(what, found))

    def most(self, what: str, found: float, goal: float, words: str, *, timed: bool = True) -> None:
        """A figure that should stay at or under ``goal``; noise is allowed where it was timed."""
        self.lines.append(Line(what, words, f"≤ {goal:g}", verdict(found, goal, timed=timed)))

    def least(self, what: str, found: float, goal: float, words: str) -> None:
        """A figure that should reach ``goal``."""
        self.lines.append(Line(what, words, f"≥ {goal:g}", verdict(goal, found, timed=True)))

    def same(self, what: str, first: int, second: int) -> None:
        """Two counts that must be equal."""
        words = "met" if first == second else "MISSED"
        self.lines.append(Line(what, f"{first} and {second}", "equal", words))

    def skip(self, why: str) -> None:
        self.notes.append(f"Left out: {why}")


def verdict(found: float, goal: float, *, timed: bool) -> str:
    """ "met", "met within noise" or "MISSED"."""
    if found <= goal:
        return "met"
    return "met within noise" if timed and found <= goal * NOISE else "MISSED"


def missed(tables: list[Table]) -> list[str]:
    """Every goal that was not reached, by measure."""
    return [
        f"{table.name}: {line.what}: {line.found} (wanted {line.goal})"
        for table in tables
        for line in table.lines
        if line.verdict == "MISSED"
    ]


def as_text(table: Table) -> str:
    """One measure as Markdown."""
    parts = [f"## {table.title}", ""]
    if table.lines:
        parts += ["| what | found | goal | |", "|---|---|---|---|"]
        parts += [f"| {a.what} | {a.found} | {a.goal} | {a.verdict} |" for a in table.lines]
        parts.append("")
    parts += [f"{note}\n" for note in table.notes]
    return "\n".join(parts)


def document(tables: list[Table], how: str) -> str:
    """The whole of ``results.md``."""
    gone = missed(tables)
    open_goals = "\n".join(f"- {line}" for line in gone) if gone else "None."
    head = f"""# What `make bench` found

{clock.today():%d %B %Y}, on {engine()}, {how}.
Python {platform.python_version()}, Django {django.get_version()}, {os.cpu_count()} cores with other work on them.

Each ratio is the median over at least five pairs: base and target in turn, in one process, over one
connection, p50 of each. Times in milliseconds are this machine's and mean nothing elsewhere; the ratio
is the figure. The base is a bare Django view with one indexed query and a 10 kB template, or a bare
form by `as_div`, behind the same middleware. "Within noise" is up to {NOISE - 1:.0%} over the goal.

**Missed**

{open_goals}

"""
    return head + "\n".join(as_text(table) for table in tables)


def engine() -> str:
    """The database, as people say it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            version = cursor.connection.server_version
            cursor.execute("SHOW fsync")
            fsync = cursor.fetchone()[0]
        return f"PostgreSQL {version // 10000}.{version % 10000} (fsync {fsync})"
    import sqlite3

    return f"SQLite {sqlite3.sqlite_version}"


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def times(found: "object", what: str = "") -> str:
    """A ratio as the table shows it: "1.20 × (3.0 ms against 2.5 ms)"."""
    from .timing import Ratio

    assert isinstance(found, Ratio)
    return f"{found.ratio:.2f} × ({ms(found.target)} against {ms(found.base)}){what}"
