"""What is deleted, and when, by the night's job itself (safety.md 20, 35)."""

import datetime as dt

import pytest

from groups.models import Answer, Attendance, Membership, Parting, Woman
from groups.services import answers, memberships, partings, register
from peersupport import beats
from peersupport.messaging import inbound
from peersupport.models import BrowserSession, InboundText, Message
from tests import builders

from .conftest import herself
from .test_erasure import send_reminders_now, tell_ruth_of_late_women

pytestmark = pytest.mark.django_db
NIGHT = dt.timedelta(hours=6)


def nights(frozen, until: dt.datetime) -> None:
    """Run the purge as beat does, every six hours, up to and including ``until``."""
    while frozen.at < until:
        frozen.set(min(frozen.at + NIGHT, until))
        beats.purge()


def test_a_late_notice_and_its_message_are_gone_24_hours_after_the_session(
    ada, adas_place, session, ruth, group, frozen, drain_all
) -> None:
    tell_ruth_of_late_women(ruth, group)
    frozen.set(session.starts_at)
    answers.say(session, adas_place, "late", minutes=5, way="page", by=herself(ada))
    drain_all()
    frozen.set(session.ends_at + dt.timedelta(hours=1))
    beats.purge()
    assert Answer.objects.filter(choice="late").exists()
    assert Message.objects.filter(kind="late-notice").exists()
    nights(frozen, session.ends_at + dt.timedelta(hours=24))
    assert not Answer.objects.exists()
    assert not Message.objects.filter(kind="late-notice").exists()


def test_other_answers_stay_90_days(ada, adas_place, session, frozen) -> None:
    answers.say(session, adas_place, "coming", way="page", by=herself(ada))
    frozen.set(session.ends_at + dt.timedelta(days=89))
    beats.purge()
    assert Answer.objects.exists()
    frozen.tick(days=2)
    beats.purge()
    assert not Answer.objects.exists()


def test_her_texts_go_but_not_one_that_waits_for_a_person(
    ada, session, frozen, drain_all, adas_place
) -> None:
    send_reminders_now(drain_all)
    for number, body in enumerate(["1", "where is it?", "STOP"]):
        inbound.receive(sender=ada.card.phone, body=body, provider="g", provider_id=str(number))
    frozen.set(session.ends_at + dt.timedelta(hours=24))
    beats.purge()
    left = InboundText.objects.order_by("pk").values_list("state", flat=True)
    assert list(left) == ["needs_person", "stop"]
    frozen.tick(days=28)
    beats.purge()
    assert not InboundText.objects.exists()


def test_marks_become_came_when_the_14_days_end(adas_place, session, by_ruth, frozen) -> None:
    frozen.set(session.starts_at)
    register.mark(session, adas_place, "came", late=True, left_early=True, by=by_ruth)
    frozen.set(session.ends_at + dt.timedelta(days=14))
    beats.purge()
    assert Attendance.objects.get().late
    frozen.tick(minutes=1)
    beats.purge()
    line = Attendance.objects.get()
    assert (line.state, line.late, line.left_early) == ("came", False, False)


def came_every_week(place, group, by, frozen, weeks: int) -> list[dt.date]:
    days = []
    for _ in range(weeks):
        session = builders.session(group)
        frozen.set(session.starts_at)
        register.mark(session, place, "came", by=by)
        days.append(session.wall_date)
        frozen.tick(days=6)
    return days


def test_named_attendance_goes_after_90_days_and_leaves_a_few_figures(
    adas_place, group, by_ruth, frozen
) -> None:
    days = came_every_week(adas_place, group, by_ruth, frozen, 12)
    for _ in range(20):
        frozen.tick(days=7)
        beats.purge()
    adas_place.refresh_from_db()
    assert not Attendance.objects.exists()
    assert (adas_place.first_visit_on, adas_place.third_visit_on) == (days[0], days[2])
    assert adas_place.came_in_months == [1, 3]
    assert adas_place.visits_forgotten == 12


def test_a_woman_is_forgotten_28_days_after_her_last_place_ended(
    ada, adas_place, group, by_ruth, frozen
) -> None:
    days = came_every_week(adas_place, group, by_ruth, frozen, 3)
    memberships.leave(adas_place, by=by_ruth)
    frozen.tick(days=28, minutes=-1)
    beats.purge()
    assert Woman.objects.filter(pk=ada.pk).exists()
    frozen.tick(minutes=2)
    beats.purge()
    assert not Woman.objects.filter(pk=ada.pk).exists()
    adas_place.refresh_from_db()
    # Its figures were kept before her register lines went.
    assert (adas_place.woman_id, adas_place.first_visit_on) == (None, days[0])
    assert adas_place.third_visit_on == days[2]


def test_who_asked_to_be_forgotten_leaves_no_new_figures(
    ada, adas_place, group, by_ruth, frozen
) -> None:
    came_every_week(adas_place, group, by_ruth, frozen, 3)
    partings.forget(ada, by=herself(ada))
    place = Membership.objects.get(pk=adas_place.pk)
    assert (place.first_visit_on, place.third_visit_on) == (None, None)


def test_a_woman_with_a_place_is_never_forgotten_by_the_night(ada, frozen) -> None:
    frozen.tick(days=4000)
    beats.purge()
    assert Woman.objects.filter(pk=ada.pk).exists()


def test_wishes_go_28_days_after_they_were_undone(ada, frozen) -> None:
    parting = partings.ask(ada, "leave", by=herself(ada))
    partings.undo(parting, by=herself(ada))
    frozen.tick(days=28, minutes=1)
    beats.purge()
    assert not Parting.objects.exists()


def test_browser_sessions_that_ran_out_go(ada_client) -> None:
    BrowserSession.objects.update(expire_date=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    beats.purge()
    assert not BrowserSession.objects.exists()
