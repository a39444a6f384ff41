"""``manage.py seed_scale --women N``: a database of believable size, to measure with.

Groups, sessions, answers, register lines, introductions, messages that have ended, and who
agreed to what; in bulk, without sending anything. Strikes are left out: there is no table for
them yet. Nothing due is made either; the sweep writes the reminders of the next 48 hours, as it
would for anybody.
"""

import time

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ... import clock, scale
from ...models import User


class Command(BaseCommand):
    help = "Fill a database with invented women, groups and all they say, to measure with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--women", type=int, required=True, help="how many, such as 100000")
        parser.add_argument(
            "--force", action="store_true", help="even though real people are in this database"
        )

    def handle(self, *args, **options) -> None:
        if options["women"] < 1:
            raise CommandError("Say how many women: 1 or more.")
        if not options["force"] and _real_people():
            raise CommandError(
                "Real people are in this database: invented women would stand among theirs. "
                "Use an empty one. If you know what you do, add --force."
            )
        began = time.perf_counter()
        sizes = scale.fill_all(scale.Sizes(women=options["women"]), clock.now())
        for name, count in sizes.counts.items():
            self.stdout.write(f"{count:>12,}  {name}")
        self.stdout.write(f"Done in {time.perf_counter() - began:.0f} s. Nothing was sent.")


def _real_people() -> bool:
    return User.objects.exclude(email__iendswith="@demo.example").exists()
