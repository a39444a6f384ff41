"""With a keyboard alone: asking to join from the start page to the end, answering, leaving
(safety.md 3, 30)."""

import pytest

from groups.models import Answer
from outreach.models import Introduction

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Keys:
    """Tab, Enter and Space, and nothing else that could point at a thing."""

    def __init__(self, tab) -> None:
        self.tab = tab

    def to(self, selector: str, *, most: int = 60) -> "Keys":
        """Press Tab until what ``selector`` names has the focus, and can be seen to have it."""
        for _ in range(most):
            self.tab.keyboard.press("Tab")
            if self.tab.evaluate(f"document.activeElement.matches({selector!r})"):
                ring = self.tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert ring != "none", f"{selector} shows no focus"
                return self
        raise AssertionError(f"{selector} cannot be reached at {self.tab.url}")

    def press(self, key: str, then: str = "") -> "Keys":
        """Press a key; where it leads on, wait for the page after, whose address ends ``then``."""
        if not then:
            self.tab.keyboard.press(key)
            return self
        with self.tab.expect_navigation(url=f"**{then}"):
            self.tab.keyboard.press(key)
        return self


def test_30_the_whole_of_asking_to_join(tabs, site, group, settings) -> None:
    settings.EXIT_URL = f"{site}/healthz"
    tab = tabs(site + "/", viewport={"width": 320, "height": 568})
    keys = Keys(tab)
    keys.to('main a[href="/join/"]').press("Enter", "/join/")
    keys.to('main a[href="/join/q/name/"]').press("Enter", "/name/")
    keys.to("#id_name")
    tab.keyboard.type("Zoë")
    keys.to("#go-on").press("Enter", "/group/")
    keys.to("main input[type=radio]").press("Space").to("#go-on").press("Enter", "/reach/")
    keys.to("#id_own_contact").press("Space").to("#go-on").press("Enter", "/keep/")
    keys.to("#id_keep").press("Space").to("#go-on").press("Enter", "/check/")
    with tab.expect_navigation():
        keys.to("main form button[type=submit]").press("Enter")
    if tab.url.endswith("/check/"):  # a hand this quick is asked once more
        keys.to("main form button[type=submit]").press("Enter", "/sent/")
    assert Introduction.objects.get().name == "Zoë"
    keys.to(".bar-leave").press("Enter", "/healthz")


def test_30_her_answer_and_the_way_out(tabs, site, world, settings) -> None:
    settings.EXIT_URL = f"{site}/healthz"
    tab = tabs(f"{site}/l/{world.link('you', world.ada.subject)}/")
    keys = Keys(tab)
    keys.to("main button[type=submit]").press("Enter", "/you/")
    keys.to('button[value="late"]').press("Space", "/you/")
    keys.to('button[name="minutes"]').press("Space", "/you/")
    tab.get_by_text("about 5 minutes").wait_for()
    assert Answer.objects.get().minutes == 5
    for _ in range(3):
        keys.press("Shift+Tab")
    assert tab.url.endswith("/you/"), "going back through the page is not leaving it"
    for _ in range(3):
        keys.press("Shift")
    tab.wait_for_url("**/healthz")
