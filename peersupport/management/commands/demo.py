"""``manage.py demo``: invented people and groups to try things with. DEBUG only, idempotent."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ... import beats, clock, demo
from ...registry import registry


class Command(BaseCommand):
    help = "Fill the database with the demo, and see to it that a session starts in 3 to 12 hours."

    def handle(self, *args, **options) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo is for DEBUG only: its people must never meet real women.")
        for order in sorted(registry.demos):
            with transaction.atomic():
                registry.demos[order](clock.now(), demo.password())
        # So that /readyz can say "ready" before beat's first minute is over.
        beats.sweep()
