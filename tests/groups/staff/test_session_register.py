"""The register: one tap each, kept together, correctable for 14 days."""

import datetime as dt

import pytest
from django.urls import reverse

from groups.models import Attendance
from groups.services import housekeeping
from peersupport import clock
from peersupport.models import AuditEvent
from tests import builders

pytestmark = pytest.mark.django_db


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def url(session) -> str:
    return reverse("groups:session-register", args=[session.pk])


def lines() -> dict[int, tuple[str, bool, bool]]:
    rows = Attendance.objects.order_by("membership_id")
    return {row.membership_id: (row.state, row.late, row.left_early) for row in rows}


def test_session_register_keeps_all_in_one_go(url, adas_place, bea, cleo, as_ruth) -> None:
    ticks = {
        f"state_{adas_place.pk}": "came",
        f"late_{adas_place.pk}": "on",
        f"state_{bea.pk}": "apologies",
        f"early_{bea.pk}": "on",
        f"state_{cleo.pk}": "not_heard",
    }
    assert as_ruth.post(url, ticks).status_code == 302
    assert lines() == {
        adas_place.pk: ("came", True, False),
        bea.pk: ("apologies", False, False),
        cleo.pk: ("not_heard", False, False),
    }


def test_session_register_can_be_filled_in_parts(url, adas_place, bea, as_ruth) -> None:
    answer = as_ruth.post(url, {f"state_{adas_place.pk}": "came"}, follow=True)
    assert "One woman still to tick." in words(answer)
    as_ruth.post(url, {"rest": "1"})
    assert lines()[bea.pk] == ("not_heard", False, False)


def test_the_rest_does_not_overwrite_what_is_ticked_on_the_page(
    url, adas_place, bea, as_ruth
) -> None:
    as_ruth.post(url, {f"state_{adas_place.pk}": "came", "rest": "1"})
    assert lines()[adas_place.pk][0] == "came"


def test_session_register_sent_twice_writes_once(url, adas_place, as_ruth) -> None:
    for _ in range(2):
        as_ruth.post(url, {f"state_{adas_place.pk}": "came"})
    assert Attendance.objects.count() == 1
    assert AuditEvent.objects.filter(verb="register.marked").count() == 1


def test_session_register_guesses_apologies_and_nothing_else(
    session, url, adas_place, bea, as_ruth, says
) -> None:
    says(session, adas_place, "not_this_time")
    says(session, bea, "coming")
    html = words(as_ruth.get(url))
    assert f'id="s{adas_place.pk}-apologies" checked' in html
    assert f'id="s{bea.pk}-came" checked' not in html
    assert "She said she would come" in html
    assert not Attendance.objects.exists()


def test_session_register_shows_what_is_kept(url, adas_place, as_ruth) -> None:
    as_ruth.post(url, {f"state_{adas_place.pk}": "came", f"early_{adas_place.pk}": "on"})
    html = words(as_ruth.get(url))
    assert f'id="s{adas_place.pk}-came" checked' in html
    assert f'id="e{adas_place.pk}" checked' in html


def test_session_register_is_correctable_for_14_days(
    session, url, adas_place, as_ruth, frozen
) -> None:
    as_ruth.post(url, {f"state_{adas_place.pk}": "came", f"late_{adas_place.pk}": "on"})
    frozen.at = session.ends_at + dt.timedelta(days=14)
    assert "You can correct it until Tuesday 15 December 2026" in words(as_ruth.get(url))
    as_ruth.post(url, {f"state_{adas_place.pk}": "apologies"})
    assert lines()[adas_place.pk] == ("apologies", False, False)


def test_session_register_after_14_days_says_so_and_keeps_the_ticks(
    session, url, adas_place, bea, as_ruth, frozen
) -> None:
    as_ruth.post(url, {f"state_{adas_place.pk}": "came"})
    frozen.at = session.ends_at + dt.timedelta(days=14, seconds=1)
    html = words(as_ruth.get(url))
    assert "The register closed 14 days after the session." in html
    assert "<button" not in html.partition("<main")[2]
    assert "Ada" in html
    html = words(as_ruth.post(url, {f"state_{adas_place.pk}": "apologies"}))
    assert "The register closed 14 days after the session." in html
    assert f'id="s{adas_place.pk}-apologies" checked' in html
    assert lines()[adas_place.pk][0] == "came"


def test_marks_are_gone_when_the_14_days_end(session, url, adas_place, as_ruth, frozen) -> None:
    as_ruth.post(url, {f"state_{adas_place.pk}": "came", f"late_{adas_place.pk}": "on"})
    frozen.at = session.ends_at + dt.timedelta(days=14, hours=1)
    housekeeping.purge_marks(clock.now())
    assert lines()[adas_place.pk] == ("came", False, False)


def test_session_register_opens_on_the_day(group, ruth, adas_place, as_ruth, by_ruth) -> None:
    far = builders.session(group, starts=clock.now() + dt.timedelta(days=2), by=by_ruth)
    url = reverse("groups:session-register", args=[far.pk])
    assert "The register opens on the day" in words(as_ruth.get(url))
    as_ruth.post(url, {f"state_{adas_place.pk}": "came"})
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("state", ["", "late", "CAME", "1"])
def test_a_tick_that_is_no_button_is_not_kept(state, url, adas_place, as_ruth) -> None:
    answer = as_ruth.post(url, {f"state_{adas_place.pk}": state}, follow=True)
    assert "Nothing was ticked, so nothing was saved." in words(answer)
    assert not Attendance.objects.exists()


def test_session_register_costs_the_same_for_one_and_for_three(
    url, group, adas_place, as_ruth, queries_of
) -> None:
    one = queries_of(as_ruth, url)
    for name in ("Fay", "Gwen"):
        builders.place(group, name)
    assert queries_of(as_ruth, url) == one
