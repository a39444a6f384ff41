"""The page of figures as it is seen: on a phone, in the dark, on paper (safety.md 30)."""

import re

import pytest
from django.conf import settings

from peersupport import clock

from .where_world import forgotten

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 568}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
URL = "/dashboard/outreach/where/"


@pytest.fixture
def women(group, nadia) -> None:
    from outreach.where.quarters import settled

    for quarter in settled(clock.now()):
        for many, way in enumerate(("statutory", "voluntary", "herself", "code:community"), 3):
            forgotten(group, way, quarter.first, many * 3)
    for way in ("community", "peer_group"):
        forgotten(group, way, quarter.first, 3)


@pytest.fixture
def look(tabs, site, client_for, nadia):
    def at(path: str, **options):
        tab = tabs(**({"viewport": PHONE} | options))
        value = client_for(nadia).cookies[settings.SESSION_COOKIE_NAME].value
        tab.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}]
        )
        tab.goto(site + path)
        return tab

    return at


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(scheme, women, look, site) -> None:
    from axe_playwright_python.sync_playwright import Axe

    tab, wrong = look(URL, color_scheme=scheme), []
    for path in (URL, "/dashboard/outreach/charity/"):
        tab.goto(site + path)
        found = Axe().run(tab, options=RULES)
        wrong += [f"{path}: {rule['id']}" for rule in found.response["violations"]]
        if tab.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wrong.append(f"{path}: wider than the phone")
    assert wrong == []


def test_the_picture_says_by_pattern_and_number_what_it_says_by_colour(women, look) -> None:
    tab = look(URL, java_script_enabled=False, viewport={"width": 1280, "height": 900})
    drawn = tab.locator("svg[role=img]")
    patterns = {
        fill
        for fill in drawn.locator("rect").evaluate_all(
            "all => all.map(r => r.getAttribute('fill'))"
        )
        if fill != "none"
    }
    kinds = {re.sub(r"\W", "", tab.locator(fill[4:-1]).inner_html()) for fill in patterns}
    assert len(kinds) == len(patterns) == 5
    numbers = drawn.locator("text[text-anchor=middle]").all_text_contents()
    first = tab.locator("table").first.locator("tbody tr").first.locator("td").all_text_contents()
    told = [cell for cell in first[:-1] if cell != "hidden"]
    assert numbers[-len(told) - 1 : -1] == told
    tab.emulate_media(media="print", color_scheme="dark")
    ink = drawn.evaluate("svg => getComputedStyle(svg).color")
    assert ink == "rgb(0, 0, 0)"
