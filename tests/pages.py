"""Reading a page in a test."""

import re
from html.parser import HTMLParser

# What begins a sentence of its own.
BLOCKS = set("p li h1 h2 h3 dt dd th td label button summary legend".split())


class Page(HTMLParser):
    """Just enough of a page to ask it questions."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.html = html
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input", "br", "hr", "img", "circle", "path"):
            self.open.append(tag)
        if tag in BLOCKS:
            self.words.append("")

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        seen = not {"title", "script", "style"} & set(self.open)
        if self.words and seen and "main" in self.open:
            self.words[-1] += data

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]

    @property
    def title(self) -> str:
        return re.search(r"<title>(.*?)</title>", self.html, re.S).group(1).strip()

    def all(self, tag: str, **wanted: str) -> list[dict]:
        fits = lambda attrs: all(attrs.get(key.rstrip("_")) == val for key, val in wanted.items())  # noqa: E731
        return [attrs for name, attrs in self.tags if name == tag and fits(attrs)]
