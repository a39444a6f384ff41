"""The staying-private page says what helps, and plainly what leaving cannot do (safety.md 9, 28)."""

import pytest
from django.test import Client

from tests.pages import Page

SAID = {
    "a safer device": "use one they never touch",
    "private browsing": "New Incognito tab",
    "and on an iPhone": "Look for “Private”",
    "only some of the history": "Take out only our lines",
    "and why not all": "An empty list may look odd",
    "what leaving cannot do: history": "does not wipe the list of sites",
    "what leaving cannot do: watching apps": "cannot stop an app",
    "what leaving cannot do: without script": "does not run scripts",
    "shared accounts": "share one list of sites",
    "voice helpers": "Do not ask for us out loud",
    "keyboards": "Keyboards learn your words",
    "bills and call lists": "on the bill",
    "somebody who looks at the phone": "If someone looks at your phone",
    "an app that watches": "Talk to someone first",
    "coming back": "Type our address again",
}


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(Client().get("/staying-private/").content.decode())


@pytest.mark.parametrize("what", SAID)
def test_9_it_speaks_of(page, what) -> None:
    assert SAID[what] in " ".join(page.words)


def test_8_nothing_of_it_names_what_this_is(page) -> None:
    """Not in the title, not in the address, and on the page itself no more than it needs."""
    assert page.title == "Staying private"
    told = " ".join(page.words).lower()
    assert not [word for word in ("support", "abuse", "violence", "women") if word in told]
