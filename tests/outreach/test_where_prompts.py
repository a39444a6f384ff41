"""Worth a conversation: made of quarters that are over, and never a score of a person (safety.md 27)."""

import datetime as dt

import pytest

from outreach.models import ContactEntry, Organisation, PartnerTally, ToldNotForHer
from outreach.services import forgetting
from outreach.where import prompts
from outreach.where.quarters import settled

from .test_where import IN_SPRING, IN_SUMMER, NOW
from .where_world import arrive, organisation

pytestmark = pytest.mark.django_db
YEAR = settled(NOW)[-4:]
URL = "/dashboard/outreach/where/"


@pytest.fixture
def spoke_with(nadia):
    """We spoke up for the groups at the one of this sector."""

    def spoke(sector: str, day: dt.date = IN_SPRING, kind: str = "talk") -> Organisation:
        partner = organisation(sector)
        ContactEntry.objects.create(
            organisation=partner, happened_on=day, kind=kind, how="talked", author=nadia
        )
        return partner

    return spoke


def named() -> list[str]:
    return [partner.name for partner in prompts.found(YEAR).partners]


@pytest.mark.parametrize("many", range(5))
def test_nobody_and_one_and_four_read_the_same(
    group, spoke_with, client_for, nadia, clock_at, many
):
    """Whoever is named must not learn that exactly one woman came, nor that none did."""
    spoke_with("statutory")
    arrive(group, "statutory", IN_SUMMER, many)
    clock_at(NOW)
    html = client_for(nadia).get(URL).content.decode()
    part = html[html.index("Worth a conversation") : html.index("Take the figures")]
    assert "The statutory one" in part
    assert "nobody came through them, or too few to say" in part
    assert named() == ["The statutory one"]


def test_five_and_the_partner_is_not_named(group, spoke_with) -> None:
    """By introduction, by a code of theirs, and of those who are forgotten: all together."""
    spoke_with("statutory")
    arrive(group, "statutory", IN_SUMMER, 2)
    rows = arrive(group, "code:statutory", IN_SPRING, 3)
    assert named() == []
    forgetting.forget(rows[:2])
    assert PartnerTally.objects.get().count == 2
    assert named() == []


def test_only_whom_we_spoke_with_in_these_quarters(spoke_with) -> None:
    spoke_with("voluntary", kind="call")
    spoke_with("community", day=dt.date(2025, 9, 30))
    spoke_with("peer_group", day=dt.date(2026, 10, 1))
    ended = spoke_with("statutory")
    Organisation.objects.filter(pk=ended.pk).update(ended_at=NOW)
    assert named() == []


def test_women_of_this_quarter_change_nothing_yet(group, spoke_with) -> None:
    """Or the day on which a partner leaves the list would tell of a woman."""
    spoke_with("statutory")
    arrive(group, "statutory", dt.date(2026, 10, 3), 9)
    assert named() == ["The statutory one"]


def test_many_partners_are_few_names_and_a_number(nadia) -> None:
    for number in range(15):
        partner = Organisation.objects.create(name=f"Partner {number:02}", sector="community")
        ContactEntry.objects.create(
            organisation=partner, happened_on=IN_SPRING, kind="leaflets", author=nadia
        )
    found = prompts.found(YEAR)
    assert (len(found.partners), found.more) == (12, 3)


def test_prompts_cost_two_queries(spoke_with, group, django_assert_num_queries) -> None:
    for sector in ("statutory", "voluntary", "community"):
        spoke_with(sector)
        arrive(group, sector, IN_SPRING, 2)
    with django_assert_num_queries(2):
        prompts.found(YEAR)


def told(month: dt.date, **counts: int) -> None:
    for answer, count in counts.items():
        ToldNotForHer.objects.create(month=month, answer=answer, count=count)


def test_told_not_for_her_is_told_where_it_may_be() -> None:
    told(dt.date(2026, 7, 1), yes=6, no=9, unsaid=5)
    told(dt.date(2026, 8, 1), yes=2)
    assert prompts.found(YEAR).told == "8 or more women said yes in a year."


def test_told_not_for_her_by_few_is_no_number() -> None:
    told(dt.date(2026, 7, 1), yes=4, no=30, unsaid=20)
    told(dt.date(2026, 4, 1), yes=3, no=30, unsaid=20)
    told(dt.date(2026, 10, 1), yes=30, no=30, unsaid=20)
    assert prompts.found(YEAR).told == ""
