"""``manage.py rehash``: after ``LOOKUP_KEY`` changed, with the web and the workers stopped."""

from django.core.management.base import BaseCommand

from ...services.rehash import rehash


class Command(BaseCommand):
    help = "Make every look-up hash anew under the present LOOKUP_KEY."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{rehash()} rows have new look-up hashes.")
