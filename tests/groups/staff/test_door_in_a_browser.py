"""The door as a peer leader holds it: live with script, one tap at a time without."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse

from groups.models import Answer, Attendance, Session
from groups.services import answers
from peersupport.actors import Actor
from tests import builders

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 568}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def signed_in(tabs, site, as_ruth):
    """``signed_in("/dashboard/…")``: ruth's phone, on that page."""

    def open_page(path: str, **options):
        tab = tabs(**({"viewport": PHONE} | options))
        cookie = as_ruth.cookies[settings.SESSION_COOKIE_NAME].value
        tab.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}]
        )
        tab.goto(site + path)
        return tab

    return open_page


@pytest.fixture
def door(session: Session, adas_place, bea, cleo) -> str:
    return reverse("groups:session-door", args=[session.pk])


def test_running_late_comes_to_the_page_by_itself(session, adas_place, door, signed_in) -> None:
    tab = signed_in(door)
    for minutes in (5, 20):
        by = Actor.of_link(adas_place.her.subject)
        answers.say(session, adas_place, "late", minutes=minutes, way="page", by=by)
        tab.wait_for_selector(f"text=about {minutes} minutes late", timeout=20000)
    assert "One is on the way" in tab.inner_text("#door-news")


def test_a_tap_is_kept_in_place_and_taken_back(session, adas_place, door, signed_in) -> None:
    tab = signed_in(door, has_touch=True)
    address, row = tab.url, f"#w{adas_place.pk}"
    tab.tap(f"{row}-coming")
    tab.wait_for_selector(f"{row} >> text=she told us", timeout=5000)
    tab.tap(f"{row}-here")
    tab.wait_for_selector(f"{row}-undo-here", timeout=5000)
    assert Attendance.objects.get().state == "came"
    tab.tap(f"{row}-undo-here")
    tab.tap(f"{row}-undo")
    tab.wait_for_selector(f"{row}-undo", state="detached", timeout=5000)
    assert not Answer.objects.exists()
    assert tab.url == address


def test_without_a_connection_it_says_so_and_goes_on_afterwards(
    session, adas_place, door, signed_in
) -> None:
    tab = signed_in(door)
    tab.context.set_offline(True)
    tab.click(f"#w{adas_place.pk}-coming")
    tab.wait_for_selector("text=That tap was not kept", timeout=5000)
    tab.context.set_offline(False)
    tab.click(f"#w{adas_place.pk}-coming")
    tab.wait_for_selector(f"#w{adas_place.pk} >> text=she told us", timeout=5000)
    assert Answer.objects.count() == 1


def test_without_script_each_tap_is_a_form_and_look_again_a_link(
    session, adas_place, door, signed_in
) -> None:
    tab = signed_in(door, java_script_enabled=False)
    tab.click(f"#w{adas_place.pk}-late")
    assert tab.url.endswith(f"{door}#w{adas_place.pk}")
    assert tab.is_visible(f"#w{adas_place.pk} >> text=she told us")
    tab.click("text=Look again")
    tab.click("button:has-text('10 min')")
    assert Session.objects.get().leader_late_minutes == 10


@pytest.mark.parametrize("script", [True, False])
def test_the_register_by_thumb(script, session, adas_place, bea, signed_in) -> None:
    path = reverse("groups:session-register", args=[session.pk])
    tab = signed_in(path, java_script_enabled=script)
    assert not tab.is_visible(f"label[for=l{adas_place.pk}]"), "a mark is for her who came"
    tab.click(f"label[for=s{adas_place.pk}-came]")
    tab.click(f"label[for=l{adas_place.pk}]")
    tab.click("button:has-text('the rest were not heard from')")
    lines = {line.membership_id: line for line in Attendance.objects.all()}
    assert (lines[adas_place.pk].state, lines[adas_place.pk].late) == ("came", True)
    assert lines[bea.pk].state == "not_heard"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    scheme, session, group, adas_place, bea, cleo, signed_in, site, by_ruth
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    builders.session(group, starts=session.starts_at + dt.timedelta(days=7), by=by_ruth)
    of_session = ("detail", "door", "register", "move", "cancel")
    paths = [reverse(f"groups:session-{name}", args=[session.pk]) for name in of_session]
    paths += [
        reverse(f"groups:woman-{name}", args=[adas_place.woman_id]) for name in ("detail", "reach")
    ]
    plain = ("session-list", "session-plan", "woman-list", "group-list", "notices", "message-list")
    paths += [reverse(f"groups:{name}") for name in plain]
    paths.append(reverse("groups:group-detail", args=[group.pk]))
    tab, wrong = signed_in("/dashboard/", color_scheme=scheme), []
    for path in paths:
        tab.goto(site + path)
        found = Axe().run(tab, options=RULES)
        wrong += [f"{path}: {rule['id']}" for rule in found.response["violations"]]
        if tab.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wrong.append(f"{path}: wider than the phone")
    assert wrong == []
