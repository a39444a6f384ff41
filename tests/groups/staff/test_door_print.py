"""The live list says its own print, so that the next question can be answered by 304."""

import pytest
from django.urls import reverse

from groups.services import answers
from peersupport.actors import Actor
from tests import builders

pytestmark = pytest.mark.django_db


def test_session_door_list_is_asked_again_with_the_print_it_gave(
    client_for, ruth, adas_place
) -> None:
    session, browser = builders.session(adas_place.group), client_for(ruth)
    url = reverse("groups:session-door-list", args=[session.pk])
    first = browser.get(url)
    assert first.status_code == 200
    assert browser.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    answers.say(
        session, adas_place, "coming", way="text", by=Actor.of_link(adas_place.woman.subject)
    )
    changed = browser.get(url, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
