"""Accounts: by invitation only, one mail, one link, one account (safety.md 41)."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent, ContactCard, Invitation, Message, OutboxCopy, User
from peersupport.registry import registry
from peersupport.services import people
from tests import builders

pytestmark = pytest.mark.django_db
NEW = "cleo@example.org"


@pytest.fixture(autouse=True)
def no_rooms(monkeypatch) -> None:
    """What a room does with a new account is tested there."""
    monkeypatch.setattr(registry, "invitations", {})


@pytest.fixture
def invite(frozen) -> Callable[..., Invitation]:
    def ask(email: str = NEW, **said) -> Invitation:
        said = {"name": "Cleo Patra", "role": "peer_leader", "by": SYSTEM} | said
        return people.invite(email=email, **said)

    return ask


@pytest.fixture
def link(drain_all) -> Callable[[], str]:
    """The path in the newest mail, once it went out."""

    def newest() -> str:
        drain_all()
        body = OutboxCopy.objects.filter(channel="mail").latest("pk").body
        found = re.search(r"(/l/[\w-]+/)", body)
        assert found, body
        return found[1]

    return newest


def take_up(client: Client, path: str, **said: str):
    opened = client.post(path)
    said = {"name": "Cleo Patra", "password": builders.PASSWORD} | said
    return opened, client.post("/accounts/accept/", said)


def test_41_no_invitation_of_before_brings_back_whose_role_ended(invite, link, stranger) -> None:
    """Asked twice, in two roles, before she took one up: the other must not outlive the end."""
    invite(role="partner_worker", subject="organisation:1")
    other = link()
    user = people.accept(invite(), name="Cleo", password=builders.PASSWORD)
    people.end_role(user, by=SYSTEM)
    assert stranger.post(other).status_code == 404
    user.refresh_from_db()
    assert not user.has_role
    assert not Invitation.objects.filter(accepted_at=None, withdrawn_at=None).exists()


# -- asking -------------------------------------------------------------------------------------


def test_an_invitation_is_a_row_and_a_mail(invite, nadia) -> None:
    invitation = invite(" Cleo@Example.ORG ", subject="group:3", by=Actor.of_user(nadia))
    assert (invitation.email, invitation.subject) == (NEW, "group:3")
    mail = Message.objects.get()
    assert (mail.kind, mail.channel, mail.lane) == ("invitation", "mail", "urgent")
    event = AuditEvent.objects.get(verb="person.invited")
    assert (event.actor, event.subject) == (f"user:{nadia.pk}", f"invitation:{invitation.pk}")


def test_one_open_invitation_of_a_kind(invite) -> None:
    invite()
    with pytest.raises(people.AlreadyHere):
        invite("CLEO@example.org")
    invite(subject="group:4")
    assert Invitation.objects.count() == Message.objects.count() == 2
    assert ContactCard.objects.count() == 2, "a refused one leaves no card behind"


def test_nobody_is_invited_who_has_an_account(invite, nadia) -> None:
    with pytest.raises(people.AlreadyHere):
        invite(nadia.email.upper())


def test_the_mail_tells_nothing_to_whoever_looks_at_the_inbox(invite, drain_all) -> None:
    from tests.sensitive import words_in

    invite(by=SYSTEM)
    drain_all()
    mail = OutboxCopy.objects.get()
    assert words_in(mail.subject, in_texts=True) == []


# -- taking it up -------------------------------------------------------------------------------


def test_she_names_herself_and_is_signed_in(invite, link, stranger, frozen) -> None:
    invitation = invite()
    opened, done = take_up(stranger, link(), name="Cleo P.")
    assert opened["Location"] == "/accounts/accept/"
    assert done["Location"] == "/me/"
    cleo = User.objects.get()
    assert (cleo.email, cleo.name, cleo.role, cleo.card_id) == (
        NEW,
        "Cleo P.",
        "peer_leader",
        invitation.card_id,
    )
    assert cleo.check_password(builders.PASSWORD)
    invitation.refresh_from_db()
    assert invitation.accepted_at == frozen.at
    assert stranger.get("/dashboard/")["Location"] == "/accounts/2fa/"


def test_the_room_gives_her_her_place(invite, link, stranger, monkeypatch) -> None:
    given = []
    monkeypatch.setitem(
        registry.invitations, "peer_leader", lambda **said: given.append(said["subject"])
    )
    invite(subject="group:3")
    take_up(stranger, link())
    assert given == ["group:3"]


def test_her_link_works_once(invite, link, stranger) -> None:
    invite()
    path = link()
    take_up(stranger, path)
    again, accept = take_up(Client(), path)
    assert again.status_code == accept.status_code == 404
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["", "fourteen lettr", "cleo@example.org1", "1" * 20])
def test_a_weak_password_is_refused_and_her_name_is_kept(invite, link, stranger, password) -> None:
    invite()
    _, done = take_up(stranger, link(), name="Cleopatra Cleo", password=password)
    assert done.status_code == 200
    assert "Cleopatra Cleo" in done.content.decode()
    assert not User.objects.exists()


def test_the_page_opens_only_through_the_link(stranger) -> None:
    assert stranger.get("/accounts/accept/").status_code == 404
    assert (
        stranger.post("/accounts/accept/", {"name": "x", "password": builders.PASSWORD}).status_code
        == 404
    )


def test_the_session_of_whoever_was_signed_in_here_ends(invite, link, nadia, client_for) -> None:
    invite()
    client = client_for(nadia)
    client.post(link())
    assert client.get("/dashboard/").status_code == 302


@pytest.mark.parametrize("end", ["withdraw", "run out", "taken up elsewhere"])
def test_the_page_shuts_when_the_invitation_ends(invite, link, stranger, frozen, end) -> None:
    invitation = invite()
    stranger.post(link())
    assert stranger.get("/accounts/accept/").status_code == 200
    if end == "withdraw":
        people.withdraw(invitation, by=SYSTEM)
    elif end == "run out":
        frozen.tick(days=7)
    else:
        people.accept(invitation, name="Cleo", password=builders.PASSWORD)
    before = User.objects.count()
    done = stranger.post("/accounts/accept/", {"name": "x", "password": builders.PASSWORD})
    assert done.status_code == 404
    assert User.objects.count() == before


def test_two_invitations_to_one_address_are_one_account(invite) -> None:
    first, second = invite(), invite(subject="group:4")
    people.accept(first, name="Cleo", password=builders.PASSWORD)
    with pytest.raises(people.AlreadyHere):
        people.accept(second, name="Cleo", password=builders.PASSWORD)
    assert User.objects.count() == 1


# -- taking it back -----------------------------------------------------------------------------


def test_a_withdrawn_one_is_not_mailed(invite, drain_all, after) -> None:
    people.withdraw(invite(), by=SYSTEM)
    assert drain_all() == 0
    assert Message.objects.get().state == "cancelled"


def test_a_withdrawn_ones_link_is_dead(invite, link, stranger) -> None:
    invitation = invite()
    path = link()
    people.withdraw(invitation, by=SYSTEM)
    assert stranger.post(path).status_code == 404


def test_after_a_week_the_mail_no_longer_goes(invite, frozen, drain_all) -> None:
    invite()
    frozen.tick(days=7)
    assert drain_all() == 0
    assert Message.objects.get().state == "expired"


def test_a_withdrawn_or_used_one_makes_no_account_even_if_the_page_was_open(invite) -> None:
    withdrawn, used = invite(), invite("dora@example.org")
    people.withdraw(withdrawn, by=SYSTEM)
    people.accept(used, name="Dora", password=builders.PASSWORD)
    User.objects.update(email="dora.new@example.org")
    for invitation in (withdrawn, used):
        with pytest.raises(people.AlreadyHere):
            people.accept(invitation, name="x", password=builders.PASSWORD)
    assert User.objects.count() == 1


# -- forgetting ---------------------------------------------------------------------------------


def test_an_address_that_took_none_up_is_forgotten_with_its_card(invite, frozen) -> None:
    invite()
    people.purge(frozen.tick(days=28))
    assert ContactCard.objects.exists()
    people.purge(frozen.tick(seconds=1))
    assert not Invitation.objects.exists()
    assert not ContactCard.objects.exists()


def test_who_took_hers_up_keeps_her_card(invite, frozen) -> None:
    user = people.accept(invite(), name="Cleo", password=builders.PASSWORD)
    people.purge(frozen.tick(days=29))
    user.refresh_from_db()
    assert user.card.email == NEW


# -- the coordinator's page -----------------------------------------------------------------------


@pytest.fixture
def page(nadia, client_for):
    client = client_for(nadia)

    def press(**said: str):
        said = {"name": "Cleo", "email": NEW, "place": "coordinator|", "once": "k1"} | said
        return client.post("/dashboard/people/", said)

    return press


def test_pressed_twice_it_asks_once(page) -> None:
    assert [page().status_code, page().status_code] == [302, 302]
    assert Invitation.objects.count() == Message.objects.count() == 1


def test_a_second_form_for_the_same_person_is_told_so(page) -> None:
    page()
    again = page(once="k2")
    assert again.status_code == 200
    assert "already" in again.content.decode()
    assert 'value="Cleo"' in again.content.decode()


@pytest.mark.parametrize(
    "place",
    ["", "coordinator", "superuser|", "partner_worker|organisation:99", "peer_leader|group:99"],
)
def test_nobody_is_invited_to_what_is_not_offered(page, place) -> None:
    assert page(place=place).status_code == 200
    assert not Invitation.objects.exists()


def test_a_failed_press_can_be_pressed_again(page) -> None:
    assert page(email="not an address").status_code == 200
    assert page().status_code == 302
    assert Invitation.objects.count() == 1


def test_a_coordinator_ends_a_role_but_not_her_own(nadia, client_for) -> None:
    other = builders.user("Olu Other", "peer_leader")
    client = client_for(nadia)
    client.post(f"/dashboard/people/{nadia.pk}/end/")
    client.post(f"/dashboard/people/{other.pk}/end/")
    nadia.refresh_from_db()
    other.refresh_from_db()
    assert nadia.has_role
    assert not other.has_role


# -- the first coordinator ------------------------------------------------------------------------


def test_the_first_coordinator_comes_by_command(capsys, db) -> None:
    call_command("invite_coordinator", NEW, name="Cleo")
    assert Invitation.objects.get().role == "coordinator"
    with pytest.raises(CommandError, match="already"):
        call_command("invite_coordinator", NEW)
    with pytest.raises(CommandError, match="not an e-mail"):
        call_command("invite_coordinator", "cleo")


def test_seven_days_is_what_is_promised() -> None:
    assert dt.timedelta(days=7) == people.INVITATION_HOLDS
