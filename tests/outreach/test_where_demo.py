"""The demo's figures: a picture worth looking at, and the same when it is made twice."""

import pytest

from groups import demo as groups_demo
from outreach import queries
from outreach.demo import introductions as demo
from outreach.demo import where as demo_where
from outreach.models import PartnerTally, Tally, ToldNotForHer
from outreach.where import counting, figures, picture
from outreach.where.quarters import settled, settled_halves
from peersupport import clock
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(frozen) -> None:
    for room in (groups_demo, demo, demo_where):
        room.make(clock.now(), PASSWORD)


def test_every_quarter_has_its_bar_and_every_way_in_its_pattern(made) -> None:
    now = clock.now()
    quarters, halves = settled(now), settled_halves(now)
    found = figures.publish_all(quarters, halves, counting.count(quarters, halves))
    drawn = picture.draw(found)
    assert all(bar.total and len(bar.parts) > 2 for bar in drawn.bars)
    assert len(drawn.legend) == 7
    for half in halves:
        assert found.reached[half]["herself"].came
        assert found.reached[half]["herself"].weeks


def test_made_twice_it_is_the_same(made) -> None:
    count = lambda: [list(kind.objects.values()) for kind in (Tally, PartnerTally, ToldNotForHer)]  # noqa: E731
    before = count()
    demo_where.make(clock.now(), PASSWORD)
    assert count() == before
    charity = queries.charity()
    assert charity is not None
    assert charity.phone == "+442079460000", "a number that is kept free for drama"
