"""Ada's session, her phrase, and women who are not Ada."""

import pytest

from groups.services import pages
from peersupport.actors import Actor
from tests import builders

PHRASE = "tea and toast"


def herself(woman) -> Actor:
    """``by=`` of what she does on her own page."""
    return Actor.of_link(woman.subject)


@pytest.fixture(autouse=True)
def stopped_clock(frozen):
    """Before anything else: a link opened in real time would long be shut."""
    return frozen


@pytest.fixture
def session(group, ruth, by_ruth):
    """Ruth's session, tomorrow at 11."""
    return builders.session(group, by=by_ruth)


@pytest.fixture
def adas_phrase(ada) -> str:
    """The phrase that Ada chose while ruth held the door open."""
    pages.let_her_choose(ada, by=herself(ada))
    pages.choose_phrase(ada, PHRASE, by=herself(ada))
    ada.refresh_from_db()
    return PHRASE


@pytest.fixture
def ada_inside(ada, adas_phrase, woman_client):
    """Ada's phone with the rest of her page open."""
    client = woman_client(ada.subject)
    assert client.post("/you/phrase/", {"phrase": adas_phrase}).status_code == 302
    return client


@pytest.fixture
def beas_place(group):
    """Another woman of the same group."""
    return builders.place(group, "Bea", phone=builders.phone(102), text="yes", safe_word="pepper")


@pytest.fixture
def cleos_place(other_group):
    """A woman of the other group."""
    return builders.place(other_group, "Cleo", phone=builders.phone(103), text="yes")


@pytest.fixture
def other_session(other_group, other_ruth):
    return builders.session(other_group)
