"""Every address has a keeper, and lets in whom it says (house.md, habits 3 and 4; safety.md 39)."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from peersupport import permissions
from peersupport.registry import registry

from .knocking import Knock, knock
from .visitors import LETS_IN, ROWS, VISITORS, Address, Rows, addresses

OURS = [address for address in addresses() if address.is_ours]
PLAIN = [address for address in OURS if not address.params]
WITH_ROWS = [address for address in OURS if address.params]


def some(these: list[Address]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("address", these, ids=lambda address: address.name)


visitor_each = pytest.mark.parametrize("visitor", VISITORS)

# allauth guards its own pages. Each is named, so that an update that brings a new one is seen.
ALLAUTH_FOR_ANYONE = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_request_login_code",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
ALLAUTH_SIGNED_IN = {
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "usersessions_list",
}
# Open to whoever comes, and still shut to an empty visit: what opens them comes with the visit.
NEEDS_MORE = {
    "accept-invitation": "the invitation's link puts it in the session",
    "readyz": "without a beat it is not ready, and says so with 503",
    "outreach:portal-form": "the mailed link puts it in the session",
    "hook-sms-generic": "the signature of what is posted is the key",
}
# Addresses whose row is anybody's who may enter: there is no "not hers".
NOBODYS_ROW: dict[str, str] = {
    "private-link": "the token is the key",
    "outreach:code": "a code that nobody knows leads to the same page, silently",
    **dict.fromkeys(
        (
            "outreach:sheet",
            "outreach:sheet-pdf",
            "outreach:portal-sheet",
            "outreach:portal-sheet-pdf",
        ),
        "a sort of paper is nobody's; the group and the code on it: test_materials.py",
    ),
    "outreach:join-to": "a group that nobody knows leads to the same page too",
    **dict.fromkeys(
        [
            "outreach:organisation-outreach",
            "outreach:entry-today",
            "outreach:entry-add",
            "outreach:favour-add",
        ],
        "partners are the charity's: each peer leader may visit each of them",
    ),
    "outreach:favour-take-back": "all read the good turns; who wrote one is asked for by the deed",
}


def test_every_address_of_ours_has_a_keeper() -> None:
    assert [f"{a.route} ({a.name})" for a in OURS if not a.keepers] == []


def test_every_keeper_is_a_word_somebody_knows() -> None:
    known = set(permissions.VOCABULARY) | set(registry.predicates)
    assert {keeper for a in OURS for keeper in a.keepers} <= known
    unsaid = known - set(LETS_IN)
    assert not unsaid, f"say in tests/standing/visitors.py whom {unsaid} let in"


def test_no_room_takes_a_word_of_the_ground() -> None:
    assert set(permissions.VOCABULARY) & set(registry.predicates) == set()


def test_every_address_of_allauth_is_named() -> None:
    theirs = {a.name for a in addresses() if not a.is_ours}
    assert theirs == ALLAUTH_FOR_ANYONE | ALLAUTH_SIGNED_IN


def test_every_address_has_a_name_of_its_own() -> None:
    names = [address.name for address in addresses()]
    assert [name for name in names if names.count(name) > 1] == []


@pytest.fixture
def visit(request) -> Callable[[str], Client]:
    """A browser of this visitor, new each time."""

    def client(visitor: str) -> Client:
        ask = request.getfixturevalue
        if visitor == "nobody":
            return Client()
        if visitor.startswith("woman"):
            return ask("woman_client")(ask("ada").subject, phrase=visitor == "woman_phrase")
        if visitor == "asker":
            return ask("asker_client")()
        people = {
            "partner": "pat",
            "leader": "ruth",
            "other_leader": "other_ruth",
            "former_leader": "former_ruth",
            "coordinator": "nadia",
        }
        return ask("client_for")(ask(people[visitor]))

    return client


def wrongly(address: Address, visitor: str, came) -> str | None:
    """Why this outcome is wrong, or None."""
    said = f"{address.name} for {visitor}: {came.status}"
    if came.wrote:
        return f"{said}, and a GET wrote: {came.wrote[0][:120]}"
    if address.lets_in(visitor):
        odd = came.is_turned_away or came.status >= 500
        return f"{said}, should come in" if odd and address.name not in NEEDS_MORE else None
    if came.is_asked_for_her_phrase:
        return None if needs_phrase(address, visitor) else f"{said}, was asked for a phrase"
    signed_in = visitor in LETS_IN["signed_in"]
    hidden = (permissions.WITHOUT_ACCOUNT | registry.without_account) & set(address.keepers)
    right = came.status == 404 if hidden else came.status == 403
    if not hidden and not signed_in:
        right = came.is_sent_to_sign_in
    return None if right else f"{said}, should be turned away"


def needs_phrase(address: Address, visitor: str) -> bool:
    """Her link is open, and the page wants her phrase too: she is asked for it, not sent away."""
    return visitor == "woman" and "woman_phrase" in address.keepers


@pytest.mark.django_db
@visitor_each
def test_who_comes_in_and_a_get_changes_nothing(visitor, visit) -> None:
    found = []
    for address in PLAIN:
        came = knock(visit(visitor), reverse(address.name))
        found.append(wrongly(address, visitor, came))
    assert [line for line in found if line] == []


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", ["nobody", "woman_phrase", "former_leader"])
def test_pages_of_allauth_for_people_with_an_account(visitor, visit) -> None:
    for name in sorted(ALLAUTH_SIGNED_IN):
        params = next(a.params for a in addresses() if a.name == name)
        came = knock(visit(visitor), reverse(name, kwargs=dict.fromkeys(params, 1)))
        assert came.is_sent_to_sign_in, (name, came.status)


# -- addresses that name a row --------------------------------------------------------------------


def test_every_sort_of_id_can_be_made() -> None:
    unknown = {param for a in WITH_ROWS for param in a.params} - set(ROWS)
    assert not unknown, f"say in tests/standing/visitors.py how to make {sorted(unknown)}"


def url_for(address: Address, rows: Rows, more: int = 0) -> str:
    """The address of ruth's row, or of one that nobody has."""
    ids = {param: rows[param] for param in address.params}
    if more:
        ids = {k: v + more if isinstance(v, int) else f"{v[:-1]}zz" for k, v in ids.items()}
    return reverse(address.name, kwargs=ids)


ROOMS = sorted({address.name.rpartition(":")[0] for address in WITH_ROWS})
room_each = pytest.mark.parametrize("room", ROOMS, ids=lambda room: room or "ground")


def of_room(room: str) -> list[Address]:
    return [address for address in WITH_ROWS if address.name.rpartition(":")[0] == room]


class Callers:
    """Each visitor's browser, made once. Each visit begins with its cookies as they were and an
    empty cache, and what it writes is taken back: no visit sees the one before."""

    def __init__(self, visit: Callable[[str], Client]) -> None:
        self.cookies = {visitor: visit(visitor).cookies for visitor in VISITORS}

    def knock(self, visitor: str, url: str) -> Knock:
        cache.clear()
        client = Client()
        client.cookies = copy.deepcopy(self.cookies[visitor])
        with taken_back():
            return knock(client, url)


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is not there afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def outcomes(
    these: list[Address], group, leader, visit: Callable[[str], Client], judge, more: int = 0
) -> list[str]:
    """What is wrong at these addresses: for each, rows of its own, and everybody comes to them.
    ``judge`` says of one visit what was wrong; one that breaks is wrong too."""
    callers, found = Callers(visit), []
    for address in these:
        with taken_back():
            mine = Rows(type(group).objects.get(pk=group.pk), leader)
            url = url_for(address, mine, more)
            for visitor in VISITORS:
                try:
                    found.append(judge(address, visitor, callers.knock(visitor, url)))
                except Exception as broke:
                    found.append(f"{address.name} for {visitor}: {broke!r}")
    return [line for line in found if line]


@room_each
@pytest.mark.django_db
def test_a_row_of_ruths_is_for_whom_it_should_be(room, group, ruth, visit) -> None:
    assert outcomes(of_room(room), group, ruth, visit, wrong_at_ruths) == []


def wrong_at_ruths(address: Address, visitor: str, came: Knock) -> str | None:
    """Why this outcome at ruth's row is wrong, or None."""
    elsewhere = visitor == "other_leader" and address.name not in NOBODYS_ROW
    if elsewhere and address.lets_in(visitor) and not open_to_all(address):
        said = f"{address.name} for {visitor}: {came.status}"
        return None if came.status == 404 else f"{said}, is not hers"
    if visitor.startswith("woman") and address.lets_in(visitor):
        return None  # whose page it is: test_a_woman_reaches_no_other_womans_row
    return wrongly(address, visitor, came)


def open_to_all(address: Address) -> bool:
    return bool({"anyone", "link", "machine"} & set(address.keepers))


@room_each
@pytest.mark.django_db
def test_a_forged_id_is_not_found(room, group, ruth, visit) -> None:
    these = [address for address in of_room(room) if address.name not in NOBODYS_ROW]
    assert outcomes(these, group, ruth, visit, wrong_at_nobodys, more=10_000) == []


def wrong_at_nobodys(address: Address, visitor: str, came: Knock) -> str | None:
    """Why this outcome at a row that nobody has is wrong, or None."""
    asked = needs_phrase(address, visitor) and came.is_asked_for_her_phrase
    right = came.is_turned_away or asked or came.status == 410
    return None if right else f"{address.name} for {visitor}: {came.status}, found a forged id"


@some([address for address in WITH_ROWS if {"woman", "woman_phrase"} & set(address.keepers)])
@pytest.mark.django_db
def test_a_woman_reaches_no_other_womans_row(address, other_group, other_ruth, visit) -> None:
    url = url_for(address, Rows(other_group, other_ruth))
    came = knock(visit("woman_phrase"), url)
    assert came.status == 404
