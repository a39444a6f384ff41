"""Who looked at what we hold about her, and did something with it: for her own page only."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peersupport.models import AuditEvent
from peersupport.registry import registry

from .models import Membership, Woman

LAST = dt.timedelta(days=31)
MOST = 200
ROLES = {
    "peer_leader": gettext_lazy("peer leader"),
    "coordinator": gettext_lazy("coordinator"),
    "partner_worker": gettext_lazy("partner worker"),
}
# What the verbs of this room and of the ground mean to her; rooms above add their own.
DEEDS = {
    "membership.began": gettext_lazy("gave you your place"),
    "membership.ended": gettext_lazy("ended your place"),
    "register.marked": gettext_lazy("wrote down who came"),
    "register.unmarked": gettext_lazy("took that back"),
    "woman.revealed": gettext_lazy("looked at how to reach you"),
    "answer.taken_back": gettext_lazy("took your answer back"),
    "page_link.sent": gettext_lazy("sent you the link to your page"),
    "page_link.shown": gettext_lazy("showed you the link to your page"),
    "phrase.open": gettext_lazy("let you choose a phrase"),
    "phrase.chosen": gettext_lazy("chose the phrase"),
    "phrase.given": gettext_lazy("opened this page with the phrase"),
    "phrase.tried": gettext_lazy("typed a wrong phrase five times"),
    "card.changed": gettext_lazy("changed how we may reach you"),
    "needs.changed": gettext_lazy("changed what would make coming easier"),
    "parting.leave": gettext_lazy("asked for your place to end"),
    "parting.forget": gettext_lazy("asked us to forget you"),
    "parting.undone": gettext_lazy("took that wish back"),
    "export.shown": gettext_lazy("read all that we keep about you"),
}
# The reasons a number can be looked at for; every room uses the same.
REASONS = {
    "ring": gettext_lazy("to ring you"),
    "text": gettext_lazy("to text you"),
    "write": gettext_lazy("to write to you"),
    "check": gettext_lazy("to check it"),
}


@dataclass(frozen=True)
class Look:
    """One line of the list. ``name`` is empty where it was she, or a computer."""

    at: dt.datetime
    name: str
    who: str
    did: str


def known_as(subject: str) -> list[str]:
    """What this room calls her beside "woman:12": her places and her card."""
    kind, _colon, pk = subject.partition(":")
    woman = Woman.objects.filter(pk=pk).first() if kind == "woman" else None
    if woman is None:
        return []
    places = Membership.objects.filter(woman=woman).values_list("pk", flat=True)
    return [f"card:{woman.card_id}", *[f"membership:{place}" for place in places]]


def last_month(subject: str, now: dt.datetime) -> list[Look]:
    """Newest first; at most ``MOST``. The same number of queries for one line and for many."""
    names = {subject, *[other for known in registry.known_as for other in known(subject)]}
    rows = AuditEvent.objects.filter(subject__in=names, at__gte=now - LAST).order_by("-at", "-pk")
    events = list(rows[:MOST])
    users = _users(event.actor for event in events)
    return [_look(event, subject, users) for event in events]


def _users(actors: Iterable[str]) -> dict:
    ids = {int(actor.partition(":")[2]) for actor in actors if actor.startswith("user:")}
    return {f"user:{user.pk}": user for user in get_user_model().objects.filter(pk__in=ids)}


def _look(event: AuditEvent, subject: str, users: dict) -> Look:
    did = str(registry.deeds.get(event.verb, _("did something with what we keep about you")))
    if event.verb.endswith(".revealed") and event.reason in REASONS:
        did = f"{did}, {REASONS[event.reason]}"
    user = users.get(event.actor)
    if user is not None:
        return Look(event.at, user.first_name, str(ROLES.get(user.role, "")), did)
    if event.actor == subject:
        return Look(event.at, "", _("You, on this page"), did)
    if event.actor == "system":
        return Look(event.at, "", _("Our computer"), did)
    if event.actor == "nobody":
        return Look(event.at, "", _("Somebody on our open pages, perhaps you"), did)
    return Look(event.at, "", _("Somebody who works with us no more"), did)
