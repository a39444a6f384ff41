"""Signing in: two steps on every way in for staff, slowed down and not locked out (safety.md 41)."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.test import Client

from peersupport.actors import SYSTEM
from peersupport.models import ContactCard, Message, OutboxCopy, User
from peersupport.services import people
from tests import builders

pytestmark = pytest.mark.django_db
LOGIN, SECOND = "/accounts/login/", "/accounts/2fa/authenticate/"


@pytest.fixture
def leader() -> User:
    return builders.user("Ines Leader", "peer_leader")


@pytest.fixture
def partner() -> User:
    return builders.user("Pia Partner", "partner_worker")


@pytest.fixture
def mailed(drain_all) -> Callable[[], OutboxCopy]:
    """The newest mail, once it went out."""

    def newest() -> OutboxCopy:
        drain_all()
        return OutboxCopy.objects.filter(channel="mail").latest("pk")

    return newest


def sign_in(client: Client, user: User, password: str = builders.PASSWORD, **more):
    return client.post(LOGIN, {"login": user.email, "password": password}, **more)


def by_code(client: Client, user: User, mailed):
    client.post("/accounts/login/code/", {"email": user.email})
    code = re.search(r"^\s*([A-Z0-9]{4}-?[A-Z0-9]{4})\s*$", mailed().body, re.M)
    assert code
    return client.post("/accounts/login/code/confirm/", {"code": code[1]})


def app_code() -> str:
    """What the app on her phone shows."""
    counter = sorted(yield_hotp_counters_from_time())[0]
    return f"{hotp_value(builders.TOTP_SECRET, counter):06d}"


def is_in(client: Client, url: str = "/accounts/sessions/") -> bool:
    return client.get(url).status_code == 200


# -- every way in -------------------------------------------------------------------------------


def test_a_password_alone_lets_no_leader_in(client, leader) -> None:
    assert sign_in(client, leader)["Location"].startswith(SECOND)
    assert not is_in(client)
    assert client.get("/dashboard/").status_code == 302


def test_a_mailed_code_alone_lets_no_leader_in(client, leader, mailed) -> None:
    assert by_code(client, leader, mailed)["Location"].startswith(SECOND)
    assert not is_in(client)


def test_with_the_second_step_she_is_in(client, leader) -> None:
    sign_in(client, leader)
    assert client.post(SECOND, {"code": app_code()})["Location"] == "/me/"
    assert client.get("/dashboard/").status_code == 200


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "1" * 40])
def test_a_wrong_second_step_lets_nobody_in(client, leader, code) -> None:
    sign_in(client, leader)
    assert client.post(SECOND, {"code": code}).status_code == 200
    assert not is_in(client)


def test_a_new_password_by_mail_does_not_sign_her_in(client, leader, mailed) -> None:
    client.post("/accounts/password/reset/", {"email": leader.email})
    found = re.search(r"(/accounts/password/reset/key/\S+/)", mailed().body)
    assert found
    page = client.get(found[1])
    new = "another four small words"
    client.post(page["Location"], {"password1": new, "password2": new})
    leader.refresh_from_db()
    assert leader.check_password(new)
    assert not is_in(client)
    assert sign_in(client, leader, new)["Location"].startswith(SECOND)


@pytest.mark.parametrize("way", ["password", "code"])
def test_partner_workers_come_in_by_password_or_mailed_code(client, partner, mailed, way) -> None:
    came = sign_in(client, partner) if way == "password" else by_code(client, partner, mailed)
    assert came["Location"] == "/me/"
    assert is_in(client)


def test_the_secret_of_the_second_step_lies_sealed(leader) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        dump = repr(cursor.fetchall())
    assert "secret" in dump
    assert builders.TOTP_SECRET not in dump
    assert "t1:" in dump
    assert Authenticator.objects.get(user=leader).wrap().validate_code(app_code())


# -- strangers ----------------------------------------------------------------------------------


def test_nobody_makes_herself_an_account(client) -> None:
    said = {
        "email": "x@example.org",
        "password1": builders.PASSWORD,
        "password2": builders.PASSWORD,
    }
    assert client.post("/accounts/signup/", said).status_code == 200
    assert not User.objects.exists()


@pytest.mark.parametrize("url", ["/accounts/password/reset/", "/accounts/login/code/"])
def test_who_has_an_account_is_not_told(client, leader, url, drain_all) -> None:
    known = Client().post(url, {"email": leader.email})
    unknown = Client().post(url, {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Message.objects.count() == 1


def test_a_role_that_ended_does_not_come_back_by_signing_in(client, leader) -> None:
    people.end_role(leader, by=SYSTEM)
    sign_in(client, leader)
    client.post(SECOND, {"code": app_code()})
    assert not is_in(client)
    assert client.get("/dashboard/").status_code == 302


def test_ten_wrong_tries_slow_down_and_lock_nobody_out(leader, partner, mailed) -> None:
    """Whoever guesses is held up; she herself still comes in by a mailed code."""
    for at in range(10):
        sign_in(Client(), partner, "wrong", REMOTE_ADDR=f"10.0.0.{at}")
    right = sign_in(Client(), partner, REMOTE_ADDR="10.0.1.1")
    assert right.status_code == 200
    assert "Too many" in right.content.decode()
    other = Client()
    assert sign_in(other, leader, REMOTE_ADDR="10.0.1.1")["Location"].startswith(SECOND)
    hers = Client()
    assert by_code(hers, partner, mailed)["Location"] == "/me/"
    assert is_in(hers)


# -- the mails ----------------------------------------------------------------------------------


def test_a_code_lies_sealed_until_it_is_sent_and_then_nowhere(client, partner, drain_all) -> None:
    client.post("/accounts/login/code/", {"email": partner.email})
    note = Message.objects.get()
    assert (note.kind, note.lane) == ("account-mail", "urgent")
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", note.body)
    assert code
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM peersupport_message")
        assert code[0] not in repr(cursor.fetchall())
    drain_all()
    note.refresh_from_db()
    assert (note.state, note.body) == ("accepted", "")


def test_a_code_is_not_sent_when_it_no_longer_works(frozen, client, partner, drain_all) -> None:
    client.post("/accounts/login/code/", {"email": partner.email})
    frozen.tick(minutes=30)
    assert drain_all() == 0
    assert Message.objects.get().state == "expired"


def test_a_mailed_link_leads_to_our_own_address_whatever_host_was_asked(
    settings, leader, mailed
) -> None:
    """A stranger asks for a new password of hers under another name of this server, and would
    read the key when she follows the link."""
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"host": "elsewhere.example"})
    client.post("/accounts/password/reset/", {"email": leader.email})
    body = mailed().body
    assert f"{settings.SITE_URL}/accounts/password/reset/key/" in body
    assert "elsewhere" not in body


# -- another address ----------------------------------------------------------------------------


@pytest.fixture
def moved(partner, client_for, mailed) -> Client:
    """Pia asked for another address; the mail to prove it has gone out."""
    client = client_for(partner)
    client.post("/accounts/email/", {"email": "pia.new@example.org", "action_add": ""})
    return client


def test_a_new_address_is_asked_to_prove_itself(moved, partner, mailed) -> None:
    assert mailed().to == "pia.new@example.org"
    partner.refresh_from_db()
    assert partner.email == "pia@example.org"
    assert people.card_of(partner).email == "pia@example.org"


def test_once_proved_account_and_card_follow(moved, partner, mailed) -> None:
    found = re.search(r"(/accounts/confirm-email/\S+/)", mailed().body)
    assert found
    moved.post(found[1])
    partner.refresh_from_db()
    assert partner.email == "pia.new@example.org"
    assert EmailAddress.objects.get(user=partner).email == "pia.new@example.org"
    assert people.card_of(partner).email == "pia.new@example.org"
    Client().post("/accounts/login/code/", {"email": partner.email})
    assert mailed().to == "pia.new@example.org"


def test_an_address_never_proved_is_forgotten(frozen, moved, partner) -> None:
    people.card_of(partner)
    assert ContactCard.objects.count() == 2
    people.purge(frozen.tick(days=1, seconds=1))
    assert ContactCard.objects.get() == people.card_of(partner)
