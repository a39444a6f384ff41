"""Partners and their workers: a coordinator's page (safety.md 39, 41)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outreach.models import Introduction, Organisation, SourceCode, Worker
from outreach.services import organisations
from peersupport.actors import SYSTEM, Actor
from peersupport.models import Invitation, Message, User
from peersupport.services import people
from tests import builders

pytestmark = pytest.mark.django_db
LIST = "/dashboard/organisations/"


@pytest.fixture
def office(nadia, client_for):
    return client_for(nadia)


def url(organisation: Organisation, deed: str = "") -> str:
    return f"{LIST}{organisation.pk}/{deed}/" if deed else f"{LIST}{organisation.pk}/"


def test_a_partner_has_a_neutral_code_from_the_first_day(office) -> None:
    office.post(LIST, {"name": "Bridge Street Advice", "sector": "voluntary"})
    made = Organisation.objects.get()
    (code,) = made.codes.all()
    assert len(code.code) == 5
    assert not set(code.code) & set("aeiou01l")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": "", "sector": "voluntary"}, "Write the name"),
        ({"name": "New", "sector": "private"}, "Select a valid choice"),
        ({"name": "Bridge Street Advice", "sector": "community"}, "there already"),
    ],
)
def test_what_is_wrong_is_said(office, organisation, said, words) -> None:
    assert words in office.post(LIST, said).content.decode()
    assert Organisation.objects.count() == 1


def test_50_codes_differ_even_when_the_letters_were_taken(organisation, monkeypatch) -> None:
    letters = iter(["bbbbb", "bbbbb", "ccccc"])
    field = SourceCode._meta.get_field("code")
    monkeypatch.setattr(field, "_get_default", lambda: next(letters), raising=False)
    codes = [organisations.make_code(label="x", organisation=organisation, by=SYSTEM) for _ in "ab"]
    assert [code.code for code in codes] == ["bbbbb", "ccccc"]


def test_41_a_worker_comes_by_invitation(office, organisation) -> None:
    office.post(url(organisation), {"name": "Pat Partner", "email": "pat@example.org"})
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.subject) == ("partner_worker", organisation.subject)
    assert [message.kind for message in Message.objects.all()] == ["invitation"]
    user = people.accept(invitation, name="Pat Partner", password=builders.PASSWORD)
    worker = Worker.objects.get()
    assert (worker.user, worker.organisation, worker.ended_at) == (user, organisation, None)


def test_an_address_that_has_an_account_is_said(office, organisation, ruth) -> None:
    shown = office.post(url(organisation), {"name": "Ruth", "email": ruth.email})
    assert "There is an account" in shown.content.decode()


@pytest.mark.parametrize(
    "subject", ["", "group:1", "organisation:", "organisation:9999", "organisation:x"]
)
def test_an_invitation_to_nowhere_gives_no_place(pat, subject) -> None:
    user = builders.user("Nobody Particular", "partner_worker")
    organisations.take_place(user=user, subject=subject, by=Actor.of_user(user))
    assert not Worker.objects.filter(user=user).exists()


def test_an_invitation_to_an_ended_partner_gives_no_place(organisation) -> None:
    organisations.end_organisation(organisation, by=SYSTEM)
    user = builders.user("Too Late", "partner_worker")
    organisations.take_place(user=user, subject=organisation.subject, by=Actor.of_user(user))
    assert not Worker.objects.exists()


def test_an_invitation_can_be_taken_back(office, organisation) -> None:
    office.post(url(organisation), {"name": "Pat Partner", "email": "pat@example.org"})
    invitation = Invitation.objects.get()
    office.post(url(organisation, f"invitations/{invitation.pk}/withdraw"))
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


def test_an_invitation_of_somebody_else_cannot_be_taken_back_here(
    office, organisation, group
) -> None:
    invitation = people.invite(
        email="cleo@example.org", name="Cleo", role="peer_leader", subject=group.owner, by=SYSTEM
    )
    path = url(organisation, f"invitations/{invitation.pk}/withdraw")
    assert office.post(path).status_code == 404


def test_41_ending_a_worker_ends_her_way_in(office, worker) -> None:
    office.post(f"{LIST}workers/{worker.pk}/end/")
    worker.refresh_from_db()
    assert worker.ended_at is not None
    assert not User.objects.get(pk=worker.user_id).has_role
    assert office.post(f"{LIST}workers/{worker.pk}/end/").status_code == 404


def test_41_a_role_that_ends_elsewhere_ends_the_place_too(worker) -> None:
    people.end_role(worker.user, by=SYSTEM)
    worker.refresh_from_db()
    assert worker.ended_at is not None


def test_ending_a_partner_ends_its_ways_in_and_keeps_its_women_and_leaflets(
    office, organisation, worker, introduced, walk
) -> None:
    row = introduced("Bea")
    office.post(url(organisation), {"name": "New", "email": "new@example.org"})
    code = SourceCode.objects.create(organisation=organisation, label="Leaflet")
    office.post(url(organisation, "end"))
    office.post(url(organisation, "end"))
    worker.refresh_from_db()
    row.refresh_from_db()
    assert worker.ended_at is not None
    assert row.state == "waiting"
    assert Invitation.objects.get().withdrawn_at is not None
    walk.client.get(f"/c/{code.code}/")
    walk.to_check().send()
    assert Introduction.objects.filter(code=code).count() == 1
    for deed, said in (
        ("", {"name": "X", "email": "x@example.org"}),
        ("code", {"code-label": "x"}),
    ):
        late = office.post(url(organisation, deed), said, follow=True)
        assert "partnership has ended" in late.content.decode()
    assert Invitation.objects.count() == 1


def test_one_more_code_for_a_partner_or_a_poster(office, organisation) -> None:
    office.post(url(organisation, "code"), {"code-label": "Waiting room"})
    office.post(f"{LIST}codes/", {"label": "Library"})
    assert list(SourceCode.objects.order_by("pk").values_list("label", "organisation")) == [
        ("Waiting room", organisation.pk),
        ("Library", None),
    ]
    empty = office.post(url(organisation, "code"), {"code-label": ""})
    assert "Say where the code will be seen" in empty.content.decode()
    assert "<svg" in office.get(f"{LIST}codes/").content.decode()


def test_a_form_pressed_twice_makes_one_row(office, organisation) -> None:
    for _ in range(2):
        office.post(LIST, {"name": "New", "sector": "community", "once": "a"})
        office.post(f"{LIST}codes/", {"label": "Library", "once": "b"})
        office.post(url(organisation, "code"), {"code-label": "Waiting room", "code-once": "c"})
    assert Organisation.objects.count() == 2
    assert SourceCode.objects.filter(label__in=["Library", "Waiting room"]).count() == 2


PAGES = ["", "codes/", "{pk}/"]
DEEDS = ["{pk}/code/", "{pk}/end/", "workers/{worker}/end/", "{pk}/invitations/1/withdraw/"]


@pytest.mark.parametrize("path", PAGES + DEEDS)
@pytest.mark.parametrize(
    ("guest", "wanted"), [("ruth", 403), ("pat", 403), ("former_ruth", 302), (None, 302)]
)
def test_39_only_a_coordinator_comes_in(
    request, client_for, stranger, worker, organisation, path, guest, wanted
) -> None:
    client = client_for(request.getfixturevalue(guest)) if guest else stranger
    where = LIST + path.format(pk=organisation.pk, worker=worker.pk)
    response = (client.post if path in DEEDS else client.get)(where)
    assert response.status_code == wanted
    organisation.refresh_from_db()
    assert organisation.ended_at is None


@pytest.mark.parametrize("path", ["9999/", "9999/code/", "9999/end/", "workers/9999/end/"])
def test_39_ids_that_nobody_has(office, path) -> None:
    go = office.get if path == "9999/" else office.post
    assert go(LIST + path).status_code == 404


@pytest.mark.parametrize("path", ["", "{pk}/"])
def test_pages_cost_the_same_with_one_and_with_three(office, organisation, path) -> None:
    costs = []
    for number in range(3):
        other = organisations.open_organisation(name=f"P{number}", sector="community", by=SYSTEM)
        user = builders.user(f"W{number} Worker", "partner_worker")
        Worker.objects.create(user=user, organisation=organisation)
        organisations.invite_worker(
            organisation, name="X", email=f"x{number}@example.org", by=SYSTEM
        )
        organisations.make_code(label="x", organisation=organisation, by=SYSTEM)
        with CaptureQueriesContext(connection) as queries:
            assert office.get(LIST + path.format(pk=organisation.pk)).status_code == 200
        costs.append(len(queries))
        assert other.pk
    assert len(set(costs)) == 1
    assert costs[0] <= 8
