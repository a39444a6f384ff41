"""She confirms what a partner introduced, refuses it, or nothing is heard of it (issue: the partner
portal; safety.md 35, 40)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from outreach.cards import introductions as cards
from outreach.models import Introduction, Tally
from outreach.services import confirmations, decisions, forgetting, holds, introductions
from peersupport import clock, links
from peersupport.actors import Actor
from peersupport.models import AuditEvent, ContactCard, PrivateLink
from tests.outreach.conftest import BY_PHONE, NAME

pytestmark = pytest.mark.django_db


def refused_by_the_database(row: Introduction, **changes) -> bool:
    try:
        with transaction.atomic():
            Introduction.objects.filter(pk=row.pk).update(**changes)
    except IntegrityError:
        return True
    return False


def test_who_asks_herself_is_confirmed_at_once(asked) -> None:
    row = asked("Bea")
    assert row.is_confirmed
    assert (row.confirm_way, row.confirmed_at) == ("form", row.received_at)


def test_who_is_introduced_is_not(introduced) -> None:
    assert not introduced("Bea").is_confirmed


def test_her_voice_confirms_and_counts_as_spoken(introduced, by_ruth, frozen) -> None:
    row = introduced("Bea", may_know=True)
    frozen.tick(days=1)
    row = confirmations.confirm(row, by=by_ruth)
    assert (row.confirm_way, row.spoke_at, row.state) == ("voice", clock.now(), "in_touch")
    row.slip.refresh_from_db()
    assert row.slip.in_touch
    assert AuditEvent.objects.filter(verb="introduction.confirmed", reason="voice").count() == 1


def test_her_tap_confirms_and_nobody_has_spoken_with_her(introduced) -> None:
    row = introduced("Bea", may_know=True)
    row = confirmations.confirm(row, by=Actor.of_link(row.subject))
    assert (row.confirm_way, row.spoke_at) == ("link", None)
    row.slip.refresh_from_db()
    assert not row.slip.in_touch


def test_a_second_yes_finds_the_first(introduced, by_ruth, frozen) -> None:
    row = confirmations.confirm(introduced("Bea"), by=by_ruth)
    frozen.tick(days=1)
    assert confirmations.confirm(row, by=by_ruth).confirmed_at == row.confirmed_at
    assert AuditEvent.objects.filter(verb="introduction.confirmed").count() == 1


@pytest.mark.parametrize(("said", "reason"), [("yes", ""), ("not_yet", "no_room")])
def test_who_would_like_to_come_has_confirmed_it(introduced, by_ruth, said, reason) -> None:
    assert decisions.record(introduced("Bea"), said, reason, by=by_ruth).confirm_way == "voice"


def test_a_hold_is_not_her_word(introduced, by_ruth) -> None:
    row = introduced("Bea")
    holds.open_hold(row, could_happen="He comes there too.", told="all", by=by_ruth)
    row.refresh_from_db()
    assert not row.is_confirmed


def test_she_did_not_ask_and_all_is_gone_at_once(introduced, by_ruth) -> None:
    row = introduced("Bea")
    slip = row.slip
    links.mint("door", row.subject, by=by_ruth, lifetime=None, single_use=False)
    confirmations.refuse(row, by=by_ruth)
    assert not Introduction.objects.exists()
    assert not ContactCard.objects.filter(holder="woman").exists()
    assert not PrivateLink.objects.exists()
    assert Tally.objects.get().outcome == "said_no"
    slip.refresh_from_db()
    assert slip.state_for(slip.worker, clock.now()) == "received", "the worker learns nothing"


def test_who_has_confirmed_is_not_deleted_by_a_late_no(introduced, by_ruth) -> None:
    row = confirmations.confirm(introduced("Bea"), by=by_ruth)
    with pytest.raises(introductions.NotAllowed):
        confirmations.refuse(row, by=by_ruth)
    assert Introduction.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"confirm_way": "voice"},
        {"confirmed_at": dt.datetime(2026, 12, 1, tzinfo=dt.UTC)},
        {"confirm_way": "form", "confirmed_at": dt.datetime(2026, 12, 1, tzinfo=dt.UTC)},
        {"confirm_way": "guess", "confirmed_at": dt.datetime(2026, 12, 1, tzinfo=dt.UTC)},
    ],
    ids=str,
)
def test_the_database_wants_both_or_none_and_her_own_way(introduced, changes) -> None:
    assert refused_by_the_database(introduced("Bea"), **changes)


def test_the_database_keeps_her_own_asking_confirmed(asked) -> None:
    assert refused_by_the_database(asked("Bea"), confirm_way="", confirmed_at=None)


# -- nothing heard --------------------------------------------------------------------------------


def test_35_unconfirmed_for_28_days_it_is_deleted_even_while_she_waits(introduced, frozen) -> None:
    introduced("Bea")
    frozen.tick(days=28)
    forgetting.purge(clock.now())
    assert Introduction.objects.exists(), "not a day too soon"
    frozen.tick(minutes=1)
    forgetting.purge(clock.now())
    assert not Introduction.objects.exists()
    assert Tally.objects.get().outcome == "not_reached", "never as declined"


def test_35_whoever_confirmed_waits_as_long_as_it_takes(introduced, asked, frozen) -> None:
    row = introduced("Bea")
    Introduction.objects.filter(pk=row.pk).update(confirmed_at=clock.now(), confirm_way="link")
    asked("Cleo")
    frozen.tick(days=90)
    forgetting.purge(clock.now())
    assert Introduction.objects.count() == 2


@pytest.mark.parametrize(("days", "warned"), [(13, 0), (14, 1), (21, 1)])
def test_35_the_leader_is_warned_at_14_and_21_days(introduced, ruth, frozen, days, warned) -> None:
    introduced("Bea")
    frozen.tick(days=days)
    found = [card for card in cards.today(ruth, clock.now()) if "not confirmed" in card.title]
    assert len(found) == warned
    left = {14: "14 days or less", 21: "7 days or less"}
    assert all(left[days] in card.text for card in found)


@pytest.mark.parametrize(("days", "warned"), [(25, 0), (26, 1)])
def test_35_the_coordinator_is_warned_at_26(introduced, nadia, frozen, days, warned) -> None:
    introduced("Bea")
    frozen.tick(days=days)
    found = [card for card in cards.today(nadia, clock.now()) if "not confirmed" in card.title]
    assert len(found) == warned


# -- the page -------------------------------------------------------------------------------------


def test_until_then_the_page_asks_one_thing(introduced, client_for, ruth) -> None:
    row = introduced(NAME, **BY_PHONE)
    page = client_for(ruth).get(f"/dashboard/introductions/{row.pk}/").content.decode()
    assert NAME in page
    assert "Text: yes" in page, "how to reach her safely is read"
    assert "Does she know of this?" in page
    assert "we delete it in 27 days" in page or "we delete it in 28 days" in page
    assert "Her answer" not in page


def test_one_tap_and_the_rest_opens(introduced, client_for, ruth) -> None:
    row, client = introduced(NAME), client_for(ruth)
    at = f"/dashboard/introductions/{row.pk}/"
    page = client.post(f"{at}confirm/", {"asked": "yes"}, follow=True).content.decode()
    assert "wants to hear from us" in page
    assert "Her answer" in page
    assert "Does she know of this?" not in page


def test_one_tap_and_it_is_deleted(introduced, client_for, ruth) -> None:
    row, client = introduced(NAME), client_for(ruth)
    at = f"/dashboard/introductions/{row.pk}/confirm/"
    page = client.post(at, {"asked": "no"}, follow=True).content.decode()
    assert "Deleted. Nothing of her is left here." in page
    assert NAME not in page
    assert client.post(at, {"asked": "no"}).status_code == 404


def test_a_late_no_is_a_clear_sentence(introduced, client_for, ruth, by_ruth) -> None:
    row = confirmations.confirm(introduced(NAME), by=by_ruth)
    at = f"/dashboard/introductions/{row.pk}/confirm/"
    page = client_for(ruth).post(at, {"asked": "no"}, follow=True).content.decode()
    assert "She has told us already what she wants" in page
    assert Introduction.objects.exists()
