"""Her page as on an old phone: narrow, with and without script, by keyboard, from the right
(safety.md 1, 2, 7, 30, 32, 49)."""

import pytest

from groups.models import Answer, Parting
from groups.services import pages
from peersupport import links
from peersupport.actors import SYSTEM

from .conftest import PHRASE

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 568}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def site(live_server, settings) -> str:
    settings.EXIT_URL = f"{live_server.url}/healthz"
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def her_link(ada, site) -> str:
    token = links.mint("you", ada.subject, by=SYSTEM, lifetime=None, single_use=False)
    return f"{site}/l/{token}/"


def press(tab, name: str) -> None:
    tab.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(tab, name: str) -> None:
    tab.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def open_rest(tab) -> None:
    follow(tab, "Open the rest")
    tab.get_by_label("Your phrase").fill(PHRASE)
    press(tab, "Open")


@pytest.mark.parametrize("script", [True, False])
def test_the_whole_page_with_and_without_script(
    tabs, ada, her_link, session, by_ruth, script
) -> None:
    pages.let_her_choose(ada, by=by_ruth)
    tab = tabs(her_link, viewport=PHONE, java_script_enabled=script)
    press(tab, "Open")
    press(tab, "Running late")
    press(tab, "10 minutes")
    tab.get_by_text("about 10 minutes").wait_for()
    assert Answer.objects.get().minutes == 10
    follow(tab, "Open the rest")
    follow(tab, "Choose my phrase")
    tab.get_by_label("A phrase only you know").fill(PHRASE)
    press(tab, "Keep this phrase")
    tab.get_by_text("The Old Library").wait_for()
    follow(tab, "Forget me")
    press(tab, "Forget me in seven days")
    tab.get_by_role("heading", name="You asked us to forget you").wait_for()
    press(tab, "No, please do not")
    tab.get_by_text("All stays as it was").wait_for()
    assert Parting.objects.get().undone_at
    tab.get_by_role("link", name="Leave this page").click()
    tab.wait_for_url("**/healthz")
    tab.goto(her_link.split("/l/")[0] + "/you/")
    assert tab.get_by_text("This page is not here").is_visible()


def test_three_buttons_and_both_ways_out_are_in_sight(tabs, her_link, session) -> None:
    """On the smallest phone, without scrolling."""
    tab = tabs(her_link, viewport=PHONE)
    press(tab, "Open")
    for name in ("Coming", "Running late", "Not this time"):
        box = tab.get_by_role("button", name=name, exact=True).bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"], name
        assert box["height"] >= 44
    for name in ("Help now", "Leave this page"):
        assert tab.locator(".bar").get_by_role("link", name=name).bounding_box()["y"] >= 0


def test_by_keyboard_alone(tabs, ada, adas_phrase, her_link, session) -> None:
    tab = tabs(her_link)

    def on(words: str) -> None:
        for _ in range(30):
            tab.keyboard.press("Tab")
            focused = tab.evaluate("document.activeElement.innerText || ''")
            if words == focused.strip():
                return
        raise AssertionError(f"{words} cannot be reached")

    on("Open")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/you/")
    on("Coming")
    tab.keyboard.press("Space")
    tab.get_by_text("You said: coming").wait_for()
    on("Open the rest")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/phrase/")
    while tab.evaluate("document.activeElement.name") != "phrase":
        tab.keyboard.press("Tab")
    tab.keyboard.type(PHRASE)
    tab.keyboard.press("Enter")
    tab.get_by_text("The Old Library").wait_for()


def test_axe_finds_nothing_and_nothing_runs_off_the_side(
    tabs, ada, adas_phrase, her_link, session, site, group, by_ruth
) -> None:
    """In the states that only a press brings; the rest are in tests/her/."""
    from axe_playwright_python.sync_playwright import Axe

    tab = tabs(her_link, viewport=PHONE, reduced_motion="reduce")
    found = []

    def look(name: str) -> None:
        for turned in ("ltr", "rtl"):
            tab.evaluate("dir => document.documentElement.dir = dir", turned)
            width = tab.evaluate("document.documentElement.scrollWidth")
            found.extend([(name, turned, width)] if width > PHONE["width"] else [])
        tab.evaluate("document.documentElement.dir = 'ltr'")
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            broken = Axe().run(tab, options=RULES).response["violations"]
            found.extend((name, scheme, b["id"], b["nodes"][0]["html"][:120]) for b in broken)

    press(tab, "Open")
    press(tab, "Running late")
    look("late")
    follow(tab, "Open the rest")
    press(tab, "Open")
    look("no phrase typed")
    pages.let_her_choose(ada, by=by_ruth)
    tab.goto(site + "/you/phrase/choose/")
    look("choose")
    tab.goto(site + "/you/")
    open_rest(tab)
    tab.goto(site + "/you/kept/")
    press(tab, "Show it")
    look("export")
    assert found == []
