"""The minute's question, asked again and again (safety.md 17; delivery.md, Times and Late)."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from groups import reminders
from groups.models import ReminderStep, Session
from groups.services import answers, memberships, sessions
from groups.services import groups as group_services
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.messaging import drain
from peersupport.models import Message, OutboxCopy
from tests import builders

pytestmark = pytest.mark.django_db


def at(*when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=clock.LONDON)


def look() -> int:
    return reminders.materialise(clock.now())


def minute() -> None:
    """What beat and worker do in a minute."""
    look()
    for lane in ("urgent", "text", "mail"):
        drain.drain(lane)


@pytest.fixture
def thursday(group, clock_at):
    """It is Tuesday; the group meets on Thursday 10 December at 10."""
    clock_at(2026, 12, 8, 9, 0)
    return builders.session(group, starts=at(2026, 12, 10, 10, 0))


def test_each_step_reminds_once_at_its_hour(thursday, adas_place, clock_at):
    clock_at(2026, 12, 8, 10, 30)
    assert look() == 2
    assert look() == 0
    due = [m.not_before.astimezone(clock.LONDON) for m in Message.objects.order_by("not_before")]
    assert due == [at(2026, 12, 9, 10, 0), at(2026, 12, 10, 8, 0)]


def test_nothing_is_written_more_than_48_hours_ahead(thursday, adas_place, clock_at):
    clock_at(2026, 12, 8, 9, 59)
    assert look() == 0


def test_a_moved_session_reminds_again_and_the_old_reminder_never_goes(
    thursday, adas_place, clock_at
):
    frozen = clock_at(2026, 12, 9, 10, 0)
    minute()
    assert OutboxCopy.objects.count() == 1
    sessions.move(thursday, day=dt.date(2026, 12, 11), wall=dt.time(18), minutes=120, by=SYSTEM)
    minute()
    while frozen.at < at(2026, 12, 11, 18, 30):
        frozen.tick(minutes=30)
        minute()
    said = list(OutboxCopy.objects.order_by("pk").values_list("body", flat=True).order_by("at"))
    kinds = list(
        Message.objects.filter(state="accepted")
        .order_by("accepted_at")
        .values_list("kind", flat=True)
    )
    assert kinds == ["reminder", "session-moved", "reminder", "reminder"], said
    starts = Message.objects.filter(kind="reminder", state="accepted")
    assert {m.about_starts_at for m in starts} == {
        at(2026, 12, 10, 10, 0),
        at(2026, 12, 11, 18, 0),
    }


def test_an_unmoved_session_never_reminds_twice(thursday, adas_place, clock_at):
    frozen = clock_at(2026, 12, 9, 10, 0)
    for _ in range(30):
        minute()
        frozen.tick(minutes=1)
    assert OutboxCopy.objects.count() == 1


def test_17_nothing_goes_after_the_session_began(thursday, adas_place, clock_at):
    clock_at(2026, 12, 9, 9, 0)
    look()
    clock_at(2026, 12, 10, 10, 1)
    minute()
    assert OutboxCopy.objects.count() == 0
    assert set(Message.objects.values_list("state", flat=True)) == {"expired"}


def test_a_reminder_holds_for_its_own_start_alone(thursday, adas_place, clock_at):
    """Even where nobody withdrew it: the step asks again before it calls."""
    clock_at(2026, 12, 9, 9, 0)
    look()
    later = thursday.starts_at + dt.timedelta(hours=5)
    Session.objects.filter(pk=thursday.pk).update(
        starts_at=later, ends_at=later + dt.timedelta(hours=2)
    )
    clock_at(2026, 12, 9, 10, 1)
    drain.drain("text")
    assert Message.objects.filter(reason="no_longer_true").count() == 1
    assert OutboxCopy.objects.count() == 0


def test_planned_for_today_the_day_before_has_nothing_to_say(group, adas_place, clock_at):
    clock_at(2026, 12, 10, 9, 0)
    builders.session(group, starts=at(2026, 12, 10, 18, 0))
    look()
    assert [m.params["step"] for m in Message.objects.all()] == [
        ReminderStep.objects.get(group=group, hours_before=2).pk
    ]


def test_17_inside_her_safe_times_an_earlier_window_serves(group, clock_at):
    """Two hours before is 08:00, but only weekday evenings are safe: the evening before."""
    builders.place(
        group, "Dee", phone=builders.phone(120), text="yes", safe_windows=["weekday-evening"]
    )
    clock_at(2026, 12, 8, 12, 0)
    builders.session(group, starts=at(2026, 12, 10, 10, 0))
    clock_at(2026, 12, 8, 12, 0)
    look()
    step = ReminderStep.objects.get(group=group, hours_before=2)
    message = next(m for m in Message.objects.all() if m.params["step"] == step.pk)
    wall = message.not_before.astimezone(clock.LONDON)
    assert wall.date() == dt.date(2026, 12, 9)
    assert 17 <= wall.hour < 21


def test_17_a_missed_window_is_shown_and_never_sent_late(group, clock_at):
    """Only weekend mornings are safe, the session is on a Thursday morning."""
    builders.place(
        group, "Dee", phone=builders.phone(121), text="yes", safe_windows=["weekend-morning"]
    )
    frozen = clock_at(2026, 12, 8, 12, 0)
    builders.session(group, starts=at(2026, 12, 10, 10, 0))
    while frozen.at < at(2026, 12, 10, 12, 0):
        minute()
        frozen.tick(minutes=20)
    assert OutboxCopy.objects.count() == 0
    missed = Message.objects.filter(state="expired", reason__in=["no_safe_window", "too_late"])
    assert missed.count() == 2
    assert missed.filter(owner=group.owner).count() == 2


def test_who_said_not_this_time_is_left_in_peace(thursday, adas_place, clock_at):
    frozen = clock_at(2026, 12, 9, 9, 0)
    look()
    answers.say(thursday, adas_place, "not_this_time", way="page", by=SYSTEM)
    frozen.tick(hours=2)
    minute()
    assert OutboxCopy.objects.count() == 0
    assert Message.objects.filter(reason="no_longer_true").count() == 1


def test_who_left_is_reminded_of_nothing(thursday, adas_place, clock_at):
    clock_at(2026, 12, 9, 9, 0)
    look()
    memberships.leave(adas_place, by=SYSTEM)
    clock_at(2026, 12, 9, 10, 1)
    minute()
    assert OutboxCopy.objects.count() == 0


def test_a_step_taken_away_reminds_no_more(thursday, adas_place, group, clock_at):
    clock_at(2026, 12, 9, 9, 0)
    look()
    group_services.set_reminders(group, day_before_at=None, hours_before=2, by=SYSTEM)
    clock_at(2026, 12, 9, 10, 1)
    minute()
    assert OutboxCopy.objects.count() == 0


def test_a_cancelled_session_tells_who_may_come_and_reminds_nobody(
    thursday, adas_place, group, clock_at
):
    away = builders.place(group, "Grace")
    answers.say(thursday, away, "not_this_time", way="page", by=SYSTEM)
    clock_at(2026, 12, 9, 9, 0)
    look()
    sessions.cancel(thursday, by=SYSTEM)
    clock_at(2026, 12, 9, 10, 1)
    minute()
    told = list(OutboxCopy.objects.values_list("to", flat=True))
    bodies = [copy.body for copy in OutboxCopy.objects.all()]
    assert len(told) == 1
    assert "off tomorrow at 10am" in bodies[0]
    assert "Please do not set out" in bodies[0]


@pytest.mark.parametrize(
    ("day", "wall", "utc"),
    [
        (dt.date(2027, 3, 28), dt.time(1, 30), dt.datetime(2027, 3, 28, 1, 30, tzinfo=dt.UTC)),
        (dt.date(2027, 3, 28), dt.time(10), dt.datetime(2027, 3, 28, 9, tzinfo=dt.UTC)),
        (dt.date(2027, 10, 31), dt.time(1, 30), dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC)),
        (dt.date(2027, 10, 31), dt.time(10), dt.datetime(2027, 10, 31, 10, tzinfo=dt.UTC)),
        (dt.date(2028, 2, 29), dt.time(10), dt.datetime(2028, 2, 29, 10, tzinfo=dt.UTC)),
        (dt.date(2026, 12, 31), dt.time(23, 45), dt.datetime(2026, 12, 31, 23, 45, tzinfo=dt.UTC)),
    ],
)
def test_17_wall_time_holds_on_both_clock_change_days(day, wall, utc):
    session = Session()
    session.set_time(day, wall, 60)
    assert session.starts_at == utc
    assert session.ends_at - session.starts_at == dt.timedelta(hours=1)


def test_17_the_day_before_is_a_calendar_day_across_a_clock_change():
    session = Session()
    session.set_time(dt.date(2027, 3, 28), dt.time(10), 60)
    step = ReminderStep(at=dt.time(10))
    assert reminders.ideal(step, session) == at(2027, 3, 27, 10, 0)
    assert session.starts_at - reminders.ideal(step, session) == dt.timedelta(hours=23)
    assert reminders.ideal(
        ReminderStep(hours_before=2), session
    ) == session.starts_at - dt.timedelta(hours=2)


# -- any story at all ------------------------------------------------------------------------------

BEGIN = at(2027, 3, 27, 6, 0)  # the clocks go forward in the night that follows
DEEDS = st.one_of(
    st.tuples(st.just("tick"), st.integers(1, 600)),
    st.tuples(st.just("plan"), st.integers(1, 60)),
    st.tuples(st.just("move"), st.integers(1, 60)),
    st.tuples(st.just("cancel"), st.just(0)),
    st.tuples(st.just("join"), st.integers(0, 3)),
    st.tuples(st.just("leave"), st.just(0)),
    st.tuples(st.just("answer"), st.integers(0, 2)),
)
WINDOWS = [[], ["weekday-morning"], ["weekend-evening", "weekday-evening"], ["weekend-afternoon"]]


class AnyStory(TestCase):
    """Any sequence of deeds sends each woman each step at most once for each start, in her
    safe times, and never after the session began."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(DEEDS, min_size=5, max_size=30))
    def test_17_any_story_keeps_her_rules(self, story):
        with pytest.MonkeyPatch.context() as patch:
            self.now = BEGIN.astimezone(dt.UTC)
            patch.setattr(clock, "now", lambda: self.now)
            self.group = builders.group("Larkspur")
            self.places, self.sessions = [], []
            for deed, much in story:
                getattr(self, deed)(much)
            for _ in range(20):
                self.tick(240)
            self.check()

    def tick(self, minutes):
        self.now += dt.timedelta(minutes=minutes)
        minute()

    def plan(self, hours):
        when = (self.now + dt.timedelta(hours=hours)).astimezone(clock.LONDON)
        self.deed(sessions.plan, group=self.group, day=when.date(), wall=when.time(), minutes=60)

    def deed(self, verb, *args, **kwargs):
        try:
            made = verb(*args, **kwargs, by=SYSTEM)
        except sessions.NotPossible:
            return
        if isinstance(made, Session) and made.pk not in [known.pk for known in self.sessions]:
            self.sessions.append(made)

    def move(self, hours):
        when = (self.now + dt.timedelta(hours=hours)).astimezone(clock.LONDON)
        if self.sessions:
            self.deed(
                sessions.move, self.sessions[-1], day=when.date(), wall=when.time(), minutes=60
            )

    def cancel(self, _):
        if self.sessions:
            self.deed(sessions.cancel, self.sessions[-1])

    def join(self, which):
        card = {"phone": builders.phone(), "text": "yes", "safe_windows": WINDOWS[which]}
        self.places.append(builders.place(self.group, "Ada", **card))

    def leave(self, _):
        if self.places:
            memberships.leave(self.places.pop(), by=SYSTEM)

    def answer(self, which):
        if self.places and self.sessions:
            choice = ("coming", "late", "not_this_time")[which]
            by = Actor.of_link("woman:1")
            try:
                answers.say(self.sessions[-1], self.places[-1], choice, way="page", by=by)
            except answers.TooLate:
                return

    def check(self):
        sent = list(Message.objects.filter(state="accepted").select_related("card"))
        once = [
            (m.params["step"], m.params["membership"], m.about_starts_at)
            for m in sent
            if m.kind == "reminder"
        ]
        assert len(once) == len(set(once))
        for message in sent:
            assert message.accepted_at < message.about_starts_at
            assert message.accepted_at < message.expires_at
            wall = message.accepted_at.astimezone(clock.LONDON)
            assert 8 <= wall.hour < 21, wall
            if message.card.safe_windows == ["weekend-afternoon"]:
                assert wall.weekday() >= 5
                assert 12 <= wall.hour < 17
        late = Message.objects.filter(state="due", expires_at__lt=self.now - dt.timedelta(hours=5))
        assert not late.exists()
