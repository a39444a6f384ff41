"""Groups: opened, changed, paused, closed. Never deleted."""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from peersupport import audit, clock
from peersupport.actors import SYSTEM, Actor
from peersupport.models import Invitation

from ..models import Group, Leadership, ReminderStep, Session

FIELDS = [
    "name",
    "who_for",
    "about",
    "area",
    "nation",
    "venue_name",
    "venue_address",
    "how_to_find",
    "door_looks",
    "reply_days",
    "rings_from",
    "quiet_from",
    "quiet_until",
    "safe_contact_days",
    "welcome_per_week",
    "places",
    "offer_hours",
]
DAY_BEFORE_AT = dt.time(10)
HOURS_BEFORE = 2


@transaction.atomic
def open_group(*, by: Actor, **facts: Any) -> Group:
    """Open a group with the usual two reminders: 10 the day before, and 2 hours before. Whoever
    opens it has just said that its facts are right."""
    group = Group.objects.create(checked_on=clock.today(), **facts)
    ReminderStep.objects.create(group=group, at=DAY_BEFORE_AT)
    ReminderStep.objects.create(group=group, hours_before=HOURS_BEFORE)
    audit.record("group.opened", group.owner, by=by)
    return group


@transaction.atomic
def edit(group: Group, *, facts: dict[str, Any], by: Actor) -> Group:
    """Change a group's facts (keys as in ``FIELDS``)."""
    row = Group.objects.select_for_update().get(pk=group.pk)
    for name in FIELDS:
        if name in facts:
            setattr(row, name, facts[name])
    row.changed_at = clock.now()
    row.save()
    audit.record("group.edited", row.owner, by=by)
    return row


@transaction.atomic
def confirm_facts(group: Group, *, by: Actor) -> Group:
    """Write down that somebody looked at the group's facts today and all of them are right."""
    row = Group.objects.select_for_update().get(pk=group.pk)
    row.checked_on, row.changed_at = clock.today(), clock.now()
    row.save(update_fields=["checked_on", "changed_at"])
    audit.record("group.checked", row.owner, by=by)
    return row


def public_facts_changed(group_id: int) -> None:
    """Date the group anew: its times or its languages may have changed, and directories ask for
    what is new. Called in the transaction of whatever changed them."""
    Group.objects.filter(pk=group_id).update(changed_at=clock.now())


@transaction.atomic
def set_reminders(
    group: Group, *, day_before_at: dt.time | None, hours_before: int | None, by: Actor
) -> None:
    """Choose when the group reminds; None leaves a step out. What is due by an old step and
    is not yet with a provider is withdrawn by ``still_true``."""
    row = Group.objects.select_for_update().get(pk=group.pk)
    wanted = {(day_before_at, None), (None, hours_before)} - {(None, None)}
    for step in row.reminder_steps.all():
        if (step.at, step.hours_before) in wanted:
            wanted.remove((step.at, step.hours_before))
        else:
            step.delete()
    for at, hours in wanted:
        ReminderStep.objects.create(group=row, at=at, hours_before=hours)
    audit.record("group.reminders", row.owner, by=by)


@transaction.atomic
def set_state(group: Group, state: str, *, by: Actor) -> Group:
    """Open, pause or close a group. Closing cancels the sessions still to come, and takes back
    invitations to lead it.

    Raises ``ValueError`` for a state nobody knows.
    """
    from . import sessions

    if state not in {"open", "paused", "closed"}:
        raise ValueError(state)
    row = Group.objects.select_for_update().get(pk=group.pk)
    row.state, row.changed_at = state, clock.now()
    row.save(update_fields=["state", "changed_at"])
    if state == "closed":
        ahead = Session.objects.planned().filter(group=row, starts_at__gt=clock.now())
        for session in ahead:
            sessions.cancel(session, by=by)
        _take_invitations_back(row, by)
    audit.record(f"group.{state}", row.owner, by=by)
    return row


def _take_invitations_back(group: Group, by: Actor) -> None:
    from peersupport.services import people

    waiting = Invitation.objects.filter(role="peer_leader", subject=group.owner)
    for invitation in waiting.filter(accepted_at=None, withdrawn_at=None):
        people.withdraw(invitation, by=by)


@transaction.atomic
def give_leadership(*, user, subject: str, by: Actor) -> None:
    """Give a new account its place at the group it was invited to ("group:3")."""
    pk = int(subject.partition(":")[2])
    Leadership.objects.get_or_create(
        user=user, group_id=pk, ended_at=None, defaults={"started_at": clock.now()}
    )
    _sign_anew(pk, None)
    audit.record("leadership.began", f"group:{pk}", by=by)


@transaction.atomic
def end_leadership(leadership: Leadership, *, by: Actor) -> None:
    """End somebody's place at one group; she sees its rows no more from her next request."""
    Leadership.objects.filter(pk=leadership.pk, ended_at=None).update(ended_at=clock.now())
    _sign_anew(leadership.group_id, leadership.user_id)
    audit.record("leadership.ended", f"group:{leadership.group_id}", by=by)


def _sign_anew(group_id: int, user_id: int | None) -> None:
    # A text is signed by whoever will be there: not by somebody who left, nor by nobody when
    # somebody has come.
    from . import sessions

    ahead = Session.objects.planned().filter(group_id=group_id, starts_at__gt=clock.now())
    ahead.filter(led_by=user_id).update(led_by=sessions.who_leads(group_id, SYSTEM))


def end_every_leadership(user, by: Actor) -> None:
    """What the end of a role means in this room."""
    for leadership in Leadership.objects.filter(user=user, ended_at=None):
        end_leadership(leadership, by=by)


@transaction.atomic
def choose_notices(leadership: Leadership, how: str, *, by: Actor) -> None:
    """How a peer leader hears that somebody is running late: none, text or mail.

    Raises ``ValueError`` where her own card has no number or address for it.
    """
    from peersupport.services import people

    user = get_user_model().objects.get(pk=leadership.user_id)
    if how != "none" and not people.card_of(user).allows(how):
        raise ValueError(how)
    Leadership.objects.filter(pk=leadership.pk).update(late_notices=how)
    audit.record("leadership.notices", f"group:{leadership.group_id}", by=by)


def groups_to_count(week: dt.date) -> list[tuple[int, str]]:
    """(id, nation) of the groups whose usual reply time was not counted yet in this week."""
    stale = Q(usual_reply_week__isnull=True) | Q(usual_reply_week__lt=week)
    rows = Group.objects.exclude(state="closed").filter(stale).order_by("pk")
    return list(rows.values_list("pk", "nation"))


def note_usual_reply(group_id: int, days: int | None, *, week: dt.date) -> None:
    """Keep how many working days a first word usually takes there (None: too few to say)."""
    Group.objects.filter(pk=group_id).update(usual_reply_days=days, usual_reply_week=week)
