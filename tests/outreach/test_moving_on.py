"""A woman who goes from one group to another takes with her what is hers, and leaves no place,
no offer and no word behind that the other group was not promised (safety.md 23, 39)."""

import pytest

from outreach.models import Introduction, OwnAnswer, SafetyHold
from outreach.services import decisions, door_links, holds, introductions, offers
from outreach.services.introductions import NotAllowed
from peersupport.actors import Actor
from tests import builders
from tests.outreach.test_offers import full, herself, leaves, line  # noqa: F401
from tests.outreach.test_places import with_places
from tests.outreach.test_questions import three, told  # noqa: F401

pytestmark = pytest.mark.django_db


def test_a_place_waits_while_another_group_is_offered_to_her(
    line,  # noqa: F811
    full,  # noqa: F811
    other_group,
    by_ruth,
) -> None:
    [bea] = line("Bea")
    another = offers.make_another(bea, other_group.ref, "spoke", by=by_ruth)
    leaves(full)
    with pytest.raises(door_links.NotPossible):
        offers.make(bea, "spoke", by=by_ruth)
    offers.answer(another, "pass", by=herself(bea))
    assert offers.make(bea, "spoke", by=by_ruth).kind == "place"


def test_39_what_she_told_one_groups_leaders_is_not_read_by_anothers(
    walk,
    three,  # noqa: F811
    group,
    other_group,
    ruth,
    other_ruth,
    nadia,
) -> None:
    row = told(walk, group, three)
    assert OwnAnswer.objects.visible_to(Actor.of_user(ruth)).count() == 2, "it could leak"
    offer = offers.make_another(row, other_group.ref, "spoke", by=Actor.of_user(ruth))
    offers.answer(offer, "yes", by=herself(row))
    assert not OwnAnswer.objects.visible_to(Actor.of_user(other_ruth)).exists()
    assert OwnAnswer.objects.visible_to(Actor.of_user(nadia)).count() == 1
    assert OwnAnswer.objects.count() == 1


def test_nobody_puts_her_elsewhere_while_a_place_waits_for_her_answer(
    asked, group, other_group, by_ruth, nadia
) -> None:
    by_nadia = Actor.of_user(nadia)
    row = introductions.assign(asked("Bea", ref=""), group.ref, by=by_nadia)
    with_places(group, 1)
    ada = builders.place(group, "Ada")
    decisions.record(row, "not_yet", "no_room", by=by_ruth)
    leaves(ada)
    offers.make(row, "spoke", by=by_ruth)
    with pytest.raises(NotAllowed):
        introductions.assign(row, other_group.ref, by=by_nadia)
    assert Introduction.objects.get().group_id == group.pk


def test_39_what_could_happen_in_one_group_is_not_read_in_another(
    asked, group, other_group, by_ruth, other_ruth, ruth, nadia, frozen, client_for
) -> None:
    """The words may be about another woman of the group that she leaves."""
    row = asked("Bea")
    words = "Her sister's neighbour is in this group."
    old = holds.open_hold(row, could_happen=words, told="all", by=by_ruth)
    holds.lift(old, by=by_ruth)
    assert SafetyHold.objects.visible_to(by_ruth).get() == old
    frozen.tick(hours=1)
    offers.answer(
        offers.make_another(row, other_group.ref, "spoke", by=by_ruth), "yes", by=herself(row)
    )
    client = client_for(other_ruth)
    assert client.post(f"/dashboard/holds/{old.pk}/read/").status_code == 404
    assert SafetyHold.objects.visible_to(Actor.of_user(nadia)).get() == old
    frozen.tick(hours=1)
    new = holds.open_hold(row, could_happen="x", told="all", by=Actor.of_user(other_ruth))
    assert SafetyHold.objects.visible_to(Actor.of_user(other_ruth)).get() == new
