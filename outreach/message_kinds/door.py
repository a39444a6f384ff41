"""The one message of the door: a link to her page there. Neutral, and never sent by itself."""

import datetime as dt

from django.conf import settings

from groups import queries
from peersupport import clock
from peersupport.actors import SYSTEM
from peersupport.messaging import words
from peersupport.models import Message
from peersupport.registry import MessageKind, Words
from peersupport.sensitive import to_greet
from peersupport.wording import hour

from ..models import Introduction, PlaceOffer
from ..services import door_links


def _row(message: Message) -> Introduction | None:
    rows = Introduction.objects.open().select_related("card", "group", "organisation")
    return rows.filter(pk=message.params["introduction"]).first()


def _offer(message: Message) -> PlaceOffer | None:
    return PlaceOffer.objects.filter(pk=message.params["offer"]).first()


def still_true(message: Message, now: dt.datetime) -> bool:
    """She is at the door, links are still safe for her, and the offer it speaks of is open."""
    row = _row(message)
    if row is None or not door_links.may_send(row.card):
        return False
    if message.params["offer"] is None:
        return True
    offer = _offer(message)
    return offer is not None and offer.is_live(now)


def render(message: Message, level: str) -> Words:
    """The link is minted as it is written: no copy of it lies anywhere else."""
    row, offer = _row(message), _offer(message)
    assert row is not None  # noqa: S101  (still_true was asked in the same transaction)
    token = door_links.mint_for(row, by=SYSTEM)
    leaders = queries.leader_names(row.group_id) if row.group_id else []
    context = {
        "name": called(row),
        "leader": leaders[0] if leaders else "",
        "until": until(offer.held_until) if offer else "",
        "link": f"{settings.SITE_URL}/l/{token}/",
    }
    by_text = message.channel == "text"
    template = f"outreach/messages/{message.kind}.{'text' if by_text else 'mail'}"
    return words.of_text(template, context) if by_text else words.of_mail(template, context)


def called(row: Introduction) -> str:
    """The name to greet her by, or "" where it would give her away (safety.md 14)."""
    names = [row.group.name, row.group.venue_name] if row.group else []
    names += [row.organisation.name] if row.organisation else []
    return to_greet(row.name, names=names)


def until(moment: dt.datetime) -> str:
    """Friday at 10am; the day's date where it is a week away or more."""
    wall = moment.astimezone(clock.LONDON)
    ahead = (wall.date() - clock.today()).days
    day = f"{wall:%A}" if ahead < 7 else f"{wall:%A} {wall.day} {wall:%B}"
    return f"{day} at {hour(moment)}"


KINDS = (MessageKind(door_links.KIND, "woman", render=render, still_true=still_true),)
