"""Who is turned away, at every address of this room (safety.md 39)."""

import pytest
from django.urls import reverse

from agreements.models import Acceptance, Version
from agreements.services import drafts
from peersupport.actors import Actor
from tests import builders

pytestmark = pytest.mark.django_db

READS = ["agreement-detail", "agreement-version", "agreed-in-room"]
DRAFT_READS = ["draft-edit", "draft-discussed", "version-publish", "clause-add", "clause-edit"]
DEEDS = [
    "draft-start",
    "draft-discussed",
    "draft-throw-away",
    "version-publish",
    "clause-add",
    "clause-edit",
    "clause-move",
    "clause-remove",
    "agreed-in-room",
]


@pytest.fixture
def address(group, version, by_ruth):
    """The address of each page: version 1 is in force, version 2 a draft."""
    drafts.start(group, by=by_ruth)

    def of(name: str) -> str:
        args = [group.ref]
        if name in {"agreement-version", "agreed-in-room"}:
            args.append(1)
        elif name not in {"agreement-detail", "draft-start"}:
            args.append(2)
        if name in {"clause-edit", "clause-move", "clause-remove"}:
            args.append("phones")
        return reverse(f"agreements:{name}", args=args)

    return of


@pytest.fixture
def everything():
    """All that this room holds, to see that it stayed as it was."""

    def rows() -> list:
        texts = Version.objects.values_list("pk", "state", "texts__words", "texts__position")
        return [*texts.order_by("pk", "texts__position"), Acceptance.objects.count()]

    return rows


def tries(client, address, everything) -> set[int]:
    """Try every page and every deed; nothing may change."""
    before = everything()
    codes = {client.get(address(name)).status_code for name in READS + DRAFT_READS}
    codes |= {client.post(address(name)).status_code for name in DEEDS}
    assert everything() == before
    return codes


def test_the_peer_leader_of_another_group(client_for, other_ruth, address, everything) -> None:
    assert tries(client_for(other_ruth), address, everything) == {404}


def test_a_partner_worker(client_for, pat, address, everything) -> None:
    assert tries(client_for(pat), address, everything) == {403}
    assert client_for(pat).get(reverse("agreements:list")).status_code == 403


def test_nobody_is_sent_to_sign_in(stranger, address, everything) -> None:
    assert tries(stranger, address, everything) == {302}
    assert stranger.get(reverse("agreements:list")).status_code == 302


def test_a_woman_through_her_link(ada, woman_client, address, everything) -> None:
    client = woman_client(ada.subject, phrase=True)
    assert tries(client, address, everything) == {302}


def test_a_peer_leader_whose_role_ended(client_for, former_ruth, address, everything) -> None:
    assert tries(client_for(former_ruth), address, everything) == {302}


@pytest.mark.parametrize("who", ["ruth", "nadia"])
def test_those_who_may(request, client_for, address, who) -> None:
    client = client_for(request.getfixturevalue(who))
    for name in READS + DRAFT_READS:
        assert client.get(address(name)).status_code == 200, name
    assert client.get(reverse("agreements:list")).status_code == 200


def test_forged_parts_of_an_address_lead_nowhere(client_for, ruth, address, other_version) -> None:
    client = client_for(ruth)
    theirs = other_version.agreement.group
    for args in ([theirs.ref, 1], ["xxxxx", 1]):
        assert client.get(reverse("agreements:agreement-version", args=args)).status_code == 404
    mine = address("clause-edit").replace("phones", "no-such-clause")
    assert client.get(mine).status_code == 404


def test_the_list_shows_her_groups_only(client_for, ruth, version, other_version) -> None:
    html = client_for(ruth).get(reverse("agreements:list")).content.decode()
    assert version.agreement.group.name in html
    assert other_version.agreement.group.name not in html


# -- her own tap --------------------------------------------------------------------------------


def accept(client, version) -> int:
    return client.post(reverse("agreements:accept", args=[version.pk])).status_code


def test_only_with_her_link_and_her_phrase(
    stranger, ada, ada_client, version, client_for, ruth, pat, nadia
) -> None:
    assert accept(stranger, version) == 404
    # Her link alone: she is asked for her phrase first.
    assert accept(ada_client, version) == 302
    for user in (ruth, pat, nadia):
        assert accept(client_for(user), version) == 404
    assert not Acceptance.objects.exists()


def test_on_her_own_page_she_reads_it_and_agrees(ada, woman_client, version) -> None:
    client = woman_client(ada.subject, phrase=True)
    page = client.get("/you/").content.decode()
    assert "What is said here stays here." in page
    action = reverse("agreements:accept", args=[version.pk])
    assert f'action="{action}"' in page
    after = client.post(action, follow=True).content.decode()
    assert "Thank you. We wrote down that you agree." in after
    assert "You agreed to this on" in after
    assert f'action="{action}"' not in after


def test_her_link_alone_shows_nothing_of_it(ada_client, version) -> None:
    page = ada_client.get("/you/").content.decode()
    assert "What is said here stays here." not in page
    assert "agree/" not in page


def test_only_in_her_own_group(ada, woman_client, version, other_version) -> None:
    client = woman_client(ada.subject, phrase=True)
    assert accept(client, other_version) == 404
    assert accept(client, version) == 302
    assert Acceptance.objects.get().woman == ada


def test_a_draft_is_nothing_she_can_reach(ada, woman_client, draft) -> None:
    assert accept(woman_client(ada.subject, phrase=True), draft) == 404


def test_a_get_agrees_to_nothing(ada, woman_client, version) -> None:
    client = woman_client(ada.subject, phrase=True)
    assert client.get(reverse("agreements:accept", args=[version.pk])).status_code == 405
    assert not Acceptance.objects.exists()


def test_she_acts_as_herself_where_a_leader_is_signed_in_on_the_same_phone(
    ada, ruth, woman_client, version
) -> None:
    client = woman_client(ada.subject, phrase=True)
    opened = dict(client.session)["you"]
    client.force_login(ruth, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session.update({"you": opened, "two_steps": True})
    session.save()
    assert accept(client, version) == 302
    agreed = Acceptance.objects.get()
    assert (agreed.way, agreed.recorded_by) == ("tap", None)


# -- rows ---------------------------------------------------------------------------------------


def test_whose_versions_they_are(
    version, other_version, ada, ruth, nadia, pat, by_ruth, group
) -> None:
    draft = drafts.start(group, by=by_ruth)
    stranger = builders.place(builders.group("Third"), "Joyce").woman
    sees = {
        by_ruth: {version, draft},
        Actor.of_user(nadia): {version, draft, other_version},
        Actor.of_user(pat): set(),
        Actor.of_link(ada.subject): {version},
        Actor.of_link(stranger.subject): set(),
        Actor.of_link("session:1"): set(),
        Actor("nobody", "nobody"): set(),
    }
    assert {actor: set(Version.objects.visible_to(actor)) for actor in sees} == sees
