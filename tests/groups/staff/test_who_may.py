"""Not hers: 404. Hers but not allowed: 403. Nobody signed in: to the sign-in page."""

import pytest
from django.urls import reverse

from groups.models import Answer, Attendance, Leadership, Membership, Session
from groups.services import groups
from peersupport.actors import SYSTEM
from peersupport.models import InboundText, Message
from tests import builders

pytestmark = pytest.mark.django_db
OF_A_SESSION = ["detail", "move", "cancel", "door", "door-list", "register"]


def text_of(place, **more) -> InboundText:
    """What she texted, which waits for a person."""
    card = place.her.card
    return InboundText.objects.create(
        **{
            "provider": "test",
            "provider_id": f"{place.pk}-{InboundText.objects.count()}",
            "sender": card.phone,
            "sender_hash": card.phone_hash,
            "body": "can I bring my sister?",
            "owner": place.group.owner,
            "state": "needs_person",
        }
        | more
    )


@pytest.mark.parametrize("what", OF_A_SESSION)
def test_a_session_is_for_its_own_peer_leaders(
    what, session, as_ruth, as_other_ruth, as_pat, as_nadia, stranger
) -> None:
    url = reverse(f"groups:session-{what}", args=[session.pk])
    assert as_ruth.get(url).status_code == 200
    assert as_nadia.get(url).status_code == 200
    assert as_other_ruth.get(url).status_code == 404
    assert as_pat.get(url).status_code == 403
    assert stranger.get(url)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("what", ["detail", "reach", "reveal", "link", "code", "phrase"])
def test_a_woman_is_for_the_peer_leaders_of_her_group(
    what, ada, as_ruth, as_other_ruth, as_pat, stranger
) -> None:
    url = reverse(f"groups:woman-{what}", args=[ada.pk])
    for client, status in ((as_other_ruth, 404), (as_pat, 403), (stranger, 302)):
        came = client.get(url)
        came = client.post(url) if came.status_code == 405 else came
        assert came.status_code == status
    assert as_ruth.post(url).status_code in (200, 302, 405)


def test_whoever_leads_no_more_sees_no_more(session, ada, ruth, as_ruth, nadia) -> None:
    groups.end_leadership(ruth.leaderships.get(), by=SYSTEM)
    for name, pk in (("session-detail", session.pk), ("woman-detail", ada.pk)):
        assert as_ruth.get(reverse(f"groups:{name}", args=[pk])).status_code == 404
    listed = as_ruth.get(reverse("groups:woman-list")).content.decode()
    assert "Ada" not in listed


def test_a_role_that_ended_is_signed_out(session, former_ruth, client_for) -> None:
    answer = client_for(former_ruth).get(reverse("groups:session-door", args=[session.pk]))
    assert answer["Location"].startswith("/accounts/login/")


def test_a_forged_place_at_the_door_is_not_found(session, dora, as_ruth) -> None:
    url = reverse("groups:session-door-answer", args=[session.pk, dora.pk])
    assert as_ruth.post(url, {"deed": "coming"}).status_code == 404
    assert not Answer.objects.exists()


def test_not_even_a_coordinator_can_put_her_at_another_groups_door(session, dora, as_nadia) -> None:
    url = reverse("groups:session-door-answer", args=[session.pk, dora.pk])
    assert as_nadia.post(url, {"deed": "here"}).status_code == 404
    assert not Attendance.objects.exists()


def test_a_text_cannot_be_given_to_a_woman_of_another_group(
    session, adas_place, dora, as_ruth
) -> None:
    text = text_of(adas_place)
    url = reverse("groups:session-door-text", args=[session.pk, text.pk])
    assert as_ruth.post(url, {"deed": f"{dora.pk}:coming"}).status_code == 404
    text.refresh_from_db()
    assert text.state == "needs_person"


def test_another_groups_texts_and_messages_are_not_found(
    session, dora, as_ruth, other_ruth
) -> None:
    text = text_of(dora)
    message = builders.message(dora.her.card, kind="reminder", owner=dora.group.owner)
    urls = [
        reverse("groups:session-door-text", args=[session.pk, text.pk]),
        reverse("groups:text-seen", args=[text.pk]),
        reverse("groups:message-told", args=[message.pk]),
    ]
    assert [as_ruth.post(url, {"deed": "seen"}).status_code for url in urls] == [404, 404, 404]
    assert InboundText.objects.get().state == "needs_person"
    assert Message.objects.get().state == "due"


def test_ticks_for_women_of_another_group_are_not_read(session, adas_place, dora, as_ruth) -> None:
    url = reverse("groups:session-register", args=[session.pk])
    as_ruth.post(url, {f"state_{adas_place.pk}": "came", f"state_{dora.pk}": "came"})
    assert [line.membership for line in Attendance.objects.all()] == [adas_place]


def test_a_session_cannot_be_planned_for_another_group(other_group, as_ruth) -> None:
    said = {"group": other_group.pk, "day": "2026-12-08", "time": "10:30", "minutes": "120"}
    answer = as_ruth.post(reverse("groups:session-plan"), said)
    assert "Choose one of your groups." in answer.content.decode()
    assert not Session.objects.exists()


@pytest.mark.parametrize("what", ["new", "edit", "pause", "reopen", "close"])
def test_only_a_coordinator_changes_a_group(what, group, as_ruth, as_pat, stranger) -> None:
    url = reverse(f"groups:group-{what}", args=[] if what == "new" else [group.pk])
    for client, status in ((as_ruth, 403), (as_pat, 403), (stranger, 302)):
        assert client.post(url).status_code == status
    group.refresh_from_db()
    assert group.state == "open"


def test_only_a_coordinator_ends_a_place(ruth, as_ruth) -> None:
    place = Leadership.objects.get(user=ruth)
    assert as_ruth.post(reverse("groups:leadership-end", args=[place.pk])).status_code == 403
    place.refresh_from_db()
    assert place.ended_at is None


def test_a_woman_who_left_is_found_no_more(adas_place, ada, as_ruth) -> None:
    url = reverse("groups:woman-leave", args=[adas_place.pk])
    assert as_ruth.post(url).status_code == 302
    assert Membership.objects.get(pk=adas_place.pk).ended_at is not None
    again = as_ruth.post(url, follow=True)
    assert "Her place has ended already." in again.content.decode()
    assert as_ruth.get(reverse("groups:woman-detail", args=[ada.pk])).status_code == 404
