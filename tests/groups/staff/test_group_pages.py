"""Groups: read by their peer leaders, opened, changed, paused and closed by a coordinator."""

import datetime as dt

import pytest
from django.urls import reverse

from groups.models import Group, Leadership, Session
from peersupport.models import Message
from tests import builders

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("groups:group-list"), reverse("groups:group-new")


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def url(what: str, group) -> str:
    return reverse(f"groups:group-{what}", args=[group.pk])


def facts(**more) -> dict:
    usual = {
        "name": "Morning bread",
        "who_for": "Anyone who bakes.",
        "area": "West side",
        "nation": "wales",
        "reply_days": "3",
        "welcome_per_week": "2",
        "places": "12",
        "offer_hours": "72",
        "safe_contact_days": "90",
        "day_before_at": "10:00",
        "hours_before": "2",
        "quiet_from": "21:00",
        "quiet_until": "08:00",
        "once": "pressed",
    }
    return usual | more


def steps(group) -> set:
    return set(group.reminder_steps.values_list("at", "hours_before"))


# -- reading --------------------------------------------------------------------------------------


def test_group_list_shows_hers_and_a_coordinator_all(group, other_group, as_ruth, as_nadia) -> None:
    assert "Larkspur" not in words(as_ruth.get(LIST))
    page = words(as_nadia.get(LIST))
    assert "Larkspur evenings" in page
    assert "Led by Ruth" in page


def test_group_list_costs_the_same_for_one_and_for_three(group, ruth, as_nadia, queries_of) -> None:
    one = queries_of(as_nadia, LIST)
    for name in ("Second", "Third"):
        builders.place(builders.group(name), "Ada")
    assert queries_of(as_nadia, LIST) == one


def test_group_detail_says_when_it_reminds_and_when_it_is_quiet(group, session, as_ruth) -> None:
    page = words(as_ruth.get(url("detail", group)))
    assert "The day before at 10am" in page
    assert "2 hours before it begins" in page
    assert "From 9pm to 8am nothing is sent" in page
    assert "Today, noon" in page
    assert url("edit", group) not in page


def test_group_detail_leads_a_coordinator_to_inviting(group, ruth, as_nadia) -> None:
    page = words(as_nadia.get(url("detail", group)))
    assert reverse("people") in page
    assert "End her place" in page


# -- opening and changing -------------------------------------------------------------------------


def test_group_new_opens_one_however_often_it_is_sent(as_nadia) -> None:
    for _ in range(2):
        as_nadia.post(NEW, facts(hours_before="", day_before_at="18:30"))
    group = Group.objects.get()
    assert (group.name, group.nation, group.state) == ("Morning bread", "wales", "open")
    assert steps(group) == {(dt.time(18, 30), None)}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"name": ""}, "Give the group a name."),
        ({"who_for": ""}, "Say in one sentence who it is for."),
        ({"area": ""}, "Say which part of town"),
        ({"quiet_until": ""}, "Quiet hours need both ends."),
        ({"reply_days": "0"}, "Write a number from 1 to 10."),
        ({"day_before_at": "ten"}, "That is not a time we can read."),
        ({"safe_contact_days": "400"}, "Select a valid choice"),
    ],
)
def test_group_new_says_what_is_wrong_and_keeps_what_was_typed(more, says, as_nadia) -> None:
    page = words(as_nadia.post(NEW, facts(**({"venue_name": "The mill"} | more))))
    assert says in page
    assert 'value="The mill"' in page
    assert not Group.objects.exists()


def test_group_edit_begins_with_what_is_there(group, as_nadia) -> None:
    page = words(as_nadia.get(url("edit", group)))
    assert 'value="Kettle on the hob"' in page
    assert 'value="10:00"' in page
    assert 'value="21:00"' in page


def test_group_edit_changes_facts_and_reminders(group, as_nadia) -> None:
    sent = facts(quiet_from="", quiet_until="", day_before_at="", hours_before="3")
    assert as_nadia.post(url("edit", group), sent)["Location"] == url("detail", group)
    group.refresh_from_db()
    assert (group.name, group.quiet) == ("Morning bread", None)
    assert steps(group) == {(None, 3)}


def test_group_edit_leaves_reminders_that_did_not_change(group, as_nadia) -> None:
    before = set(group.reminder_steps.values_list("pk", flat=True))
    as_nadia.post(url("edit", group), facts())
    assert set(group.reminder_steps.values_list("pk", flat=True)) == before


# -- pausing, closing -----------------------------------------------------------------------------


def test_group_pause_and_open_again_are_one_tap(group, as_nadia) -> None:
    as_nadia.post(url("pause", group))
    assert Group.objects.get().state == "paused"
    as_nadia.post(url("reopen", group))
    assert Group.objects.get().state == "open"


def test_group_close_says_first_what_it_means(group, session, adas_place, as_nadia) -> None:
    page = words(as_nadia.get(url("close", group)))
    assert "One session is still planned." in page
    assert "One woman has a place here." in page
    assert Group.objects.get().state == "open"
    for _ in range(2):
        as_nadia.post(url("close", group))
    assert Group.objects.get().state == "closed"
    assert Session.objects.get().state == "cancelled"
    assert Message.objects.filter(kind="session-cancelled").count() == 1


def test_leadership_end_asks_first(group, ruth, as_nadia) -> None:
    place = Leadership.objects.get(user=ruth)
    end = reverse("groups:leadership-end", args=[place.pk])
    assert "Her account and her other" in words(as_nadia.get(end))
    as_nadia.post(end)
    place.refresh_from_db()
    assert place.ended_at is not None
    assert "It has ended already." in words(as_nadia.get(end))


def test_group_list_goes_on_by_key(as_nadia) -> None:
    for number in range(105):
        builders.group(f"G{number}")
    first = as_nadia.get(LIST)
    rest = as_nadia.get(LIST, {"after": first.context["more"]})
    seen = [row["pk"] for page in (first, rest) for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 105
    assert rest.context["more"] == ""
