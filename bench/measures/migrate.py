"""Making the database from nothing, beside the tables that Django itself brings (P14)."""

from django.apps import apps
from django.core.management import call_command

from ..results import Line, Table, times
from ..run import Run
from ..timing import Step, ratio

SECONDS = 15
DJANGOS = tuple(f"django.contrib.{name}" for name in ("contenttypes", "auth", "sessions"))


def ours() -> None:
    call_command("migrate", verbosity=0)


def djangos() -> None:
    for label in filter(apps.is_installed, DJANGOS):
        call_command("migrate", label.rpartition(".")[2], verbosity=0)


class Anew:
    """An empty database for each go, the one before thrown away."""

    def __init__(self, run: Run, name: str) -> None:
        self.run, self.name = run, name

    def before(self) -> None:
        if self.name in self.run.worlds.open:
            self.run.worlds.drop(self.name)
        self.run.worlds.empty(self.name)


def measure(run: Run) -> Table:
    table = Table("migrate", "Migrating from nothing (P14)")
    theirs, mine = Anew(run, "migrate-bare"), Anew(run, "migrate-ours")
    found = ratio(Step(djangos, theirs.before), Step(ours, mine.before), each=1, warm=0)
    table.say("beside Django's own tables alone", times(found))
    word = "met" if found.target <= SECONDS else "MISSED"
    table.lines.append(Line("seconds, here", f"{found.target:.1f} s", f"≤ {SECONDS} s", word))
    return table
