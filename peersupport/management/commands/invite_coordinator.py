"""``manage.py invite_coordinator EMAIL``: how a real charity begins."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...actors import SYSTEM
from ...services import people


class Command(BaseCommand):
    help = "Invite the first coordinator (or another): a mail with a link that works once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="her name; she can change it")

    def handle(self, *args, **options) -> None:
        email = options["email"]
        if "@" not in email:
            raise CommandError(f"{email} is not an e-mail address.")
        try:
            people.invite(email=email, name=options["name"], role="coordinator", by=SYSTEM)
        except people.AlreadyHere as here:
            raise CommandError(f"{email} has an account or an open invitation already.") from here
        self.stdout.write(f"An invitation to {email} is in the outbox and goes out next.")
