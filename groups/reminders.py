"""The minute's question: which reminders are due within 48 hours, from each session's present start?"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from peersupport import clock
from peersupport.actors import SYSTEM
from peersupport.messaging import outbox, times
from peersupport.models import Message

from .models import Membership, ReminderStep, Session

AHEAD = dt.timedelta(hours=48)
# How long before the start a reminder is still worth having (delivery.md, Late).
DAY_BEFORE_ENDS = dt.timedelta(minutes=30)
SAME_DAY_ENDS = dt.timedelta(minutes=10)


def ideal(step: ReminderStep, session: Session) -> dt.datetime:
    """When this step reminds of this session: "the day before" is a calendar day at a wall
    time in London, "two hours before" is time elapsed."""
    if step.at is not None:
        return clock.instant(session.wall_date - dt.timedelta(days=1), step.at)
    return session.starts_at - dt.timedelta(hours=step.hours_before or 0)


def ends(step: ReminderStep, session: Session) -> dt.datetime:
    """When it is too late for this step."""
    return session.starts_at - (DAY_BEFORE_ENDS if step.at is not None else SAME_DAY_ENDS)


def materialise(now: dt.datetime) -> int:
    """Write down every reminder of the next 48 hours that is not written yet. Run each minute;
    idempotent: one row for each step, session, start and woman. Returns how many were new."""
    sessions = Session.objects.planned().filter(starts_at__gt=now, starts_at__lte=now + AHEAD)
    near = list(sessions.select_related("group").prefetch_related("group__reminder_steps"))
    places: dict[int, list[Membership]] = {}
    rows = Membership.objects.live().filter(group_id__in={session.group_id for session in near})
    for place in rows.select_related("woman__card"):
        places.setdefault(place.group_id, []).append(place)
    drafts = [
        draft
        for session in near
        for draft in of_session(session, places.get(session.group_id, []), now)
    ]
    return outbox.store(drafts) if drafts else 0


def of_session(session: Session, places: list[Membership], now: dt.datetime) -> Iterable[Message]:
    """The reminders of one session that can still be of use, one a step and woman."""
    for step in session.group.reminder_steps.all():
        moment, latest = ideal(step, session), ends(step, session)
        if latest <= now or (step.at is not None and not _day_is_still_before(session, now)):
            continue
        for place in places:
            draft = _draft(step, session, place, moment, latest, now)
            if draft is not None:
                yield draft


def free_withdrawn(session: Session) -> None:
    """A session that is moved back to a start it had before reminds of it after all: what was
    withdrawn unsent gives its key back. What was sent for that start keeps it, and is not sent
    again."""
    rows = Message.objects.filter(
        about=session.subject,
        kind="reminder",
        about_starts_at=session.starts_at,
        state="cancelled",
        called_at=None,
    )
    rows.update(dedupe_key=Concat(Value("withdrawn:"), Cast("pk", CharField())))


def _day_is_still_before(session: Session, now: dt.datetime) -> bool:
    # Planned or moved to today: the step for the day before has nothing left to say.
    return now.astimezone(clock.LONDON).date() < session.wall_date


def _draft(
    step: ReminderStep,
    session: Session,
    place: Membership,
    moment: dt.datetime,
    latest: dt.datetime,
    now: dt.datetime,
) -> Message | None:
    group, card = session.group, place.her.card
    start = session.starts_at.astimezone(dt.UTC)
    fitted = times.fit(moment, now=now, latest=latest, card=card, quiet=group.quiet)
    return outbox.draft(
        kind="reminder",
        card=card,
        about=session.subject,
        about_starts_at=session.starts_at,
        # Without the channel: a new yes by another way is not a second reminder (delivery.md).
        dedupe_key=f"reminder:{step.pk}:{session.pk}:{start:%Y%m%dT%H%M}:{place.woman_id}",
        # No safe time: written down all the same, and it runs out where her peer leader sees it.
        not_before=fitted or min(moment, latest),
        expires_at=latest,
        owner=group.owner,
        quiet=group.quiet,
        params={
            "session": session.pk,
            "membership": place.pk,
            "step": step.pk,
            "sequence": session.sequence,
        },
        by=SYSTEM,
        now=now,
    )
