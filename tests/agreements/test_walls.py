"""The wall: a link that lives as long as its session, and a page with the words and no more."""

import datetime as dt
import re

import pytest

from agreements.services import walls
from agreements.services.refusals import NotPossible
from groups.services import sessions
from peersupport import clock
from peersupport.models import PrivateLink
from tests import builders
from tests.pages import Page
from tests.sensitive import words_in

from .conftest import next_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def token(version, session, by_ruth) -> str:
    return walls.open_wall(session.pk, by=by_ruth)


def wall(client, token: str):
    return client.get(f"/wall/{token}/")


def test_it_shows_the_words_in_force_and_nobodys_name(stranger, token, ada, group, ruth) -> None:
    answer = wall(stranger, token)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "What is said here stays here." in html
    for name in (group.name, ada.name, ruth.name, ruth.first_name, "The Old Library"):
        assert name not in html


def test_its_title_gives_nothing_away(stranger, token, group) -> None:
    page = Page(wall(stranger, token).content.decode())
    assert words_in(page.title, names=[group.name, group.venue_name]) == []
    assert words_in("/wall/") == []


def test_help_now_and_the_way_out_are_on_it(stranger, token) -> None:
    page = Page(wall(stranger, token).content.decode())
    assert page.all("a", href="/help-now/")
    assert page.all("a", href="/leave/")


def test_nothing_on_it_moves_or_sends(stranger, token) -> None:
    html = wall(stranger, token).content.decode()
    assert not re.search(r"<form|data-live|http-equiv|<audio|<video|autoplay|<marquee", html)


def test_every_dead_link_looks_alike(stranger, token, session, by_ruth, frozen) -> None:
    replaced = token
    live = walls.open_wall(session.pk, by=by_ruth)
    wrong = wall(stranger, "x" * 32)
    old = wall(stranger, replaced)
    assert wall(stranger, live).status_code == 200
    frozen.set(session.ends_at)
    ended = wall(stranger, live)
    assert (wrong.status_code, old.status_code, ended.status_code) == (404, 404, 404)
    assert wrong.content == old.content == ended.content


def test_a_session_cancelled_or_cut_short_ends_it(stranger, token, session, by_ruth) -> None:
    sessions.cancel(session, by=by_ruth)
    assert wall(stranger, token).status_code == 404


def test_a_session_moved_to_yesterday_ends_it(stranger, token, session) -> None:
    session.set_time(clock.today() - dt.timedelta(days=1), dt.time(9), 60)
    session.save()
    assert wall(stranger, token).status_code == 404


def test_a_wall_token_opens_nothing_else(stranger, token, ada) -> None:
    assert stranger.post(f"/l/{token}/").status_code == 404
    assert wall(stranger, token).status_code == 200
    assert wall(stranger, "nosuchtoken").status_code == 404


def test_another_links_token_does_not_open_a_wall(stranger, session, ada, by_ruth) -> None:
    from peersupport import links

    theirs = links.mint("you", ada.subject, by=by_ruth, lifetime=None, single_use=False)
    assert wall(stranger, theirs).status_code == 404


def test_looking_changes_nothing(stranger, token) -> None:
    before = PrivateLink.objects.values().get()
    for _ in range(3):
        wall(stranger, token)
    assert PrivateLink.objects.values().get() == before
    assert stranger.post(f"/wall/{token}/").status_code == 405


def test_a_new_version_shows_when_the_page_is_loaded_again(stranger, token, group, by_ruth) -> None:
    assert "Version 1" in wall(stranger, token).content.decode()
    next_version(group, by=by_ruth)
    assert "Version 2" in wall(stranger, token).content.decode()


def test_the_link_ends_with_the_session(token, session) -> None:
    assert PrivateLink.objects.get().expires_at == session.ends_at
    assert token not in str(PrivateLink.objects.values().get())


def test_no_wall_before_there_are_words(draft, session, by_ruth) -> None:
    with pytest.raises(NotPossible, match="Publish the agreement first"):
        walls.open_wall(session.pk, by=by_ruth)


def test_no_wall_once_the_session_is_over(version, session, by_ruth, frozen) -> None:
    frozen.set(session.ends_at)
    with pytest.raises(NotPossible, match="over or cancelled"):
        walls.open_wall(session.pk, by=by_ruth)
    with pytest.raises(NotPossible, match="over or cancelled"):
        walls.open_wall(10_000, by=by_ruth)


# -- the page that makes the link ---------------------------------------------------------------


def test_the_link_page_shows_it_once(client_for, ruth, version, session, stranger) -> None:
    client = client_for(ruth)
    url = f"/dashboard/agreements/wall/{session.pk}/"
    before = client.get(url).content.decode()
    assert "/wall/" not in before.replace(url, "")
    assert PrivateLink.objects.count() == 0
    made = client.post(url).content.decode()
    address = re.search(r'href="(http://testserver/wall/[^"]+)"', made).group(1)
    assert "<svg" in made
    assert "style=" not in made
    assert stranger.get(address).status_code == 200
    assert address not in client.get(url).content.decode()


def test_a_refusal_is_a_sentence_on_the_page(client_for, ruth, group, session) -> None:
    answer = client_for(ruth).post(f"/dashboard/agreements/wall/{session.pk}/")
    assert "Publish the agreement first" in answer.content.decode()
    assert not PrivateLink.objects.exists()


def test_a_session_of_another_group_is_not_hers(client_for, other_ruth, version, session) -> None:
    client = client_for(other_ruth)
    url = f"/dashboard/agreements/wall/{session.pk}/"
    assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)
    assert not PrivateLink.objects.exists()


def test_the_wall_costs_a_fixed_few_queries(
    stranger, token, group, by_ruth, django_assert_num_queries
) -> None:
    builders.place(group, "Zoë")
    with django_assert_num_queries(4):
        wall(stranger, token)
