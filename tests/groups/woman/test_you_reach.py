"""How she may be reached, changed by herself: nothing is sent (safety.md 11, 12, 15, 49)."""

import datetime as dt

import pytest

from groups import reminders
from groups.services import pages
from peersupport import clock
from peersupport.messaging import inbound, outbox
from peersupport.models import AuditEvent, ContactCard, Message, OutboxCopy, Suppression
from tests import builders
from tests.pages import Page

from .test_you_link_only import words

pytestmark = pytest.mark.django_db
SAME = {"phone": "07700 900101", "text": "yes", "links_safe": "yes", "safe_word": "marmalade"}


def save(client, **answers):
    return client.post("/you/reach/", {"once": "k1"} | answers, follow=True)


def field(page, name: str) -> dict:
    return Page(page.content.decode()).all("input", name=name)[0]


def test_she_sees_what_she_said(ada_inside) -> None:
    page = ada_inside.get("/you/reach/")
    assert field(page, "phone")["value"] == "07700 900101"
    assert field(page, "safe_word")["value"] == "marmalade"
    yes = Page(page.content.decode()).all("input", name="text", value="yes")[0]
    assert "checked" in yes


def test_changing_it_sends_nothing_to_the_old_or_the_new(
    ada_inside, ada, session, drain_all
) -> None:
    page = save(ada_inside, **SAME | {"phone": "07700 900555", "email": "a@example.org"})
    assert "Saved. We have sent nothing." in words(page)
    ada.card.refresh_from_db()
    assert (ada.card.phone, ada.card.email) == ("+447700900555", "a@example.org")
    drain_all()
    assert not Message.objects.exists()
    assert not OutboxCopy.objects.exists()


def test_a_double_press_changes_it_once(ada_inside, ada) -> None:
    save(ada_inside, **SAME)
    save(ada_inside, **SAME)
    assert (
        AuditEvent.objects.filter(verb="card.changed", subject=f"card:{ada.card_id}").count() == 1
    )


def test_she_may_leave_no_way_at_all(ada_inside, ada) -> None:
    save(ada_inside, own_contact="on")
    card = ContactCard.objects.get(pk=ada.card_id)
    assert (card.phone, card.email, card.text, card.own_contact) == ("", "", "", True)


def test_a_yes_taken_back_withdraws_what_is_due(
    ada_inside, ada, adas_place, session, by_ruth
) -> None:
    reminders.materialise(clock.now())
    pages.send_link(adas_place.pk, by=by_ruth)
    assert set(Message.objects.values_list("state", flat=True)) == {"due"}
    save(ada_inside, **SAME | {"text": "no"})
    assert set(Message.objects.values_list("state", "reason")) == {("cancelled", "yes_taken_back")}


def test_links_no_longer_safe_withdraws_the_link_alone(
    ada_inside, adas_place, session, by_ruth
) -> None:
    reminders.materialise(clock.now())
    pages.send_link(adas_place.pk, by=by_ruth)
    save(ada_inside, **SAME | {"links_safe": "no"})
    states = dict(Message.objects.values_list("kind", "state"))
    assert states == {"reminder": "due", "page-link": "cancelled"}


def test_her_other_yeses_keep_their_messages(ada_inside, beas_place, session) -> None:
    reminders.materialise(clock.now())
    save(ada_inside, **SAME | {"text": "no"})
    left = Message.objects.filter(state="due").values_list("card_id", flat=True)
    assert set(left) == {beas_place.woman.card_id}


def test_what_was_tried_at_her_old_number_is_not_tried_there_again(
    ada_inside, ada, session, gateway, drain_all, frozen
) -> None:
    """The address is fixed at the first call; a change of number must win over that."""
    reminders.materialise(clock.now())
    Message.objects.update(not_before=clock.now())
    gateway.answers(otherwise=(503, {"Retry-After": "60"}))
    drain_all()
    tried = len(gateway.bodies)
    assert {call["to"] for call in gateway.bodies} == {"+447700900101"}
    save(ada_inside, **SAME | {"phone": "07700 900555"})
    gateway.answers(otherwise="ok")
    frozen.tick(minutes=5)
    drain_all()
    assert len(gateway.bodies) == tried
    ended = Message.objects.filter(attempts=1).values_list("state", "reason")
    assert set(ended) == {("cancelled", "address_changed")}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"phone": "12"}, "That does not look like a phone number"),
        ({"text": "yes"}, "Tell us the number"),
        ({"email": "nobody", "mail": "yes"}, "That does not look like an e-mail address"),
    ],
)
def test_what_cannot_be_right_is_sent_back_with_what_she_typed(ada_inside, typed, says) -> None:
    page = save(ada_inside, **{"safe_word": "treacle"} | typed)
    assert says in words(page)
    assert Page(page.content.decode()).title.startswith("Error: ")
    assert field(page, "safe_word")["value"] == "treacle"


# -- STOP ------------------------------------------------------------------------------------------


def stop(number: str = "+447700900101") -> None:
    inbound.receive(sender=number, body="STOP", provider="generic", provider_id=f"stop{number}")


def test_saving_something_else_does_not_undo_her_stop(ada_inside, ada) -> None:
    stop()
    page = ada_inside.get("/you/reach/")
    assert "This number said STOP" in words(page)
    yes = Page(page.content.decode()).all("input", name="text", value="yes")[0]
    assert "checked" not in yes
    save(ada_inside, **SAME | {"text": ""})
    assert Suppression.objects.exists()
    assert ContactCard.objects.get(pk=ada.card_id).text == ""


def test_a_stop_that_came_while_the_page_was_open_is_not_undone(ada_inside, ada, frozen) -> None:
    """The page still shows her old yes: saving it is no new one."""
    shown = field(ada_inside.get("/you/reach/"), "shown")["value"]
    frozen.tick(minutes=1)
    stop()
    frozen.tick(minutes=1)
    page = save(ada_inside, **SAME | {"shown": shown})
    assert Suppression.objects.exists()
    assert "changed while this page was open" in words(page)
    assert "This number said STOP" in words(page)


def test_a_fresh_yes_lifts_her_own_stop(ada_inside) -> None:
    stop()
    assert "Saved. We have sent nothing." in words(save(ada_inside, **SAME))
    assert not Suppression.objects.exists()


def test_a_stop_on_a_number_that_two_have_stays(ada_inside, other_group) -> None:
    builders.place(other_group, "Dora", phone="+447700900101", text="yes")
    stop()
    assert "This number once said STOP" in words(save(ada_inside, **SAME))
    assert outbox.is_suppressed(Suppression.objects.get().phone_hash)


def test_the_asking_is_dated_anew(ada_inside, ada, frozen) -> None:
    frozen.tick(minutes=20)
    save(ada_inside, **SAME)
    assert frozen.at - ContactCard.objects.get(pk=ada.card_id).asked_at < dt.timedelta(seconds=1)
