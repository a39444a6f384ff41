"""Who agreed to which version: by her own tap, aloud, on paper; never overwritten."""

import datetime as dt

import pytest

from agreements import queries
from agreements.models import Acceptance
from agreements.services import acceptances
from agreements.services.refusals import NotPossible
from groups.services import memberships, partings
from peersupport import clock
from peersupport.actors import Actor
from peersupport.models import AuditEvent
from peersupport.registry import registry
from tests import builders

from .conftest import next_version

pytestmark = pytest.mark.django_db


def by(woman) -> Actor:
    return Actor.of_link(woman.subject)


def test_her_own_tap(version, ada) -> None:
    agreed = acceptances.tap(version, ada, by=by(ada))
    assert (agreed.way, agreed.accepted_on, agreed.recorded_by) == ("tap", clock.today(), None)
    assert queries.accepted(ada.pk, version) == agreed
    assert AuditEvent.objects.filter(verb="acceptance.tap", subject=ada.subject).exists()


def test_a_second_tap_changes_nothing(version, ada, clock_at) -> None:
    first = acceptances.tap(version, ada, by=by(ada))
    clock_at(2027, 1, 5, 12)
    assert acceptances.tap(version, ada, by=by(ada)) == first
    assert Acceptance.objects.get().accepted_on == first.accepted_on


def test_nobody_taps_for_her(version, ada, by_ruth, group) -> None:
    zoe = builders.place(group, "Zoë").woman
    for somebody in (by_ruth, by(zoe)):
        with pytest.raises(PermissionError):
            acceptances.tap(version, ada, by=somebody)
    assert not Acceptance.objects.exists()


def test_a_draft_cannot_be_agreed_to(draft, ada, by_ruth) -> None:
    with pytest.raises(NotPossible, match="still a draft"):
        acceptances.tap(draft, ada, by=by(ada))


def test_only_the_version_in_force_can_be_agreed_to(group, version, ada, by_ruth) -> None:
    next_version(group, by=by_ruth)
    with pytest.raises(NotPossible, match="newer version"):
        acceptances.tap(version, ada, by=by(ada))
    with pytest.raises(NotPossible, match="newer version"):
        acceptances.aloud(version, [ada], by=by_ruth)


def test_another_groups_words_are_not_hers_to_agree_to(other_version, ada) -> None:
    with pytest.raises(NotPossible, match="no place"):
        acceptances.tap(other_version, ada, by=by(ada))


def test_agreed_in_the_room_is_one_row_for_each_woman_ticked(group, version, ada, by_ruth) -> None:
    zoe, nur = (builders.place(group, name).woman for name in ("Zoë", "نور"))
    new = acceptances.aloud(version, [ada, zoe], by=by_ruth)
    assert {(one.woman, one.way, one.recorded_by) for one in new} == {
        (ada, "aloud", by_ruth.user),
        (zoe, "aloud", by_ruth.user),
    }
    assert queries.who_has_not_seen(version) == [nur]


def test_whoever_tapped_before_stays_as_she_said_it(group, version, ada, by_ruth) -> None:
    first = acceptances.tap(version, ada, by=by(ada))
    assert acceptances.aloud(version, [ada], by=by_ruth) == []
    assert Acceptance.objects.get() == first
    assert Acceptance.objects.get().way == "tap"


def test_agreed_on_paper_on_the_day_it_was(frozen, version, ada, by_ruth, clock_at) -> None:
    signed = clock.today()
    clock_at(clock.now() + dt.timedelta(days=6))
    acceptances.written_down(version, [ada], way="paper", on=signed, by=by_ruth)
    agreed = Acceptance.objects.get()
    assert (agreed.way, agreed.accepted_on) == ("paper", signed)
    assert agreed.recorded_at == clock.now()


@pytest.mark.parametrize(("days", "why"), [(1, "still to come"), (-1, "before the group talked")])
def test_not_on_a_day_when_it_cannot_have_been(version, ada, by_ruth, days, why) -> None:
    on = clock.today() + dt.timedelta(days=days)
    with pytest.raises(NotPossible, match=why):
        acceptances.aloud(version, [ada], on=on, by=by_ruth)


def test_one_wrong_tick_writes_nothing(group, version, ada, by_ruth) -> None:
    gone = builders.place(group, "Beth")
    woman = gone.woman
    memberships.leave(gone, by=by_ruth)
    with pytest.raises(NotPossible, match="no place in the group any more"):
        acceptances.aloud(version, [ada, woman], by=by_ruth)
    assert not Acceptance.objects.exists()


def test_a_new_version_is_a_new_question_and_the_old_answer_stays(
    group, version, ada, by_ruth
) -> None:
    acceptances.tap(version, ada, by=by(ada))
    second = next_version(group, by=by_ruth)
    assert queries.accepted(ada.pk, second) is None
    assert queries.who_has_not_seen(second) == [ada]
    acceptances.tap(second, ada, by=by(ada))
    assert Acceptance.objects.count() == 2


# -- whose rows ---------------------------------------------------------------------------------


def test_whose_rows_they_are(version, ada, ruth, other_ruth, pat, nadia, group) -> None:
    zoe = builders.place(group, "Zoë").woman
    acceptances.tap(version, ada, by=by(ada))
    sees = {
        Actor.of_user(ruth): 1,
        Actor.of_user(nadia): 1,
        Actor.of_user(other_ruth): 0,
        Actor.of_user(pat): 0,
        by(ada): 1,
        by(zoe): 0,
        Actor.of_link("session:1"): 0,
        Actor("nobody", "nobody"): 0,
    }
    found = {actor: Acceptance.objects.visible_to(actor).count() for actor in sees}
    assert found == sees


# -- forgetting and telling ---------------------------------------------------------------------


def test_forgotten_with_her(version, adas_place, ada, by_ruth) -> None:
    acceptances.tap(version, ada, by=by(ada))
    partings.forget(ada, by=by_ruth)
    assert not Acceptance.objects.exists()


def test_the_eraser_touches_nobody_else(group, version, ada, by_ruth) -> None:
    zoe = builders.place(group, "Zoë").woman
    acceptances.aloud(version, [ada, zoe], by=by_ruth)
    acceptances.erase(ada.subject)
    acceptances.erase("session:1")
    assert Acceptance.objects.get().woman == zoe


def test_gone_28_days_after_her_place_ended(version, adas_place, ada, by_ruth, clock_at) -> None:
    acceptances.tap(version, ada, by=by(ada))
    assert acceptances.purge(clock.now()) == 0
    memberships.leave(adas_place, by=by_ruth)
    assert acceptances.purge(clock.now() + dt.timedelta(days=27)) == 0
    assert acceptances.purge(clock.now() + dt.timedelta(days=29)) == 1


def test_the_purge_is_registered_and_keeps_whoever_is_here(version, ada, by_ruth) -> None:
    acceptances.aloud(version, [ada], by=by_ruth)
    registry.purges["acceptances"](clock.now() + dt.timedelta(days=3000))
    assert Acceptance.objects.count() == 1


def test_her_export_says_what_she_agreed_to_and_nobody_elses(
    group, version, ada, by_ruth, frozen
) -> None:
    zoe = builders.place(group, "Zoë").woman
    acceptances.aloud(version, [ada, zoe], by=by_ruth)
    sections = [section for export in registry.exporters for section in export(ada.subject)]
    lines = [s.lines for s in sections if s.title == "What you agreed to"]
    assert lines == [[("Kettle on the hob, version 1", "1 December 2026, in the room")]]


def test_her_export_speaks_to_her_and_not_of_her(version, ada) -> None:
    acceptances.tap(version, ada, by=by(ada))
    sections = [section for export in registry.exporters for section in export(ada.subject)]
    said = [words for s in sections if s.title == "What you agreed to" for _, words in s.lines]
    assert len(said) == 1
    assert said[0].endswith(", on your own page")
