"""Who comes to the door, which keepers let them in, and a row of ruth's for each kind of address.

A room that brings a word of its own to ``@allow`` says in ``LETS_IN`` whom it lets in; one that
brings a new sort of id in an address says in ``ROWS`` how to make one that is ruth's.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from peersupport import clock, links
from peersupport.actors import SYSTEM, Actor
from tests import builders

VISITORS = (
    "nobody",
    "woman",
    "woman_phrase",
    "asker",
    "partner",
    "other_leader",
    "former_leader",
    "leader",
    "coordinator",
)
_EVERYBODY = set(VISITORS)
_LEADERS = {"leader", "other_leader"}
# Keeper -> the visitors it lets in. "debug" lets in nobody here: the suite runs without DEBUG.
LETS_IN: dict[str, set[str]] = {
    "anyone": _EVERYBODY,
    "link": _EVERYBODY,
    "machine": _EVERYBODY,
    "debug": set(),
    "woman": {"woman", "woman_phrase"},
    "woman_phrase": {"woman_phrase"},
    "at_the_door": {"asker"},
    "signed_in": {"partner", "coordinator"} | _LEADERS,
    "staff": {"coordinator"} | _LEADERS,
    "peer_leader": _LEADERS,
    "coordinator": {"coordinator"},
    "partner_worker": {"partner"},
    # While nobody holds the duty, as here.
    "hears_of_worries": {"coordinator"},
}


@dataclass(frozen=True)
class Address:
    """One URL pattern of the project, with the view behind it."""

    name: str
    route: str
    view: Callable
    params: tuple[str, ...]

    @property
    def keepers(self) -> tuple[str, ...]:
        return getattr(self.view, "keeper", ())

    @property
    def is_ours(self) -> bool:
        return not self.view.__module__.startswith(("allauth.", "django."))

    def lets_in(self, visitor: str) -> bool:
        return any(visitor in LETS_IN[keeper] for keeper in self.keepers)


def addresses() -> list[Address]:
    """Every URL of the project."""
    return sorted(_walk(get_resolver()), key=lambda address: address.route)


def _walk(resolver: URLResolver, space: str = "", route: str = "") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            params = tuple(entry.pattern.regex.groupindex)
            yield Address(f"{space}{entry.name}", here, entry.callback, _of(resolver, params))
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, inner, here)


def _of(resolver: URLResolver, params: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(resolver.pattern.regex.groupindex) + params


# -- rows of ruth's -----------------------------------------------------------------------------


class Rows:
    """One of everything in one group, made when an address asks for it."""

    def __init__(self, group, leader) -> None:
        self.group, self.leader = group, leader
        self.made: dict[str, Any] = {}

    def __getitem__(self, param: str) -> Any:
        if param not in self.made:
            self.made[param] = ROWS[param](self)
        return self.made[param]

    @property
    def by(self) -> Actor:
        return Actor.of_user(self.leader)

    @property
    def place(self):
        if "place" not in self.made:
            self.made["place"] = builders.place(self.group, "Bea")
        return self.made["place"]

    @property
    def session(self):
        """One that begins in an hour: its door list and its register can be opened."""
        if "session" not in self.made:
            soon = clock.now() + dt.timedelta(hours=1)
            self.made["session"] = builders.session(self.group, starts=soon.replace(second=0))
        return self.made["session"]


def _leadership(rows: Rows) -> int:
    from groups.models import Leadership

    return Leadership.objects.get(user=rows.leader, group=rows.group).pk


def _invitation(rows: Rows) -> int:
    from peersupport.services import people

    made = people.invite(
        email="cleo@example.org",
        name="Cleo",
        role="peer_leader",
        subject=rows.group.owner,
        by=SYSTEM,
    )
    return made.pk


def _version(rows: Rows):
    """What her group promised, in force: version 1, with its starter clauses."""
    if "version" not in rows.made:
        from agreements.services import drafts, versions

        draft = drafts.start(rows.group, by=rows.by)
        today = clock.today()
        drafts.tell_how(draft, discussed_with="All of us", discussed_on=today, by=rows.by)
        rows.made["version"] = versions.publish(draft, by=rows.by)
    return rows.made["version"]


def _message(rows: Rows) -> int:
    """A reminder to a woman of the group."""
    return builders.message(
        rows.place.her.card, kind="reminder", owner=rows.group.owner, about=rows.session.subject
    ).pk


def _text(rows: Rows) -> int:
    """What a woman of the group texted, and only a person can read."""
    from peersupport.models import InboundText

    made = InboundText.objects.create(
        provider="test",
        provider_id="1",
        sender=rows.place.her.card.phone,
        sender_hash=rows.place.her.card.phone_hash,
        body="Hello?",
        owner=rows.group.owner,
        state="needs_person",
    )
    return made.pk


def _token(rows: Rows) -> str:
    _version(rows)
    return links.mint("wall", rows.session.subject, by=rows.by, lifetime=None, single_use=False)


def _partner(rows: Rows):
    if "partner" not in rows.made:
        from outreach.services import organisations

        rows.made["partner"] = organisations.open_organisation(
            name="Elm Road", sector="statutory", by=SYSTEM
        )
    return rows.made["partner"]


def _worker(rows: Rows) -> int:
    from outreach.models import Worker

    user = builders.user("Wilma Worker", "partner_worker")
    return Worker.objects.create(user=user, organisation=_partner(rows)).pk


def _duty(rows: Rows) -> int:
    from peersupport.services import duties

    return duties.give(rows.leader, "privacy_lead", by=SYSTEM).pk


def _proposal(rows: Rows) -> int:
    from outreach.models import Worker
    from outreach.services import proposals

    worker = Worker.objects.get(pk=rows["worker_id"])
    made = proposals.propose(worker, name="Wendy", email="wendy@example.org", by=SYSTEM)
    assert made is not None
    return made.pk


def _asking(rows: Rows) -> int:
    from outreach.services import askings

    return askings.tell("police", by=rows.by).pk


def _worker_invitation(rows: Rows) -> int:
    from outreach.services import organisations

    made = organisations.invite_worker(
        _partner(rows), name="Willa", email="willa@example.org", by=SYSTEM
    )
    return made.pk


def _introduction(rows: Rows) -> int:
    from outreach.services import introductions

    made = introductions.ask(
        name="Dot",
        ref=rows.group.ref,
        reach={"phone": builders.phone(), "call": "yes"},
        consent_version="keep-1",
        code="",
        submit_key="dot",
        by=SYSTEM,
    )
    return made.pk


def _contact(rows: Rows) -> int:
    from outreach.services import contacts

    facts = {"name": "Wanda Worker", "job": "", "email": "", "phone": "", "talks": "not_known"}
    made = contacts.add(_partner(rows), facts=facts | {"worker": None}, by=SYSTEM)
    return made.pk


def _entry(rows: Rows) -> int:
    from outreach.services import contact_log

    return contact_log.write_today(_partner(rows), "visit", by=rows.by).pk


def _favour(rows: Rows) -> int:
    from outreach.services import contact_log

    facts = {"direction": "for_us", "happened_on": clock.today(), "what": "Lent us chairs"}
    return contact_log.thank(_partner(rows), facts=facts, by=rows.by).pk


def _import(rows: Rows) -> int:
    from outreach.services import contact_imports

    return contact_imports.keep(b"organisation,sector\nElm Road East,community\n", by=rows.by).pk


def _hold(rows: Rows) -> int:
    from outreach.models import Introduction
    from outreach.services import holds

    row = Introduction.objects.get(pk=rows["introduction_id"])
    words = "He comes to the same building."
    return holds.open_hold(row, could_happen=words, told="all", by=rows.by).pk


def _feed_id(kind: str) -> Callable[[Rows], str]:
    from outreach.openreferral.ids import uid

    return lambda rows: uid(kind, rows.group.ref)


def _term() -> Any:
    from outreach.openreferral import terms

    return terms.KIND


def _offer(rows: Rows) -> int:
    from outreach.services import offers
    from tests.outreach.at_the_door import in_line

    return offers.make(in_line(rows.group, "offered"), "spoke", by=rows.by).pk


ROWS: dict[str, Callable[[Rows], Any]] = {
    "group_id": lambda rows: rows.group.pk,
    "ref": lambda rows: rows.group.ref,
    "session_id": lambda rows: rows.session.pk,
    "membership_id": lambda rows: rows.place.pk,
    "woman_id": lambda rows: rows.place.woman_id,
    "leadership_id": _leadership,
    "user_id": lambda rows: rows.leader.pk,
    "invitation_id": _invitation,
    "message_id": _message,
    "text_id": _text,
    "token": _token,
    "version_id": lambda rows: _version(rows).pk,
    "number": lambda rows: _version(rows).number,
    "key": lambda rows: _version(rows).texts.get(clause__key="phones").clause.key,
    "code": lambda rows: "k7m2x",
    "organisation_id": lambda rows: _partner(rows).pk,
    "worker_id": _worker,
    "contact_id": _contact,
    "entry_id": _entry,
    "favour_id": _favour,
    "import_id": _import,
    "worker_invitation_id": _worker_invitation,
    "introduction_id": _introduction,
    "question_id": lambda rows: builders.group_question(rows.group, rows.leader).question_id,
    "group_question_id": lambda rows: builders.group_question(rows.group, rows.leader).pk,
    "offer_id": _offer,
    "hold_id": _hold,
    "service_uuid": _feed_id("service"),
    "place_uuid": _feed_id("place"),
    "taxonomy_uuid": lambda rows: _term().taxonomy_id,
    "term_uuid": lambda rows: _term().id,
    "duty_id": _duty,
    "proposal_id": _proposal,
    "asking_id": _asking,
    "kind": lambda rows: "talk",
    "language": lambda rows: builders.wording(rows.group).language,
}
