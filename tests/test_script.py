"""The one script file beyond leaving: errors take focus, lists stay fresh, some buttons ask first."""

import pytest

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOOR = """<!doctype html><html lang="en"><title>Door</title><script src="/static/js/site.js"></script>
<main><div data-live="/door/live" data-every="0.2" data-note="note"><button id="came-1">Ada</button></div>
<p id="note" role="status" data-waiting="No connection." data-ended="Ended."></p></main>"""


class Door:
    """Answers for /door/live; keeps what it was asked."""

    def __init__(self, tab) -> None:
        self.asked: list[dict] = []
        self.words, self.status = "Ada", 200
        tab.route("**/door/", lambda route: route.fulfill(body=DOOR, content_type="text/html"))
        tab.route("**/door/live", self.answer)

    def answer(self, route) -> None:
        self.asked.append(route.request.headers)
        tag = f'"{self.words}"'
        if self.status != 200:
            route.fulfill(status=self.status)
        elif route.request.headers.get("if-none-match") == tag:
            route.fulfill(status=304)
        else:
            body = f'<button id="came-1">{self.words}</button>'
            route.fulfill(body=body, headers={"ETag": tag, "Content-Type": "text/html"})


@pytest.fixture
def door(tabs, site):
    tab = tabs()
    stub = Door(tab)
    tab.goto(site + "/door/")
    tab.wait_for_timeout(500)
    return tab, stub


def test_a_live_list_shows_what_is_new_and_keeps_the_focus(door):
    tab, stub = door
    tab.focus("#came-1")
    stub.words = "Ada, on the way"
    tab.wait_for_function("document.querySelector('#came-1').textContent === 'Ada, on the way'")
    assert tab.evaluate("document.activeElement.id") == "came-1"


def test_a_live_list_asks_as_a_poll_and_with_its_tag(door):
    tab, stub = door
    tab.wait_for_timeout(500)
    assert stub.asked[0]["x-poll"] == "1"
    assert stub.asked[-1]["if-none-match"] == '"Ada"'


def test_a_live_list_says_when_it_waits_and_goes_on(door):
    tab, stub = door
    stub.status = 503
    tab.wait_for_function("document.querySelector('#note').textContent === 'No connection.'")
    stub.status, stub.words = 200, "Ada, coming"
    tab.wait_for_function("document.querySelector('#came-1').textContent === 'Ada, coming'")
    assert tab.text_content("#note") == ""


def test_a_live_list_stops_when_she_may_no_longer_see_it(door):
    tab, stub = door
    stub.status = 403
    tab.wait_for_function("document.querySelector('#note').textContent === 'Ended.'")
    asked = len(stub.asked)
    tab.wait_for_timeout(600)
    assert len(stub.asked) == asked


def test_what_went_wrong_takes_the_focus_and_leads_to_the_field(tabs, site):
    tab = tabs(site + "/accounts/login/")
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_selector(".error-summary")
    assert tab.title().startswith("Error: ")
    assert tab.evaluate("document.activeElement.className") == "error-summary"
    tab.locator(".error-summary a").first.click()
    assert tab.evaluate("document.activeElement.id") == "id_login"


def test_a_button_can_ask_first(tabs, site):
    tab = tabs(site + "/accounts/login/")
    tab.evaluate("document.querySelector('form').dataset.confirm = 'Sure?'")
    tab.on("dialog", lambda dialog: dialog.dismiss())
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_timeout(300)
    assert tab.locator(".error-summary").count() == 0
