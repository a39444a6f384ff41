"""The inbox of introductions, with a hundred and with very many: the same queries, and hardly more
time. The page is the same size on both sides, so what grows is what we look for."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from django.urls import reverse

from outreach.models import Introduction
from outreach.scale import introductions
from peersupport import clock, paging, scale
from peersupport.models import User

from .. import visitors
from ..counting import cost
from ..results import Table, times
from ..run import Run
from ..timing import Step, ratio
from ..visitors import Visitor

FEW, GROWS = 100, 1.5
# Enough groups that a peer leader sees a page of hers among them, few enough for a hundred rows.
WOMEN = 50


@dataclass(frozen=True)
class Crowd:
    """Who looks at the inbox of one world, and a key that leads into the middle of it."""

    leader: Visitor
    coordinator: Visitor
    middle: str


def measure(run: Run) -> Table:
    few, many = _world(run, "inbox-few", FEW), _world(run, "inbox-many", run.introductions)
    title = f"The inbox with {run.introductions:,} introductions beside itself with {FEW}"
    table = Table("inbox", title)
    inbox = reverse("outreach:introduction-list")
    _page(run, table, "peer leader", (few.leader, inbox), (many.leader, inbox))
    us = few.coordinator, many.coordinator
    for name, there, here in (
        ("coordinator", inbox, inbox),
        ("coordinator, from the middle", _from(few.middle), _from(many.middle)),
        ("coordinator, finished", f"{inbox}?finished", f"{inbox}?finished"),
        ("coordinator, the line", reverse("outreach:line-list"), reverse("outreach:line-list")),
    ):
        _page(run, table, name, (us[0], there), (us[1], here))
    if not run.full:
        table.notes.append("The goal speaks of 100,000: `make bench ARGS=--full`.")
    return table


def _world(run: Run, name: str, size: int) -> Crowd:
    """A world with so many introductions, open and finished, in every state."""
    made: dict = {}

    def fill() -> None:
        run.say(f"  making {size:,} introductions")
        sizes = scale.fill_all(scale.Sizes(women=WOMEN), clock.now())
        introductions.crowd(sizes, size - Introduction.objects.count(), clock.now())
        scale.settle()
        made.update(sizes.made)

    run.worlds.make(name, fill)
    assert Introduction.objects.count() == size
    return Crowd(
        leader=_of(made["groups"][0][1]),
        coordinator=_of(made["coordinators"][0][0]),
        middle=_middle(),
    )


def _of(pk: int) -> Visitor:
    return visitors.signed_in(User.objects.get(pk=pk))


def _middle() -> str:
    """The key with which "More" leads to the second half of the open ones."""
    rows = Introduction.objects.waiting_first()
    half = rows.count() // 2
    return paging.cut(rows, by=("turn", "received_at", "id"), size=half).more


def _from(key: str) -> str:
    return f"{reverse('outreach:introduction-list')}?after={quote(key)}"


Look = tuple[Visitor, str]


def _page(run: Run, table: Table, name: str, few: Look, many: Look) -> None:
    counted = []
    for world, (who, path) in (("inbox-few", few), ("inbox-many", many)):
        run.worlds.use(world)
        who.get(path)
        with cost() as one:
            who.get(path)
        counted.append(one.statements)
    table.same(f"{name}: queries", *counted)
    grown = ratio(
        Step(lambda: few[0].get(few[1]), partial(run.worlds.use, "inbox-few")),
        Step(lambda: many[0].get(many[1]), partial(run.worlds.use, "inbox-many")),
    )
    table.most(f"{name}: many beside few", grown.ratio, GROWS, times(grown))
