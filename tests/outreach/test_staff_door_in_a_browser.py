"""The staff's side of the door as it is seen: each state of her page, everything that is folded
opened, on a small phone, light and dark (safety.md 30)."""

import pytest
from django.conf import settings

from outreach.services import holds

from . import at_the_door
from .test_hold_pages import SAID

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
PHONE = {"width": 320, "height": 568}
AT = "/dashboard/introductions/"


@pytest.fixture
def places(group, asked, by_ruth) -> list[str]:
    waiting, held = asked("Bea"), asked("Cora")
    holds.open_hold(held, **SAID, by=by_ruth)
    lined, unconfirmed = at_the_door.in_line(group, "line"), at_the_door.introduced(group)
    ones = [f"{AT}{row.pk}/" for row in (waiting, held, lined, unconfirmed)]
    lists = [AT, f"{AT}?finished", f"{AT}line/", f"{AT}line/{group.pk}/", f"{AT}questions/"]
    around = ["/dashboard/holds/", "/dashboard/asked/", "/dashboard/materials/", "/dashboard/"]
    return [*ones, f"{AT}{waiting.pk}/hold/", *lists, *around]


def test_30_axe_finds_nothing_with_all_of_it_unfolded(places, tabs, site, client_for, ruth) -> None:
    from axe_playwright_python.sync_playwright import Axe

    cookie = client_for(ruth).cookies[settings.SESSION_COOKIE_NAME].value
    wrong = []
    for scheme in ("light", "dark"):
        tab = tabs(viewport=PHONE, color_scheme=scheme)
        tab.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}]
        )
        for place in places:
            answer = tab.goto(site + place)
            assert answer.status == 200, place
            tab.evaluate(
                "document.querySelectorAll('main details').forEach(d => { d.open = true })"
            )
            found = Axe().run(tab, options=RULES)
            wrong += [f"{place} {scheme}: {rule['id']}" for rule in found.response["violations"]]
            if tab.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
                wrong.append(f"{place} {scheme}: wider than the phone")
            if tab.locator("h1").count() != 1:
                wrong.append(f"{place} {scheme}: not one main heading")
    assert wrong == []


def test_what_she_said_stays_a_tap_away_while_she_is_in_the_line(
    group, tabs, site, client_for, ruth
) -> None:
    """A slip in the folded form opens it again, or its error would not be seen."""
    row = at_the_door.in_line(group, "line")
    cookie = client_for(ruth).cookies[settings.SESSION_COOKIE_NAME].value
    tab = tabs(viewport=PHONE, java_script_enabled=False)
    tab.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    tab.goto(f"{site}{AT}{row.pk}/")
    send = tab.get_by_role("button", name="Write down what she said")
    assert not send.is_visible()
    tab.locator("summary", has_text="Write down what she said").click()
    send.click()
    assert tab.get_by_text("Choose what she said.").first.is_visible()
    assert send.is_visible()
