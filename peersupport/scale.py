"""The ground's part of ``seed_scale``: who signs in, cards, and what the rooms share.

Everyone is invented. Numbers are those kept free for drama (07700 900000 to 900999), so that
many women share each one; addresses end in ``.example``; accounts are demo accounts nobody can
sign in to, with which production refuses to start.
"""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, transaction

from . import bulk
from .crypto import lookup_hash
from .models import ContactCard, Suppression, User
from .registry import registry

FIRST_NAMES = (
    "Ada Aisha Alma Amina Anwen Bea Beth Bisi Carys Chloe Dee Dilys Ebele Elif Esther Farah Fatima "
    "Gaynor Grace Gwen Hana Ifeoma Imani Ines Isla Jade Joyce Kasia Keziah Laila Leah Łucja Lynn "
    "Maeve Maggie Maryam Maureen Mina Nadia Nela Ngozi Niamh Noor Olga Orla Pearl Petra Priya "
    "Rania Rhian Rosa Ruth Sade Saoirse Shanice Siân Sofia Tamara Una Valérie Wendy Yasmin Zahra Zoë"
).split()
LAST_NAMES = (
    "Adeyemi Begum Brennan Campbell Davies Fraser Hartley Khan Novak Okoro Price Walsh".split()
)
DAY = dt.timedelta(days=1)
# The last numbers of the range have said STOP; some cards hold one of them.
PHONES, STOPPED = 1000, 3


@dataclass
class Sizes:
    """How much to make, and what the rooms beneath leave for the rooms above: plain tuples of
    ids, by a word of theirs. The same dice fall each time."""

    women: int
    per_group: int = 25
    made: dict[str, list[Any]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.women)  # noqa: S311

    @property
    def groups(self) -> int:
        return -(-self.women // self.per_group)

    def write(self, model: Any, columns: str, rows: Iterable[bulk.Row]) -> None:
        """Put rows in place, and count them for the report."""
        name = model._meta.label
        self.counts[name] = self.counts.get(name, 0) + bulk.put(model, columns, rows)


def fill_all(sizes: Sizes, now: dt.datetime) -> Sizes:
    """Let every room write its part, ground first, in one transaction."""
    _on_sqlite("PRAGMA cache_size = -262144")
    try:
        with transaction.atomic():
            for order in sorted(registry.scales):
                registry.scales[order](sizes, now)
    finally:
        _on_sqlite("PRAGMA cache_size = -2000")
    settle()
    return sizes


def settle() -> None:
    """Let PostgreSQL count what was put in, as its own housekeeping would within a minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _on_sqlite(pragma: str) -> None:
    """Room to keep the indexes at hand while they grow; then what a new connection has."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(pragma)


def ground(sizes: Sizes, now: dt.datetime) -> None:
    """A coordinator, and a few numbers that said STOP."""
    coordinators = people(sizes, "coordinator", 1, now - 700 * DAY)
    sizes.made["coordinators"] = [(pk,) for pk in coordinators]
    digests = {lookup_hash("phone", phone(PHONES - 1 - last)) for last in range(STOPPED)}
    there = Suppression.objects.filter(phone_hash__in=digests)
    new = digests - set(there.values_list("phone_hash", flat=True))
    sizes.write(Suppression, "phone_hash at", [(digest, now - 9 * DAY) for digest in sorted(new)])


def phone(number: int) -> str:
    """A number that leads to nobody; every thousandth is the same."""
    return f"+447700900{number % PHONES:03d}"


def people(sizes: Sizes, role: str, many: int, joined: dt.datetime) -> list[int]:
    """Accounts with a role, which nobody can sign in to. Returns their ids."""
    first = bulk.reserve(User, many)
    ids = list(range(first, first + many))
    sizes.write(
        User,
        "id email name role joined_at password",
        (
            (
                pk,
                email_of(pk),
                f"{sizes.dice.choice(FIRST_NAMES)} {sizes.dice.choice(LAST_NAMES)}",
                role,
                joined,
                f"{UNUSABLE_PASSWORD_PREFIX}scale",
            )
            for pk in ids
        ),
    )
    sizes.write(
        EmailAddress, "user email verified primary", ((pk, email_of(pk), True, True) for pk in ids)
    )
    return ids


def email_of(user_id: int) -> str:
    return f"scale-{user_id}@demo.example"


def cards(sizes: Sizes, many: int, now: dt.datetime) -> list[tuple[int, str, str]]:
    """Women's cards: three in four take texts, some only mail, some will get in touch
    themselves. Returns (id, the channel of her messages or "", the hash of its address)."""
    first = bulk.reserve(ContactCard, many)
    made: list[tuple[int, str, str]] = []
    sizes.write(ContactCard, CARD_COLUMNS, _cards(sizes, first, many, now, made))
    return made


CARD_COLUMNS = (
    "id holder phone phone_hash email email_hash call voicemail text mail links_safe say_who "
    "plainness safe_windows safe_word own_contact pick_up line_drop asked_at made_at"
)


def _cards(
    sizes: Sizes, first: int, many: int, now: dt.datetime, made: list[tuple[int, str, str]]
) -> Iterator[bulk.Row]:
    dice, hashes = sizes.dice, _phone_hashes()
    for pk in range(first, first + many):
        channel = dice.choices(["text", "mail", ""], [75, 15, 10])[0]
        number = phone(pk) if channel == "text" else ""
        digest = hashes[pk % PHONES] if number else ""
        email = f"woman-{pk}@woman.example" if channel == "mail" else ""
        email_digest = lookup_hash("email", email)
        asked = now - dice.randrange(120) * DAY
        made.append((pk, channel, digest or email_digest))
        yield (
            *(pk, "woman", number, digest, email, email_digest),
            dice.choice(["yes", "no", ""]) if number else "",
            dice.choice(["yes", "no", "no", ""]) if number else "",
            "yes" if channel == "text" else "",
            "yes" if channel == "mail" else "",
            dice.choice(["yes", "yes", "no"]),
            dice.choice(["no", "no", "yes", ""]),
            dice.choices(["plain", "named"], [9, 1])[0],
            dice.choices([[], ["weekday-morning", "weekday-afternoon"]], [8, 2])[0],
            "bluebell" if dice.random() < 0.2 else "",
            not channel,
            dice.choice(["", "", "hang_up", "wrong_number"]) if number else "",
            dice.choice(["", "", "again", "wait"]) if number else "",
            *(asked, asked),
        )


def _phone_hashes() -> list[str]:
    return [lookup_hash("phone", phone(number)) for number in range(PHONES)]
