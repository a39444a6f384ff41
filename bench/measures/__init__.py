"""The measures, each a module with one ``measure(run) -> Table``, in the order of the report."""

from collections.abc import Callable

from ..results import Table
from ..run import Run
from . import claims, handover, inbox, join, large, late, lists, migrate, reminders, woman_pages

Measure = Callable[[Run], Table]

MEASURES: dict[str, Measure] = {
    "lists": lists.measure,
    "late": late.measure,
    "woman-pages": woman_pages.measure,
    "join": join.measure,
    "inbox": inbox.measure,
    "large": large.measure,
    "reminders": reminders.measure,
    "claims": claims.measure,
    "handover": handover.measure,
    "migrate": migrate.measure,
}
