"""Her place in a group: it begins with her yes and ends when she says so."""

import datetime as dt

from django.db import transaction

from peersupport import audit, clock, links
from peersupport.actors import Actor
from peersupport.crypto import lookup_hash
from peersupport.messaging import outbox
from peersupport.models import ContactCard

from ..models import Answer, Group, Membership, Session, Woman
from .needs import Said, receive


class Full(ValueError):
    """No place is free. Its words are for whoever writes down her yes."""


def hold_places(group_id: int) -> tuple[Group, int]:
    """Keep the places of a group from everybody else until the transaction ends: its row, locked,
    and how many women have one. Whoever gives or offers a place calls this first, so that two
    women are never given one."""
    group = Group.objects.select_for_update().get(pk=group_id)
    return group, Membership.objects.live().filter(group=group).count()


@transaction.atomic
def join(
    *,
    woman_name: str,
    card: ContactCard,
    group_id: int,
    came_by: str,
    first_contact_on: dt.date,
    needs: Said | None = None,
    by: Actor,
) -> Membership:
    """Give a woman her place. Called only on her own yes (outreach.services.decisions), which
    hands over the door's card, and what would make coming easier: they move, they are not
    copied. Raises ``Full`` where each place is
    taken; the door counts those that it has offered besides."""
    group, taken = hold_places(group_id)
    if group.places is not None and taken >= group.places:
        raise Full("Every place is taken. She can be in the line until one is free.")
    now = clock.now()
    woman = Woman.objects.create(
        name=woman_name, name_hash=lookup_hash("name", woman_name), card=card, joined_at=now
    )
    membership = Membership.objects.create(
        woman=woman,
        group_id=group_id,
        came_by=came_by,
        first_contact_on=first_contact_on,
        joined_at=now,
    )
    if needs is not None:
        receive(woman, needs)
    audit.record("membership.began", membership.subject, by=by)
    return membership


@transaction.atomic
def leave(membership: Membership, *, by: Actor) -> None:
    """End her place, without a reason. What was to be said to her is withdrawn with it, and
    where it was her last place her link ends too."""
    now = clock.now()
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    if row.ended_at is not None:
        return
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    ahead = Session.objects.filter(group_id=row.group_id, ends_at__gt=now)
    for session in ahead:
        outbox.withdraw(about=session.subject, reason="she_left", card=row.her.card_id)
    Answer.objects.filter(membership=row, session__in=ahead).delete()
    if not Membership.objects.live().filter(woman=row.her).exists():
        links.revoke(subject=row.her.subject)
    audit.record("membership.ended", row.subject, by=by)
