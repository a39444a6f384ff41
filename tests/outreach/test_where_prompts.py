"""Worth a conversation: made of quarters that are over, and never a score of a person (safety.md 27)."""

import datetime as dt
from types import SimpleNamespace

import pytest

from outreach.models import ContactEntry, Organisation, PartnerTally, ToldNotForHer
from outreach.services import forgetting
from outreach.where import counting, figures, prompts
from outreach.where.quarters import settled, settled_halves

from .test_where import FULL, IN_SPRING, IN_SUMMER, NOW, publish
from .where_world import arrive, forgotten, organisation

pytestmark = pytest.mark.django_db
QUARTERS, HALVES = settled(NOW), settled_halves(NOW)
YEAR = QUARTERS[-4:]
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


def told_now() -> figures.Figures:
    return figures.publish_all(QUARTERS, HALVES, counting.count(QUARTERS, HALVES))


def named() -> list[str]:
    return [partner.name for partner in prompts.found(told_now()).partners]


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
    found = prompts.found(told_now())
    assert (len(found.partners), found.more) == (12, 3)


def test_prompts_cost_two_queries(spoke_with, group, django_assert_num_queries) -> None:
    for sector in ("statutory", "voluntary", "community"):
        spoke_with(sector)
        arrive(group, sector, IN_SPRING, 2)
    published = told_now()
    with django_assert_num_queries(2):
        prompts.found(published)


def partners(nadia, group, women: list[int]) -> None:
    """We spoke with each; so many women came through each, in even quarters, all introduced."""
    for number, many in enumerate(women):
        partner = Organisation.objects.create(name=f"Partner {number}", sector="community")
        ContactEntry.objects.create(
            organisation=partner, happened_on=IN_SPRING, kind="talk", author=nadia
        )
        PartnerTally.objects.create(organisation=partner, month=YEAR[0].first, count=many)
    for quarter in YEAR:
        for way in ("herself", "voluntary", "statutory", "peer_group", "code:peer_group"):
            forgotten(group, way, quarter.first, 20)
        forgotten(group, "community", quarter.first, sum(women) // 4)


@pytest.mark.parametrize(
    ("women", "names"),
    [
        # 20 women of five partners with fewer than five each: four each, and nothing else.
        ([4, 4, 4, 4, 4], []),
        ([4, 4, 4, 4, 4, 0], [f"Partner {number}" for number in range(6)]),
        ([4, 4, 4, 8, 0], ["Partner 0", "Partner 1", "Partner 2", "Partner 4"]),
    ],
)
def test_the_figures_of_a_sector_and_the_names_together_tell_nothing(
    nadia, group, women, names
) -> None:
    partners(nadia, group, women)
    assert told_now().contacts[YEAR[0]].cells["community"] == sum(women) // 4
    assert named() == names


@pytest.mark.parametrize(
    ("few", "many", "others", "is_worked_out"),
    [
        # FULL: sixty women came through the sector in the year, 36 introduced and 24 by a code.
        (15, 0, False, True),  # four each
        (16, 0, False, False),
        (15, 0, True, False),  # or through one with whom we did not speak
        (1, 12, False, True),  # five each through the others, so none through her
        (1, 11, False, False),
        (1, 12, True, True),
    ],
)
def test_what_the_sector_leaves_open(few, many, others, is_worked_out) -> None:
    row = lambda women: SimpleNamespace(sector="statutory", women=women, has_others=others)  # noqa: E731
    rows = [row(1)] * few + [row(9)] * many
    assert prompts._is_worked_out(publish(**FULL), "statutory", rows) is is_worked_out
    hidden = publish(**(FULL | {"statutory": [9] * 7 + [1]}))
    assert not prompts._is_worked_out(hidden, "statutory", [row(1), row(9)] * 12)


def told(month: dt.date, **counts: int) -> None:
    for answer, count in counts.items():
        ToldNotForHer.objects.create(month=month, answer=answer, count=count)


def test_told_not_for_her_is_told_where_it_may_be() -> None:
    told(dt.date(2026, 7, 1), yes=6, no=9, unsaid=5)
    told(dt.date(2026, 8, 1), yes=2)
    assert prompts.found(told_now()).told == "8 or more women said yes in a year."


def test_told_not_for_her_by_few_is_no_number() -> None:
    told(dt.date(2026, 7, 1), yes=4, no=30, unsaid=20)
    told(dt.date(2026, 4, 1), yes=3, no=30, unsaid=20)
    told(dt.date(2026, 10, 1), yes=30, no=30, unsaid=20)
    assert prompts.found(told_now()).told == ""
