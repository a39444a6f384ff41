"""The numbers behind Help now: one data file, her nation's lines first."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("helplines.toml")
NATIONS = {
    "england": "England",
    "northern-ireland": "Northern Ireland",
    "scotland": "Scotland",
    "wales": "Wales",
}
CHECK_AFTER_DAYS = 180


@dataclass(frozen=True)
class Helpline:
    """One number: whose it is, where and when it answers, and the day somebody last looked."""

    key: str
    owner: str
    name: str
    nations: tuple[str, ...]
    number: str
    dial: str
    way: str
    hours: str
    words: str
    checked: dt.date
    emergency: bool = False

    @property
    def link(self) -> str:
        """The address that starts the call or the text."""
        return f"{'sms' if self.way == 'text' else 'tel'}:{self.dial}"

    @property
    def where(self) -> str:
        """The nations it answers in, as words; empty for all of the UK."""
        return " and ".join(NATIONS[nation] for nation in self.nations)


@cache
def all_lines() -> tuple[Helpline, ...]:
    """Every line in the file, in its order."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["line"]
    return tuple(Helpline(**{**row, "nations": tuple(row["nations"])}) for row in rows)


@cache
def for_nation(nation: str) -> tuple[Helpline, ...]:
    """Every line, hers first, then those for all of the UK, then the other nations'."""

    def distance(line: Helpline) -> int:
        if not line.nations:
            return 1
        return 0 if nation in line.nations else 2

    return tuple(sorted(all_lines(), key=distance))


def near_and_far(nation: str) -> tuple[list[Helpline], list[Helpline]]:
    """The lines that answer where she is, and the rest. Emergency stands apart on the page.

    Without a nation every line is near: nobody has to say where she is.
    """
    lines = [line for line in for_nation(nation) if not line.emergency]
    near = [line for line in lines if not nation or not line.nations or nation in line.nations]
    return near, [line for line in lines if line not in near]


def stale(today: dt.date) -> list[Helpline]:
    """The lines nobody has looked up for more than 180 days."""
    latest = today - dt.timedelta(days=CHECK_AFTER_DAYS)
    return [line for line in all_lines() if line.checked < latest]
