"""The main job from end to end, on `make run` as a newcomer has it: Chromium, worker, beat.

Told twice: with script, and without where a woman or a worker may have none.
"""

import datetime as dt
import os
import re
from collections.abc import Callable, Iterator

import pytest

from groups import wording
from peersupport.clock import LONDON
from tests.running import Run, running

from .story import Phones, Signed, Woman

pytest_plugins = ["tests.browsing"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.timeout(420),
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the embedded default, walked once"),
]

GROUP = "Morning Light"
PHRASE = "blue kettle window"


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    with running() as started:
        yield started


@pytest.fixture
def cast(run: Run, tabs: Callable) -> Callable:
    """``cast(Woman)`` opens a browser for one person; staff and workers sign in."""

    def enter(kind: type, email: str = "", *, script: bool = True):
        phone = {"width": 390, "height": 844}
        person = kind(tabs(viewport=phone, java_script_enabled=script), run.site)
        if email:
            person.signs_in(email, run.password)
        return person

    return enter


def hours_from_now(hours: int) -> dt.datetime:
    return dt.datetime.now(LONDON).replace(second=0, microsecond=0) + dt.timedelta(hours=hours)


def set_time(ruth: Signed, when: dt.datetime) -> None:
    ruth.fills("Which day?", f"{when:%Y-%m-%d}")
    ruth.fills("When does it begin?", f"{when:%H:%M}")


def said_yes(ruth: Signed, name: str) -> None:
    """Ruth opens an introduction, looks at the number with a reason, and writes down her yes."""
    ruth.goes_to("/dashboard/introductions/")
    ruth.follows(name)
    ruth.does_not_read("07700 900")
    ruth.ticks("To text her by hand")
    ruth.presses("Show it")
    ruth.reads("07700 900")
    ruth.ticks("Yes. She would like to join.")
    ruth.presses("Write down what she said")
    ruth.reads("She has her place")


def new_words(ruth: Signed, clause: str) -> None:
    """Ruth adds a clause to the words in force and publishes the next version."""
    ruth.goes_to("/dashboard/agreements/")
    ruth.follows(GROUP)
    ruth.presses("Start a new version")
    ruth.follows("Add a clause")
    ruth.fills("The promise, in one line", clause)
    ruth.presses("Save")
    ruth.follows("We talked about it: go on")
    ruth.fills("Who talked about it?", "Seven women, at our Thursday session")
    ruth.fills("What is new, in a few words?", "One more promise.")
    ruth.presses("Continue")
    ruth.presses("Publish")
    ruth.reads("In force since")


def lets_her_choose(ruth: Signed, name: str) -> None:
    """Ruth has spoken with her: a link by text alone is not enough for a phrase."""
    ruth.goes_to("/dashboard/women/")
    ruth.follows(name)
    ruth.presses("Let her choose a phrase")
    ruth.reads("She can choose her phrase now")


def on_the_wall(ruth: Signed, session: str, screen: Woman, clause: str) -> None:
    """Ruth makes the link for tonight's wall; the screen in the room needs no sign-in."""
    ruth.goes_to(session)
    ruth.follows("Put the agreement on the wall")
    ruth.presses("Make the link")
    link = ruth.page.get_by_role("main").get_by_role("link", name="/wall/").inner_text()
    screen.page.goto(link)
    screen.reads("What is said here stays here.")
    screen.reads(clause)
    screen.does_not_read(GROUP)


def test_the_nine_steps_with_script(cast: Callable) -> None:
    # 1. Marta asks to join. Nothing is sent to her.
    marta = cast(Woman)
    marta.asks_to_join("Marta", GROUP, "07700 900555")
    phones = cast(Phones)
    phones.goes_to("/outbox/")
    assert phones.phone("07700 900555").count() == 0

    # 2. A partner worker introduces a woman who knows and agreed, and reads back "received".
    pat = cast(Signed, "partner@demo.example")
    introduces(pat, "Rosa", "07700 900556")

    # 3. Ruth opens the introduction and writes down what Marta said; her page link goes out.
    ruth = cast(Signed, "ruth@demo.example")
    said_yes(ruth, "Marta")
    ruth.presses("Send her page link")
    her_link = phones.link("07700 900555")

    # 4. Ruth plans a session, moves it and cancels it; whoever may come is told.
    ruth.goes_to("/dashboard/sessions/plan/")
    planned = hours_from_now(13)
    set_time(ruth, planned)
    ruth.presses("Plan it")
    ruth.page.get_by_role("link", name=re.compile(rf" {re.escape(wording.hour(planned))}")).click()
    ruth.follows("Move it")
    set_time(ruth, hours_from_now(14))
    ruth.presses("Move it and tell them")
    phones.shows("07700 900555", "the time has changed")
    ruth.follows("Cancel it")
    ruth.presses("Cancel it and tell them")
    phones.shows("07700 900555", "Please do not set out")

    # 5. The reminder for later today went to Ada before anybody looked, and reaches Marta too.
    phones.shows("07700 900101", "kettle on")
    phones.shows("07700 900555", "kettle on")

    # 6. Marta texts "2": it comes to the door list that Ruth has open, without her touching it
    # (how fast is measured in bench/).
    ruth.goes_to("/dashboard/")
    ruth.page.get_by_role("main").locator("a[href*='/door/']").first.click()
    door = ruth.page.url
    ruth.page.get_by_role("region", name="Not heard").get_by_text("Marta", exact=True).wait_for()
    phones.answers("07700 900555", "2")
    on_the_way = ruth.page.get_by_role("region", name="On the way")
    on_the_way.get_by_text("Marta", exact=True).wait_for()
    # Ruth asked for a text of her own when somebody is late.
    phones.shows("07700 900001", "Marta is on her way", within=30)
    # Her link alone opens day, time, three buttons and help now.
    marta.opens(her_link)
    for hidden in (GROUP, "Marta", "Beckside", "Garden Room"):
        marta.does_not_read(hidden)
    marta.presses("Coming")
    marta.reads("You said: coming")
    ruth.page.get_by_role("region", name=re.compile("^Coming")).get_by_text(
        "Marta", exact=True
    ).wait_for()
    # Ruth is late herself: one tap tells everyone who may come.
    ruth.page.get_by_role("button", name="10 min late").first.click()
    phones.shows("07700 900101", "about 10 minutes late", within=30)

    # 7. The register: two taps.
    ruth.page.goto(door)
    ruth.follows("Register")
    ruth.says("Marta", "Came")
    ruth.presses("Save")
    ruth.reads("Saved")

    # 8. A new version of the agreement: on the wall, and on her page once she gave her phrase.
    clause = "Whoever comes first puts the kettle on."
    new_words(ruth, clause)
    on_the_wall(ruth, door.removesuffix("door/").removeprefix(ruth.site), cast(Woman), clause)
    lets_her_choose(ruth, "Marta")
    marta.goes_to("/you/")
    marta.chooses_her_phrase(PHRASE)
    marta.reads("What is said here stays here.")
    marta.presses("I agree")
    marta.reads("You agreed")

    # 9. Help now is one tap away, and leaving leaves nothing to come back to.
    marta.page.get_by_role("link", name="Help now").first.click()
    marta.reads("999")
    marta.page.route(re.compile("^https://"), lambda route: route.fulfill(body="The weather"))
    marta.page.get_by_role("link", name="Leave this page").click()
    marta.page.wait_for_url(re.compile("^https://"))
    marta.goes_to("/you/")
    marta.does_not_read("Coming")


def introduces(pat: Signed, name: str, phone: str) -> None:
    pat.follows("Introduce someone")
    pat.ticks("She knows that I am writing this, and she agreed.")
    pat.fills("What would she like to be called?", name)
    pat.ticks(GROUP)
    pat.fills("Phone number", phone)
    pat.says("May we send texts?", "Yes")
    pat.ticks("She said that you may keep her name")
    pat.presses("Send")
    pat.goes_to("/portal/")
    pat.reads("Received today, from you")
    pat.does_not_read(name)


def test_the_steps_of_women_and_workers_without_script(cast: Callable) -> None:
    # 1. Ines asks to join.
    ines = cast(Woman, script=False)
    ines.asks_to_join("Ines", GROUP, "07700 900557")

    # 2. A partner worker agrees to the promise and introduces a woman.
    pat = cast(Signed, "clinic@demo.example", script=False)
    pat.follows("Read it all and agree")
    pat.presses("I agree")
    pat.goes_to("/portal/")
    introduces(pat, "Dina", "07700 900558")

    # 3. Ruth writes down what Ines said, and sends her page link.
    ruth = cast(Signed, "ruth@demo.example", script=False)
    said_yes(ruth, "Ines")
    ruth.presses("Send her page link")
    her_link = cast(Phones).link("07700 900557")

    # 6. By her page: running late, about ten minutes. Ruth looks again and sees it.
    ines.opens(her_link)
    ines.presses("Running late")
    ines.presses("10 minutes")
    ines.reads("about 10 minutes")
    ruth.goes_to("/dashboard/")
    ruth.page.get_by_role("main").locator("a[href*='/door/']").first.click()
    door = ruth.page.url
    ruth.follows("Look again")
    on_the_way = ruth.page.get_by_role("region", name="On the way")
    on_the_way.get_by_text("Ines", exact=True).wait_for()

    # 8. The agreement, written, published, on the wall and agreed to.
    clause = "Whoever leaves last turns off the light."
    new_words(ruth, clause)
    screen = cast(Woman, script=False)
    on_the_wall(ruth, door.removesuffix("door/").removeprefix(ruth.site), screen, clause)
    lets_her_choose(ruth, "Ines")
    ines.goes_to("/you/")
    ines.chooses_her_phrase(PHRASE)
    ines.presses("I agree")
    ines.reads("You agreed")

    # 9. Leaving is a plain link.
    ines.page.route(re.compile("^https://"), lambda route: route.fulfill(body="The weather"))
    ines.page.get_by_role("link", name="Leave this page").click()
    ines.page.wait_for_url(re.compile("^https://"))
    ines.goes_to("/you/")
    ines.does_not_read("Coming")
