"""A woman who is at the door twice: two workers, a worker and she herself, or she asked again. It
is put together on her own word, and nobody who asked or introduced learns of it (safety.md 26, 40,
52)."""

import threading

import pytest
from django.db import connections

from outreach.models import Introduction, More, PartnerTally, Tally, Worker
from outreach.services import confirmations, decisions, extras, holds, introductions, same_woman
from peersupport.actors import SYSTEM
from peersupport.models import ContactCard
from tests import builders
from tests.outreach.conftest import NAME

pytestmark = pytest.mark.django_db
BY_MAIL = {"email": "zuzanna@example.org", "mail": "yes"}


def at(row: Introduction) -> str:
    return f"/dashboard/introductions/{row.pk}/"


@pytest.fixture
def as_ruth(ruth, client_for):
    return client_for(ruth)


@pytest.fixture
def other_worker(organisation) -> Worker:
    user = builders.user("Col League", "partner_worker")
    return Worker.objects.create(user=user, organisation=organisation)


def alike(row: Introduction) -> list[int]:
    row.refresh_from_db()
    return [other.pk for other in same_woman.others(row)]


def test_a_worker_and_she_herself_and_another_worker(introduced, asked, other_worker) -> None:
    rows = [introduced(NAME), asked(NAME), introduced(NAME, by=other_worker)]
    for row in rows:
        assert set(alike(row)) == {other.pk for other in rows} - {row.pk}


@pytest.mark.parametrize(
    ("name", "ways"),
    [("Bea", {}), (NAME, {"phone": "07700 900322", "call": "yes"}), (NAME, {"own_contact": True})],
)
def test_a_phone_or_a_name_alone_makes_nobody_the_same(asked, name, ways) -> None:
    first = asked(NAME)
    assert alike(asked(name, **ways)) == []
    assert alike(first) == []


def test_two_with_no_number_are_not_the_same_for_that(asked) -> None:
    asked(NAME, own_contact=True)
    assert alike(asked(NAME, own_contact=True)) == []


def test_another_group_is_another_wish_and_none_yet_may_be_the_same(asked, other_group) -> None:
    first = asked(NAME)
    asked(NAME, ref=other_group.ref)
    none_yet = asked(NAME, ref="")
    assert alike(first) == [none_yet.pk]


def test_an_address_tells_it_too(asked) -> None:
    first = asked(NAME, **BY_MAIL)
    assert alike(asked(NAME, **BY_MAIL)) == [first.pk]


def test_her_answers_stay_with_the_day_on_which_she_first_asked(
    introduced, asked, as_ruth, frozen
) -> None:
    by_worker = introduced(NAME)
    frozen.tick(days=2)
    hers = asked(NAME, phone="07700 900321", call="yes")
    page = as_ruth.get(at(hers)).content.decode()
    assert "Is it the same woman?" in page
    assert f'value="{by_worker.pk}"' in page
    response = as_ruth.post(f"{at(by_worker)}same/", {"other": hers.pk}, follow=True)
    assert "She is here once" in response.content.decode()
    left = Introduction.objects.get()
    assert (left.pk, left.came_by, left.received_at) == (
        hers.pk,
        "herself",
        by_worker.received_at,
    )
    assert left.reply_by == by_worker.reply_by, "we keep the day that was said first"
    assert left.card.text == "", "not what a worker had said for her"
    assert ContactCard.objects.filter(holder="woman").count() == 1
    assert left.last_contact_at is None, "we still owe her a first word"


def test_nobody_is_counted_twice_and_the_partner_not_as_if_nobody_came(
    introduced, asked, by_ruth, organisation
) -> None:
    by_worker = introduced(NAME)
    same_woman.put_together(asked(NAME), by_worker.pk, by=by_ruth)
    assert not Tally.objects.exists()
    assert PartnerTally.objects.get().organisation == organisation


@pytest.mark.parametrize("together", [True, False])
def test_40_52_the_workers_slip_says_the_same(
    introduced, asked, by_ruth, client_for, pat, together, frozen
) -> None:
    by_worker, hers = introduced(NAME, may_know=True), asked(NAME)
    word = by_worker.slip.word
    if together:
        same_woman.put_together(hers, by_worker.pk, by=by_ruth)
        introductions.note_contact(hers, "spoke", by=by_ruth)
    page = client_for(pat).get("/portal/").content.decode()
    assert word in page
    assert "received" in page
    assert "in touch" not in page.split(word)[1][:200]
    frozen.tick(days=28, minutes=1)
    assert "closed" in client_for(pat).get("/portal/").content.decode().split(word)[1][:300]


def test_she_keeps_her_turn_and_what_would_make_coming_easier(asked, by_ruth, frozen) -> None:
    first = asked(NAME)
    extras.write_down(first, {"easier": "A lift", "keep": "more-1"}, by=by_ruth)
    decisions.record(first, "not_yet", "no_room", by=by_ruth)
    frozen.tick(days=1)
    between = asked("Bea", phone="07700 900555", call="yes")
    decisions.record(between, "not_yet", "no_room", by=by_ruth)
    frozen.tick(days=1)
    left = same_woman.put_together(asked(NAME), first.pk, by=by_ruth)
    assert list(Introduction.objects.in_line()) == [left, between]
    assert More.objects.get().introduction == left


def test_a_hold_stays_whole(asked, ruth, by_ruth) -> None:
    first, second = asked(NAME), asked(NAME)
    holds.open_hold(first, could_happen="He may wait outside.", told="all", by=by_ruth)
    for one, other in ((first, second), (second, first)):
        with pytest.raises(introductions.NotAllowed):
            same_woman.put_together(one, other.pk, by=by_ruth)
    assert Introduction.objects.count() == 2


def test_only_what_is_alike_is_put_together_and_a_second_press_changes_nothing(
    asked, as_ruth
) -> None:
    first, second, bea = asked(NAME), asked(NAME), asked("Bea")
    for forged in (str(bea.pk), str(first.pk), "999999", "x", "²", "9" * 40, "", "place"):
        html = as_ruth.post(f"{at(first)}same/", {"other": forged}, follow=True).content.decode()
        assert "cannot be put together" in html
    assert Introduction.objects.count() == 3
    for _ in "12":
        as_ruth.post(f"{at(second)}same/", {"other": first.pk}, follow=True)
    assert set(Introduction.objects.values_list("pk", flat=True)) == {second.pk, bea.pk}


def test_39_a_leader_is_told_of_none_that_she_may_not_see(asked, as_ruth) -> None:
    mine, none_yet = asked(NAME), asked(NAME, ref="")
    assert "Is it the same woman?" not in as_ruth.get(at(mine)).content.decode()
    as_ruth.post(f"{at(mine)}same/", {"other": none_yet.pk})
    assert Introduction.objects.count() == 2


def test_what_she_said_herself_stands_before_what_a_worker_said_later(
    asked, introduced, by_ruth, frozen
) -> None:
    hers = asked(NAME, phone="07700 900321", call="yes")
    frozen.tick(days=1)
    by_worker = confirmations.confirm(introduced(NAME), by=by_ruth)
    left = same_woman.put_together(by_worker, hers.pk, by=by_ruth)
    assert (left.pk, left.came_by, left.card.text) == (hers.pk, "herself", "")


def test_unconfirmed_gives_way_to_confirmed(introduced, other_worker, by_ruth) -> None:
    first, later = introduced(NAME), introduced(NAME, by=other_worker)
    confirmations.confirm(first, by=by_ruth)
    left = same_woman.put_together(later, first.pk, by=by_ruth)
    assert left.pk == first.pk
    assert left.is_confirmed


def test_who_has_her_place_already_and_asks_again(asked, as_ruth, by_ruth) -> None:
    decisions.record(asked(NAME), "yes", by=by_ruth)
    again = asked(NAME)
    assert "has a place in this group" in as_ruth.get(at(again)).content.decode()
    html = as_ruth.post(f"{at(again)}same/", {"other": "place"}, follow=True).content.decode()
    assert "Her place stands" in html
    assert Introduction.objects.get().said == "yes"
    assert not Tally.objects.exists()


def test_10_nothing_goes_to_her(introduced, asked, by_ruth, nothing_sent) -> None:
    same_woman.put_together(asked(NAME), introduced(NAME).pk, by=by_ruth)
    assert nothing_sent()


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_two_presses_on_both_pages_leave_one(asked) -> None:
    """PostgreSQL: both rows are locked in one order. SQLite: writers stand in line."""
    first, second = asked(NAME), asked(NAME)
    gate, refused = threading.Barrier(2, timeout=20), []

    def press(one: Introduction, other: Introduction) -> None:
        try:
            gate.wait()
            same_woman.put_together(one, other.pk, by=SYSTEM)
        except introductions.NotAllowed as why:
            refused.append(why)
        finally:
            connections.close_all()

    both = [(first, second), (second, first)]
    threads = [threading.Thread(target=press, args=pair) for pair in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Introduction.objects.count() == 1
    assert len(refused) == 1
