"""What anybody may read about the groups (safety.md 8, 22, 28, 50, 52)."""

import datetime as dt

import pytest
from django.urls import reverse

from groups.services import groups as group_services
from peersupport.actors import SYSTEM
from tests import builders
from tests.pages import Page
from tests.sensitive import words_in

from .test_you_link_only import words

pytestmark = pytest.mark.django_db


def state(group, to: str) -> None:
    group_services.set_state(group, to, by=SYSTEM)


@pytest.fixture
def url(group) -> str:
    return f"/groups/{group.ref}/"


def test_public_list_shows_open_and_paused_groups(stranger, group, other_group) -> None:
    state(other_group, "paused")
    builders.group("Shut for good")
    state(builders.group("Long closed"), "closed")
    said = words(stranger.get("/groups/"))
    for part in (group.name, "open", other_group.name, "paused", group.area):
        assert part in stranger.get("/groups/").content.decode()
    assert "Long closed" not in said


def test_public_list_with_no_group_is_kind(stranger) -> None:
    assert "Nothing is open just now" in words(stranger.get("/groups/"))


def test_public_detail_says_who_it_is_for_and_that_she_decides(stranger, group, url) -> None:
    said = words(stranger.get(url))
    assert group.who_for in said
    assert "You decide if it fits you" in said
    assert "We answer within 3 working days." in said


@pytest.mark.parametrize("ref", ["zzzzz", "0"])
def test_public_detail_of_a_code_nobody_has(stranger, ref) -> None:
    assert stranger.get(f"/groups/{ref}/").status_code == 404


def test_public_detail_of_a_closed_group_is_the_same(stranger, group, url) -> None:
    state(group, "closed")
    assert stranger.get(url).status_code == 404
    assert stranger.get(url).content == stranger.get("/groups/zzzzz/").content


def test_never_the_venue_only_the_area(stranger, group, session, url) -> None:
    from groups.models import Group

    hidden = {"how_to_find": "Past the bakery", "door_looks": "A yellow door"}
    Group.objects.filter(pk=group.pk).update(**hidden)
    for where in ("/groups/", url):
        html = stranger.get(where).content.decode()
        assert group.area in html
        for secret in (group.venue_name, group.venue_address, *hidden.values(), "Ruth"):
            assert secret not in html


def test_its_name_is_in_no_title_address_or_description(stranger, group, url) -> None:
    names = [group.name, group.venue_name]
    for where in ("/groups/", url):
        page = Page(stranger.get(where).content.decode())
        assert not words_in(page.title, names=names)
        assert not words_in(where, names=names)
        assert not [meta for meta in page.all("meta") if group.name in str(meta)]


def test_usual_day_and_hour_and_no_date(stranger, group, url, frozen) -> None:
    for week in range(3):
        builders.session(group, starts=frozen.at + dt.timedelta(weeks=week, days=2))
    builders.session(group, starts=frozen.at + dt.timedelta(days=4, hours=3))
    said = words(stranger.get(url))
    assert "Thursday at 11am" in said
    assert "Saturday" not in said
    assert "December" not in said


def test_what_is_planned_once_stands_where_nothing_comes_round_again(
    stranger, group, url, frozen
) -> None:
    builders.session(group, starts=frozen.at + dt.timedelta(days=2))
    assert "Thursday at 11am" in words(stranger.get(url))


def test_without_sessions_it_says_ask_us(stranger, url) -> None:
    assert "Ask us. It changes." in words(stranger.get(url))


def test_the_usual_hour_is_the_wall_clocks_on_both_sides_of_a_clock_change(
    stranger, group, url, clock_at
) -> None:
    clock_at(2027, 3, 20, 9)
    for day in (23, 30):
        builders.session(group, starts=dt.datetime(2027, 3, day, 10, tzinfo=builders.clock.LONDON))
    assert "Tuesday at 10am" in words(stranger.get(url))


def test_ask_to_join_leads_to_the_door(stranger, group, url) -> None:
    links = [link.get("href") for link in Page(stranger.get(url).content.decode()).all("a")]
    assert f"/join/{group.ref}/" in links


def test_a_paused_group_says_so_kindly_and_does_not_ask(stranger, group, url) -> None:
    state(group, "paused")
    page = stranger.get(url)
    assert "It is not about you" in words(page)
    links = [link.get("href") for link in Page(page.content.decode()).all("a")]
    assert f"/join/{group.ref}/" not in links


def test_no_page_counts_or_names_who_comes(stranger, group, ada, url) -> None:
    before = stranger.get(url).content
    builders.place(group, "Dora")
    assert stranger.get(url).content == before
    assert b"Ada" not in before


@pytest.mark.parametrize("name", ["groups:public-list", "groups:public-detail"])
def test_the_same_number_of_queries_for_one_group_and_for_many(
    stranger, group, session, name, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    where = reverse(name, args=[group.ref] if name.endswith("detail") else [])
    with CaptureQueriesContext(connection) as one:
        stranger.get(where)
    for number in range(3):
        more = builders.group(f"More {number}")
        builders.session(more)
        builders.session(group, starts=session.starts_at + dt.timedelta(weeks=number + 1))
    with django_assert_num_queries(len(one)):
        stranger.get(where)


def test_they_take_no_post(stranger, group, url) -> None:
    assert stranger.post(url).status_code == 405
    assert stranger.post("/groups/").status_code == 405
