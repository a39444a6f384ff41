"""The list of her pages, taken from the table of addresses: a new address is in it by itself.

A page that shows only after something happened has a line in ``STAGES``: how that comes about, and
in which states it is worth a look. An address that is nobody's page to read has one in
``NOT_A_PAGE``, with why. ``every`` says which line is missing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.test import Client
from django.urls import reverse

from groups.services import answers, leader_late, pages, partings
from peersupport import links
from peersupport.actors import SYSTEM, Actor
from tests import builders
from tests.outreach.conftest import BY_PHONE, NAME, Walk
from tests.standing.visitors import ROWS, Address, Rows, addresses

HERS = {"anyone", "link", "woman", "woman_phrase", "at_the_door"}
PHRASE = "tea and toast"
VALUES = [NAME, "Ada", "Bea", "marmalade", "bluebell", PHRASE, "900321", "900101"]

NOT_A_PAGE = {
    "leave": "leads away",
    "outreach:code": "leads on to /join/",
    "outreach:join-to": "leads on to /join/",
    "groups:you-answer": "one tap, then her page again",
    "outreach:her-place-answer": "one tap, then her page at the door again",
    "accept-invitation": "for staff and partners who were invited",
    "outreach:portal-by-mail": "for partner workers",
    "outreach:portal-form": "for partner workers",
    "outreach:portal-form-sent": "for partner workers",
}


@dataclass(frozen=True)
class Shown:
    """One page in one state: whose browser holds which cookies, and where it goes."""

    name: str
    url: str
    client: Client
    status: int = 200

    def fetch(self):
        """The answer, as Django's own client gets it."""
        self.client.raise_request_exception = False
        answer = self.client.get(self.url)
        assert answer.status_code == self.status, f"{self.name}: {answer.status_code}"
        return answer


class World:
    """Ruth's group at its fullest, and the women who come to it."""

    def __init__(self, group, ruth) -> None:
        self.rows, self.group = Rows(group, ruth), group
        self.place = builders.place(
            group,
            "Ada",
            phone=builders.phone(101),
            text="yes",
            links_safe="yes",
            safe_word="marmalade",
        )
        self.ada = self.place.her
        self.session = self.rows.session
        _ = self.rows["version_id"]  # what they promised each other

    @property
    def by(self) -> Actor:
        return Actor.of_link(self.ada.subject)

    @property
    def names(self) -> list[str]:
        """What no title and no address may hold."""
        return [*VALUES, self.group.name, self.group.venue_name, self.group.venue_address]

    def link(self, purpose: str, subject: str) -> str:
        return links.mint(purpose, subject, by=SYSTEM, lifetime=None, single_use=False)

    def outside(self) -> Client:
        """Ada's phone: her link opened, her phrase not given."""
        client = Client()
        answer = client.post(f"/l/{self.link('you', self.ada.subject)}/")
        assert answer.status_code == 302, "her link did not open"
        return client

    def inside(self) -> Client:
        """Ada's phone with all of her page open."""
        _ = self.phrase
        client = self.outside()
        assert client.post("/you/phrase/", {"phrase": PHRASE}).status_code == 302
        return client

    @cached_property
    def phrase(self) -> str:
        pages.let_her_choose(self.ada, by=self.by)
        pages.choose_phrase(self.ada, PHRASE, by=self.by)
        return PHRASE

    def asking(self, **reach: str) -> Walk:
        """Somebody at ``/join/`` who answered all and sent nothing."""
        return Walk(Client()).to_check(group=self.group.ref, **(reach or BY_PHONE))

    def as_a(self, keeper: str) -> Client:
        return {"woman": self.outside, "woman_phrase": self.inside}.get(keeper, Client)()


Stage = Callable[[World, str], Iterator[tuple[str, Client, int]]]


def _question(world: World, url: str) -> Iterator[tuple[str, Client, int]]:
    yield "answered", world.asking(**BY_PHONE, safe_word="bluebell").client, 200


def _sent(world: World, url: str) -> Iterator[tuple[str, Client, int]]:
    for state, reach in {"by phone": BY_PHONE, "her own way": {"own_contact": "on"}}.items():
        walk = world.asking(**reach)
        walk.send()
        yield state, walk.client, 200


def _wall(world: World, url: str) -> Iterator[tuple[str, Client, int]]:
    yield "", Client(), 200
    links.revoke(purpose="wall", subject=world.session.subject)
    yield "ended", Client(), 404


def _you(world: World, url: str) -> Iterator[tuple[str, Client, int]]:
    """At its emptiest, then at its fullest: she is late, so is ruth, and both wishes wait."""
    yield "link only", world.outside(), 200
    yield "all of it", world.inside(), 200
    answers.say(world.session, world.place, "late", minutes=10, way="page", by=world.by)
    leader_late.tell(world.session, 10, by=world.rows.by)
    for what in ("leave", "forget"):
        partings.ask(world.ada, what, by=world.by)
    yield "late, and wishes", world.inside(), 200


def _choose(world: World, url: str) -> Iterator[tuple[str, Client, int]]:
    yield "shut", world.outside(), 200
    pages.let_her_choose(world.ada, by=world.by)
    yield "held open", world.outside(), 200


def _her_place(world: World, url: str) -> Iterator[tuple[str, Client, int]]:
    from tests.outreach import at_the_door

    for state, client in at_the_door.states(world.group):
        yield state, client, 200


STAGES: dict[str, Stage] = {
    "outreach:her-place": _her_place,
    "outreach:join-group": _question,
    "outreach:join-reach": _question,
    "outreach:join-keep": _question,
    "outreach:join-more": _question,
    "outreach:join-later": _question,
    "outreach:join-check": _question,
    "outreach:join-sent": _sent,
    "agreements:wall": _wall,
    "groups:you": _you,
    "groups:you-phrase-choose": _choose,
}
# The same address with something behind it that changes the page.
BESIDES = ["/help-now/?nation=wales", "/join/?late", "/nowhere/"]
# Answered by tests/her/errors.py, in the suite only.
ERRORS = {"400": 400, "403": 403, "csrf": 403, "405": 405, "429": 429, "500": 500}


def hers() -> list[Address]:
    """Every address that lets a woman in, and is hers to read."""
    return [a for a in addresses() if a.is_ours and HERS & set(a.keepers)]


def every(world: World) -> Iterator[Shown]:
    """Each page of hers in each state. Ada's own page comes last: it changes the world."""
    late = ["groups:you-phrase-choose", "groups:you", "agreements:wall"]
    found = [address for address in hers() if address.name not in NOT_A_PAGE]
    for address in sorted(found, key=lambda address: address.name in late):
        yield from _states(address, world)
    for url in BESIDES:
        yield Shown(url, url, Client(), 404 if url == "/nowhere/" else 200)
    for name, status in ERRORS.items():
        yield Shown(f"error {name}", f"/e/{name}/", Client(), status)


def _states(address: Address, world: World) -> Iterator[Shown]:
    unknown = set(address.params) - set(ROWS)
    assert not unknown, f"say in ROWS of tests/standing/visitors.py how to make {unknown}"
    url = reverse(address.name, kwargs={name: world.rows[name] for name in address.params})
    stage = STAGES.get(address.name)
    if stage:
        for state, client, status in stage(world, url):
            yield Shown(f"{address.name} {state}".strip(), url, client, status)
        return
    [keeper, *_] = sorted(HERS & set(address.keepers))
    page = Shown(address.name, url, world.as_a(keeper))
    answer = page.client.get(url)
    if answer.status_code == 405 or not answer["Content-Type"].startswith("text/html"):
        return  # a deed, or nothing that a browser shows
    assert answer.status_code == 200, (
        f"{address.name} ({url}) is open to {keeper!r} and answered {answer.status_code}. If women "
        "read it, give it a line in STAGES of tests/her/pages.py: what must have happened before "
        "it shows. If it is nobody's page to read, say why in NOT_A_PAGE there."
    )
    yield replace(page, client=world.as_a(keeper))
