"""What this room forgets, and when (safety.md 20, 35)."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from peersupport.models import InboundText, Message

from ..models import Answer, Attendance, Membership
from .register import CORRECTABLE

# Gone within 24 hours (safety.md 20), and the purge comes round every six.
LATE_KEPT = dt.timedelta(hours=18)
NAMED_KEPT = dt.timedelta(days=90)
MONTHS = (1, 3, 6, 12)


def purge_late_notices(now: dt.datetime) -> int:
    """Delete late answers, what was told of them and what was texted about that session within
    24 hours of its end. A text that waits for a person waits for her, and so does a STOP."""
    over = now - LATE_KEPT
    late = Answer.objects.filter(choice="late", session__ends_at__lt=over)
    gone = late.delete()[0]
    notices = Message.objects.filter(kind="late-notice", made_at__lt=over)
    gone += notices.exclude(state__in=["claimed", "calling"]).delete()[0]
    texts = InboundText.objects.filter(about__startswith="session:", received_at__lt=over)
    return gone + texts.exclude(state__in=["needs_person", "stop"]).delete()[0]


def purge_marks(now: dt.datetime) -> int:
    """Late and left early become came when the register's 14 days end."""
    marked = Attendance.objects.filter(Q(late=True) | Q(left_early=True))
    return marked.filter(session__ends_at__lt=now - CORRECTABLE).update(
        late=False, left_early=False
    )


def purge_named_attendance(now: dt.datetime) -> int:
    """Delete named attendance after 90 days; the membership keeps a few dates of it."""
    edge = now - NAMED_KEPT
    old = Attendance.objects.filter(session__ends_at__lt=edge)
    ids = list(old.values_list("membership_id", flat=True).distinct())
    with transaction.atomic():
        for membership in Membership.objects.filter(pk__in=ids).select_for_update():
            keep_figures(membership, edge)
        gone = old.delete()[0]
    answers = Answer.objects.filter(session__ends_at__lt=edge)
    return gone + answers.delete()[0]


def keep_figures(membership: Membership, edge: dt.datetime) -> None:
    """Keep first and third visit, and whether she came in month 1, 3, 6 and 12 after the first;
    count the visits that ended before ``edge``, which are about to go."""
    came = membership.attendance.filter(state="came").order_by("session__starts_at")
    days = list(came.values_list("session__wall_date", flat=True))
    if not days:
        return
    third = 2 - membership.visits_forgotten
    first = membership.first_visit_on or days[0]
    membership.first_visit_on = first
    if membership.third_visit_on is None and 0 <= third < len(days):
        membership.third_visit_on = days[third]
    months = {1 + (day - first).days // 30 for day in days}
    membership.came_in_months = sorted({*membership.came_in_months, *(months & set(MONTHS))})
    membership.visits_forgotten += came.filter(session__ends_at__lt=edge).count()
    membership.save()
