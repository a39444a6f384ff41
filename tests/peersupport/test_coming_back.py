"""Asked again, and invited back: a dead link or an ended role keeps nobody out (safety.md 41)."""

import datetime as dt
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from peersupport.actors import SYSTEM
from peersupport.models import AuditEvent, Invitation, Message, User
from peersupport.registry import registry
from peersupport.services import people
from tests import builders

pytestmark = pytest.mark.django_db
NEW = "cleo@example.org"
OTHER_WORDS = "five other words and coffee"


@pytest.fixture(autouse=True)
def no_rooms(monkeypatch) -> None:
    monkeypatch.setattr(registry, "invitations", {})


@pytest.fixture
def invite(frozen) -> Callable[..., Invitation]:
    def ask(email: str = NEW, **said) -> Invitation:
        said = {"name": "Cleo Patra", "role": "peer_leader", "by": SYSTEM} | said
        return people.invite(email=email, **said)

    return ask


@pytest.fixture
def former(invite) -> User:
    """She led a group until her role ended; she had a second step."""
    user = people.accept(invite(), name="Cleo", password=builders.PASSWORD)
    builders.second_step(user)
    people.end_role(user, by=SYSTEM)
    user.refresh_from_db()
    return user


# -- a link that ran out ----------------------------------------------------------------------------


def test_one_that_ran_out_can_be_asked_again(invite, frozen) -> None:
    first = invite()
    frozen.tick(days=7)
    second = invite()
    first.refresh_from_db()
    assert first.withdrawn_at == frozen.at
    assert people.open_invitation(second.pk) == second
    assert Message.objects.filter(about=f"invitation:{second.pk}", state="due").count() == 1


def test_a_minute_before_it_runs_out_it_still_stands(invite, frozen) -> None:
    invite()
    frozen.tick(days=7, minutes=-1)
    with pytest.raises(people.AlreadyHere):
        invite()
    assert Invitation.objects.count() == 1


def test_the_old_link_opens_nothing_once_she_was_asked_again(invite, frozen) -> None:
    first = invite()
    frozen.tick(days=7)
    invite()
    with pytest.raises(people.AlreadyHere):
        people.accept(first, name="x", password=builders.PASSWORD)


def test_a_spent_one_keeps_nobody_from_a_new_one(invite, former) -> None:
    assert Invitation.objects.filter(accepted_at__isnull=False).count() == 1
    assert people.open_invitation(invite().pk) is not None


def test_the_page_of_people_says_that_a_link_ran_out(invite, frozen, nadia, client_for) -> None:
    invite()
    page = client_for(nadia).get("/dashboard/people/").content.decode()
    assert "Cleo Patra" in page
    assert "ran out" not in page
    frozen.tick(days=7)
    assert "ran out" in client_for(nadia).get("/dashboard/people/").content.decode()


# -- a role that ended ------------------------------------------------------------------------------


def test_41_she_comes_back_to_her_own_account(invite, former, frozen) -> None:
    frozen.tick(days=40)
    user = people.accept(invite(role="coordinator"), name="Cleo P.", password=OTHER_WORDS)
    assert user.pk == former.pk
    assert (user.name, user.role, user.has_role) == ("Cleo P.", "coordinator", True)
    assert user.check_password(OTHER_WORDS)
    assert User.objects.count() == 1
    assert AuditEvent.objects.filter(verb="person.came_back", subject=f"user:{user.pk}").exists()


def test_41_an_invitation_alone_lets_nobody_in(invite, former, stranger) -> None:
    invite()
    said = {"login": NEW, "password": builders.PASSWORD}
    stranger.post("/accounts/login/", said)
    assert stranger.get("/dashboard/").status_code == 302
    former.refresh_from_db()
    assert not former.has_role


def test_41_sessions_of_the_past_stay_ended(invite, former, client_for) -> None:
    User.objects.filter(pk=former.pk).update(role_ended_at=None)
    former.refresh_from_db()
    old = client_for(former)
    assert old.get("/dashboard/").status_code == 200
    people.end_role(former, by=SYSTEM)
    people.accept(invite(), name="Cleo", password=builders.PASSWORD)
    assert old.get("/dashboard/")["Location"].startswith("/accounts/login/")


def test_41_the_second_step_is_set_anew(invite, former, client_for) -> None:
    assert Authenticator.objects.filter(user=former).exists()
    user = people.accept(invite(), name="Cleo", password=OTHER_WORDS)
    assert not Authenticator.objects.filter(user=former).exists()
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/dashboard/")["Location"] == "/accounts/2fa/"


def test_41_an_address_of_long_ago_signs_nobody_in(invite, former) -> None:
    EmailAddress.objects.create(user=former, email="cleo.old@example.org", verified=True)
    people.accept(invite(), name="Cleo", password=OTHER_WORDS)
    kept = EmailAddress.objects.get(user=former)
    assert (kept.email, kept.verified, kept.primary) == (NEW, True, True)


def test_her_card_is_still_her_own(invite, former, frozen) -> None:
    card = former.card_id
    people.accept(invite(), name="Cleo", password=OTHER_WORDS)
    people.purge(frozen.tick(days=29))
    former.refresh_from_db()
    assert former.card_id == card
    assert former.card.email == NEW


def test_a_closed_account_is_not_opened_by_an_invitation(invite, former) -> None:
    User.objects.filter(pk=former.pk).update(is_active=False)
    with pytest.raises(people.AlreadyHere):
        invite()


def test_two_links_bring_her_back_once(invite, former) -> None:
    first, second = invite(), invite(subject="group:4")
    people.accept(first, name="Cleo", password=OTHER_WORDS)
    with pytest.raises(people.AlreadyHere):
        people.accept(second, name="Mallory", password=builders.PASSWORD)
    former.refresh_from_db()
    assert former.name == "Cleo"
    assert former.check_password(OTHER_WORDS)


def test_after_coming_back_she_is_here_like_anybody(invite, former) -> None:
    people.accept(invite(), name="Cleo", password=OTHER_WORDS)
    with pytest.raises(people.AlreadyHere):
        invite()


def test_it_holds_seven_days_for_her_too(invite, former, frozen) -> None:
    asked = invite()
    frozen.tick(seconds=dt.timedelta(days=7).total_seconds())
    assert people.open_invitation(asked.pk) is None
