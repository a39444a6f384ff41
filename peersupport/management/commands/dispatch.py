"""``manage.py dispatch [--loop]``: the work of worker and beat, with no broker."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from ... import schedule, tasks

log = logging.getLogger(__name__)
# The lanes are looked at more often than beat does, because nothing wakes them here.
PAUSE = 1


class Command(BaseCommand):
    help = "Send what is due, once or for as long as it runs. Several at once are harmless."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        last: dict[str, float] = {}
        self.loops: bool = options["loop"]
        while True:
            self.round(last)
            if not self.loops:
                return
            close_old_connections()
            time.sleep(PAUSE)

    def round(self, last: dict[str, float]) -> None:
        """Run what its time has come, then every lane."""
        for name, seconds in schedule.JOBS.items():
            if time.monotonic() - last.get(name, -seconds) >= seconds:
                last[name] = time.monotonic()
                self.run(name, getattr(tasks, name))
        for lane in schedule.LANES:
            self.run(lane, tasks.drain, lane)

    def run(self, name: str, job: Callable[..., Any], *args: str) -> None:
        """One that fails stops neither the others nor the loop: the database may be back soon."""
        try:
            job(*args)
        except Exception:
            if not self.loops:
                raise
            log.exception("%s failed and is tried again in its turn", name)
