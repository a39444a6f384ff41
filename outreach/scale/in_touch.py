"""This room's part of ``seed_scale`` about partners: who is there, what was done, good turns."""

import datetime as dt
from collections.abc import Iterator

from peersupport import bulk, scale
from peersupport.clock import LONDON
from peersupport.crypto import lookup_hash
from peersupport.scale import DAY, Sizes

from ..models import Contact, ContactEntry, Favour, Organisation
from ..models.contact_entry import HOW, KINDS, PROMOTES

# Every second month for a year and a half.
ENTRIES, APART = 9, 60
JOBS = ("Adviser", "Health visitor", "Team manager", "Midwife")


def fill(sizes: Sizes, now: dt.datetime) -> None:
    """One contact for each partner, what was done with it, and a good turn of each peer group."""
    partners = list(Organisation.objects.order_by("pk").values_list("pk", "sector"))
    first = bulk.reserve(Contact, len(partners))
    sizes.write(
        Contact,
        "id organisation name name_hash job email email_hash phone talks made_at",
        _people(sizes, partners, first, now),
    )
    sizes.write(
        ContactEntry,
        "organisation contact happened_on kind how said reached author made_at",
        _entries(sizes, partners, first, now),
    )
    sizes.write(
        Favour,
        "organisation direction happened_on what author made_at",
        _turns(sizes, partners, now),
    )


def _people(
    sizes: Sizes, partners: list[tuple[int, str]], first: int, now: dt.datetime
) -> Iterator[bulk.Row]:
    hashes = {name: lookup_hash("name", name) for name in scale.FIRST_NAMES}
    for number, (organisation, _) in enumerate(partners):
        name, pk = sizes.dice.choice(scale.FIRST_NAMES), first + number
        mail = f"contact{pk}@scale.example"
        mail_hash, phone = lookup_hash("email", mail), scale.phone(number)
        job, talks = sizes.dice.choice(JOBS), sizes.dice.choice(["talks", "leaflets"])
        made = now - 500 * DAY
        yield pk, organisation, name, hashes[name], job, mail, mail_hash, phone, talks, made


def _entries(
    sizes: Sizes, partners: list[tuple[int, str]], first: int, now: dt.datetime
) -> Iterator[bulk.Row]:
    dice, author = sizes.dice, sizes.made["coordinators"][0][0]
    kinds, hows = [code for code, _ in KINDS], ["", *(code for code, _ in HOW)]
    for number, (organisation, _) in enumerate(partners):
        for back in range(ENTRIES):
            at = now - (back * APART + dice.randrange(1, APART)) * DAY
            kind = dice.choice(kinds)
            heard = dice.randrange(2, 20) if kind in PROMOTES else None
            said = "All are welcome." if dice.random() < 0.3 else ""
            day = at.astimezone(LONDON).date()
            how = dice.choice(hows)
            yield organisation, first + number, day, kind, how, said, heard, author, at


def _turns(sizes: Sizes, partners: list[tuple[int, str]], now: dt.datetime) -> Iterator[bulk.Row]:
    author = sizes.made["coordinators"][0][0]
    for organisation, sector in partners:
        if sector == "peer_group":
            at = now - sizes.dice.randrange(1, 300) * DAY
            way = sizes.dice.choice(["for_us", "for_them"])
            yield organisation, way, at.astimezone(LONDON).date(), "Lent a room", author, at
