"""Door list and dashboard: the same number of queries with 10 and with 1,000 women in the group,
and what they cost beside a bare list (P3, P6)."""

from django.urls import reverse

from groups.models import Session
from peersupport import clock
from peersupport.models import User

from .. import visitors
from ..counting import cost
from ..results import Table, times
from ..run import Run
from ..timing import ratio

FEW, MANY = 10, 1000
AT_MOST = 6


def next_session(group_id: int) -> int:
    """The group's next session."""
    ahead = Session.objects.planned().filter(group=group_id, starts_at__gt=clock.now())
    return ahead.order_by("starts_at").values_list("pk", flat=True)[0]


def pages(group_id: int) -> dict[str, str]:
    """What a peer leader looks at, by name."""
    session = next_session(group_id)
    return {
        "dashboard": reverse("dashboard"),
        "door list": reverse("groups:session-door", args=[session]),
        "door list, asked again": reverse("groups:session-door-list", args=[session]),
        "register": reverse("groups:session-register", args=[session]),
        "women": reverse("groups:woman-list"),
        "sessions": reverse("groups:session-list"),
        "introductions": reverse("outreach:introduction-list"),
        "agreements": reverse("agreements:list"),
    }


def queries(run: Run, world: str, women: int) -> dict[str, int]:
    """Statements for each page, asked a second time, with all women in one group."""
    group, leader = run.seeded(world, women, per_group=women)["groups"][0]
    ruth = visitors.signed_in(User.objects.get(pk=leader))
    found = {}
    for name, path in pages(group).items():
        ruth.get(path)
        with cost() as one:
            ruth.get(path)
        found[name] = one.statements
    return found


def measure(run: Run) -> Table:
    table = Table("lists", f"Queries a page, with {FEW} and with {MANY:,} women in one group")
    few, many = queries(run, "few", FEW), queries(run, "many", MANY)
    for name in few:
        table.same(f"{name}: queries", few[name], many[name])
    _ratios(run, table)
    return table


def _ratios(run: Run, table: Table) -> None:
    """Beside the bare list, as the leader of a group of 25 sees them."""
    group, leader = run.seeded("usual", run.small)["groups"][0]
    ruth = visitors.signed_in(User.objects.get(pk=leader))
    bare = reverse("bare-list")
    for name, path in pages(group).items():
        found = ratio(lambda: ruth.get(bare), lambda path=path: ruth.get(path))
        if name == "dashboard":
            table.most(f"{name}, a group of 25", found.ratio, 1.5, times(found))
        else:
            table.say(f"{name}, a group of 25", times(found))
    with cost() as one:
        ruth.get(bare)
    table.notes.append(
        f"The bare list asks {one.statements} queries: the visitor's session, the visitor, and its own."
    )
