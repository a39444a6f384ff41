"""Rules of the services that the peer leaders' pages lean on."""

import datetime as dt

import pytest

from groups import reminders
from groups.models import Session
from groups.services import answers, groups, leader_late, sessions
from peersupport import clock
from peersupport.actors import Actor
from peersupport.models import Message
from peersupport.services import people
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def tomorrow(frozen, group, ruth, adas_place, by_ruth) -> Session:
    return builders.session(group, starts=clock.now() + dt.timedelta(days=1), by=by_ruth)


def told(kind: str, **more) -> list[str]:
    rows = Message.objects.filter(kind=kind, **more).order_by("pk")
    return list(rows.values_list("state", flat=True))


# -- a late peer leader ---------------------------------------------------------------------------


def test_the_same_minutes_pressed_twice_tell_once(tomorrow, by_ruth) -> None:
    assert leader_late.tell(tomorrow, 10, by=by_ruth) == 1
    assert leader_late.tell(tomorrow, 10, by=by_ruth) == 0
    assert told("leader-late") == ["due"]


def test_other_minutes_take_the_place_of_the_first(tomorrow, by_ruth, frozen) -> None:
    leader_late.tell(tomorrow, 5, by=by_ruth)
    frozen.tick(seconds=20)
    leader_late.tell(tomorrow, 20, by=by_ruth)
    assert told("leader-late") == ["cancelled", "due"]


# -- moved away and back --------------------------------------------------------------------------


def move_to(session: Session, hour: int, by) -> None:
    sessions.move(session, day=session.wall_date, wall=dt.time(hour), minutes=120, by=by)


def test_moved_back_before_anything_went_out_it_reminds_after_all(tomorrow, by_ruth) -> None:
    reminders.materialise(clock.now())
    move_to(tomorrow, 15, by_ruth)
    reminders.materialise(clock.now())
    move_to(tomorrow, 11, by_ruth)
    reminders.materialise(clock.now())
    now_due = Message.objects.filter(kind="reminder", state="due")
    assert {message.about_starts_at for message in now_due} == {tomorrow.starts_at}
    assert now_due.count() == 2


def test_moved_back_after_it_went_out_it_does_not_remind_twice(
    tomorrow, by_ruth, drain_all, gateway
) -> None:
    reminders.materialise(clock.now())
    drain_all()
    sent = told("reminder", state="accepted")
    move_to(tomorrow, 15, by_ruth)
    move_to(tomorrow, 11, by_ruth)
    reminders.materialise(clock.now())
    again = Message.objects.filter(kind="reminder", about_starts_at=tomorrow.starts_at)
    assert sent == ["accepted"]
    assert again.exclude(state="cancelled").count() == 2
    assert again.filter(state="due").count() == 1


# -- who signs ------------------------------------------------------------------------------------


def test_a_session_is_signed_by_somebody_who_will_be_there(tomorrow, group, ruth, nadia) -> None:
    by, mel = Actor.of_user(nadia), builders.user("Mel Leader", "peer_leader")
    builders.leads(mel, group)
    groups.end_leadership(ruth.leaderships.get(), by=by)
    tomorrow.refresh_from_db()
    assert tomorrow.led_by == mel
    groups.end_leadership(mel.leaderships.get(), by=by)
    tomorrow.refresh_from_db()
    assert tomorrow.led_by is None


def test_the_first_who_comes_signs_what_nobody_did(frozen, group, ruth) -> None:
    empty = builders.group("Third place")
    session = builders.session(empty)
    assert session.led_by is None
    builders.leads(ruth, empty)
    session.refresh_from_db()
    assert session.led_by == ruth


# -- who hears that somebody is late --------------------------------------------------------------


def test_who_wrote_it_down_is_not_told_what_she_wrote(
    tomorrow, group, ruth, adas_place, by_ruth
) -> None:
    mel = builders.user("Mel Leader", "peer_leader")
    builders.leads(mel, group)
    for user in (ruth, mel):
        groups.choose_notices(user.leaderships.get(), "mail", by=Actor.of_user(user))
    answers.say(tomorrow, adas_place, "late", way="leader", by=by_ruth)
    mel.refresh_from_db()
    assert [m.card for m in Message.objects.filter(kind="late-notice")] == [mel.card]


# -- closing --------------------------------------------------------------------------------------


def test_an_invitation_to_a_group_that_closed_opens_no_place_in_it(group, nadia) -> None:
    """Its women's names would be read by somebody who never came to lead it."""
    by = Actor.of_user(nadia)
    invitation = people.invite(
        email="new@example.org", name="New", role="peer_leader", subject=group.owner, by=by
    )
    groups.set_state(group, "paused", by=by)
    assert people.open_invitation(invitation.pk) is not None
    groups.set_state(group, "closed", by=by)
    assert people.open_invitation(invitation.pk) is None
    with pytest.raises(people.AlreadyHere):
        people.accept(invitation, name="New", password=builders.PASSWORD)
