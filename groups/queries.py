"""Reads of this room for pages and for the rooms above."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from peersupport import clock
from peersupport.actors import Actor
from peersupport.registry import Section

from . import working_days
from .models import Attendance, Group, Leadership, Membership, Parting, Session, Woman
from .models.group import led_by

LOOKS_AHEAD = dt.timedelta(weeks=8)


def groups_led_by(user: Any) -> QuerySet:
    """A sub-query of the ids of the groups that this user leads now."""
    return led_by(user)


def leads(user: Any, group_id: int) -> bool:
    """Whether this user leads that group now."""
    return Leadership.objects.filter(user=user, group_id=group_id, ended_at=None).exists()


def owners_of(user: Any) -> QuerySet:
    """A sub-query of the owners ("group:3") of the messages that this user may see."""
    named = Concat(Value("group:"), Cast("group_id", CharField()))
    return led_by(user).values_list(named, flat=True)


def leader_names(group_id: int) -> list[str]:
    """First names of whoever leads the group now."""
    places = Leadership.objects.filter(group_id=group_id, ended_at=None).exclude(title="greeter")
    return [place.user.first_name for place in places.select_related("user").order_by("pk")]


def groups_with_a_leader() -> QuerySet:
    """A sub-query of the ids of the groups that have a peer leader or a co-leader now."""
    places = Leadership.objects.filter(ended_at=None, title__in=["leader", "co_leader"])
    return places.values("group_id")


def groups_with_a_co_leader() -> QuerySet:
    """A sub-query of the ids of the groups in which a co-leader stands beside a peer leader."""
    leaders = Leadership.objects.filter(ended_at=None, title="leader").values("group_id")
    places = Leadership.objects.filter(ended_at=None, title="co_leader", group_id__in=leaders)
    return places.values("group_id")


def who_answers(group_id: int) -> tuple[list[Any], list[Any]]:
    """(peer leaders, co-leaders) of a group now, longest there first, each with her card."""
    places = Leadership.objects.filter(group_id=group_id, ended_at=None)
    found: dict[str, list[Any]] = {"leader": [], "co_leader": [], "greeter": []}
    for place in places.select_related("user__card").order_by("pk"):
        found[place.title].append(place.user)
    return found["leader"], found["co_leader"]


def reply_words(group: Group) -> str:
    """By when we answer there, and how long it usually takes."""
    from . import public_presenters

    return public_presenters.promise(group)


def open_groups() -> QuerySet[Group]:
    """Groups that welcome new women now, by name."""
    return Group.objects.filter(state="open").order_by("name", "pk")


def visible_groups(actor: Actor) -> QuerySet[Group]:
    """The groups that this member of staff looks after and that are not closed, by name."""
    rows = Group.objects.visible_to(actor).exclude(state="closed")
    return rows.order_by("name", "pk")


def public_groups() -> QuerySet[Group]:
    """Groups that anybody may read about: open and paused."""
    return Group.objects.in_public()


def public_groups_of(actor: Actor) -> QuerySet[Group]:
    """Of the groups that anybody may read about, those that are hers to look after."""
    return Group.objects.visible_to(actor).in_public()


def as_public(groups: Iterable[Group], now: dt.datetime) -> list[Any]:
    """Each group as anybody may read of it, with its usual times: the area, never the venue
    (contract.md). One query, however many groups."""
    from . import public_presenters

    return public_presenters.groups(groups, now)


def sessions_soon(now: dt.datetime) -> QuerySet[Session]:
    """Planned sessions of the next eight weeks: what a group's usual times are read from."""
    rows = Session.objects.planned()
    return rows.filter(starts_at__gt=now, starts_at__lt=now + LOOKS_AHEAD)


def first_visit(membership: str = "") -> Coalesce:
    """The day of her first visit, as an expression over places, or over rows that point to one by
    the column ``membership``: what is kept of it, else what the register says."""
    place, at = (f"{membership}_id", f"{membership}__") if membership else ("pk", "")
    came = Attendance.objects.filter(membership_id=OuterRef(place), state="came")
    days = came.order_by("session__starts_at").values("session__wall_date")
    return Coalesce(f"{at}first_visit_on", Subquery(days[:1]))


def first_visit_of(membership_id: int) -> dt.date | None:
    """The day of the first visit that this place saw, or None before it."""
    return Membership.objects.filter(pk=membership_id).values_list(first_visit(), flat=True).first()


def group_for_ref(ref: str) -> Group | None:
    """The public group with this code, or None."""
    return Group.objects.in_public().filter(ref=ref).first()


def reply_day(moment: dt.datetime, days: int, nation: str) -> dt.date:
    """The day by which we answer "within so many working days" of that nation ("": of each)."""
    return working_days.day_within(moment, days, nation)


def working_days_end(moment: dt.datetime, days: int, nation: str) -> dt.datetime:
    """The instant at which so many working days after ``moment`` are over."""
    return working_days.end_within(moment, days, nation)


def next_working_day(day: dt.date, nation: str) -> dt.date:
    """The first working day after ``day``."""
    return working_days.after(day, 1, nation)


def working_days_between(first: dt.datetime, last: dt.datetime, nation: str) -> int:
    """How many working days it took from one moment to a later one: 0 on the same day."""
    return working_days.between(first, last, nation)


def group_places() -> list[tuple[str, str]]:
    """("group:3", label) for each group that a peer leader can be invited to."""
    rows = Group.objects.exclude(state="closed").order_by("name", "pk")
    return [(group.owner, f"Peer leader of {group.name}") for group in rows]


def woman_of(subject: str) -> Woman | None:
    """The woman a link's subject ("woman:12") names."""
    kind, _, pk = subject.partition(":")
    rows = Woman.objects.select_related("card").filter(pk=pk) if kind == "woman" else None
    return rows.first() if rows is not None else None


def membership_of(subject: str) -> Membership | None:
    """Her live place, newest first, for a link's subject."""
    kind, _, pk = subject.partition(":")
    if kind != "woman":
        return None
    rows = Membership.objects.live().filter(woman_id=pk).select_related("group", "woman__card")
    return rows.order_by("-joined_at", "-pk").first()


def members_of(group_id: int) -> QuerySet[Membership]:
    """Live places in a group, oldest first, each with its woman and card."""
    rows = Membership.objects.live().filter(group_id=group_id)
    return rows.select_related("woman__card").order_by("pk")


def live_places() -> QuerySet[Membership]:
    """All live places, for a sub-query of a room above."""
    return Membership.objects.live()


def places_of(group_ids: list[int], *, since: dt.datetime) -> dict[int, tuple[int, int]]:
    """For each group: how many women have a place, and how many places came free since then."""
    live, freed = Q(ended_at=None), Q(ended_at__gt=since)
    rows = Membership.objects.filter(live | freed, group_id__in=group_ids)
    counted = rows.values("group_id").annotate(
        taken=Count("pk", filter=live), freed=Count("pk", filter=freed)
    )
    found = counted.values_list("group_id", "taken", "freed")
    return {pk: (taken, went) for pk, taken, went in found}


def next_session(group_id: int, now: dt.datetime) -> Session | None:
    """The session that is on or comes next, planned or cancelled ones that were to come."""
    rows = Session.objects.filter(group_id=group_id, ends_at__gt=now, state="planned")
    return rows.select_related("group", "led_by").order_by("starts_at", "pk").first()


def cancelled_ahead(
    group_id: int, now: dt.datetime, before: dt.datetime | None = None
) -> QuerySet[Session]:
    """Cancelled sessions that were to come (before the next one that stands), soonest first."""
    rows = Session.objects.filter(group_id=group_id, state="cancelled", starts_at__gt=now)
    rows = rows.filter(starts_at__lt=before) if before else rows
    return rows.order_by("starts_at", "pk")


def like_the_last(groups: QuerySet, ref: str, now: dt.datetime) -> dict[str, Any]:
    """What planning begins with: the same weekday, hour and length as the last session of the
    group that was asked for, or of the first one that has any."""
    group = groups.filter(ref=ref).first() if ref else None
    rows = (
        Session.objects.filter(group=group) if group else Session.objects.filter(group__in=groups)
    )
    last = rows.order_by("-starts_at", "-pk").first()
    if last is None:
        return {"group": group.pk if group else None}
    today = now.astimezone(clock.LONDON).date()
    weeks = max(1, (today - last.wall_date).days // 7 + 1)
    return {
        "group": last.group_id,
        "day": last.wall_date + dt.timedelta(weeks=weeks),
        "time": last.wall_time,
        "minutes": last.minutes,
    }


def session_by_id(session_id: int) -> Session | None:
    """A session with its group, for rooms above that hold only its id."""
    return Session.objects.select_related("group", "led_by").filter(pk=session_id).first()


def open_wishes(subject: str) -> QuerySet[Parting]:
    """What she asked for and what waits its seven days: to leave, to be forgotten."""
    kind, _, pk = subject.partition(":")
    rows = Parting.objects.filter(undone_at=None, done_at=None).order_by("pk")
    return rows.filter(woman_id=pk) if kind == "woman" else rows.none()


def export(subject: str) -> list[Section]:
    """All this room holds about her, in plain words, and nobody else's (safety.md 37)."""
    from . import exports

    return exports.of(subject)
