"""Who does what on which page, in words: the journeys are told with these."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

SECONDS = 1000


class Person:
    """Somebody with a browser of her own."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        page.set_default_timeout(20 * SECONDS)
        page.on("dialog", lambda asked: asked.accept())

    def goes_to(self, path: str) -> None:
        self.page.goto(self.site + path)

    def presses(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=name).first.click()

    def follows(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()

    def fills(self, label: str, words: str) -> None:
        self.page.get_by_label(label).fill(words)

    def ticks(self, label: str) -> None:
        self.page.get_by_label(label).check()

    def says(self, question: str, answer: str) -> None:
        self.page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()

    def reads(self, words: str | re.Pattern) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(words, timeout=20 * SECONDS)

    def does_not_read(self, words: str) -> None:
        expect(self.page.get_by_role("main")).not_to_contain_text(words)


class Signed(Person):
    """Somebody of the demo who signs in."""

    def signs_in(self, email: str, password: str) -> None:
        self.goes_to("/accounts/login/")
        self.page.locator("[name=login]").fill(email)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("[name=password]").press("Enter")
        self.page.wait_for_url(re.compile("/(dashboard|portal)/"))


class Woman(Person):
    """She has a phone and no account."""

    def asks_to_join(self, name: str, group: str, phone: str) -> None:
        self.goes_to("/join/")
        self.page.get_by_role("main").get_by_role("button", name="Start").or_(
            self.page.get_by_role("main").get_by_role("link", name="Start")
        ).first.click()
        self.fills("What shall we call you?", name)
        self.presses("Continue")
        self.ticks(group)
        self.presses("Continue")
        self.fills("Phone number", phone)
        self.says("May we send texts?", "Yes")
        self.says("Is it safe to send you a link?", "Yes")
        self.presses("Continue")
        self.ticks("You may keep what I wrote here")
        self.presses("Continue")
        self.reads(name)
        self.sends()

    def sends(self) -> None:
        """A hand this fast is asked to press once more, as a robot would be."""
        self.presses("Send")
        self.reads(re.compile("Thank you. It is with us.|Please press Send once more."))
        if "/check/" in self.page.url:
            self.presses("Send")
        self.reads("Thank you. It is with us.")

    def opens(self, link: str) -> None:
        self.page.goto(link)
        self.reads("Nothing has changed yet")
        self.presses("Open")

    def chooses_her_phrase(self, phrase: str) -> None:
        self.follows("Open the rest")
        self.follows("Choose my phrase")
        self.fills("A phrase only you know", phrase)
        self.presses("Keep this phrase")


class Phones(Person):
    """The outbox: every phone of the demo at once."""

    def phone(self, number: str) -> Locator:
        return self.page.get_by_role("region", name=f"Phone {number}")

    def shows(self, number: str, words: str, *, within: float = 90) -> None:
        """Wait for beat and worker to bring a text: a sweep a minute, a drain each ten seconds."""
        until(lambda: words in self._looks(number), within, f"{words!r} on {number}")

    def _looks(self, number: str) -> str:
        self.goes_to("/outbox/")
        there = self.phone(number)
        return there.inner_text() if there.count() else ""

    def answers(self, number: str, words: str) -> None:
        """Text back as she would."""
        self.goes_to("/outbox/")
        self.phone(number).get_by_label("Answer as she would").fill(words)
        self.phone(number).get_by_role("button", name="Send").click()

    def link(self, number: str) -> str:
        self.shows(number, "/l/")
        found = re.findall(r"https?://\S+/l/\S+?/", self._looks(number))
        return found[-1]


def until(holds: Callable[[], bool], seconds: float, what: str) -> None:
    """Ask again and again until it holds; say what did not."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.5)
