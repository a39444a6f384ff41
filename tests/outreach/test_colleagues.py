"""Several workers at a partner, and "still right?" once a year: what lapses blocks no woman
(safety.md 40, 41)."""

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, connection, transaction

from outreach.cards import partners as partner_cards
from outreach.models import Introduction, SourceCode, Worker, WorkerProposal
from outreach.services import organisations, proposals
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.models import Invitation, Message, User
from peersupport.services import people
from tests import builders
from tests.outreach.conftest import BY_PHONE

pytestmark = pytest.mark.django_db
WENDY = {"name": "Wendy Wren", "email": "wendy@example.org", "once": "c1"}


@pytest.fixture
def at_work(pat, client_for):
    """Pat's browser."""
    return client_for(pat)


@pytest.fixture
def office(nadia, client_for):
    return client_for(nadia)


@pytest.fixture
def proposed(worker) -> WorkerProposal:
    said = {"name": WENDY["name"], "email": WENDY["email"]}
    made = proposals.propose(worker, **said, by=Actor.of_user(worker.user))
    assert made is not None
    return made


def answer(client, proposal, said: str):
    path = f"/dashboard/organisations/proposals/{proposal.pk}/"
    return client.post(path, {"answer": said}, follow=True)


# -- proposing --------------------------------------------------------------------------------------


def test_a_worker_proposes_a_colleague_and_nothing_is_sent(at_work, worker, nothing_sent) -> None:
    page = at_work.post("/portal/colleague/", WENDY, follow=True).content.decode()
    assert "Our office looks at it" in page
    row = WorkerProposal.objects.get()
    assert (row.name, row.email) == ("Wendy Wren", "wendy@example.org")
    assert row.organisation == worker.organisation
    assert nothing_sent()
    assert not Invitation.objects.exists()


def test_38_name_and_address_lie_sealed(proposed) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email, email_hash FROM outreach_workerproposal")
        assert "endy" not in "".join(cursor.fetchone())


@pytest.mark.parametrize("known", ["nobody", "proposed", "a colleague", "staff"])
def test_the_answer_is_the_same_whoever_she_is(at_work, organisation, worker, known) -> None:
    email = WENDY["email"]
    if known == "proposed":
        proposals.propose(worker, name="W", email=email, by=SYSTEM)
    elif known == "a colleague":
        user = builders.user("Wendy Wren", "partner_worker")
        Worker.objects.create(user=user, organisation=organisation)
    elif known == "staff":
        builders.user("Wendy Wren", "peer_leader")
    answered = at_work.post("/portal/colleague/", WENDY)
    assert answered["Location"] == "/portal/"
    assert "Our office looks at it" in at_work.get("/portal/").content.decode()
    assert WorkerProposal.objects.count() == 1


def test_proposed_twice_she_is_there_once(proposed, worker) -> None:
    assert proposals.propose(worker, name="W", email=" WENDY@example.org", by=SYSTEM) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkerProposal.objects.create(
            organisation=worker.organisation,
            proposed_by=worker,
            name="W",
            email="wendy@example.org",
            email_hash=proposed.email_hash,
        )


def test_what_was_typed_wrong_is_kept(at_work) -> None:
    page = at_work.post("/portal/colleague/", WENDY | {"email": "wendy"}).content.decode()
    assert "It needs an @" in page
    assert "Wendy Wren" in page


def test_47_many_proposals_are_slowed(at_work, monkeypatch) -> None:
    monkeypatch.setattr("outreach.views.colleagues.PROPOSALS", 1)
    at_work.post("/portal/colleague/", WENDY)
    slow = at_work.post("/portal/colleague/", WENDY | {"email": "x@example.org"})
    assert slow.status_code == 429
    assert "x@example.org" in slow.content.decode()
    assert WorkerProposal.objects.count() == 1


# -- the coordinator's tap --------------------------------------------------------------------------


def test_one_tap_invites_her(office, proposed, organisation, nadia) -> None:
    card = next(card for card in partner_cards.today(nadia, clock.now()))
    assert "Wendy" not in card.title + card.text
    page = office.get(card.url).content.decode()
    assert "Wendy Wren" in page
    answer(office, proposed, "invite")
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("wendy@example.org", "partner_worker")
    assert invitation.subject == organisation.subject
    assert Message.objects.get().kind == "invitation"
    assert partner_cards.today(nadia, clock.now()) == []


def test_not_now_sends_nothing_and_she_can_be_proposed_again(
    office, proposed, worker, nothing_sent
) -> None:
    answer(office, proposed, "not_now")
    assert nothing_sent()
    proposed.refresh_from_db()
    assert proposed.answer == "not_now"
    assert proposals.propose(worker, name="W", email=WENDY["email"], by=SYSTEM) is not None


@pytest.mark.parametrize("second", ["invite", "not_now"])
def test_answered_twice_the_first_stands(office, proposed, second) -> None:
    answer(office, proposed, "invite")
    assert "answered this already" in answer(office, proposed, second).content.decode()
    assert Invitation.objects.count() == 1


def test_an_account_that_is_there_changes_nothing(office, proposed) -> None:
    builders.user("Wendy Wren", "peer_leader")
    assert "There is an account" in answer(office, proposed, "invite").content.decode()
    proposed.refresh_from_db()
    assert proposed.answer == ""


def test_an_ended_partner_invites_nobody(office, proposed, organisation) -> None:
    organisations.end_organisation(organisation, by=SYSTEM)
    answer(office, proposed, "invite")
    assert not Invitation.objects.exists()


def test_neither_a_worker_nor_a_leader_answers(proposed, at_work, ruth, client_for) -> None:
    for client in (at_work, client_for(ruth)):
        assert answer(client, proposed, "invite").status_code == 403
    assert not Invitation.objects.exists()


def test_35_her_name_goes(proposed, nadia, frozen) -> None:
    WorkerProposal.objects.update(made_at=frozen.at)
    assert proposals.purge(frozen.tick(days=84)) == 0
    proposals.not_now(proposed, by=Actor.of_user(nadia))
    assert proposals.purge(frozen.tick(days=28)) == 0
    assert proposals.purge(frozen.tick(seconds=1)) == 1


def test_35_unanswered_it_goes_too(proposed, frozen) -> None:
    WorkerProposal.objects.update(made_at=frozen.at)
    assert proposals.purge(frozen.tick(days=84, seconds=1)) == 1


def test_a_worker_whose_place_ended_can_be_invited_back(worker, nadia, organisation) -> None:
    organisations.end_worker(worker, by=SYSTEM)
    again = organisations.invite_worker(
        organisation, name="Pat Partner", email=worker.user.email, by=Actor.of_user(nadia)
    )
    user = people.accept(again, name="Pat Partner", password=builders.PASSWORD)
    assert user == worker.user
    assert Worker.objects.live().get(user=user).pk != worker.pk
    assert User.objects.filter(role="partner_worker").count() == 1


# -- still right? -----------------------------------------------------------------------------------


def confirmed(worker: Worker, **ago: int) -> None:
    day = clock.today() - relativedelta(**ago)
    Worker.objects.filter(pk=worker.pk).update(confirmed_on=day)
    worker.refresh_from_db()


def ask(client) -> str:
    return client.get("/portal/").content.decode()


@pytest.mark.parametrize(
    ("months", "days", "asked", "faded"),
    [(11, 28, False, False), (12, 0, True, False), (12, 27, True, False), (13, 0, True, True)],
)
def test_asked_from_12_months_faded_from_13(
    at_work, worker, frozen, months, days, asked, faded
) -> None:
    confirmed(worker, months=months, days=days)
    page = ask(at_work)
    assert ("Still right?" in page) is asked
    assert ("cannot introduce anyone just now" in page) is faded


def test_one_tap_says_that_she_is_still_there(at_work, worker, frozen) -> None:
    confirmed(worker, months=13)
    at_work.post("/portal/still-here/")
    worker.refresh_from_db()
    assert worker.confirmed_on == clock.today()
    assert "Still right?" not in ask(at_work)
    assert at_work.get("/portal/introduce/").status_code == 200


def whole(group) -> dict:
    return BY_PHONE | {
        "once": "key-1", "she_knows": "on", "name": "Zuzanna", "group": group.ref, "keep": "on",
    }  # fmt: skip


def test_40_faded_access_introduces_nobody_and_loses_no_word(
    at_work, worker, group, frozen
) -> None:
    confirmed(worker, months=13)
    assert at_work.get("/portal/introduce/")["Location"] == "/portal/"
    shown = at_work.post("/portal/introduce/", whole(group))
    assert "Tick this if you still work there" in shown.content.decode()
    assert "Zuzanna" in shown.content.decode()
    assert not Introduction.objects.exists()
    at_work.post("/portal/introduce/", whole(group) | {"still_here": "on"})
    assert Introduction.objects.get().worker == worker
    worker.refresh_from_db()
    assert worker.confirmed_on == clock.today()


def test_40_what_lapses_blocks_no_woman(
    at_work, worker, introduced, organisation, stranger, frozen
) -> None:
    code = SourceCode.objects.create(organisation=organisation, label="Everyday code")
    row = introduced("Zuzanna")
    confirmed(worker, months=30)
    assert f"/c/{code.code}/" in ask(at_work)
    assert stranger.get(f"/c/{code.code}/")["Location"] == "/join/"
    row.refresh_from_db()
    assert (row.name, row.said, row.closed_at) == ("Zuzanna", "", None)


def test_a_coordinator_sees_who_has_faded(office, worker, organisation, frozen) -> None:
    page = f"/dashboard/organisations/{organisation.pk}/"
    assert "faded" not in office.get(page).content.decode()
    confirmed(worker, months=13)
    assert "her access has faded" in office.get(page).content.decode()
    assert "access there has faded" in office.get("/dashboard/organisations/").content.decode()


@pytest.mark.parametrize("day", [dt.date(2028, 2, 29), dt.date(2026, 1, 31)])
def test_the_day_is_the_same_by_row_and_by_list(worker, day) -> None:
    """Leap days and long months: what her page says and what the coordinator's list says."""
    Worker.objects.filter(pk=worker.pk).update(confirmed_on=day)
    worker.refresh_from_db()
    for ahead in range(380, 410):
        today = day + dt.timedelta(days=ahead)
        assert worker.has_faded(today) is Worker.objects.faded(today).exists(), today
