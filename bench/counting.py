"""What can be counted rather than timed: statements, commits, kilobytes, requests."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.db import connection
from django.test.utils import CaptureQueriesContext

EDGES = ("BEGIN", "COMMIT", "ROLLBACK")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH\b.*\b(INSERT|UPDATE|DELETE)\b)", re.I | re.S)


@dataclass
class Cost:
    """``statements`` are all that the database was asked, savepoints too, without the edges of
    transactions. ``commits``: those, and each write outside a transaction."""

    statements: int = 0
    commits: int = 0
    said: list[str] = field(default_factory=list)


@contextmanager
def cost() -> Iterator[Cost]:
    """Count what happens inside, on the connection in use."""
    found = Cost()
    with CaptureQueriesContext(connection) as captured:
        yield found
    _add_up(found, [query["sql"] for query in captured.captured_queries])


def _add_up(found: Cost, statements: list[str]) -> None:
    inside = False
    for sql in statements:
        word = sql.strip().partition(" ")[0].upper()
        if word == "BEGIN":
            inside = True
        elif word in {"COMMIT", "ROLLBACK"} and " TO " not in sql.upper():
            inside = False
            found.commits += word == "COMMIT"
        else:
            found.statements += 1
            found.said.append(sql)
            found.commits += not inside and bool(WRITES.match(sql))


class _Assets(HTMLParser):
    """What a browser fetches by itself to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        fetched = {"script": "src", "img": "src", "iframe": "src", "source": "src"}.get(tag)
        if tag == "link" and set(have.get("rel", "").split()) & {"stylesheet", "icon", "preload"}:
            fetched = "href"
        if fetched and have.get(fetched):
            self.found.append(have[fetched])


def assets(html: str, page: str) -> list[str]:
    """The addresses on our own origin that a browser fetches with this page, each once."""
    parser = _Assets()
    parser.feed(html)
    ours = [urljoin(page, link) for link in parser.found if not urlsplit(link).netloc]
    return list(dict.fromkeys(link for link in ours if not link.startswith("data:")))


@dataclass(frozen=True)
class Weight:
    """A page with all that comes with it, before any compression."""

    requests: int
    html: int
    all: int


def weigh(page: str, fetch: Callable[[str], bytes]) -> Weight:
    """Fetch a page and its assets as a first visit does."""
    html = fetch(page)
    rest = [fetch(link) for link in assets(html.decode(), page)]
    return Weight(1 + len(rest), len(html), len(html) + sum(map(len, rest)))


class _Form(HTMLParser):
    """The first form of a page that is not the bar's: its hidden values."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        if tag == "input" and have.get("type") == "hidden" and have.get("name"):
            self.hidden.setdefault(have["name"], have.get("value", ""))


def hidden(html: str) -> dict[str, str]:
    """A page's hidden fields, each name's first value: its CSRF token, its key."""
    parser = _Form()
    parser.feed(html)
    return parser.hidden
