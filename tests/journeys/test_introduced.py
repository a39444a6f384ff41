"""A partner introduces a woman: she confirms it, refuses it, or nothing is heard."""

import pytest
from django.test import Client

from outreach.models import Introduction, Tally, Worker
from outreach.services import forgetting, introductions
from peersupport import clock
from peersupport.actors import Actor
from tests.outreach.conftest import BY_PHONE, EMPTY

from .at_the_door import Leader, Woman

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth_there(ruth, client_for) -> Leader:
    return Leader(client_for(ruth))


@pytest.fixture
def row(group, pat, client_for, settings) -> Introduction:
    """Pat introduces Bea, who sits with her."""
    settings.SMS_URL = "outbox://"
    worker = Worker.objects.get(user=pat)
    return introductions.introduce(
        worker=worker,
        name="Bea",
        ref=group.ref,
        reach=EMPTY | BY_PHONE,
        worker_may_know=False,
        submit_key="bea",
        by=Actor.of_user(pat),
    )


def sends_her_link(ruth_there: Leader, row: Introduction) -> None:
    ruth_there.presses(f"/dashboard/introductions/{row.pk}/door-link/", once="k")
    ruth_there.reads("Her link is on its way")


def test_confirmed_by_her_link(row, ruth_there, drain_all) -> None:
    ruth_there.opens(row)
    ruth_there.reads("Bea", "Does she know of this?")
    ruth_there.does_not_read("Her answer")
    sends_her_link(ruth_there, row)
    bea = Woman(Client())
    bea.opens_what_was_texted(drain_all)
    bea.reads("Did you ask to hear from us?")
    bea.taps("confirm")
    bea.reads("You will hear from us")
    ruth_there.opens(row)
    ruth_there.reads("Her answer")


def test_confirmed_by_her_voice(row, ruth_there) -> None:
    ruth_there.presses(f"/dashboard/introductions/{row.pk}/confirm/", asked="yes")
    ruth_there.reads("she knows of this and wants to hear from us")
    row.refresh_from_db()
    assert row.confirm_way == "voice"


def test_refused(row, ruth_there, pat, client_for, drain_all) -> None:
    slip = row.slip
    sends_her_link(ruth_there, row)
    bea = Woman(Client())
    bea.opens_what_was_texted(drain_all)
    bea.taps("refuse")
    bea.reads("It is deleted")
    ruth_there.goes_to("/dashboard/introductions/")
    ruth_there.does_not_read("Bea")
    worker = Leader(client_for(pat))
    worker.goes_to("/portal/")
    worker.reads(slip.word, "received")


def test_ignored(row, ruth_there, pat, client_for, frozen) -> None:
    frozen.set(row.received_at)
    frozen.tick(days=21)
    ruth_there.goes_to("/dashboard/")
    ruth_there.reads("not confirmed", "7 days or less")
    frozen.tick(days=7, minutes=1)
    forgetting.purge(clock.now())
    assert not Introduction.objects.exists()
    assert Tally.objects.get().outcome == "not_reached"
    worker = Leader(client_for(pat))
    worker.goes_to("/portal/")
    worker.reads("closed")
