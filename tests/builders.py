"""Plain builders over the rooms' own services: a test says only what matters to it.

Rooms are imported where they are used, so that a test of the ground needs no room above it.
"""

import datetime as dt
import itertools
from typing import Any

from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.messaging import outbox
from peersupport.models import ContactCard, Message, User
from peersupport.registry import MessageKind, Words, registry
from peersupport.services import cards

PASSWORD = "four small words and tea"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_count = itertools.count(1)


def phone(number: int | None = None) -> str:
    """A number from the range kept for drama; another one each time unless told."""
    return f"+447700900{(next(_count) if number is None else number) % 1000:03d}"


def user(name: str, role: str, *, two_steps: bool = True, **more: Any) -> User:
    """Somebody who signs in; staff with their second step set up, as they must."""
    from allauth.account.models import EmailAddress

    email = f"{name.split()[0].lower()}@example.org"
    made = User.objects.create_user(email, PASSWORD, name=name, role=role, **more)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    if two_steps and role in {"peer_leader", "coordinator"}:
        second_step(made)
    return made


def second_step(of: User) -> None:
    """A code from an app, sealed as our adapter seals it."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import encrypt

    Authenticator.objects.create(
        user=of, type=Authenticator.Type.TOTP, data={"secret": encrypt(TOTP_SECRET)}
    )


def card(*, holder: str = "woman", by: Actor = SYSTEM, **answers: Any) -> ContactCard:
    """Safe-contact answers. With none given: a number of its own, and yes to texts."""
    said = answers or {"phone": phone(), "text": "yes"}
    return cards.make(holder=holder, answers=said, by=by)


def group(name: str = "Kettle on the hob", *, by: Actor = SYSTEM, **facts: Any):
    """An open group of groups.services."""
    from groups.services import groups

    usual = {
        "who_for": "Anyone who would like company.",
        "area": "North side",
        "venue_name": "The Old Library",
        "venue_address": "1 High Street, Ambridge",
    }
    return groups.open_group(by=by, name=name, **(usual | facts))


def leads(user: User, group, *, by: Actor = SYSTEM) -> None:
    """Give her a place as this group's peer leader."""
    from groups.services import groups

    groups.give_leadership(user=user, subject=group.owner, by=by)


def place(group, name: str = "Ada", *, by: Actor = SYSTEM, **answers: Any):
    """A woman's place in a group, with her card. Returns the membership."""
    from groups.services import memberships

    return memberships.join(
        woman_name=name,
        card=card(by=by, **answers),
        group_id=group.pk,
        came_by="herself",
        first_contact_on=clock.today(),
        by=by,
    )


def wording(group, language: str = "ur", *, by: Actor = SYSTEM):
    """A group's own words for paper in a language, not checked yet."""
    from outreach.services import wordings

    said = dict.fromkeys(wordings.FIELDS, "خوش آمدید")
    return wordings.write(group_id=group.pk, language=language, words=said, by=by)


def session(group, *, starts: dt.datetime | None = None, minutes: int = 120, by: Actor = SYSTEM):
    """A planned session: a day from now, at the full hour, unless told."""
    from groups.services import sessions

    when = (starts or clock.now() + dt.timedelta(days=1)).astimezone(clock.LONDON)
    wall = when.time() if starts else dt.time(when.hour)
    return sessions.plan(group=group, day=when.date(), wall=wall, minutes=minutes, by=by)


def kind(name: str = "test-note", audience: str = "woman", **more: Any) -> MessageKind:
    """A message kind for one test, in the registry's table until the fixture empties it."""
    more.setdefault("render", lambda message, level: Words(body=f"Hello from {message.pk}. Ruth"))
    registry.message_kinds[name] = MessageKind(name, audience, **more)
    return registry.message_kinds[name]


def message(to: ContactCard | None = None, *, kind: str = "test-note", **said: Any) -> Message:
    """One message of ``kind``, due now and good for two hours unless told."""
    now = clock.now()
    said = {
        "about": "thing:1",
        "dedupe_key": f"test:{next(_count)}",
        "not_before": now,
        "expires_at": now + dt.timedelta(hours=2),
        "by": SYSTEM,
    } | said
    made = outbox.enqueue(kind=kind, card=to or card(), **said)
    assert made is not None, "her card allows no such message"
    return made


def group_question(group, by: User, **facts: Any):
    """A question that this group asks women who would like to join."""
    from outreach.models import GroupQuestion, Question

    usual = {"words": "Do you like tea?", "why": "So the kettle is on.", "kind": "yes_no"}
    reviewed = {"state": "reviewed", "reviewed_by": by, "reviewed_at": clock.now()}
    said = usual | {"who_sees": "leaders", "proposed_by": by} | reviewed | facts
    question = Question.objects.create(**said)
    place = GroupQuestion.objects.filter(group=group).count() + 1
    return GroupQuestion.objects.create(group=group, question=question, place=place)
