"""The door in a real browser, as on an old phone: no script, narrow, by keyboard (safety.md 1, 4,
7, 23, 24, 30)."""

import pytest

from outreach.models import Introduction
from outreach.services import decisions

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 568}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def site(live_server, settings) -> str:
    settings.EXIT_URL = f"{live_server.url}/healthz"
    return live_server.url.replace("127.0.0.1", "localhost")


def go_on(tab) -> None:
    tab.click("main button[type=submit]")


def walk(tab, site, each=lambda name: None) -> None:
    """All five screens, with every page shown to ``each``."""
    tab.goto(site + "/join/")
    each("start")
    tab.get_by_role("link", name="Start", exact=True).click()
    answer = {
        "name": lambda: tab.fill("#id_name", "نور"),
        "group": lambda: tab.click("label[for=id_group_0]"),
        "reach": lambda: (
            tab.fill("#id_phone", "07700 900321"),
            tab.click("label[for=id_text_0]"),
        ),
        "keep": lambda: tab.click("label[for=id_keep]"),
    }
    for step, fill in answer.items():
        each(step)
        fill()
        go_on(tab)
    each("check")
    go_on(tab)
    each("sent")


def start(tab, site) -> None:
    tab.goto(site + "/join/q/name/")


@pytest.mark.parametrize("script", [True, False])
def test_22_23_the_whole_way_with_and_without_script(tabs, site, group, script) -> None:
    tab = tabs(viewport=PHONE, java_script_enabled=script)
    wide = []

    def fits(name: str) -> None:
        if tab.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide.append(name)
        for link in ("Leave this page", "Help now"):
            box = tab.locator(".bar").get_by_role("link", name=link).bounding_box()
            assert 0 <= box["y"] < PHONE["height"], name

    walk(tab, site, fits)
    assert wide == [], "no sideways scrolling at 320 px"
    assert tab.get_by_role("heading", level=1).inner_text().startswith("Thank you.")
    row = Introduction.objects.select_related("card").get()
    assert (row.name, row.group_id, row.card.text) == ("نور", group.pk, "yes")


def test_30_axe_finds_nothing_on_any_page_in_any_state(tabs, site, group, ruth) -> None:
    from axe_playwright_python.sync_playwright import Axe

    tab = tabs(viewport={"width": 390, "height": 700}, reduced_motion="reduce")
    found: list[tuple[str, ...]] = []

    def ask(name: str) -> None:
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            broken = Axe().run(tab, options=RULES).response["violations"]
            found.extend((name, scheme, b["id"], b["nodes"][0]["html"][:120]) for b in broken)

    start(tab, site)
    go_on(tab)
    ask("name wrong")
    walk(tab, site, ask)
    start(tab, site)
    tab.fill("#id_name", "Z")
    go_on(tab)
    go_on(tab)
    tab.fill("#id_phone", "1")
    tab.click("label[for=id_mail_0]")
    go_on(tab)
    ask("reach wrong")
    assert found == []


def test_30_axe_finds_nothing_on_the_pages_of_staff_and_partners(
    tabs, site, client_for, asked, introduced, ruth, nadia, pat, by_ruth
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    waiting, joined = asked("Bea"), decisions.record(asked("Cleo"), "yes", by=by_ruth)
    introduced("Dot", may_know=True)
    inside = "/dashboard/introductions/"
    pages = {
        ruth: [inside, f"{inside}{waiting.pk}/", f"{inside}{joined.pk}/", f"{inside}?finished"],
        nadia: ["/dashboard/organisations/", "/dashboard/organisations/codes/"],
        pat: ["/portal/", "/portal/introduce/"],
    }
    found = []
    for user, paths in pages.items():
        tab = tabs(viewport={"width": 320, "height": 700}, reduced_motion="reduce")
        key = client_for(user).session.session_key
        tab.context.add_cookies([{"name": "s", "value": key, "url": site}])
        for path in paths:
            tab.goto(site + path)
            assert tab.evaluate("document.documentElement.scrollWidth") <= 320, path
            for scheme in ("light", "dark"):
                tab.emulate_media(color_scheme=scheme)
                broken = Axe().run(tab, options=RULES).response["violations"]
                found += [(path, scheme, b["id"], b["nodes"][0]["html"][:120]) for b in broken]
    assert found == []


def test_24_the_summary_takes_focus_and_leads_to_the_field(tabs, site, group) -> None:
    tab = tabs()
    start(tab, site)
    go_on(tab)
    assert tab.title().startswith("Error: ")
    assert tab.evaluate("document.activeElement.className") == "error-summary"
    tab.click(".error-summary a")
    assert tab.evaluate("document.activeElement.id") == "id_name"


def test_30_the_whole_form_by_keyboard_alone(tabs, site, group) -> None:
    tab = tabs(site + "/join/q/name/", viewport=PHONE)
    tab.focus("#id_name")
    tab.keyboard.type("Zoë")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/group/")
    tab.focus("#id_group_0")
    tab.keyboard.press("Space")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/reach/")
    tab.focus("#id_own_contact")
    tab.keyboard.press("Space")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/keep/")
    tab.focus("#id_keep")
    tab.keyboard.press("Space")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/check/")
    for _ in range(40):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.matches('main button[type=submit]')"):
            break
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/sent/")
    assert Introduction.objects.get().name == "Zoë"


@pytest.mark.parametrize("script", [True, False])
def test_7_23_leaving_in_the_middle_leaves_nothing_behind(tabs, site, group, script) -> None:
    tab = tabs(java_script_enabled=script)
    start(tab, site)
    tab.fill("#id_name", "Zuzanna")
    go_on(tab)
    assert "j" in {cookie["name"] for cookie in tab.context.cookies()}
    tab.get_by_role("link", name="Leave this page").click()
    tab.wait_for_url("**/healthz")
    tab.wait_for_timeout(1500)
    assert tab.context.cookies() == []
    tab.goto(site + "/join/q/reach/")
    assert tab.url == site + "/join/?late"
    assert "Zuzanna" not in tab.content()


def test_4_after_leaving_back_does_not_show_her_words(tabs, site, group) -> None:
    tab = tabs(site + "/privacy/")
    start(tab, site)
    tab.fill("#id_name", "Zuzanna")
    go_on(tab)
    tab.get_by_role("link", name="Leave this page").click()
    tab.wait_for_url("**/healthz")
    for _ in range(3):
        tab.evaluate("setTimeout(() => history.back(), 1)")
        tab.wait_for_timeout(400)
        assert "Zuzanna" not in tab.content()
        assert "call you" not in tab.content()


def test_30_what_must_be_pressed_is_large_enough(tabs, site, group) -> None:
    tab = tabs(viewport=PHONE)
    walk(tab, site)
    small = []
    for path in ("/join/", "/join/q/name/"):
        tab.goto(site + path)
        for button in tab.locator(".btn").all():
            box = button.bounding_box()
            if box and min(box["width"], box["height"]) < 44:
                small.append((path, box))
    assert small == []
