"""A woman's page at the door in each of its states, for tests that look at them all."""

from collections.abc import Iterator

from django.test import Client

from groups.services import groups
from outreach.models import Introduction
from outreach.services import decisions, door_links, introductions, offers
from peersupport.actors import SYSTEM, Actor
from tests import builders
from tests.outreach.conftest import BY_PHONE, EMPTY, NAME

AT = "/your-place/"


def opened(row: Introduction) -> Client:
    """Her phone with her link opened."""
    client = Client()
    answer = client.post(f"/l/{door_links.show(row, by=SYSTEM)}/")
    assert answer["Location"] == AT
    return client


def tap(client: Client, do: str, offer=None) -> str:
    """One tap, and the page that follows."""
    said = {"do": do} | ({"offer": offer.pk} if offer else {})
    return client.post(f"{AT}answer/", said, follow=True).content.decode()


def asks(group, key: str, **reach) -> Introduction:
    return introductions.ask(
        name=NAME,
        ref=group.ref,
        reach=EMPTY | (reach or BY_PHONE),
        consent_version="keep-1",
        code="",
        submit_key=key,
        by=SYSTEM,
    )


def in_line(group, key: str) -> Introduction:
    return decisions.record(asks(group, key), "not_yet", "no_room", by=SYSTEM)


def introduced(group) -> Introduction:
    """By a partner, and not confirmed."""
    from outreach.models import Organisation, Worker

    partner = Organisation.objects.create(name="Thorn Lane Advice", sector="voluntary")
    user = builders.user("Wyn Worker", "partner_worker")
    worker = Worker.objects.create(user=user, organisation=partner)
    return introductions.introduce(
        worker=worker,
        name=NAME,
        ref=group.ref,
        reach=EMPTY | BY_PHONE,
        worker_may_know=True,
        submit_key="introduced",
        by=Actor.of_user(user),
    )


def states(group) -> Iterator[tuple[str, Client]]:
    """Each state with its open browser. The group counts its places from here on."""
    groups.edit(group, facts={"places": 40, "offer_hours": 200}, by=SYSTEM)
    yield "in touch", opened(asks(group, "touch"))
    yield "comes herself", opened(asks(group, "own", own_contact=True))
    yield "unconfirmed", opened(introduced(group))
    refused = opened(Introduction.objects.get(came_by="partner"))
    tap(refused, "refuse")
    yield "deleted", refused
    row = in_line(group, "line")
    yield "in the line", opened(row)
    offer = offers.make(row, "spoke", by=SYSTEM)
    yield "offered", opened(row)
    taken = opened(row)
    tap(taken, "yes", offer)
    yield "joined", taken
    other = builders.group("Larkspur mornings")
    row = in_line(group, "another")
    offers.make_another(row, other.ref, "spoke", by=SYSTEM)
    yield "another group", opened(row)
    left = opened(in_line(group, "left"))
    tap(left, "no")
    yield "left", left
