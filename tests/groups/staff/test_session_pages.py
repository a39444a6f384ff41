"""The list of sessions, planning, and one session's own page."""

import datetime as dt

import pytest
from django.urls import reverse

from groups.models import Session
from groups.services import leader_late, register, sessions
from peersupport import clock
from peersupport.models import Message
from tests import builders

pytestmark = pytest.mark.django_db
LIST, PLAN = reverse("groups:session-list"), reverse("groups:session-plan")


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def next_week(group, **more) -> dict:
    said = {"group": group.pk, "day": "2026-12-08", "time": "10:30", "minutes": "90"}
    return said | {"once": "pressed-once"} | more


# -- the list -------------------------------------------------------------------------------------


def test_session_list_shows_hers_and_what_was_said(
    session, other_session, adas_place, as_ruth, says
) -> None:
    says(session, adas_place, "coming")
    page = words(as_ruth.get(LIST))
    assert "Today, noon to 2pm" in page
    assert "One is coming" in page
    assert "Kettle on the hob" in page
    assert "Larkspur" not in page


def test_session_list_asks_for_a_register_of_the_past(
    session, adas_place, as_ruth, by_ruth, frozen
) -> None:
    frozen.tick(days=1)
    assert "register to fill" in words(as_ruth.get(LIST))
    register.mark(session, adas_place, "came", by=by_ruth)
    page = words(as_ruth.get(LIST))
    assert "register to fill" not in page
    assert "One woman came" in page


def test_session_list_goes_on_by_key_both_ways(group, ruth, as_ruth, by_ruth, frozen) -> None:
    start = clock.now()
    for week in range(60):
        frozen.at = start + dt.timedelta(weeks=week)
        builders.session(group, by=by_ruth)
    frozen.at = start + dt.timedelta(weeks=30)
    seen = walk(as_ruth, "ahead", "after") | walk(as_ruth, "past", "before")
    assert len(seen) == 60


def walk(client, part: str, key: str) -> set[int]:
    """Every session that following the links of one direction shows."""
    found: set[int] = set()
    url = LIST
    while url:
        answer = client.get(url)
        page = answer.context[part]
        new = {session.pk for session in page.rows}
        assert not new & found
        found |= new
        url = f"{LIST}?{key}={page.more.replace('+', '%2B')}" if page.more else ""
    return found


@pytest.mark.parametrize("key", ["nonsense", "~", "2026-12-01T10:00:00~4", "x" * 5000, "1~2~3"])
def test_session_list_reads_a_spoilt_key_as_the_beginning(key, session, as_ruth) -> None:
    assert "Today, noon" in words(as_ruth.get(LIST, {"after": key}))


def test_session_list_costs_the_same_for_one_and_for_many(
    group, session, adas_place, bea, as_ruth, by_ruth, says, queries_of
) -> None:
    says(session, adas_place, "coming")
    one = queries_of(as_ruth, LIST)
    for days in (1, 2, 3):
        more = builders.session(
            group, starts=session.starts_at + dt.timedelta(days=days), by=by_ruth
        )
        says(more, adas_place, "late", 10)
        says(more, bea, "coming")
    assert queries_of(as_ruth, LIST) == one


# -- planning -------------------------------------------------------------------------------------


def test_session_plan_begins_like_the_last_one(session, as_ruth) -> None:
    form = as_ruth.get(PLAN).context["form"]
    assert form["day"].value() == dt.date(2026, 12, 8)
    assert form["time"].value() == dt.time(12)


def test_session_plan_makes_one_session_however_often_it_is_sent(group, as_ruth) -> None:
    for _ in range(2):
        assert as_ruth.post(PLAN, next_week(group)).status_code == 302
    made = Session.objects.get()
    assert (made.wall_date, made.wall_time, made.minutes) == (
        dt.date(2026, 12, 8),
        dt.time(10, 30),
        90,
    )


def test_session_plan_may_be_somewhere_else(group, as_ruth) -> None:
    as_ruth.post(PLAN, next_week(group, venue_name="The park café", venue_address="By the gate"))
    page = words(as_ruth.get(reverse("groups:session-detail", args=[Session.objects.get().pk])))
    assert "The park café" in page
    assert "The Old Library" not in page


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"day": ""}, "Choose the day."),
        ({"day": "soon"}, "That is not a day we can read."),
        ({"time": ""}, "Say when it begins."),
        ({"day": "2026-11-30"}, "That time has passed. Choose one that is still to come."),
        ({"venue_address": "1 Low Road"}, "Give the place a name"),
    ],
)
def test_session_plan_says_what_is_wrong_and_keeps_what_was_typed(
    more, says, group, as_ruth
) -> None:
    page = words(as_ruth.post(PLAN, next_week(group, **more)))
    assert says in page
    assert "<title>Error:" in page
    assert 'value="10:30"' in page or more.get("time") == ""
    assert not Session.objects.exists()


def test_session_plan_refused_can_be_sent_again_with_the_same_form(group, as_ruth) -> None:
    as_ruth.post(PLAN, next_week(group, day="2026-11-30"))
    assert as_ruth.post(PLAN, next_week(group)).status_code == 302
    assert Session.objects.count() == 1


def test_session_plan_two_at_one_time_are_refused(group, as_ruth) -> None:
    as_ruth.post(PLAN, next_week(group))
    page = words(as_ruth.post(PLAN, next_week(group, once="another")))
    assert "The group has a session at that time already." in page


def test_session_plan_reads_a_day_as_people_here_write_it(group, as_ruth) -> None:
    as_ruth.post(PLAN, next_week(group, day="08/12/2026"))
    assert Session.objects.get().wall_date == dt.date(2026, 12, 8)


def test_session_plan_without_a_group_says_so(as_pat, client_for, db) -> None:
    lonely = builders.user("Lone Leader", "peer_leader")
    assert "You lead no group just now" in words(client_for(lonely).get(PLAN))


# -- one session ----------------------------------------------------------------------------------


def test_session_detail_says_it_in_words(session, adas_place, bea, cleo, as_ruth, says) -> None:
    says(session, adas_place, "late", 10)
    says(session, bea, "not_this_time")
    page = words(as_ruth.get(reverse("groups:session-detail", args=[session.pk])))
    assert "One is on the way, one not this time, one not heard from." in page
    assert "The Old Library" in page
    assert "Ruth" in page
    assert reverse("agreements:wall-link", args=[session.pk]) in page


def test_session_detail_says_who_came_once_it_is_over(
    session, adas_place, as_ruth, by_ruth, stopped_clock
) -> None:
    url = reverse("groups:session-detail", args=[session.pk])
    stopped_clock.set(session.ends_at)
    assert "Nobody is in the register." in words(as_ruth.get(url))
    register.mark(session, adas_place, "came", by=by_ruth)
    page = words(as_ruth.get(url))
    assert "One woman came." in page
    assert "not heard from" not in page


def test_session_detail_costs_the_same_for_one_and_for_three(
    group, session, adas_place, as_ruth, says, queries_of
) -> None:
    url = reverse("groups:session-detail", args=[session.pk])
    one = queries_of(as_ruth, url)
    for name in ("Fay", "Gwen"):
        says(session, builders.place(group, name), "coming")
    assert queries_of(as_ruth, url) == one


# -- late herself ---------------------------------------------------------------------------------


@pytest.mark.parametrize("back", ["door", "session"])
def test_session_late_is_one_tap_from_door_and_session(back, session, adas_place, as_ruth) -> None:
    url = reverse("groups:session-late", args=[session.pk])
    page = reverse(f"groups:session-{'door' if back == 'door' else 'detail'}", args=[session.pk])
    assert 'name="minutes" value="20"' in words(as_ruth.get(page))
    for _ in range(2):
        assert as_ruth.post(url, {"minutes": "20", "back": back})["Location"] == page
    assert Message.objects.filter(kind="leader-late").count() == 1
    session.refresh_from_db()
    assert session.leader_late_minutes == 20
    assert "about 20 minutes late" in words(as_ruth.get(page))


def test_session_late_after_it_began_texts_nobody(session, adas_place, as_ruth, frozen) -> None:
    frozen.tick(hours=1, minutes=5)
    as_ruth.post(reverse("groups:session-late", args=[session.pk]), {"minutes": "10"})
    assert not Message.objects.filter(kind="leader-late").exists()
    session.refresh_from_db()
    assert session.leader_late_minutes == 10


@pytest.mark.parametrize("minutes", ["", "7", "-5", "ten"])
def test_session_late_takes_only_its_three_buttons(minutes, session, adas_place, as_ruth) -> None:
    as_ruth.post(reverse("groups:session-late", args=[session.pk]), {"minutes": minutes})
    session.refresh_from_db()
    assert session.leader_late_minutes is None


def test_session_late_is_not_said_days_before(group, ruth, adas_place, as_ruth, by_ruth) -> None:
    far = builders.session(group, starts=clock.now() + dt.timedelta(days=3), by=by_ruth)
    url = reverse("groups:session-late", args=[far.pk])
    answer = as_ruth.post(url, {"minutes": "10"}, follow=True)
    assert "This can be said on the day itself" in words(answer)
    assert not Message.objects.exists()


def test_leader_late_is_gone_after_a_move(session, by_ruth, as_ruth) -> None:
    leader_late.tell(session, 10, by=by_ruth)
    sessions.move(session, day=session.wall_date, wall=dt.time(16), minutes=60, by=by_ruth)
    page = words(as_ruth.get(reverse("groups:session-door", args=[session.pk])))
    assert "10 minutes late." not in page
