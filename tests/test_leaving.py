"""Leaving at once, in a real browser (safety.md 2 to 7, 30), with script and without. What every
page must have is in tests/her/, and so is leaving from the pages that are hers alone."""

import pytest

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def back(tab) -> None:
    tab.evaluate("setTimeout(() => history.back(), 1)")
    tab.wait_for_timeout(400)


def by_tap(tab) -> None:
    tab.click("[data-leave-now]", no_wait_after=True)


def by_shift(tab) -> None:
    for _ in range(3):
        tab.keyboard.press("Shift")


@pytest.mark.parametrize("way", [by_tap, by_shift])
def test_after_leaving_back_never_shows_our_page(tabs, site, neutral, settings, way):
    tab = tabs(
        site + "/nowhere/",
        site + "/privacy/",
        site + "/help-now/",
        site + "/",
        site + "/staying-private/",
    )
    way(tab)
    tab.wait_for_url(settings.EXIT_URL)
    for _ in range(5):
        back(tab)
        assert tab.url in (settings.EXIT_URL, "about:blank")
    assert set(neutral.referers) == {None}


def test_a_page_kept_in_the_browsers_memory_stays_shut(tabs, site, neutral, settings):
    tab = tabs(site + "/help-now/", site + "/")
    # First make sure that Back works at all while she has not left.
    back(tab)
    assert tab.url == site + "/help-now/"
    assert tab.locator("h1").is_visible()
    by_tap(tab)
    tab.wait_for_url(settings.EXIT_URL)
    back(tab)
    assert site not in tab.url


def test_typing_the_address_again_works_but_older_pages_stay_shut(tabs, site, neutral, settings):
    tab = tabs(site + "/privacy/", site + "/help-now/")
    by_tap(tab)
    tab.wait_for_url(settings.EXIT_URL)
    tab.goto(site + "/")
    assert tab.locator("h1").is_visible()
    tab.goto(site + "/staying-private/")
    back(tab)
    assert tab.url == site + "/"
    tab.reload()
    assert tab.locator("h1").is_visible()
    for _ in range(3):
        back(tab)
        assert site not in tab.url


def test_the_page_is_gone_before_the_other_site_answers(tabs, site, neutral, settings):
    neutral.answers.clear()
    tab = tabs(site + "/help-now/")
    said: list[str] = []
    tab.on("console", lambda line: said.append(line.text))
    tab.evaluate(
        """() => document.addEventListener("click", () => setTimeout(() => {
            const root = document.documentElement;
            console.log(document.body === null, root.hidden, getComputedStyle(root).display);
        }, 90), true)"""
    )
    by_tap(tab)
    tab.wait_for_timeout(300)
    assert said == ["true true none"]
    neutral.answers.set()
    tab.wait_for_url(settings.EXIT_URL)


@pytest.mark.parametrize(
    "keys", [["Shift", "Shift", "a", "Shift"], ["Escape"] * 4, ["Shift", "Tab", "Shift", "Shift"]]
)
def test_other_keys_do_not_leave(tabs, site, neutral, keys):
    tab = tabs(site + "/")
    for key in keys:
        tab.keyboard.press(key)
    tab.wait_for_timeout(200)
    assert tab.url == site + "/"


def test_presses_more_than_five_seconds_apart_do_not_leave(tabs, site, neutral):
    tab = tabs(site + "/")
    tab.evaluate(
        """() => [0, 4000, 9500, 15000].forEach((at) => {
            const press = new KeyboardEvent("keydown", { key: "Shift" });
            Object.defineProperty(press, "timeStamp", { value: at });
            window.dispatchEvent(press);
        })"""
    )
    tab.wait_for_timeout(200)
    assert tab.url == site + "/"


def test_leaving_ends_the_session(tabs, site, neutral, settings):
    tab = tabs(site + "/l/" + "x" * 22 + "/")
    cookies = {cookie["name"] for cookie in tab.context.cookies()}
    assert settings.CSRF_COOKIE_NAME in cookies
    by_tap(tab)
    tab.wait_for_url(settings.EXIT_URL)
    tab.wait_for_timeout(1500)
    assert tab.context.cookies() == []


def test_without_script_leaving_is_a_plain_link(tabs, site, neutral, settings):
    tab = tabs(site + "/l/" + "x" * 22 + "/", java_script_enabled=False)
    tab.get_by_role("link", name="Leave this page").click()
    tab.wait_for_url(settings.EXIT_URL)
    assert neutral.referers == [None]


@pytest.mark.parametrize("path", ["/help-now/?nation=wales"])
def test_focus_is_never_under_the_bar(tabs, site, neutral, path):
    # 1280 by 1024 at 400 %.
    tab = tabs(site + path, viewport={"width": 320, "height": 256})
    covered = """() => {
        const own = document.activeElement.getBoundingClientRect();
        const bar = document.querySelector(".bar").getBoundingClientRect();
        const elsewhere = document.activeElement.matches("main *, footer *");
        return elsewhere && own.top < bar.bottom - 1;
    }"""
    for key in ["Tab"] * 25 + ["Shift+Tab"] * 20:
        tab.keyboard.press(key)
        assert not tab.evaluate(covered), tab.evaluate("document.activeElement.outerHTML")


def test_axe_finds_nothing_where_staff_sign_in(tabs, site):
    from axe_playwright_python.sync_playwright import Axe

    # Without motion, or colours are measured on their way from light to dark.
    tab = tabs(
        site + "/accounts/login/",
        viewport={"width": 390, "height": 700},
        reduced_motion="reduce",
    )
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        found = Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        assert [broken["id"] for broken in found.response["violations"]] == [], scheme
