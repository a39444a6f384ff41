"""Asking to join: each form page beside a bare form of the same fields, and Send beside a bare
form's one insert (P1, P2)."""

import datetime as dt
from typing import Any

from django.core.cache import cache
from django.urls import reverse

from outreach import periods
from outreach.models import Introduction

from .. import visitors
from ..counting import cost, hidden
from ..models import BareAsk
from ..results import Table, times
from ..run import Run
from ..timing import Step, ratio
from ..visitors import Visitor

STATEMENTS, COMMITS, PAGE_KB = 8, 1, 15
REACH = {
    "phone": "07700 900123",
    "call": "yes",
    "voicemail": "no",
    "text": "yes",
    "links_safe": "no",
    "say_who": "no",
    "safe_windows": ["weekday-morning"],
    "plainness": "plain",
    "safe_word": "bluebell",
}
NAME, KEEP = {"name": "Ada"}, {"keep": "on"}


def step(name: str) -> str:
    return reverse(f"outreach:join-{name}")


def answer(her: Visitor, name: str, said: dict[str, Any]) -> None:
    """Look at a question and answer it, as a browser does."""
    page = her.get(step(name)).content.decode()
    her.post(step(name), hidden(page) | said)


def walked(ref: str) -> tuple[Visitor, dict[str, Any]]:
    """A woman who has answered all and is about to press Send, with what Send posts."""
    her = visitors.stranger()
    her.get(reverse("outreach:join"))
    for name, said in (("name", NAME), ("group", {"group": ref}), ("reach", REACH), ("keep", KEEP)):
        answer(her, name, said)
    return her, hidden(her.get(step("check")).content.decode())


def bare(name: str) -> str:
    return reverse("bare-form", args=[name])


class Senders:
    """A fresh woman at the last page for each Send; its limit by address counts from nothing."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        # Nobody types as fast as this; asking to press once more is another page.
        periods.QUICKEST = dt.timedelta(0)

    def before(self) -> None:
        cache.clear()
        self.her, self.data = walked(self.ref)

    def send(self) -> None:
        self.her.post(step("check"), self.data)


class BareSenders:
    """The bare form, filled in with the same answers."""

    def __init__(self) -> None:
        self.her = visitors.stranger()
        self.token = hidden(self.her.get(bare("send")).content.decode())

    def send(self) -> None:
        self.her.post(bare("send"), self.token | NAME | REACH | KEEP)


def measure(run: Run) -> Table:
    from groups import queries

    table = Table("join", "Asking to join (P1, P2)")
    run.seeded("usual", run.small)
    ref = queries.open_groups()[0].ref
    _pages(table, ref)
    _send(table, ref)
    return table


def _pages(table: Table, ref: str) -> None:
    her, _ = walked(ref)
    for name in ("name", "reach"):
        page = step(name)
        with cost() as one:
            body = her.get(page).content
        table.most(f"{page} GET: queries", one.statements, 0, str(one.statements), timed=False)
        table.most(
            f"{page} GET: kB", len(body) / 1000, PAGE_KB, f"{len(body) / 1000:.1f}", timed=False
        )
        found = ratio(
            lambda name=name: her.get(bare(name)), lambda page=page: her.get(page), each=20
        )
        table.most(f"{page} GET beside the bare form of its fields", found.ratio, 1.0, times(found))


def _send(table: Table, ref: str) -> None:
    theirs, ours = BareSenders(), Senders(ref)
    ours.before()
    there = Introduction.objects.count()
    with cost() as one:
        ours.send()
    assert Introduction.objects.count() == there + 1
    with cost() as plain:
        theirs.send()
    assert BareAsk.objects.exists()
    table.most("Send: statements", one.statements, STATEMENTS, str(one.statements), timed=False)
    table.most("Send: commits", one.commits, COMMITS, str(one.commits), timed=False)
    found = ratio(theirs.send, Step(ours.send, ours.before), each=8)
    table.most("Send beside the bare form's POST", found.ratio, 2.0, times(found))
    table.notes.append(
        f"The bare POST asks {plain.statements} statements in {plain.commits} commits."
    )
