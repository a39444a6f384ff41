"""Dashboard, introductions and portal with very many women, and every list there beside itself
with few (P3, P4, P5)."""

from dataclasses import dataclass

from django.urls import reverse

from groups import queries
from peersupport.models import User

from .. import visitors
from ..counting import cost
from ..results import Table, times
from ..run import Run
from ..timing import Step, ratio
from ..visitors import Visitor
from .join import NAME, answer, walked

QUERIES, GROWS = 6, 1.25
WITHOUT_ACCOUNT = {"nobody", "answered", "asker"}


@dataclass(frozen=True)
class Page:
    """A page, who looks at it, and how often a bare list it may cost (0: no goal)."""

    name: str
    path: str
    who: str
    most: float = 0


def pages() -> list[Page]:
    finished = "?finished"
    introductions = reverse("outreach:introduction-list")
    return [
        Page("dashboard", reverse("dashboard"), "leader", 1.5),
        Page("dashboard", reverse("dashboard"), "coordinator", 1.5),
        Page("introductions", introductions, "leader", 2.0),
        Page("introductions", introductions, "coordinator", 2.0),
        Page("introductions, finished", introductions + finished, "coordinator", 2.0),
        Page("portal", reverse("outreach:portal"), "worker", 2.0),
        Page("portal, introduce a woman", reverse("outreach:portal-introduce"), "worker"),
        Page("sessions", reverse("groups:session-list"), "coordinator"),
        Page("women", reverse("groups:woman-list"), "coordinator"),
        Page("the line", reverse("outreach:line-list"), "coordinator"),
        Page("safety holds", reverse("outreach:hold-list"), "coordinator"),
        Page("outreach", reverse("outreach:outreach"), "coordinator"),
        Page("outreach log", reverse("outreach:outreach-log"), "coordinator"),
        Page("where women come from", reverse("outreach:where"), "coordinator"),
        Page("materials", reverse("outreach:materials"), "coordinator"),
        Page("portal, materials", reverse("outreach:portal-materials"), "worker"),
        Page("messages", reverse("groups:message-list"), "coordinator"),
        Page("agreements", reverse("agreements:list"), "coordinator"),
        Page("groups", reverse("groups:group-list"), "coordinator"),
        Page("partners", reverse("outreach:organisation-list"), "coordinator"),
        Page("people", reverse("people"), "coordinator"),
        Page("/groups/", reverse("groups:public-list"), "nobody"),
        Page("the feed's services", reverse("outreach:feed-services"), "nobody"),
        Page("/join/, which group", reverse("outreach:join-group"), "nobody"),
        Page("/join/, tell us more", reverse("outreach:join-more"), "answered"),
        Page("her page at the door", reverse("outreach:her-place"), "asker"),
    ]


def cast(made: dict) -> dict[str, Visitor]:
    """Who looks, in the world in use."""

    def of(pk: int) -> Visitor:
        return visitors.signed_in(User.objects.get(pk=pk))

    return {
        "leader": of(made["groups"][0][1]),
        "coordinator": of(made["coordinators"][0][0]),
        "worker": of(made["workers"][0][0]),
        "nobody": _began(),
        "answered": walked(queries.open_groups()[0].ref)[0],
        "asker": visitors.at_the_door(),
    }


def _began() -> Visitor:
    """A stranger who has told us her name, and so is asked which group."""
    her = visitors.stranger()
    answer(her, "name", NAME)
    return her


def measure(run: Run) -> Table:
    title = f"With {run.women:,} women (P3, P4), and beside itself with {run.small:,} (P5)"
    table = Table("large", title)
    few = cast(run.seeded("usual", run.small))
    many = cast(run.seeded("large", run.women))
    for page in pages():
        _page(run, table, page, few[page.who], many[page.who])
    table.notes.append(
        "There are only a thousand numbers for drama, so with very many women each number is shared "
        "by many of them: the page of messages looks up all of them, as it never would in life."
    )
    table.notes.append(
        "P5 speaks of a million rows: 100,000 women are five million. A quick run shows far less."
    )
    return table


def _page(run: Run, table: Table, page: Page, few: Visitor, many: Visitor) -> None:
    label = f"{page.name}, {page.who}"
    run.worlds.use("large")
    bare = reverse("bare-page" if page.who in WITHOUT_ACCOUNT else "bare-list")
    with cost() as one:
        many.get(page.path)
    found = ratio(lambda: many.get(bare), lambda: many.get(page.path))
    if page.most:
        table.most(f"{label}: queries", one.statements, QUERIES, str(one.statements), timed=False)
        table.most(f"{label} beside the bare list", found.ratio, page.most, times(found))
    else:
        table.say(f"{label} beside the bare list", f"{times(found)}, {one.statements} queries")
    grown = ratio(
        Step(lambda: few.get(page.path), lambda: run.worlds.use("usual")),
        Step(lambda: many.get(page.path), lambda: run.worlds.use("large")),
    )
    table.most(f"{label}: many women beside few", grown.ratio, GROWS, times(grown))
