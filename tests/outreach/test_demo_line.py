"""The demo's full group, made with all that the other rooms make, and the same when made twice."""

import pytest
from django.test import Client

from outreach.demo.line import KEY, LINE
from outreach.models import Introduction, PlaceOffer
from peersupport import clock
from peersupport.models import Message
from peersupport.registry import registry
from tests.builders import PASSWORD

pytestmark = pytest.mark.django_db


def make() -> None:
    for order in sorted(registry.demos):
        registry.demos[order](clock.now(), PASSWORD)


def test_it_is_full_with_a_line_and_one_offer_that_waits(frozen) -> None:
    for _ in range(2):
        make()
    line = Introduction.objects.in_line().filter(submit_key__startswith="join:demo-line-")
    assert [row.name for row in line] == ["Nasreen", "Gwen", "Ivy"]
    offer = PlaceOffer.objects.live(clock.now()).get(kind="place")
    assert offer.introduction.name == "Nasreen"
    assert Message.objects.filter(kind="door-link").count() == 1
    assert PlaceOffer.objects.filter(answer="pass").count() == 1
    page = Client().get("/groups/").content.decode()
    assert "waiting list" in page
    assert "Nobody can know yet" not in page
    assert len(LINE) == Introduction.objects.filter(submit_key__contains=KEY[:9]).count()
