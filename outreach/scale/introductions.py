"""This room's part of ``seed_scale``: partners, and how every woman came to the door."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from groups import queries
from peersupport import bulk, scale
from peersupport.crypto import lookup_hash
from peersupport.scale import DAY, Sizes

from .. import consents, periods
from ..models import (
    Introduction,
    Organisation,
    PartnerTally,
    PromiseAcceptance,
    Slip,
    SourceCode,
    Tally,
    ToldNotForHer,
    Worker,
)
from ..models.introduction import HEARD
from ..models.organisation import SECTORS, new_code
from ..models.slip import new_word
from . import offers as scale_offers

WOMEN_A_PARTNER = 120
# Of ten women with a place, so many still have the row of how they came.
CAME_WITH_A_ROW = 0.7
BY_PARTNER, BY_CODE, WITHDRAWN = 0.4, 0.2, 0.02
# For each group: how many women stand where at the door.
AT_THE_DOOR = {"waiting": 1, "in_touch": 1, "not_yet": 0.3, "no": 0.5}
INTRODUCTION = (
    "came_by name name_hash card group wants_help_choosing organisation worker code she_knows "
    "worker_may_know consent_text_version consent_at consent_way said not_yet_reason received_at "
    "last_contact_at spoke_at decided_at closed_at membership slip submit_key "
    "confirmed_at confirm_way heard talked_through reply_by late_from nudged"
)
Partner = tuple[int, int]
HEARD_CODES = [code for code, _ in HEARD]


def fill(sizes: Sizes, now: dt.datetime) -> None:
    """Partners with a worker and a code each; then women who joined, and women at the door."""
    partners, codes = _partners(sizes, now)
    sizes.made["partners"], sizes.made["codes"] = partners, codes
    joined = [place for place in sizes.made["places"] if sizes.dice.random() < CAME_WITH_A_ROW]
    waiting = _standing(sizes)
    cards = scale.cards(sizes, len(waiting), now)
    slips: list[bulk.Row] = []
    ways = _Ways(sizes, partners, codes, slips, bulk.reserve(Slip, len(joined) + len(waiting)), now)
    rows = [*_joined(ways, joined), *_at_the_door(ways, waiting, [card[0] for card in cards])]
    sizes.write(Slip, "id organisation worker word received_at in_touch withdrawn_at", slips)
    sizes.write(Introduction, INTRODUCTION, rows)
    scale_offers.fill(sizes, now)
    sizes.write(ToldNotForHer, "month answer said_by count", _told(sizes, now))
    sizes.write(PartnerTally, "month organisation count", _partner_tallies(sizes, partners, now))
    sizes.write(Tally, "month group came_by sector outcome weeks count", _tallies(sizes, now))


def crowd(sizes: Sizes, many: int, now: dt.datetime) -> None:
    """So many women more at the doors of the groups there are, to measure an inbox with."""
    groups, states = [group for group, _ in sizes.made["groups"]], list(AT_THE_DOOR)
    shares = list(AT_THE_DOOR.values())
    doors = sizes.dice.choices(groups, k=many)
    standing = list(zip(doors, sizes.dice.choices(states, shares, k=many), strict=True))
    cards = [card[0] for card in scale.cards(sizes, many, now)]
    slips: list[bulk.Row] = []
    first = bulk.reserve(Slip, many)
    ways = _Ways(sizes, sizes.made["partners"], sizes.made["codes"], slips, first, now)
    rows = list(_at_the_door(ways, standing, cards))
    sizes.write(Slip, "id organisation worker word received_at in_touch withdrawn_at", slips)
    sizes.write(Introduction, INTRODUCTION, rows)


def _partners(sizes: Sizes, now: dt.datetime) -> tuple[list[Partner], list[int]]:
    many, began = max(3, sizes.women // WOMEN_A_PARTNER), now - 500 * DAY
    users = scale.people(sizes, "partner_worker", many, began)
    first, worker = bulk.reserve(Organisation, many), bulk.reserve(Worker, many)
    sectors = [code for code, _ in SECTORS]
    sizes.write(
        Organisation,
        "id name sector made_at",
        (
            (first + n, f"Partner {first + n}", sectors[n % len(sectors)], began)
            for n in range(many)
        ),
    )
    sizes.write(
        Worker,
        "id user organisation started_at confirmed_on",
        ((worker + n, users[n], first + n, began, now.date()) for n in range(many)),
    )
    sizes.write(
        PromiseAcceptance,
        "worker version accepted_at",
        ((worker + n, sizes.made["promise"][0], began) for n in range(many)),
    )
    sizes.made["workers"] = list(zip(users, range(worker, worker + many), strict=True))
    partners = [(first + n, worker + n) for n in range(many)]
    return partners, _codes(sizes, partners, began)


def _codes(sizes: Sizes, partners: list[Partner], began: dt.datetime) -> list[int]:
    first = bulk.reserve(SourceCode, len(partners))
    codes = zip(partners, _new_codes(len(partners)), strict=True)
    sizes.write(
        SourceCode,
        "id code organisation label made_at",
        (
            (first + n, code, organisation, "Everyday code", began)
            for n, ((organisation, _), code) in enumerate(codes)
        ),
    )
    return list(range(first, first + len(partners)))


def _new_codes(many: int) -> list[str]:
    taken = set(SourceCode.objects.values_list("code", flat=True))
    found: list[str] = []
    while len(found) < many:
        if (code := new_code()) not in taken:
            taken.add(code)
            found.append(code)
    return found


class _Ways:
    """How each woman came: by herself, with a code, or through a partner, who keeps a slip.
    One partner in four introduces half of them."""

    def __init__(
        self,
        sizes: Sizes,
        partners: list[Partner],
        codes: list[int],
        slips: list[bulk.Row],
        slip: int,
        now: dt.datetime,
    ) -> None:
        self.sizes, self.partners, self.codes = sizes, partners, codes
        self.slips, self.slip, self.now = slips, slip, now
        self.busy = partners[: max(1, len(partners) // 4)]
        self.hashes = {name: lookup_hash("name", name) for name in scale.FIRST_NAMES}

    def row(self, key: str, received: dt.datetime, **facts: Any) -> bulk.Row:
        """One introduction, with the way she came filled in."""
        by_partner = self.sizes.dice.random() < BY_PARTNER
        usual: dict[str, Any] = dict.fromkeys(INTRODUCTION.split()) | {
            "name": "",
            "name_hash": "",
            "wants_help_choosing": False,
            "consent_at": received,
            "said": "",
            "not_yet_reason": "",
            "received_at": received,
            "submit_key": key,
            "confirm_way": "",
            "heard": "",
            "talked_through": "",
            **self._promised(received),
        }
        way = self._partner(received) if by_partner else self._herself()
        found = usual | way | facts
        if found["confirm_way"]:
            found["confirmed_at"] = received
        elif found["spoke_at"]:
            # She said so when they spoke.
            found |= {"confirm_way": "voice", "confirmed_at": found["spoke_at"]}
        return tuple(found[name] for name in INTRODUCTION.split())

    def _promised(self, received: dt.datetime) -> dict[str, Any]:
        """By when she was to hear; whoever should be nudged was, so that nothing is sent."""
        reply_by = queries.reply_day(received, periods.CHOOSING_REPLY_DAYS, "england")
        late_from = queries.next_working_day(reply_by, "england")
        nudged = 2 if late_from <= self.now.date() else 1 if reply_by <= self.now.date() else 0
        return {"reply_by": reply_by, "late_from": late_from, "nudged": nudged}

    def _herself(self) -> dict[str, Any]:
        with_code = self.sizes.dice.random() < BY_CODE
        return {
            "came_by": "herself",
            "code": self.sizes.dice.choice(self.codes) if with_code else None,
            "she_knows": False,
            "worker_may_know": False,
            "consent_text_version": consents.in_force("form"),
            "consent_way": "form",
            "confirm_way": "form",
            "heard": self.sizes.dice.choice(["", *HEARD_CODES]),
            "talked_through": self.sizes.dice.choice(["", "", "talked", "leaflet"]),
        }

    def _partner(self, received: dt.datetime) -> dict[str, Any]:
        dice = self.sizes.dice
        organisation, worker = dice.choice(self.busy if dice.random() < 0.5 else self.partners)
        slip = None
        if self.now - received < periods.SLIP_KEPT:
            slip, self.slip = self.slip, self.slip + 1
            withdrawn = received + DAY if dice.random() < WITHDRAWN else None
            self.slips.append((slip, organisation, worker, new_word(), received, False, withdrawn))
        return {
            "came_by": "partner",
            "organisation": organisation,
            "worker": worker,
            "slip": slip,
            "she_knows": True,
            "worker_may_know": dice.random() < 0.3,
            "consent_text_version": consents.in_force("worker"),
            "consent_way": "worker",
        }


def _joined(ways: _Ways, places: list[Any]) -> Iterator[bulk.Row]:
    """She said yes: name and card have moved to the group."""
    for _, membership, group, joined in places:
        yield ways.row(
            f"scale:{membership}",
            joined - 9 * DAY,
            group=group,
            said="yes",
            membership=membership,
            last_contact_at=joined,
            spoke_at=joined - 3 * DAY,
            decided_at=joined,
            closed_at=joined,
        )


def _standing(sizes: Sizes) -> list[tuple[int, str]]:
    """(group, where she stands) for every woman at the door."""
    found = []
    for group, _ in sizes.made["groups"]:
        for state, share in AT_THE_DOOR.items():
            if share == 1 or sizes.dice.random() < share:
                found.append((group, state))
    return found


def _at_the_door(
    ways: _Ways, standing: list[tuple[int, str]], cards: list[int]
) -> Iterator[bulk.Row]:
    dice, now = ways.sizes.dice, ways.now
    for (group, state), card in zip(standing, cards, strict=True):
        received = now - dice.randrange(1, 20) * DAY
        spoke = received + dt.timedelta(hours=20)
        name = dice.choice(scale.FIRST_NAMES)
        help_choosing = state == "waiting" and dice.random() < 0.1
        facts: dict[str, Any] = {
            "name": name,
            "name_hash": ways.hashes[name],
            "card": card,
            "group": None if help_choosing else group,
            "wants_help_choosing": help_choosing,
        }
        if state != "waiting":
            facts |= {"last_contact_at": spoke, "spoke_at": spoke}
        if state in {"not_yet", "no"}:
            facts |= {"said": state, "decided_at": spoke}
        if state == "not_yet":
            facts["not_yet_reason"] = "no_room"
        if state == "no":
            facts["closed_at"] = spoke
        yield ways.row(f"scale:card:{card}", received, **facts)


def _told(sizes: Sizes, now: dt.datetime) -> Iterator[bulk.Row]:
    """What was answered after Send, month by month."""
    whole = (now - 30 * DAY).date().replace(day=1)
    for back in range(6):
        month = (whole - back * 30 * DAY).replace(day=1)
        if not ToldNotForHer.objects.filter(month=month).exists():
            for answer, said_by in (("no", ""), ("unsaid", ""), ("yes", "statutory"), ("yes", "")):
                yield month, answer, said_by, sizes.dice.randrange(5, 40)


def _partner_tallies(sizes: Sizes, partners: list[Partner], now: dt.datetime) -> Iterator[bulk.Row]:
    for organisation, _ in partners:
        for back in range(2, 14, 3):
            month = (now - back * 30 * DAY).date().replace(day=1)
            yield month, organisation, sizes.dice.randrange(1, 5)


def _tallies(sizes: Sizes, now: dt.datetime) -> Iterator[bulk.Row]:
    """What is left of women who were not reached, month by month."""
    for group, _ in sizes.made["groups"]:
        for back in range(2, 8):
            month = (now - back * 30 * DAY).date().replace(day=1)
            yield month, group, "herself", "", "not_reached", 0, sizes.dice.randrange(1, 4)
            if sizes.dice.random() < 0.3:
                weeks, sector = sizes.dice.randrange(1, 12), sizes.dice.choice(SECTORS)[0]
                yield month, group, "partner", sector, "joined", 0, 1
                yield month, group, "partner", sector, "came", weeks, 1
