"""What the line puts on today for a peer leader: a place that is free while somebody waits for one,
an offer that ran out, and an answer that came by itself."""

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from groups import queries as groups
from peersupport.actors import Actor
from peersupport.registry import Card

from ..models import Introduction, PlaceOffer

FREE, RAN_OUT, ANSWERED = 35, 42, 25
SHOWN_FOR = dt.timedelta(days=3)


def today(user: Any, now: dt.datetime) -> list[Card]:
    """The line's cards for whoever leads a group, from one query; a coordinator reads the line
    itself."""
    if user.role != "peer_leader":
        return []
    standing, url = _standing(Actor.of_user(user), now), reverse("outreach:line-list")
    cards = []
    if standing["free"]:
        cards.append(_free(standing["free"], url))
    if standing["joined"]:
        cards.append(_joined(standing["joined"], reverse("outreach:introduction-list")))
    if standing["ran_out"]:
        cards.append(_ran_out(standing["ran_out"], url))
    return cards


def _standing(actor: Actor, now: dt.datetime) -> dict[str, int]:
    since = now - SHOWN_FOR
    offers = PlaceOffer.objects.filter(kind="place")
    ran_out = Q(answer="", held_until__lte=now, held_until__gt=since) & ~Q(ended="withdrawn")
    line = Introduction.objects.in_line().order_by().filter(group_id=OuterRef("pk"))
    rows = groups.visible_groups(actor).annotate(
        waits=Exists(line),
        taken=_many(groups.live_places()),
        offered=_many(offers.live(now)),
        lost=_many(offers.filter(ran_out)),
        came=_many(offers.filter(answer="yes", answered_at__gt=since, way="link")),
    )
    free = Q(state="open", waits=True, places__gt=F("taken") + F("offered"))
    counted = rows.aggregate(free=Count("pk", filter=free), joined=Sum("came"), ran_out=Sum("lost"))
    return {name: many or 0 for name, many in counted.items()}


def _many(rows: QuerySet) -> Coalesce:
    """How many of these rows a group has, as part of the one query."""
    of_group = rows.filter(group_id=OuterRef("pk")).order_by().values("group_id")
    return Coalesce(Subquery(of_group.annotate(many=Count("pk")).values("many")), 0)


def _free(many: int, url: str) -> Card:
    what = "A place is free" if many == 1 else f"Places are free in {many} groups"
    text = "Somebody waits for one. Offer it to the next in the line."
    return Card(FREE, what, text, url, "See the line", "introduction")


def _joined(many: int, url: str) -> Card:
    who = "One woman" if many == 1 else f"{many} women"
    text = "On her own page. Tell her where and when, in the way she said is safe."
    return Card(ANSWERED, f"{who} said yes to a place", text, f"{url}?finished", "See who")


def _ran_out(many: int, url: str) -> Card:
    what = "An offer ran out" if many == 1 else f"{many} offers ran out"
    text = "That is not a no. She keeps her turn, and the place can be offered to the next."
    return Card(RAN_OUT, what, text, url, "See the line", "introduction")
