"""Ruth's day: a session that begins in an hour, and women who said this and that."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.services import answers
from peersupport import clock
from tests import builders


@pytest.fixture(autouse=True)
def stopped_clock(frozen):
    """Tuesday 1 December 2026, 11 in the morning; it moves only when a test says so."""
    return frozen


@pytest.fixture
def session(stopped_clock, group, ruth, by_ruth):
    """Ruth's session, today at noon."""
    return builders.session(group, starts=clock.now() + dt.timedelta(hours=1), by=by_ruth)


@pytest.fixture
def other_session(stopped_clock, other_group, other_ruth):
    """A session that ruth has nothing to do with."""
    return builders.session(other_group, starts=clock.now() + dt.timedelta(hours=1))


@pytest.fixture
def bea(group):
    """A woman of ruth's group who reads e-mails."""
    return builders.place(group, "Bea", email="bea@example.org", mail="yes")


@pytest.fixture
def cleo(group):
    """A woman of ruth's group whom nothing reaches."""
    return builders.place(group, "Cleo", own_contact=True)


@pytest.fixture
def dora(other_group):
    """A woman of the other group."""
    return builders.place(other_group, "Dora", phone=builders.phone(104), text="yes")


@pytest.fixture
def as_ruth(client_for, ruth):
    return client_for(ruth)


@pytest.fixture
def as_other_ruth(client_for, other_ruth):
    return client_for(other_ruth)


@pytest.fixture
def as_pat(client_for, pat):
    return client_for(pat)


@pytest.fixture
def as_nadia(client_for, nadia):
    return client_for(nadia)


@pytest.fixture
def says(by_ruth):
    """``says(session, place, "late", 10)``: as if she had texted it."""

    def said(session, place, choice, minutes=None, way="text"):
        return answers.say(session, place, choice, minutes=minutes, way=way, by=by_ruth)

    return said


@pytest.fixture
def queries_of():
    """How many queries a GET of this address costs, once it is warm."""

    def count(client, url: str, **headers) -> int:
        client.get(url, headers=headers)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url, headers=headers).status_code == 200
        return len(seen)

    return count
