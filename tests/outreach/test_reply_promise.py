"""By which day she hears, and who is reminded when nobody has answered (issue: reply promise)."""

import datetime as dt

import pytest

from groups.models import Group, Leadership
from outreach.cards import introductions as cards
from outreach.message_kinds import nudges as nudge_kinds
from outreach.models import Introduction
from outreach.services import decisions, forgetting, holds, introductions, replies, reply_times
from peersupport import clock
from peersupport.actors import SYSTEM
from peersupport.models import Message, User
from peersupport.services import people
from tests import builders
from tests.outreach.conftest import NAME

pytestmark = pytest.mark.django_db


def day(said: str) -> dt.date:
    return dt.date.fromisoformat(said)


def beat(at: dt.datetime | None = None) -> int:
    return replies.sweep(at or clock.now())


def mails() -> list[tuple[str, str]]:
    """(kind, first name of whoever is told)"""
    found = Message.objects.order_by("pk")
    names = {user.card_id: user.first_name for user in User.objects.all()}
    return [(message.kind, names[message.card_id]) for message in found]


@pytest.fixture
def dot(group) -> User:
    """The co-leader of ruth's group."""
    made = builders.user("Dot Leader", "peer_leader")
    builders.leads(made, group)
    Leadership.objects.filter(user=made).update(title="co_leader")
    return made


# -- the day --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nation", "when", "by", "late"),
    [
        ("england", (2026, 12, 1, 11, 0), "2026-12-04", "2026-12-07"),
        ("england", (2026, 11, 27, 23, 50), "2026-12-02", "2026-12-03"),
        ("scotland", (2026, 11, 27, 23, 50), "2026-12-03", "2026-12-04"),
        ("wales", (2026, 12, 24, 10, 0), "2026-12-31", "2027-01-04"),
        ("scotland", (2026, 12, 24, 10, 0), "2026-12-31", "2027-01-05"),
        ("northern-ireland", (2027, 7, 9, 10, 0), "2027-07-15", "2027-07-16"),
    ],
)
def test_it_is_counted_in_her_groups_nation(asked, group, clock_at, nation, when, by, late) -> None:
    clock_at(*when)
    Group.objects.update(nation=nation)
    row = asked("Bea")
    assert (row.reply_by, row.late_from) == (day(by), day(late))


def test_with_no_group_yet_a_holiday_anywhere_does_not_count(asked, clock_at) -> None:
    clock_at(2026, 11, 27, 10, 0)
    assert asked("Bea", ref="").reply_by == day("2026-12-03"), "St Andrew's Day is left out"


def test_who_gets_in_touch_herself_was_promised_nothing(asked) -> None:
    assert asked("Bea", own_contact=True).reply_by is None


def test_what_she_was_told_stays_whatever_the_group_changes(asked, frozen) -> None:
    row = asked("Bea")
    Group.objects.update(reply_days=9)
    row.refresh_from_db()
    assert row.reply_by == day("2026-12-04")


def test_25_after_send_she_reads_the_day(walk, group, frozen) -> None:
    walk.to_check(group=group.ref).send()
    page = walk.client.get("/join/q/sent/").content.decode()
    assert "You will hear by <strong>Friday 4 December</strong>." in page


def test_her_peer_leader_reads_the_same_day(asked, ruth, client_for, by_ruth, frozen) -> None:
    row = asked("Bea")
    at = f"/dashboard/introductions/{row.pk}/"
    assert "She hears by Friday 4 December" in client_for(ruth).get(at).content.decode()
    introductions.note_contact(row, "spoke", by=by_ruth)
    assert "She hears by" not in client_for(ruth).get(at).content.decode()


# -- nudges -----------------------------------------------------------------------------------------


def test_on_the_day_her_peer_leader_then_the_co_leader(asked, ruth, dot, nadia, frozen) -> None:
    row = asked("Bea")
    frozen.set(2026, 12, 3, 23, 59)
    assert beat() == 0
    frozen.set(2026, 12, 4, 0, 0)
    assert beat() == 1
    assert mails() == [("waiting-due", "Ruth")]
    frozen.set(2026, 12, 6, 12, 0)
    assert beat() == 0, "a Sunday"
    frozen.set(2026, 12, 7, 9, 0)
    assert beat() == 1
    assert mails() == [("waiting-due", "Ruth"), ("waiting-late", "Dot")]
    frozen.tick(days=30)
    assert beat() == 0
    row.refresh_from_db()
    assert (row.state, row.closed_at) == ("waiting", None), "nobody is declined by time"


def test_a_second_beat_that_found_her_as_well_nudges_nobody_again(
    asked, ruth, dot, nadia, frozen
) -> None:
    """Two beats read the same list; the second comes to her when the first has done it."""
    row = asked("Bea")
    frozen.set(2026, 12, 7, 9, 0)
    beat()
    beat()
    told = mails()
    assert len(told) == 2
    replies._nudge(row.pk, clock.now(), clock.today())
    row.refresh_from_db()
    assert (mails(), row.nudged) == (told, 2)


def test_without_a_co_leader_the_coordinator_is_second(asked, ruth, nadia, frozen) -> None:
    asked("Bea")
    frozen.set(2026, 12, 7, 9, 0)
    assert (beat(), beat(), beat()) == (1, 1, 0)
    assert mails() == [("waiting-due", "Ruth"), ("waiting-late", "Nadia")]


def test_a_co_leader_alone_is_first(asked, dot, nadia, frozen) -> None:
    asked("Bea")
    frozen.set(2026, 12, 7, 9, 0)
    assert (beat(), beat()) == (1, 1)
    assert mails() == [("waiting-due", "Dot"), ("waiting-late", "Nadia")]


def test_a_group_that_nobody_leads_is_the_coordinators_at_once(asked, ruth, nadia, frozen) -> None:
    people.end_role(ruth, by=SYSTEM)
    asked("Bea")
    assert (beat(), beat()) == (1, 0)
    assert mails() == [("waiting-nobody", "Nadia")]


def test_help_to_choose_is_the_coordinators(asked, ruth, nadia, frozen) -> None:
    asked("Bea", ref="")
    assert beat() == 0
    frozen.set(2026, 12, 7, 9, 0)
    assert (beat(), beat()) == (1, 0)
    assert mails() == [("waiting-due", "Nadia")]


@pytest.mark.parametrize("how", ["spoke", "tried"])
def test_who_was_answered_is_no_reason_to_nudge(asked, ruth, by_ruth, frozen, how) -> None:
    introductions.note_contact(asked("A"), how, by=by_ruth)
    decisions.record(asked("B"), "no", by=by_ruth)
    holds.open_hold(asked("C"), could_happen="He comes there.", told="all", by=by_ruth)
    asked("D", own_contact=True)
    frozen.set(2026, 12, 4, 9, 0)
    holds.sweep(clock.now() - dt.timedelta(days=2))
    assert beat() == 0


def test_answered_meanwhile_nothing_goes(asked, ruth, by_ruth, frozen, drain_all) -> None:
    row = asked("Bea")
    frozen.set(2026, 12, 4, 9, 0)
    beat()
    introductions.note_contact(row, "spoke", by=by_ruth)
    drain_all()
    message = Message.objects.get()
    assert message.state == "cancelled"


def test_whoever_stopped_leading_meanwhile_is_told_nothing(asked, ruth, frozen, drain_all) -> None:
    asked("Bea")
    frozen.set(2026, 12, 4, 9, 0)
    beat()
    Leadership.objects.update(ended_at=clock.now())
    drain_all()
    assert Message.objects.get().state == "cancelled"


def test_it_waits_for_the_end_of_quiet_hours(asked, ruth, frozen) -> None:
    asked("Bea")
    frozen.set(2026, 12, 4, 0, 1)
    beat()
    local = Message.objects.get().not_before.astimezone(clock.LONDON)
    assert (local.day, local.hour) == (4, 8)


def test_38_the_mail_names_nobody_and_no_group(asked, ruth, group, frozen, drain_all) -> None:
    asked(NAME)
    frozen.set(2026, 12, 4, 9, 0)
    beat()
    message = Message.objects.get()
    assert set(message.params) == {"introduction", "user"}
    words = nudge_kinds.render(message, "plain")
    text = f"{words.subject}\n{words.body}"
    assert "Somebody has been waiting since Tuesday. Today is the day we said" in text
    assert "/dashboard/" in text
    assert NAME not in text
    assert group.name not in text
    drain_all()
    message.refresh_from_db()
    assert message.state == "accepted"


@pytest.mark.parametrize("kind", replies.KINDS)
def test_each_mail_has_its_words_and_no_blame(asked, ruth, frozen, kind) -> None:
    asked("Bea")
    frozen.set(2026, 12, 4, 9, 0)
    beat()
    message = Message.objects.get()
    message.kind = kind
    words = nudge_kinds.render(message, "plain")
    assert words.subject
    assert "Open today" in words.body
    assert not {"late", "overdue", "must", "forgot"} & set(words.body.lower().split())


@pytest.mark.parametrize(
    ("ago", "said"), [(0, "today"), (1, "yesterday"), (3, "Saturday"), (8, "23 November")]
)
def test_since_when(ago, said, frozen) -> None:
    now = clock.now()
    assert nudge_kinds.since(now - dt.timedelta(days=ago), now) == said


def test_10_nothing_goes_to_her(asked, ruth, nadia, frozen, drain_all) -> None:
    asked("Bea")
    frozen.set(2026, 12, 7, 9, 0)
    beat()
    beat()
    drain_all()
    assert set(Message.objects.values_list("audience", flat=True)) == {"staff"}


def test_36_what_staff_were_told_of_her_goes_with_her(asked, ruth, frozen) -> None:
    row = asked("Bea")
    frozen.set(2026, 12, 4, 9, 0)
    beat()
    forgetting.erase(row.subject)
    assert not Message.objects.exists()


# -- today ------------------------------------------------------------------------------------------


def said_to(user: User) -> list[tuple[str, str]]:
    return [(card.title, card.text) for card in cards.today(user, clock.now())]


def test_the_card_says_that_today_is_the_day(asked, ruth, frozen) -> None:
    asked("A")
    assert "the day we said" not in said_to(ruth)[0][1]
    frozen.set(2026, 12, 4, 9, 0)
    [(title, text)] = said_to(ruth)
    assert title == "One woman is waiting to hear from you"
    assert text == "She asked on Tuesday. Today is the day we said."
    asked("B")
    assert said_to(ruth)[0][1].endswith("Today is the day we said for one of them.")
    frozen.set(2026, 12, 7, 9, 0)
    assert said_to(ruth)[0][1].endswith("A few kind words today are enough.")


def test_a_coordinator_helps_where_no_co_leader_does(asked, ruth, nadia, frozen) -> None:
    asked("A")
    helps = ("One woman has not heard from a group yet", cards.PROMISES[1][3])
    frozen.set(2026, 12, 4, 9, 0)
    assert helps not in said_to(nadia)
    frozen.set(2026, 12, 7, 9, 0)
    assert helps in said_to(nadia)


def test_where_a_co_leader_helps_the_coordinator_need_not(asked, ruth, dot, nadia, frozen) -> None:
    asked("A")
    frozen.set(2026, 12, 7, 9, 0)
    assert not [title for title, _ in said_to(nadia) if "not heard" in title]


def test_a_coordinator_is_told_at_once_where_nobody_leads(asked, nadia, frozen) -> None:
    asked("A")
    titles = [title for title, _ in said_to(nadia)]
    assert "One woman asked a group that has nobody to answer" in titles


# -- the usual reply time ---------------------------------------------------------------------------


def answered(asked, by_ruth, frozen, *took: int, **facts) -> None:
    """Women who were first spoken with so many days after they asked, each on a Monday."""
    for number, days in enumerate(took):
        frozen.set(2026, 11, 2, 10, 0)
        row = asked(f"W{number}", **facts)
        frozen.tick(days=days)
        introductions.note_contact(row, "spoke", by=by_ruth)
    frozen.set(2026, 12, 1, 11, 0)


def usual() -> int | None:
    return Group.objects.get().usual_reply_days


def test_it_is_the_middle_of_the_last_answers(asked, ruth, by_ruth, frozen) -> None:
    answered(asked, by_ruth, frozen, 0, 1, 2, 4, 18)
    assert reply_times.sweep(clock.now()) == 1
    assert usual() == 2


def test_27_under_five_it_is_not_said(asked, ruth, by_ruth, frozen) -> None:
    answered(asked, by_ruth, frozen, 1, 1, 1, 1)
    reply_times.sweep(clock.now())
    assert usual() is None


def test_weekends_do_not_count_and_neither_do_they_who_get_in_touch(
    asked, ruth, by_ruth, frozen
) -> None:
    answered(asked, by_ruth, frozen, 7, 7, 7, 7, 7)
    reply_times.sweep(clock.now())
    assert usual() == 5
    Introduction.objects.all().delete()
    Group.objects.update(usual_reply_week=None)
    answered(asked, by_ruth, frozen, 7, 7, 7, 7, 7, own_contact=True)
    reply_times.sweep(clock.now())
    assert usual() is None


def test_52_it_is_counted_once_a_week_on_no_womans_day(asked, ruth, by_ruth, frozen) -> None:
    answered(asked, by_ruth, frozen, 1, 1, 1, 1, 1)
    reply_times.sweep(clock.now())
    for number in range(6):
        introductions.note_contact(asked(f"N{number}"), "spoke", by=by_ruth)
    frozen.set(2026, 12, 6, 23, 59)
    assert reply_times.sweep(clock.now()) == 0
    assert usual() == 1
    frozen.set(2026, 12, 7, 0, 0)
    assert reply_times.sweep(clock.now()) == 1
    assert usual() == 0


def test_only_half_a_year_and_the_last_twenty_are_looked_at(asked, ruth, by_ruth, frozen) -> None:
    answered(asked, by_ruth, frozen, 1, 1, 1, 1, 1)
    frozen.set(2027, 5, 10, 11, 0)
    reply_times.sweep(clock.now())
    assert usual() is None
    for number in range(20):
        introductions.note_contact(asked(f"N{number}"), "spoke", by=by_ruth)
    frozen.tick(days=7)
    reply_times.sweep(clock.now())
    assert usual() == 0


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "We answer within 3 working days. A woman"),
        (0, "We answer within 3 working days. Usually it is the same day."),
        (1, "We answer within 3 working days. Usually it takes 1 working day."),
        (2, "We answer within 3 working days. Usually it takes 2 working days."),
    ],
)
def test_anybody_reads_it(group, stranger, days, words) -> None:
    Group.objects.update(usual_reply_days=days)
    assert words in stranger.get(f"/groups/{group.ref}/").content.decode()
    said = words.removesuffix(" A woman")
    assert said in stranger.get("/groups/").content.decode()
    stranger.post("/join/q/name/", {"name": "Bea"})
    assert said in stranger.get("/join/q/group/").content.decode()
