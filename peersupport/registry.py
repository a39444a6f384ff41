"""What the ground needs from the rooms above it, handed down when each app is ready.

The ground never imports a room. A room registers its functions here, once, and the ground
calls them by name: what a message says, what a link opens, who may see which rows.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from .actors import Actor


@dataclass(frozen=True)
class Words:
    """What a message says. ``subject`` is for mails only."""

    body: str
    subject: str = ""


@dataclass(frozen=True)
class MessageKind:
    """One sort of message: how it reads, whether it still holds, what an answer to it does."""

    name: str
    audience: str
    render: Callable[[Any, str], Words]
    still_true: Callable[[Any, dt.datetime], bool] = lambda message, now: True
    # Called with (message, inbound, answer, now); True when the answer was acted on.
    on_reply: Callable[[Any, Any, str, dt.datetime], bool] | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Card:
    """One thing that waits on /dashboard/. The lightest weight stands first."""

    weight: int
    title: str
    text: str
    url: str
    action: str
    kind: str = ""


@dataclass(frozen=True)
class YouCard:
    """One part of a woman's own page; ``behind_phrase`` ones need the phrase she chose."""

    weight: int
    template: str
    context: dict[str, Any]
    behind_phrase: bool = True


@dataclass(frozen=True)
class Section:
    """A part of her data export: a heading and plain (label, value) lines."""

    title: str
    lines: list[tuple[str, str]]


Now = dt.datetime


@dataclass
class Registry:
    """Plain tables of functions; filled once at start, read from then on."""

    message_kinds: dict[str, MessageKind] = field(default_factory=dict)
    link_purposes: dict[str, Callable[[HttpRequest, Any], HttpResponse]] = field(
        default_factory=dict
    )
    predicates: dict[str, Callable[[HttpRequest], bool]] = field(default_factory=dict)
    # Those among them that hold for somebody who has no account.
    without_account: set[str] = field(default_factory=set)
    invitations: dict[str, Callable[..., None]] = field(default_factory=dict)
    places: dict[str, Callable[[], list[tuple[str, str]]]] = field(default_factory=dict)
    # How long a woman who asks now waits for a place, in words, by group id; open ones are left out.
    public_waits: list[Callable[[list[Any], Now], dict[int, str]]] = field(default_factory=list)
    sweeps: dict[str, Callable[[Now], int]] = field(default_factory=dict)
    purges: dict[str, Callable[[Now], int]] = field(default_factory=dict)
    owners: list[Callable[[Any], Iterable[str]]] = field(default_factory=list)
    today_cards: list[Callable[[Any, Now], list[Card]]] = field(default_factory=list)
    you_cards: list[Callable[[HttpRequest, str, bool], list[YouCard]]] = field(default_factory=list)
    erasers: list[Callable[[str], None]] = field(default_factory=list)
    exporters: list[Callable[[str], list[Section]]] = field(default_factory=list)
    # What else the audit calls this woman: "woman:12" -> "membership:7", "introduction:3".
    known_as: list[Callable[[str], Iterable[str]]] = field(default_factory=list)
    # What an audit verb means, said to the woman it is about: "She rang you."
    deeds: dict[str, Any] = field(default_factory=dict)
    role_enders: list[Callable[[Any, Actor], None]] = field(default_factory=list)
    demos: dict[int, Callable[[Now, str], None]] = field(default_factory=dict)
    scales: dict[int, Callable[[Any, Now], None]] = field(default_factory=dict)

    def message_kind(self, kind: MessageKind) -> None:
        """Add a sort of message. Raises ``ValueError`` when the name is taken."""
        _add(self.message_kinds, kind.name, kind)

    def link_purpose(self, name: str, open: Callable[[HttpRequest, Any], HttpResponse]) -> None:
        """Say what a POST on a link of this purpose opens."""
        _add(self.link_purposes, name, open)

    def predicate(
        self, name: str, holds: Callable[[HttpRequest], bool], *, without_account: bool = False
    ) -> None:
        """Add a word to the vocabulary of ``@allow``. One for women who have no account is added
        before the views that use it are imported: it opens Django's own locked door."""
        _add(self.predicates, name, holds)
        if without_account:
            self.without_account.add(name)

    def invitation(
        self,
        role: str,
        accept: Callable[..., None],
        places: Callable[[], list[tuple[str, str]]] | None = None,
    ) -> None:
        """``accept(user=, subject=, by=)`` gives a new account its place in a room;
        ``places()`` lists the (subject, label) pairs a coordinator can invite to."""
        _add(self.invitations, role, accept)
        if places:
            _add(self.places, role, places)

    def sweep(self, name: str, run: Callable[[Now], int]) -> None:
        """Run each minute: what became due? Must be idempotent."""
        _add(self.sweeps, name, run)

    def purge(self, name: str, run: Callable[[Now], int]) -> None:
        """Run each night: what is past its period?"""
        _add(self.purges, name, run)

    def demo(self, order: int, make: Callable[[Now, str], None]) -> None:
        """Demo data, ground first. ``make(now, password)`` must be idempotent."""
        _add(self.demos, order, make)

    def scale(self, order: int, fill: Callable[[Any, Now], None]) -> None:
        """A room's part of ``seed_scale``, ground first. ``fill(sizes, now)`` writes rows in bulk
        and sends nothing; ``sizes`` is a ``peersupport.scale.Sizes``."""
        _add(self.scales, order, fill)

    def owned_by(self, rows: Any, actor: Actor) -> Any:
        """The rows whose ``owner`` ("group:3") is this actor's; all for a coordinator."""
        if actor.user is None or not actor.user.is_staff:
            return rows.none()
        if actor.is_coordinator:
            return rows
        # A room may answer with a sub-query: then her rows cost one query, not two.
        mine = Q(pk__in=[])
        for owners in self.owners:
            mine |= Q(owner__in=owners(actor.user))
        return rows.filter(mine)


def _add(table: dict, name: Any, value: Any) -> None:
    if name in table:
        raise ValueError(f"{name!r} is registered already")
    table[name] = value


registry = Registry()
