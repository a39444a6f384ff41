"""Every address has a keeper, and lets in whom it says (house.md, habits 3 and 4; safety.md 39)."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from peersupport import permissions
from peersupport.registry import registry

from .knocking import knock
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


@pytest.fixture
def ruths(group, ruth) -> Rows:
    return Rows(group, ruth)


def url_for(address: Address, rows: Rows, more: int = 0) -> str:
    """The address of ruth's row, or of one that nobody has."""
    ids = {param: rows[param] for param in address.params}
    if more:
        ids = {k: v + more if isinstance(v, int) else f"{v[:-1]}zz" for k, v in ids.items()}
    return reverse(address.name, kwargs=ids)


def undone(visit_once: Callable):
    """The outcome of a visit whose writes are taken back."""
    with transaction.atomic():
        came = visit_once()
        transaction.set_rollback(True)
    return came


@some(WITH_ROWS)
@pytest.mark.django_db
def test_a_row_of_ruths_is_for_whom_it_should_be(address, ruths, visit) -> None:
    url, found = url_for(address, ruths), []
    for visitor in VISITORS:
        client = visit(visitor)
        came = undone(lambda client=client: knock(client, url))
        said = f"{address.name} for {visitor}: {came.status}"
        elsewhere = visitor == "other_leader" and address.name not in NOBODYS_ROW
        if elsewhere and address.lets_in(visitor) and not open_to_all(address):
            found.append(None if came.status == 404 else f"{said}, is not hers")
        elif visitor.startswith("woman") and address.lets_in(visitor):
            continue  # whose page it is: test_a_woman_reaches_no_other_womans_row
        else:
            found.append(wrongly(address, visitor, came))
    assert [line for line in found if line] == []


def open_to_all(address: Address) -> bool:
    return bool({"anyone", "link", "machine"} & set(address.keepers))


@some([address for address in WITH_ROWS if address.name not in NOBODYS_ROW])
@pytest.mark.django_db
def test_a_forged_id_is_not_found(address, ruths, visit) -> None:
    url = url_for(address, ruths, more=10_000)
    for visitor in VISITORS:
        client = visit(visitor)
        came = undone(lambda client=client: knock(client, url))
        asked = needs_phrase(address, visitor) and came.is_asked_for_her_phrase
        assert came.is_turned_away or asked or came.status == 410, (visitor, came.status)


@some([address for address in WITH_ROWS if {"woman", "woman_phrase"} & set(address.keepers)])
@pytest.mark.django_db
def test_a_woman_reaches_no_other_womans_row(address, other_group, other_ruth, visit) -> None:
    url = url_for(address, Rows(other_group, other_ruth))
    came = undone(lambda: knock(visit("woman_phrase"), url))
    assert came.status == 404
