"""When the register can be written: the day itself, or the evening before a session after midnight."""

import datetime as dt

import pytest

from groups.services import register
from groups.services.sessions import NotPossible
from peersupport.actors import SYSTEM
from peersupport.clock import LONDON
from tests import builders

pytestmark = pytest.mark.django_db


def test_it_opens_at_the_beginning_of_the_day(group, adas_place, clock_at):
    clock_at(2026, 12, 8, 9, 0)
    session = builders.session(group, starts=dt.datetime(2026, 12, 10, 18, 0, tzinfo=LONDON))
    clock_at(2026, 12, 9, 23, 59)
    with pytest.raises(NotPossible, match="opens on the day"):
        register.mark(session, adas_place, "came", by=SYSTEM)
    clock_at(2026, 12, 10, 0, 0)
    assert register.mark(session, adas_place, "came", by=SYSTEM).state == "came"


def test_before_a_session_just_after_midnight_it_opens_twelve_hours_ahead(
    group, adas_place, clock_at
):
    clock_at(2026, 12, 8, 9, 0)
    session = builders.session(group, starts=dt.datetime(2026, 12, 10, 0, 30, tzinfo=LONDON))
    clock_at(2026, 12, 9, 12, 29)
    with pytest.raises(NotPossible, match="opens on the day"):
        register.mark(session, adas_place, "came", by=SYSTEM)
    clock_at(2026, 12, 9, 12, 30)
    assert register.mark(session, adas_place, "came", by=SYSTEM).state == "came"
