"""The demo's agreements obey every rule that real ones obey."""

import pytest

from agreements import demo, demo_words, queries
from agreements.models import Acceptance, Agreement
from groups import demo as groups_demo
from peersupport import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded():
    now = clock.now()
    groups_demo.make(now, "a password that is long enough")
    demo.make(now, "")
    return now


def test_each_demo_group_has_a_version_in_force_and_women_who_agreed(seeded) -> None:
    assert Agreement.objects.count() == len(demo_words.OF_GROUP) == 2
    for agreement in Agreement.objects.select_related("group"):
        version = queries.version_in_force(agreement.group_id)
        assert version.number == len(demo_words.OF_GROUP[agreement.group.name])
        missing = queries.who_has_not_seen(version)
        assert 0 < len(missing) < len(queries.women_of(version))
        assert queries.names_in(version) == []
    assert {one.way for one in Acceptance.objects.all()} == {"aloud", "tap"}


def test_dates_are_past_and_in_order(seeded) -> None:
    for one in Acceptance.objects.select_related("version"):
        assert one.version.discussed_on is not None
        assert one.version.discussed_on <= one.accepted_on <= clock.today()
        assert one.version.published_at <= seeded


def test_seeding_twice_changes_nothing(seeded) -> None:
    before = Acceptance.objects.count()
    demo.make(seeded, "")
    assert Acceptance.objects.count() == before


def test_without_the_demo_groups_there_is_nothing_to_do(group) -> None:
    demo.make(clock.now(), "")
    assert not Agreement.objects.exists()
