"""What was done with partners: written down in one press, put right, due again."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from outreach.models import ContactEntry, Favour
from outreach.services import contact_log, contacts, keeping_in_touch
from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent
from tests.outreach.outreach_builders import entry_facts, good_turn, logged, person

pytestmark = pytest.mark.django_db
AT = "/dashboard/outreach/"
TODAY = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def on_a_tuesday(frozen) -> None:
    """1 December 2026."""


@pytest.fixture
def office(nadia, client_for):
    return client_for(nadia)


def day(weeks: int) -> dt.date:
    return TODAY + dt.timedelta(weeks=weeks)


def said(**more) -> dict[str, str]:
    usual = {"kind": "talk", "happened_on": "2026-11-30", "how": "talked", "once": "k"}
    return usual | more


# -- the usual entry ------------------------------------------------------------------------------


def test_the_usual_entry_is_one_press_on_the_partners_page(office, organisation, nadia) -> None:
    page = office.get(f"{AT}{organisation.pk}/").content.decode()
    assert "We spoke today" in page
    went = office.post(f"{AT}{organisation.pk}/today/", {"kind": "call", "once": "a"}, follow=True)
    row = ContactEntry.objects.get()
    assert (row.kind, row.happened_on, row.author) == ("call", TODAY, nadia)
    assert "Phone call, today: written down." in went.content.decode()
    assert AuditEvent.objects.filter(verb="contact_entry.written", subject=row.subject).exists()


def test_a_second_press_makes_no_second_row(office, organisation) -> None:
    for _ in range(2):
        office.post(f"{AT}{organisation.pk}/today/", {"kind": "call", "once": "a"})
        office.post(f"{AT}{organisation.pk}/entries/add/", said())
    assert ContactEntry.objects.count() == 2


def test_leaflets_are_paper_and_a_call_is_not_judged(office, organisation) -> None:
    for kind in ("leaflets", "call"):
        office.post(f"{AT}{organisation.pk}/today/", {"kind": kind})
    assert dict(ContactEntry.objects.values_list("kind", "how")) == {
        "leaflets": "paper",
        "call": "",
    }


@pytest.mark.parametrize("kind", ["", "party", "x" * 300])
def test_an_unknown_kind_writes_nothing(office, organisation, kind) -> None:
    office.post(f"{AT}{organisation.pk}/today/", {"kind": kind})
    assert not ContactEntry.objects.exists()


def test_the_usual_entry_is_with_whom_we_usually_speak(office, organisation, nadia) -> None:
    wanda = person(organisation, nadia)
    logged(organisation, nadia, days=3, contact=wanda)
    office.post(f"{AT}{organisation.pk}/today/", {"kind": "call"})
    assert ContactEntry.objects.filter(contact=wanda, kind="call").count() == 1


# -- the long form --------------------------------------------------------------------------------


def test_everything_there_is_to_say(office, organisation, nadia) -> None:
    wanda = person(organisation, nadia)
    office.post(
        f"{AT}{organisation.pk}/entries/add/",
        said(
            contact=wanda.pk,
            said="They wanted to pick.",
            reached="12",
            next_contact_on="2027-01-12",
        ),
    )
    row = ContactEntry.objects.get()
    assert (row.contact, row.said, row.reached) == (wanda, "They wanted to pick.", 12)
    organisation.refresh_from_db()
    assert organisation.next_contact_on == dt.date(2027, 1, 12)
    assert organisation.next_with == wanda


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Choose what it was"),
        ({"kind": "party"}, "Select a valid choice"),
        ({"happened_on": ""}, "Say on which day"),
        ({"happened_on": "yesterday"}, "not a day we can read"),
        ({"happened_on": "2026-12-02"}, "still to come"),
        ({"happened_on": "2020-12-02"}, "three years ago"),
        ({"said": "x" * 501}, "more than 500 letters"),
        ({"reached": "many"}, "Write a number"),
        ({"reached": "0"}, "greater than or equal to 1"),
        ({"reached": "5001"}, "less than or equal to 5000"),
        ({"next_contact_on": "2026-11-30"}, "That day is over"),
        ({"next_contact_on": "2036-11-30"}, "two years away"),
        ({"contact": "999999"}, "Select a valid choice"),
        ({"how": "shouted"}, "Select a valid choice"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    office, organisation, wrong, words
) -> None:
    facts = said(said="Long talk.") | wrong
    page = office.post(f"{AT}{organisation.pk}/entries/add/", facts).content.decode()
    assert words in page
    assert facts["said"][:10] in page
    assert not ContactEntry.objects.exists()


def test_39_a_contact_of_another_partner_cannot_be_named(office, organisation, nadia) -> None:
    from outreach.models import Organisation

    other = Organisation.objects.create(name="Other", sector="community")
    stranger = person(other, nadia)
    office.post(f"{AT}{organisation.pk}/entries/add/", said(contact=stranger.pk))
    with pytest.raises(contact_log.NotThere):
        contact_log.write(
            organisation, facts=entry_facts(contact=stranger), by=Actor.of_user(nadia)
        )
    assert not ContactEntry.objects.exists()


def test_the_form_says_that_no_woman_is_named(office, organisation) -> None:
    assert (
        "No name of a woman, ever."
        in office.get(f"{AT}{organisation.pk}/entries/add/").content.decode()
    )


def test_nothing_new_with_a_partner_that_has_ended(office, organisation) -> None:
    organisation.ended_at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    organisation.save()
    office.post(f"{AT}{organisation.pk}/today/", {"kind": "call"})
    page = office.post(f"{AT}{organisation.pk}/entries/add/", said()).content.decode()
    assert "This partnership has ended" in page
    assert not ContactEntry.objects.exists()


# -- putting it right -----------------------------------------------------------------------------


def test_its_author_puts_it_right_for_14_days(organisation, ruth, client_for, frozen) -> None:
    row, hers = logged(organisation, ruth), client_for(ruth)
    frozen.tick(days=13, hours=23)
    hers.post(f"{AT}entries/{row.pk}/", said(said="Better."))
    row.refresh_from_db()
    assert (row.said, row.kind, row.author) == ("Better.", "talk", ruth)
    frozen.tick(hours=1)
    late = hers.post(f"{AT}entries/{row.pk}/", said(said="Too late."), follow=True)
    assert "more than 14 days ago" in late.content.decode()
    hers.post(f"{AT}entries/{row.pk}/take-back/")
    row.refresh_from_db()
    assert row.said == "Better."


def test_a_coordinator_can_always_take_a_name_out(organisation, ruth, office, frozen) -> None:
    row = logged(organisation, ruth, said="A name slipped in")
    frozen.tick(days=300)
    office.post(f"{AT}entries/{row.pk}/", said(said="", happened_on="2026-12-01"))
    row.refresh_from_db()
    assert (row.said, row.author) == ("", ruth)
    office.post(f"{AT}entries/{row.pk}/take-back/")
    assert not ContactEntry.objects.exists()


def test_39_the_service_refuses_her_too(organisation, ruth, other_ruth, frozen) -> None:
    row, other = logged(organisation, ruth), Actor.of_user(other_ruth)
    for deed in (
        lambda by: contact_log.correct(row, facts=entry_facts(), by=by),
        lambda by: contact_log.take_back(row, by=by),
    ):
        with pytest.raises(contact_log.TooLate):
            deed(other)
        frozen.tick(days=14)
        with pytest.raises(contact_log.TooLate):
            deed(Actor.of_user(ruth))
        frozen.tick(days=-14)


def test_a_mended_sentence_does_not_undo_what_was_put_off(organisation, nadia) -> None:
    by = Actor.of_user(nadia)
    row = logged(organisation, nadia, next_contact_on=TODAY)
    keeping_in_touch.snooze(organisation, keeping_in_touch.MONTH, by=by)
    contact_log.correct(row, facts=entry_facts(said="Mended", next_contact_on=TODAY), by=by)
    organisation.refresh_from_db()
    assert organisation.next_contact_on == day(4)


def test_who_left_since_stays_where_she_was(office, organisation, nadia) -> None:
    wanda = person(organisation, nadia)
    row = logged(organisation, nadia, contact=wanda)
    contacts.forget(wanda, by=Actor.of_user(nadia))
    assert "somebody who has left" in office.get(f"{AT}entries/{row.pk}/").content.decode()
    office.post(f"{AT}entries/{row.pk}/", said(contact=wanda.pk, said="Mended"))
    row.refresh_from_db()
    assert (row.said, row.contact) == ("Mended", wanda)


# -- when next ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every", "next_on", "wanted"),
    [(None, None, None), (8, None, day(8)), (None, day(3), day(3)), (8, day(3), day(3))],
)
def test_an_entry_moves_the_next_contact(organisation, nadia, every, next_on, wanted) -> None:
    organisation.every_weeks, organisation.next_contact_on = every, TODAY
    organisation.save()
    logged(organisation, nadia, next_contact_on=next_on)
    organisation.refresh_from_db()
    assert organisation.next_contact_on == wanted


def test_what_is_written_down_late_moves_nothing(organisation, nadia) -> None:
    logged(organisation, nadia, next_contact_on=day(5))
    logged(organisation, nadia, days=9)
    organisation.refresh_from_db()
    assert organisation.next_contact_on == day(5)


@pytest.mark.parametrize(("by", "weeks"), [("week", 1), ("month", 4)])
def test_a_partner_can_wait(office, organisation, by, weeks) -> None:
    organisation.next_contact_on = TODAY - dt.timedelta(days=40)
    organisation.save()
    for _ in range(2):  # pressed twice is pressed once
        office.post(f"{AT}{organisation.pk}/snooze/", {"by": by})
    organisation.refresh_from_db()
    assert organisation.next_contact_on == day(weeks)


def test_where_nothing_waits_nothing_is_put_off(office, organisation) -> None:
    went = office.post(f"{AT}{organisation.pk}/snooze/", {"by": "week"}, follow=True)
    assert "nothing was moved" in went.content.decode()
    with pytest.raises(ValueError, match="3"):
        keeping_in_touch.snooze(organisation, 3, by=SYSTEM)


def test_a_coordinator_says_what_we_know_of_a_partner(office, organisation) -> None:
    facts = {
        "name": "Bridge Street Advice",
        "sector": "community",
        "area": "North side",
        "website": "bridge.example",
        "every_weeks": "13",
        "next_contact_on": "2026-12-08",
        "how_things_stand": "They asked for more leaflets.",
    }
    office.post(f"{AT}{organisation.pk}/about/", facts)
    organisation.refresh_from_db()
    assert (organisation.sector, organisation.every_weeks) == ("community", 13)
    assert organisation.website == "https://bridge.example"
    assert organisation.how_things_stand == "They asked for more leaflets."
    wrong = facts | {"every_weeks": "5", "next_contact_on": "2026-11-01", "website": "x y"}
    page = office.post(f"{AT}{organisation.pk}/about/", wrong).content.decode()
    for words in ("Select a valid choice", "That day is over", "not an address we can read"):
        assert words in page
    organisation.refresh_from_db()
    assert organisation.every_weeks == 13


def test_two_partners_cannot_share_a_name(office, organisation) -> None:
    from outreach.models import Organisation

    other = Organisation.objects.create(name="Other", sector="community")
    page = office.post(
        f"{AT}{other.pk}/about/", {"name": organisation.name, "sector": "community"}
    ).content.decode()
    assert "A partner of this name is there already." in page


# -- give and take --------------------------------------------------------------------------------


def test_a_good_turn_is_written_down_once(office, organisation, nadia) -> None:
    facts = {
        "direction": "for_us",
        "happened_on": "2026-11-30",
        "what": "Lent us their room",
        "once": "k",
    }
    for _ in range(2):
        office.post(f"{AT}{organisation.pk}/favours/add/", facts)
    row = Favour.objects.get()
    assert (row.what, row.author) == ("Lent us their room", nadia)
    empty = office.post(f"{AT}{organisation.pk}/favours/add/", {"once": "z"}).content.decode()
    assert "Choose who did it for whom" in empty


def test_who_wrote_a_good_turn_takes_it_back(organisation, ruth, other_ruth, client_for) -> None:
    row = good_turn(organisation, ruth)
    other = client_for(other_ruth).post(f"{AT}favours/{row.pk}/take-back/", follow=True)
    assert "A coordinator can still put it right" in other.content.decode()
    assert Favour.objects.exists()
    client_for(ruth).post(f"{AT}favours/{row.pk}/take-back/")
    assert not Favour.objects.exists()


# -- what the database refuses --------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "party"},
        {"how": "loud"},
        {"reached": 0},
        {"reached": 5001},
        {"next_contact_on": dt.date(2026, 11, 1)},
    ],
    ids=str,
)
def test_the_database_refuses(organisation, nadia, changes) -> None:
    row = logged(organisation, nadia)
    assert ContactEntry.objects.filter(pk=row.pk).update(reached=5000) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactEntry.objects.filter(pk=row.pk).update(**changes)


@pytest.mark.parametrize("changes", [{"direction": "both"}, {"what": ""}], ids=str)
def test_the_database_refuses_half_a_good_turn(organisation, nadia, changes) -> None:
    row = good_turn(organisation, nadia)
    with pytest.raises(IntegrityError), transaction.atomic():
        Favour.objects.filter(pk=row.pk).update(**changes)
