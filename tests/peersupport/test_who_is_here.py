"""Who a request is from, for how long, and with which steps behind her (safety.md 41)."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from peersupport.actors import NOBODY, SYSTEM, Actor
from peersupport.models import User
from peersupport.permissions import VOCABULARY, WITHOUT_ACCOUNT, allow
from peersupport.registry import registry
from peersupport.services import people
from tests import builders

pytestmark = pytest.mark.django_db
MINUTE, HOUR = 60, 3600
STAFF_PAGE = "/dashboard/"


@pytest.fixture
def leader() -> User:
    """Of no group: who is here is asked before what is hers."""
    return builders.user("Ines Leader", "peer_leader")


@pytest.fixture
def partner() -> User:
    return builders.user("Pia Partner", "partner_worker")


@pytest.fixture
def age() -> Callable[..., None]:
    """Make a browser's session older: seconds since she signed in, and since she was last seen."""

    def older(client: Client, *, began: float = 0, seen: float = 0) -> None:
        session = client.session
        session.update({"began": session["began"] - began, "seen": session["seen"] - seen})
        session.save()

    return older


def comes_in(client: Client, url: str = STAFF_PAGE, **headers: str) -> bool:
    response = client.get(url, headers=headers)
    if response.status_code == 302:
        assert response["Location"].startswith("/accounts/login/"), response["Location"]
        return False
    assert response.status_code == 200, response.status_code
    return True


# -- the end of a role --------------------------------------------------------------------------


def test_a_role_that_ends_is_refused_at_the_next_request(leader, client_for, nadia) -> None:
    phone, laptop = client_for(leader), client_for(leader)
    assert comes_in(phone)
    people.end_role(leader, by=Actor.of_user(nadia))
    assert [comes_in(phone), comes_in(laptop)] == [False, False]


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": ""}])
def test_so_is_an_account_that_was_shut(leader, client_for, change) -> None:
    client = client_for(leader)
    User.objects.filter(pk=leader.pk).update(**change)
    assert not comes_in(client)


def test_a_role_that_ended_ends_duties_and_what_rooms_gave(leader, nadia) -> None:
    told = []
    registry.role_enders.append(lambda user, by: told.append((user.pk, by.subject)))
    leader.duties.create(kind="privacy_lead")
    try:
        people.end_role(leader, by=Actor.of_user(nadia))
    finally:
        registry.role_enders.pop()
    assert told == [(leader.pk, f"user:{nadia.pk}")]
    assert not leader.duties.filter(ended_at=None).exists()


def test_every_session_ends_with_a_raised_epoch(leader, client_for) -> None:
    client = client_for(leader)
    User.objects.filter(pk=leader.pk).update(session_epoch=leader.session_epoch + 1)
    assert not comes_in(client)


def test_a_new_password_ends_every_session(leader, client_for) -> None:
    client = client_for(leader)
    leader.set_password("another four small words")
    leader.save()
    assert not comes_in(client)


# -- idle and absolute limits -------------------------------------------------------------------


def test_idle_too_long(leader, client_for, age) -> None:
    client = client_for(leader)
    age(client, seen=settings.IDLE_MINUTES * MINUTE - 5)
    assert comes_in(client)
    age(client, seen=settings.IDLE_MINUTES * MINUTE + 5)
    assert not comes_in(client)
    assert not comes_in(client), "once ended, it stays ended"


def test_each_page_counts_as_being_there(leader, client_for, age) -> None:
    client = client_for(leader)
    for _ in range(4):
        age(client, seen=50 * MINUTE)
        assert comes_in(client)


def test_a_poll_does_not_count_as_being_there(leader, client_for, age) -> None:
    client = client_for(leader)
    for _ in range(4):
        age(client, seen=14 * MINUTE)
        assert comes_in(client, **{"X-Poll": "1"})
    age(client, seen=5 * MINUTE)
    assert not comes_in(client)


def test_a_poll_alone_cannot_keep_a_new_session_open_for_ever(leader) -> None:
    """The very first request may be a poll: the door list was open when she signed in anew."""
    client = Client()
    client.force_login(leader, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get(STAFF_PAGE, headers={"X-Poll": "1"})
    assert {"began", "seen"} <= set(client.session.keys())


def test_signed_in_too_long_in_all(leader, client_for, age) -> None:
    client = client_for(leader)
    age(client, began=settings.ABSOLUTE_HOURS * HOUR - 5)
    assert comes_in(client)
    age(client, began=10)
    assert not comes_in(client)


def test_the_limits_hold_for_partner_workers_too(partner, client_for, age) -> None:
    client = client_for(partner)
    assert client.get("/accounts/sessions/").status_code == 200
    age(client, seen=settings.IDLE_MINUTES * MINUTE + 5)
    assert not comes_in(client, "/accounts/sessions/")


def test_limits_are_hours_and_not_days() -> None:
    assert 0 < settings.IDLE_MINUTES <= 60
    assert 0 < settings.ABSOLUTE_HOURS <= 12
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE


# -- two steps ----------------------------------------------------------------------------------


@pytest.fixture
def one_step() -> Callable[[User], Client]:
    """Signed in by password alone."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return signed_in


def sent_to_set_up(client: Client, url: str = STAFF_PAGE) -> bool:
    response = client.get(url)
    return response.status_code == 302 and response["Location"] == "/accounts/2fa/"


@pytest.mark.parametrize("role", ["peer_leader", "coordinator"])
def test_staff_set_up_a_second_step_before_anything_else(one_step, role) -> None:
    client = one_step(builders.user("Mia New", role, two_steps=False))
    assert sent_to_set_up(client)
    assert sent_to_set_up(client, "/me/")
    assert client.post("/dashboard/people/").status_code == 302
    assert client.get("/accounts/2fa/").status_code == 200


def test_leaving_and_help_are_never_behind_it(one_step) -> None:
    client = one_step(builders.user("Mia New", "peer_leader", two_steps=False))
    assert client.get("/help-now/").status_code == 200
    assert client.get("/leave/")["Location"] == settings.EXIT_URL


def test_with_a_second_step_she_goes_on(one_step) -> None:
    client = one_step(builders.user("Mia New", "peer_leader", two_steps=True))
    assert comes_in(client)


def test_partner_workers_need_none(one_step, partner) -> None:
    assert not sent_to_set_up(one_step(partner), "/accounts/sessions/")


def test_demo_people_are_let_off_under_debug_alone(one_step, settings) -> None:
    demo = User.objects.create_user(
        "ruth@demo.example", builders.PASSWORD, name="Ruth", role="peer_leader"
    )
    assert sent_to_set_up(one_step(demo))
    settings.DEBUG = True
    assert comes_in(one_step(demo))
    real = builders.user("Mia New", "peer_leader", two_steps=False)
    assert sent_to_set_up(one_step(real))


@pytest.mark.parametrize(
    "email", ["x@demo.example.org", "demo.example@example.org", "x@ademo.example"]
)
def test_nobody_else_passes_as_demo(email) -> None:
    assert not User(email=email).is_demo


def test_the_last_second_step_cannot_be_taken_away(leader) -> None:
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    only = Authenticator.objects.get(user=leader)
    assert not get_adapter().can_delete_authenticator(only)
    Authenticator.objects.create(user=leader, type="recovery_codes", data={})
    assert not get_adapter().can_delete_authenticator(only)
    Authenticator.objects.create(user=leader, type="webauthn", data={})
    assert get_adapter().can_delete_authenticator(only)


# -- who acts -----------------------------------------------------------------------------------


def test_the_actor_of_a_request(stranger, leader, client_for) -> None:
    assert stranger.get("/").wsgi_request.actor == NOBODY
    actor = client_for(leader).get("/").wsgi_request.actor
    assert (actor.kind, actor.subject, actor.user) == ("user", f"user:{leader.pk}", leader)


def test_a_coordinator_is_known_by_her_role(nadia, leader) -> None:
    assert Actor.of_user(nadia).is_coordinator
    assert not Actor.of_user(leader).is_coordinator
    assert not SYSTEM.is_coordinator


# -- @allow -------------------------------------------------------------------------------------


@pytest.fixture
def ask() -> Callable[..., str]:
    """What a view behind ``@allow(*names)`` does with a visitor."""

    def knock(*names: str, user=None, woman: str = "", phrase: bool = False) -> str:
        request = RequestFactory().get("/somewhere/?a=1")
        request.user = user or AnonymousUser()
        request.woman_subject, request.woman_phrase = woman, phrase
        try:
            response = allow(*names)(lambda request: HttpResponse("in"))(request)
        except Http404:
            return "404"
        except PermissionDenied:
            return "403"
        return "in" if response.status_code == 200 else response["Location"].split("?")[0]

    return knock


SIGN_IN = "/accounts/login/"


@pytest.mark.parametrize(
    ("names", "as_nobody", "as_leader", "as_partner", "as_coordinator"),
    [
        (["anyone"], "in", "in", "in", "in"),
        (["link"], "in", "in", "in", "in"),
        (["machine"], "in", "in", "in", "in"),
        (["debug"], "404", "404", "404", "404"),
        (["signed_in"], SIGN_IN, "in", "in", "in"),
        (["staff"], SIGN_IN, "in", "403", "in"),
        (["peer_leader"], SIGN_IN, "in", "403", "403"),
        (["coordinator"], SIGN_IN, "403", "403", "in"),
        (["partner_worker"], SIGN_IN, "403", "in", "403"),
        (["peer_leader", "partner_worker"], SIGN_IN, "in", "in", "403"),
        (["woman"], "404", "404", "404", "404"),
        (["woman_phrase"], "404", "404", "404", "404"),
        (["woman", "staff"], "404", "in", "404", "in"),
    ],
)
def test_who_comes_in(
    names, as_nobody, as_leader, as_partner, as_coordinator, ask, leader, partner, nadia
) -> None:
    came = [ask(*names, user=user) for user in (None, leader, partner, nadia)]
    assert came == [as_nobody, as_leader, as_partner, as_coordinator]


def test_a_woman_through_her_link(ask) -> None:
    assert ask("woman", woman="woman:7") == "in"
    assert ask("woman_phrase", woman="woman:7", phrase=True) == "in"
    assert ask("woman_phrase", woman="woman:7") != "in"
    assert ask("staff", woman="woman:7", phrase=True) == SIGN_IN


def test_a_role_that_ended_is_no_role(ask, leader) -> None:
    people.end_role(leader, by=SYSTEM)
    leader.refresh_from_db()
    assert ask("staff", user=leader) == "403"
    assert ask("signed_in", user=leader) == "403"


def test_a_word_nobody_knows_lets_nobody_in(ask) -> None:
    with pytest.raises(KeyError):
        ask("anybody")


def test_a_room_can_bring_a_word(ask) -> None:
    registry.predicates["tall"] = lambda request: request.woman_subject == "woman:7"
    try:
        assert ask("tall", woman="woman:7") == "in"
        assert ask("tall", woman="woman:8") == SIGN_IN
    finally:
        del registry.predicates["tall"]


def test_words_without_account_are_words() -> None:
    assert set(VOCABULARY) >= WITHOUT_ACCOUNT


def test_a_page_without_a_keeper_is_behind_the_sign_in() -> None:
    """Locked unless opened on purpose (house.md, habit 3)."""
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE
    assert allow("staff")(lambda r: HttpResponse()).__dict__.get("login_required", True)
    assert not allow("anyone")(lambda r: HttpResponse()).__dict__["login_required"]
