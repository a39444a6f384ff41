"""Leaving from the pages that are hers alone, as whoever stands beside her would try to undo it
(safety.md 2 to 7)."""

import pytest

from .pages import PHRASE

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERS = ["Zuzanna", "Running late", "The Old Library", "07700"]
# Each page of ours that shows anything, even for a moment, says so.
PAINTED = """new PerformanceObserver((list) => list.getEntries().forEach((entry) =>
    console.log("painted " + location.pathname))).observe({ type: "paint", buffered: true })"""
# No body for a screen reader or an eye, and no title for the list of tabs.
NOTHING = """document.body === null, document.documentElement.hidden,
    getComputedStyle(document.documentElement).display, document.title"""


def back(tab) -> None:
    tab.evaluate("setTimeout(() => history.back(), 1)")
    tab.wait_for_timeout(400)


def leave(tab) -> None:
    tab.click("[data-leave-now]", no_wait_after=True)


def press(tab, name: str) -> None:
    tab.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def go_deep(tab, site: str, world) -> None:
    """A question half answered, one answered wrongly, her page, all of it, the wall."""
    _ = world.phrase
    tab.goto(site + "/join/q/name/")
    press(tab, "Continue")
    tab.fill("#id_name", "Zuzanna")
    press(tab, "Continue")
    tab.goto(f"{site}/l/{world.link('you', world.ada.subject)}/")
    press(tab, "Open")
    tab.goto(site + "/you/phrase/")
    tab.get_by_label("Your phrase").fill(PHRASE)
    press(tab, "Open")
    tab.get_by_text("The Old Library").first.wait_for()
    tab.goto(f"{site}/wall/{world.rows['token']}/")
    tab.goto(site + "/you/reach/")


def test_4_after_leaving_nothing_of_hers_is_ever_painted_again(
    tabs, site, neutral, settings, world
) -> None:
    tab, painted = tabs(), []
    tab.add_init_script(PAINTED)
    tab.on("console", lambda line: painted.append(line.text))
    go_deep(tab, site, world)
    leave(tab)
    tab.wait_for_url(settings.EXIT_URL)
    assert "painted /you/reach/" in painted, "first make sure that it would be seen"
    del painted[:]
    for _ in range(5):
        back(tab)
        assert tab.url in (settings.EXIT_URL, "about:blank")
    assert {line for line in painted if line.startswith("painted")} <= {"painted /"}
    assert set(neutral.referers) == {None}


def test_4_7_without_script_back_finds_nothing_of_hers(
    tabs, site, neutral, settings, world
) -> None:
    tab = tabs(java_script_enabled=False)
    go_deep(tab, site, world)
    leave(tab)
    tab.wait_for_url(settings.EXIT_URL)
    assert [c for c in tab.context.cookies() if c["name"] != "v"] == []
    for _ in range(5):
        tab.go_back()
        said = tab.content()
        assert not [words for words in HERS if words in said], tab.url


def test_4_a_form_sent_again_is_neither_shown_nor_taken(
    tabs, site, neutral, settings, world
) -> None:
    """Back on the page that a form answered with, and "send it again" (F5)."""
    tab = tabs(site + "/join/q/name/")
    tab.fill("#id_name", "Zuzanna")
    press(tab, "Continue")
    tab.goto(site + "/join/q/name/?change")
    tab.fill("#id_name", " ")
    press(tab, "Continue")
    tab.get_by_text("There is a problem").wait_for()
    leave(tab)
    tab.wait_for_url(settings.EXIT_URL)
    back(tab)
    tab.reload()
    tab.wait_for_timeout(300)
    assert "Zuzanna" not in tab.content()
    assert "j" not in {cookie["name"] for cookie in tab.context.cookies()}


def test_4_other_tabs_of_ours_leave_with_it(tabs, site, neutral, settings, world) -> None:
    """Also a copy of the tab, which the browser makes with all that the tab remembers."""
    tab = tabs(site + "/privacy/", site + "/join/q/name/")
    other = tab.context.new_page()
    other.goto(site + "/help-now/")
    other.goto(site + "/join/")
    leave(tab)
    other.wait_for_url(settings.EXIT_URL)
    for _ in range(3):
        back(other)
        assert site not in other.url
    other.goto(site + "/")
    assert other.locator("h1").is_visible(), "an address typed anew opens as usual"


def test_2_the_middle_button_leaves_this_tab_too(tabs, site, neutral, settings) -> None:
    tab = tabs(site + "/help-now/")
    tab.click("[data-leave-now]", button="middle", no_wait_after=True)
    tab.wait_for_url(settings.EXIT_URL)
    assert len(tab.context.pages) == 1
    tab.goto(site + "/help-now/")
    tab.click("[data-leave-now]", button="right")
    tab.wait_for_timeout(200)
    assert tab.url == site + "/help-now/", "the right button only opens a menu"


def test_6_7_no_network_in_the_moment_she_leaves(tabs, site, neutral, settings, world) -> None:
    """Nothing of ours shows, and what she left is shut once there is a network again."""
    tab = tabs()
    go_deep(tab, site, world)
    held = {cookie["name"] for cookie in tab.context.cookies()}
    assert {settings.SESSION_COOKIE_NAME, "j"} <= held
    tab.context.set_offline(True)
    leave(tab)
    tab.wait_for_timeout(300)
    assert not [words for words in HERS if words in tab.content()]
    tab.context.set_offline(False)
    tab.goto(site + "/you/")
    assert tab.get_by_text("This page is not here").is_visible()
    tab.goto(site + "/join/q/group/")
    assert tab.url == site + "/join/?late", "her answers went too"


def test_6_while_the_other_site_hangs_there_is_nothing_to_see_or_hear(
    tabs, site, neutral, settings
) -> None:
    """Neither at once, nor where somebody loads the page again meanwhile."""
    neutral.answers.clear()
    tab, said = tabs(site + "/privacy/", site + "/join/"), []
    tab.on("console", lambda line: said.append(line.text))
    # From inside: the page still runs while the other site keeps the browser waiting.
    tab.add_init_script(f"setTimeout(() => console.log('again', {NOTHING}), 300)")
    tab.evaluate(
        f"""() => document.addEventListener("click", () => {{
            setTimeout(() => console.log("left", {NOTHING}), 90);
            setTimeout(() => location.reload(), 150);
        }}, true)"""
    )
    leave(tab)
    tab.wait_for_timeout(900)
    neutral.answers.set()
    tab.wait_for_url(settings.EXIT_URL)
    assert [line for line in said if line.startswith(("left", "again"))] == [
        "left true true none \u2060",
        "again true true none \u2060",
    ]


def test_9_one_page_before_the_first_question(tabs, site, world) -> None:
    """It says what leaving does and cannot do, and how to come back; then it is not shown again."""
    tab = tabs(site + "/")
    tab.get_by_role("link", name="Ask to join", exact=True).click()
    assert tab.url == site + "/join/"
    for words in ("takes you to another site at once", "cannot wipe the list", "To come back"):
        assert tab.get_by_text(words).is_visible(), words
    tab.get_by_role("link", name="Start", exact=True).click()
    tab.fill("#id_name", "Zuzanna")
    press(tab, "Continue")
    tab.goto(site + "/")
    tab.get_by_role("link", name="Ask to join", exact=True).click()
    assert tab.url == site + "/join/q/group/"
