"""What her link alone opens: day, time, three buttons, help now (safety.md 19, 49)."""

import datetime as dt

import pytest
from django.test import Client

from groups.models import Answer
from groups.services import leader_late, sessions
from peersupport import links
from peersupport.actors import SYSTEM
from peersupport.registry import YouCard, registry
from tests import builders
from tests.pages import Page

pytestmark = pytest.mark.django_db


def words(response) -> str:
    page = Page(response.content.decode())
    return " ".join(" ".join(page.words).split())


def test_you_is_not_there_without_a_link(stranger, session) -> None:
    assert stranger.get("/you/").status_code == 404
    assert stranger.post(f"/you/answer/{session.pk}/", {"choice": "coming"}).status_code == 404


def test_you_shows_day_time_and_three_buttons(ada_client, session) -> None:
    said = words(ada_client.get("/you/"))
    assert "Tomorrow at 11am" in said
    assert "Wednesday 2 December" in said
    for button in ("Coming", "Running late", "Not this time"):
        assert button in said
    assert b"/help-now/" in ada_client.get("/you/").content
    assert b"/leave/" in ada_client.get("/you/").content


def test_you_says_nothing_that_gives_her_away(ada_client, ada, group, session, ruth) -> None:
    """First make sure that it could: with her phrase the same page does say it."""
    html = ada_client.get("/you/").content.decode()
    for secret in (ada.name, group.name, group.venue_name, group.venue_address, "Ruth", "07700"):
        assert secret not in html
    assert "/you/reach/" not in html


def test_you_with_her_phrase_does_say_it(ada_inside, group, session) -> None:
    html = ada_inside.get("/you/").content.decode()
    for said in (group.name, group.venue_name, group.venue_address, "Ruth", "/you/reach/"):
        assert said in html


def test_a_card_behind_the_phrase_does_not_come_out_before_it(
    ada_client, session, monkeypatch
) -> None:
    """A room that forgets to ask for the phrase is stopped at the page itself."""
    careless = lambda *args: [YouCard(1, "groups/you_place.html", {"venue": ["The Mill"]})]  # noqa: E731
    monkeypatch.setattr(registry, "you_cards", [*registry.you_cards, careless])
    assert "The Mill" not in ada_client.get("/you/").content.decode()


def test_you_without_a_session_is_warm(ada_client) -> None:
    assert "Your chair is still here" in words(ada_client.get("/you/"))


def test_you_says_that_the_leader_is_late(ada_client, session, by_ruth) -> None:
    leader_late.tell(session, 10, by=by_ruth)
    assert "Ruth is running about 10 minutes late" in words(ada_client.get("/you/"))


def test_you_says_that_it_is_off(ada_client, group, session, by_ruth) -> None:
    builders.session(group, starts=session.starts_at + dt.timedelta(days=7))
    sessions.cancel(session, by=by_ruth)
    said = words(ada_client.get("/you/"))
    assert "It is off: Wednesday 2 December at 11am" in said
    assert "Wednesday 9 December at 11am" in said


def test_you_says_that_the_time_was_moved(ada_client, session, by_ruth) -> None:
    day = session.wall_date + dt.timedelta(days=1)
    sessions.move(session, day=day, wall=dt.time(14), minutes=60, by=by_ruth)
    said = words(ada_client.get("/you/"))
    assert "Thursday at 2pm" in said
    assert "It was moved" in said


def test_you_while_it_is_on(ada, session, woman_client, frozen) -> None:
    frozen.set(session.starts_at + dt.timedelta(minutes=5))
    said = words(woman_client(ada.subject).get("/you/"))
    assert "Today at 11am" in said
    assert "It has begun. Come in when you can." in said


def test_you_shuts_after_half_an_hour(ada_client, session, frozen) -> None:
    frozen.tick(minutes=30)
    assert ada_client.get("/you/").status_code == 200
    frozen.tick(minutes=1)
    assert ada_client.get("/you/").status_code == 404


def test_you_shuts_when_the_link_is_revoked(ada, ada_client, session) -> None:
    assert ada_client.get("/you/").status_code == 200
    links.revoke(subject=ada.subject)
    assert ada_client.get("/you/").status_code == 404
    answer = ada_client.post(f"/you/answer/{session.pk}/", {"choice": "coming"})
    assert answer.status_code == 404
    assert not Answer.objects.exists()


def test_the_link_itself_changes_nothing_until_it_is_pressed(ada, session) -> None:
    token = links.mint("you", ada.subject, by=SYSTEM, lifetime=None, single_use=False)
    client = Client()
    for _ in range(5):
        page = client.get(f"/l/{token}/").content.decode()
        assert ada.name not in page
        assert client.get("/you/").status_code == 404
    assert client.post(f"/l/{token}/").headers["Location"] == "/you/"
    assert client.get("/you/").status_code == 200


def test_two_groups_under_two_links_are_two_women(
    ada, other_group, woman_client, session, other_session
) -> None:
    twin = builders.place(other_group, "Ada", phone=builders.phone(101), text="yes").woman
    here, there = woman_client(ada.subject), woman_client(twin.subject)
    here.post(f"/you/answer/{session.pk}/", {"choice": "coming"})
    assert "You said" not in words(there.get("/you/"))
    assert here.post(f"/you/answer/{other_session.pk}/", {"choice": "late"}).status_code == 404


def test_a_peer_leader_signed_in_on_the_same_phone_acts_as_her(
    ada, beas_place, client_for, ruth, session
) -> None:
    """Her staff rights must not leak into the page, nor another woman's place be taken."""
    token = links.mint("you", ada.subject, by=SYSTEM, lifetime=None, single_use=False)
    client = client_for(ruth)
    client.post(f"/l/{token}/")
    client.post(f"/you/answer/{session.pk}/", {"choice": "late"})
    answer = Answer.objects.get()
    assert (answer.membership.woman_id, answer.by) == (ada.pk, ada.subject)
    assert client.get("/you/who/").headers["Location"] == "/you/phrase/"


def test_you_costs_the_same_with_more_women_and_sessions(
    ada_inside, group, session, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        ada_inside.get("/you/")
    for week in (1, 2, 3):
        builders.session(group, starts=session.starts_at + dt.timedelta(weeks=week))
        builders.place(group, f"Woman {week}")
    with django_assert_num_queries(len(one)):
        ada_inside.get("/you/")
