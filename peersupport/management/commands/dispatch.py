"""``manage.py dispatch [--loop]``: the work of worker and beat, with no broker."""

import time

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from ... import tasks

# Seconds between runs, as in CELERY_BEAT_SCHEDULE; the lanes are looked at more often here
# because nothing wakes them.
EVERY = {"sweep": 60, "recover": 30, "purge": 6 * 3600}
PAUSE = 1


class Command(BaseCommand):
    help = "Send what is due, once or for as long as it runs. Several at once are harmless."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")

    def handle(self, *args, **options) -> None:
        last: dict[str, float] = {}
        while True:
            self.round(last)
            if not options["loop"]:
                return
            close_old_connections()
            time.sleep(PAUSE)

    def round(self, last: dict[str, float]) -> None:
        """Run what its time has come, then every lane."""
        for name, seconds in EVERY.items():
            if time.monotonic() - last.get(name, -seconds) >= seconds:
                last[name] = time.monotonic()
                getattr(tasks, name)()
        for lane in ("urgent", "text", "mail"):
            tasks.drain(lane)
