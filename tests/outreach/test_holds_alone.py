"""Nobody holds a woman alone, over and over, and no tap of hers lets go what two people agreed to
(issue: her decision; safety.md 51)."""

import pytest

from outreach.models import SafetyHold
from outreach.services import confirmations, decisions, holds
from outreach.services.introductions import NotAllowed
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from tests.outreach.test_holds import HURT, by_nadia, fresh, hold_on  # noqa: F401
from tests.outreach.test_offers import herself

pytestmark = pytest.mark.django_db


def ends_alone(hold: SafetyHold, how: str, by_ruth: Actor, by_nadia: Actor, frozen) -> None:  # noqa: F811
    if how == "lapsed":
        frozen.tick(days=6)
        holds.sweep(clock.now())
    elif how == "not_agreed":
        holds.disagree(hold, by=by_nadia)
    else:
        holds.lift(hold, by=by_ruth)


@pytest.mark.parametrize("how", ["lapsed", "not_agreed", "lifted"])
def test_whom_nobody_agreed_with_cannot_hold_her_again_alone(
    asked,
    hold_on,  # noqa: F811
    by_ruth,
    by_nadia,  # noqa: F811
    frozen,
    how,
) -> None:
    row = asked("Bea")
    ends_alone(hold_on(row), how, by_ruth, by_nadia, frozen)
    with pytest.raises(holds.NotPossible):
        hold_on(row)
    assert fresh(row).state == "waiting"
    # Somebody could really be hurt: another person says so, and the first can be her second.
    second = hold_on(row, by=by_nadia)
    assert holds.agree(second, by=by_ruth).second_at


def test_one_that_two_agreed_to_can_be_followed_by_another(
    asked,
    hold_on,  # noqa: F811
    by_nadia,  # noqa: F811
    frozen,
) -> None:
    row = asked("Bea")
    holds.agree(hold_on(row), by=by_nadia)
    frozen.tick(days=15)
    assert hold_on(row).is_open


def test_a_renewal_that_was_refused_is_not_asked_for_twice(
    asked,
    hold_on,  # noqa: F811
    by_ruth,
    by_nadia,  # noqa: F811
) -> None:
    hold = holds.agree(hold_on(asked("Bea")), by=by_nadia)
    said = {"could_happen": HURT, "told": "all", "by": by_ruth}
    holds.disagree(holds.renew(hold, **said), by=by_nadia)
    with pytest.raises(holds.NotPossible):
        holds.renew(hold, **said)


def test_no_and_its_undoing_let_go_of_nothing(asked, hold_on, by_nadia, frozen) -> None:  # noqa: F811
    row = asked("Bea")
    hold = holds.agree(hold_on(row), by=by_nadia)
    decisions.record(row, "no", by=herself(row))
    assert decisions.undo_no(row, by=herself(row)).is_held
    hold.refresh_from_db()
    assert (hold.ended_at, hold.ended_why) == (None, "")
    with pytest.raises(holds.Held):
        decisions.record(row, "yes", by=SYSTEM)
    frozen.tick(days=14)
    holds.sweep(clock.now())
    assert fresh(row).state == "waiting", "and it ends on its own day"


def test_what_would_have_ended_meanwhile_does_not_come_back(asked, hold_on, frozen) -> None:  # noqa: F811
    row = asked("Bea")
    hold_on(row)
    decisions.record(row, "no", by=herself(row))
    frozen.tick(days=6)
    assert not decisions.undo_no(row, by=herself(row)).is_held
    assert SafetyHold.objects.get().ended_why == "lapsed"


def test_35_a_no_said_again_does_not_keep_her_longer(asked, frozen) -> None:
    row = asked("Bea")
    first = decisions.record(row, "no", by=herself(row))
    frozen.tick(days=5)
    again = decisions.record(row, "no", by=herself(row))
    assert (again.decided_at, again.last_contact_at) == (first.decided_at, first.last_contact_at)


def test_two_taps_at_once_delete_once_and_break_nothing(introduced) -> None:
    row = introduced("Bea")
    confirmations.refuse(row, by=herself(row))
    for deed in (confirmations.refuse, confirmations.confirm):
        with pytest.raises(NotAllowed):
            deed(row, by=herself(row))
