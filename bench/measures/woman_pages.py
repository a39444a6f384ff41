"""Woman pages: how heavy, how many requests, and what they cost beside a bare page (P1)."""

from django.urls import reverse

from .. import visitors
from ..counting import cost, weigh
from ..results import Table, times
from ..run import Run
from ..timing import ratio
from ..visitors import Visitor

KILOBYTES, REQUESTS = 60, 6


def pages() -> dict[str, str]:
    return {
        "/": reverse("home"),
        "/help-now/": reverse("help-now"),
        "/staying-private/": reverse("staying-private"),
        "/privacy/": reverse("privacy"),
        "/join/": reverse("outreach:join"),
        "/groups/": reverse("groups:public-list"),
        "/you/": reverse("groups:you"),
    }


def measure(run: Run) -> Table:
    table = Table("woman-pages", "Woman pages: weight, requests, time")
    made = run.seeded("usual", run.small)
    nobody, ada = visitors.stranger(), visitors.woman(f"woman:{made['places'][0][0]}")
    for name, path in pages().items():
        _weigh(table, name, path, ada if name == "/you/" else nobody)
    bare = reverse("bare-page")
    for name, path in pages().items():
        her = ada if name == "/you/" else nobody
        with cost() as one:
            her.get(path)
        found = ratio(lambda her=her: her.get(bare), lambda her=her, path=path: her.get(path))
        table.say(f"{name} beside the bare page", f"{times(found)}, {one.statements} queries")
    return table


def _weigh(table: Table, name: str, path: str, her: Visitor) -> None:
    weight = weigh(path, her.body)
    kilobytes = weight.all / 1000
    words = f"{kilobytes:.1f} kB ({weight.html / 1000:.1f} kB of it the page)"
    table.most(f"{name}: kB with all it fetches", kilobytes, KILOBYTES, words, timed=False)
    table.most(f"{name}: requests", weight.requests, REQUESTS, str(weight.requests), timed=False)
