"""The demo: every way in, every point on the way, and the same when it is made twice."""

import datetime as dt

import pytest

from groups import demo as groups_demo
from outreach.demo import introductions as demo
from outreach.models import Introduction, Organisation, SafetyHold, Slip, SourceCode
from peersupport import clock
from peersupport.actors import Actor
from peersupport.demo import make_coordinator
from peersupport.models import ContactCard, User
from tests import builders
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(frozen):
    groups_demo.make(clock.now(), PASSWORD)
    demo.make(clock.now(), PASSWORD)


def test_two_partners_of_two_sectors_who_can_sign_in(made) -> None:
    sectors = Organisation.objects.values_list("workers__user__email", "sector")
    assert set(sectors) == {
        ("partner@demo.example", "voluntary"),
        ("clinic@demo.example", "statutory"),
    }
    for user in User.objects.filter(role="partner_worker"):
        assert user.check_password(PASSWORD)


def test_each_way_in_and_each_state_is_there(made) -> None:
    rows = list(Introduction.objects.all())
    assert {row.state for row in rows} == {
        "waiting",
        "her_turn",
        "in_touch",
        "not_yet",
        "yes",
        "no",
    }
    assert {row.came_by for row in rows} == {"herself", "partner"}
    assert any(row.code for row in rows)
    assert any(row.group is None for row in rows)
    assert {slip.in_touch for slip in Slip.objects.all()} == {True, False}


def test_one_hold_waits_for_a_second_person_and_two_agreed_to_the_other(frozen) -> None:
    groups_demo.make(clock.now(), PASSWORD)
    people = User.objects.values_list("email", flat=True)
    assert {"ruth@demo.example", "mel@demo.example"} <= set(people)
    builders.user("Coordinator Demo", "coordinator")
    User.objects.filter(role="coordinator").update(email="coordinator@demo.example")
    demo.make(clock.now(), PASSWORD)
    holds = SafetyHold.objects.order_by("pk")
    assert [hold.wants_second for hold in holds] == [True, False]


def test_what_each_was_promised_follows_from_the_day_she_asked(made) -> None:
    rows = [row for row in Introduction.objects.all() if row.reply_by]
    assert len(rows) > 5
    for row in rows:
        asked_on = row.received_at.astimezone(clock.LONDON).date()
        days = (row.reply_by - asked_on).days
        assert 1 <= days <= 14


def test_made_twice_it_is_the_same(made) -> None:
    before = Introduction.objects.count(), Organisation.objects.count(), SourceCode.objects.count()
    demo.make(clock.now() + dt.timedelta(days=1), PASSWORD)
    assert before == (
        Introduction.objects.count(),
        Organisation.objects.count(),
        SourceCode.objects.count(),
    )


def test_its_numbers_are_kept_free_for_drama(made) -> None:
    phones = {card.phone for card in ContactCard.objects.filter(holder="woman") if card.phone}
    assert all(phone.startswith("+447700900") for phone in phones)


def test_nothing_in_it_lies_in_the_future(made) -> None:
    for row in Introduction.objects.all():
        moments = [row.received_at, row.last_contact_at, row.spoke_at, row.decided_at]
        assert all(moment <= clock.now() for moment in moments if moment)
        assert not row.spoke_at or row.received_at <= row.spoke_at


def test_a_year_of_outreach_is_there_and_made_once(made) -> None:
    from outreach.demo import in_touch as demo_in_touch
    from outreach.models import Contact, ContactEntry, Favour

    make_coordinator(clock.now(), PASSWORD)
    for _ in range(2):
        demo_in_touch.make(clock.now(), PASSWORD)
    places = {row.name: row for row in Organisation.objects.all()}
    today = clock.today()
    assert {name: row.entries.count() for name, row in places.items()} == {
        "Harbour Lane Advice": 6,
        "Elm Road Clinic": 7,
        "Larch Street Listeners": 3,
    }
    assert Contact.objects.filter(worker__isnull=False).count() == 2
    assert places["Elm Road Clinic"].next_contact_on == today + dt.timedelta(days=6)
    assert set(ContactEntry.objects.values_list("author__role", flat=True)) == {
        "coordinator",
        "peer_leader",
    }
    oldest = ContactEntry.objects.order_by("happened_on").first()
    assert oldest.happened_on == today - dt.timedelta(days=350)
    assert not oldest.may_change(Actor.of_user(oldest.author), clock.now())
    assert Favour.objects.filter(direction="for_us").count() == 3


def test_what_women_told_besides_is_there_once(frozen) -> None:
    from outreach.demo import more as demo_more
    from outreach.models import GroupQuestion, More, Question, ToldNotForHer

    builders.user("Coordinator Demo", "coordinator")
    groups_demo.make(clock.now(), PASSWORD)
    demo.make(clock.now(), PASSWORD)
    for _ in range(2):
        demo_more.make(clock.now(), PASSWORD)
    assert More.objects.count() == 2
    assert ContactCard.objects.filter(pick_up="wrong_number", line_drop="again").count() == 1
    assert set(Question.objects.values_list("state", flat=True)) == {"reviewed", "proposed"}
    assert GroupQuestion.objects.count() == 2
    assert ToldNotForHer.objects.count() == 8
