"""How a peer leader hears that somebody is on her way: her own number, and a way for each group."""

from django.db import transaction

from peersupport.actors import Actor
from peersupport.models import User
from peersupport.services import cards, people

from ..models import Leadership
from . import groups


@transaction.atomic
def choose(user: User, *, phone: str, ways: dict[int, str], by: Actor) -> None:
    """Keep her number for texts (empty: none) and, by leadership id, "none", "text" or "mail".

    Raises ``ValueError`` for a text without a number.
    """
    card = people.card_of(user)
    if phone != card.phone or (card.text == "yes") != bool(phone):
        cards.change(card, answers={"phone": phone, "text": "yes" if phone else "no"}, by=by)
    for place in Leadership.objects.filter(user=user, ended_at=None, pk__in=ways):
        if place.late_notices != ways[place.pk]:
            groups.choose_notices(place, ways[place.pk], by=by)
