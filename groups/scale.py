"""This room's part of ``seed_scale``: groups, women, their places, and a year of sessions.

A group of ``per_group`` women meets every other week; two in five places have ended. Who said
and did what at each session is in ``scale_sessions``.
"""

import datetime as dt
import secrets
from collections.abc import Iterator

from django.contrib.auth.hashers import make_password

from peersupport import bulk, scale
from peersupport.crypto import lookup_hash
from peersupport.models import AuditEvent, PrivateLink
from peersupport.scale import DAY, Sizes

from . import scale_sessions
from .models import Group, Leadership, Membership, ReminderStep, Woman
from .models.group import new_ref
from .scale_sessions import Place
from .services.groups import DAY_BEFORE_AT, HOURS_BEFORE

NAMES = "Bluebell Hearth Kettle Lantern Larkspur Meadow Morning Nettle Orchard Tuesday".split()
PLACES = "Bristol Cardiff Derry Dundee Exeter Hull Leeds Leith Luton Oldham Swansea Truro".split()
KEPT_AFTER_LEAVING = 28 * DAY


def fill(sizes: Sizes, now: dt.datetime) -> None:
    """Groups with their peer leaders, women with their places, sessions with all that is said."""
    leaders = scale.people(sizes, "peer_leader", sizes.groups, now - 600 * DAY)
    groups = _groups(sizes, leaders, now)
    places = _women(sizes, groups, now)
    _ended_places(sizes, groups, now)
    _traces(sizes, places, now)
    sizes.made["groups"] = list(zip(groups, leaders, strict=True))
    sizes.made["places"] = [(p.woman, p.id, p.group, p.joined) for p in places]
    scale_sessions.fill(sizes, groups, leaders, places, now)


def _groups(sizes: Sizes, leaders: list[int], now: dt.datetime) -> list[int]:
    first = bulk.reserve(Group, sizes.groups)
    ids = list(range(first, first + sizes.groups))
    refs = _refs(sizes.groups)
    sizes.write(
        Group,
        "id ref name who_for about area venue_name venue_address rings_from state checked_on "
        "made_at changed_at places",
        (
            (
                *(pk, ref, f"{sizes.dice.choice(NAMES)} {pk}"),
                "Any woman who would like some company.",
                "A table, a kettle and an open evening. Come as you are.",
                sizes.dice.choice(PLACES),
                *("The back room", "2 Chapel Street", scale.phone(number)),
                sizes.dice.choices(["open", "paused"], [95, 5])[0] if number else "open",
                (now - sizes.dice.randrange(1, 300) * DAY).date(),
                *(now - 590 * DAY, now - sizes.dice.randrange(1, 90) * DAY),
                sizes.dice.choice([None, sizes.per_group, sizes.per_group + 3]),
            )
            for number, (pk, ref) in enumerate(zip(ids, refs, strict=True))
        ),
    )
    sizes.write(
        Leadership,
        "user group started_at",
        ((user, group, now - 590 * DAY) for user, group in zip(leaders, ids, strict=True)),
    )
    sizes.write(ReminderStep, "group at", ((group, DAY_BEFORE_AT) for group in ids))
    sizes.write(ReminderStep, "group hours_before", ((group, HOURS_BEFORE) for group in ids))
    return ids


def _refs(many: int) -> list[str]:
    """Short codes that are nobody's yet."""
    taken = set(Group.objects.values_list("ref", flat=True))
    refs: list[str] = []
    while len(refs) < many:
        if (ref := new_ref()) not in taken:
            taken.add(ref)
            refs.append(ref)
    return refs


def _women(sizes: Sizes, groups: list[int], now: dt.datetime) -> list[Place]:
    """One place each. Three in five chose a phrase, all the same one here: hashing is slow."""
    cards = scale.cards(sizes, sizes.women, now)
    women = bulk.reserve(Woman, sizes.women)
    first = bulk.reserve(Membership, sizes.women)
    hashes = {name: lookup_hash("name", name) for name in scale.FIRST_NAMES}
    phrase = make_password(secrets.token_urlsafe())
    places = [
        Place(
            id=first + number,
            woman=women + number,
            group=groups[number // sizes.per_group],
            joined=now - sizes.dice.randrange(2, 560) * DAY,
            card=card,
            channel=channel,
            to_hash=to_hash,
        )
        for number, (card, channel, to_hash) in enumerate(cards)
    ]
    names = [sizes.dice.choice(scale.FIRST_NAMES) for _ in places]
    sizes.write(
        Woman,
        "id name name_hash card phrase_hash joined_at",
        (
            (p.woman, name, hashes[name], p.card, phrase if p.woman % 5 < 3 else "", p.joined)
            for p, name in zip(places, names, strict=True)
        ),
    )
    sizes.write(Membership, MEMBERSHIP, (_membership(sizes, place, now) for place in places))
    return places


MEMBERSHIP = (
    "id woman group came_by first_contact_on joined_at ended_at first_visit_on third_visit_on "
    "came_in_months visits_forgotten"
)


def _membership(sizes: Sizes, place: Place, now: dt.datetime) -> bulk.Row:
    """Who came before the register's 90 days has the few dates that are kept of it."""
    old = now - place.joined > 120 * DAY
    return (
        *(place.id, place.woman, place.group, _came_by(sizes)),
        (place.joined - 9 * DAY).date(),
        place.joined,
        None,
        (place.joined + 7 * DAY).date() if old else None,
        (place.joined + 35 * DAY).date() if old else None,
        [1, 3] if old else [],
        3 if old else 0,
    )


def _came_by(sizes: Sizes) -> str:
    return sizes.dice.choices(["herself", "partner"], [6, 4])[0]


def _ended_places(sizes: Sizes, groups: list[int], now: dt.datetime) -> None:
    """Two for every five women who are here now; the women themselves are forgotten."""
    sizes.write(Membership, MEMBERSHIP.partition(" ")[2], _ended(sizes, groups, now))


def _ended(sizes: Sizes, groups: list[int], now: dt.datetime) -> Iterator[bulk.Row]:
    for _ in range(sizes.women * 2 // 5):
        ended = now - KEPT_AFTER_LEAVING - sizes.dice.randrange(1, 400) * DAY
        joined = ended - sizes.dice.randrange(10, 300) * DAY
        visit = (joined + 7 * DAY).date()
        yield (
            *(None, sizes.dice.choice(groups), _came_by(sizes)),
            *((joined - 9 * DAY).date(), joined, ended, visit, None, [1], 1),
        )


def _traces(sizes: Sizes, places: list[Place], now: dt.datetime) -> None:
    """The link that three in five were sent, and what the audit says of each place."""
    sizes.write(
        PrivateLink,
        "token_hash purpose subject single_use made_at made_by",
        (
            (secrets.token_hex(32), "you", f"woman:{p.woman}", False, p.joined, "system")
            for p in places
            if p.woman % 5 < 3
        ),
    )
    sizes.write(
        AuditEvent,
        "at actor verb subject",
        (
            (p.joined, f"user:{sizes.made['coordinators'][0][0]}", verb, subject)
            for p in places
            for verb, subject in (
                ("membership.began", f"membership:{p.id}"),
                ("page_link.sent", f"woman:{p.woman}"),
                ("register.marked", f"membership:{p.id}"),
            )
        ),
    )
