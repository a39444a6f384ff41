"""How women ask to join, each in her own way, told in order. With script and on a phone it is told
in ``tests/outreach/test_door_in_a_browser.py`` and ``test_slow_phone.py``."""

import re

import pytest
from django.test import Client

from groups.models import Needs
from outreach.models import Draft, Introduction, ToldNotForHer
from outreach.services import organisations
from peersupport.actors import Actor
from peersupport.models import Message
from tests import builders

from .paper import Visitor

pytestmark = pytest.mark.django_db


def a_woman() -> Visitor:
    """On her own phone, with script off."""
    return Visitor(Client())


def answers_the_four(woman: Visitor, name: str, group: str, **reach) -> None:
    woman.presses("Continue", name=name)
    woman.presses("Continue", group=group)
    woman.presses("Continue", **reach)
    woman.presses("Continue", keep="on")
    woman.reads("Is this right?", name)


def test_marta_asks_tells_more_is_met_and_what_helps_her_moves_with_her(
    group, ruth, nadia, client_for, drain_all
) -> None:
    builders.group_question(group, nadia, words="Would you like to sit near the door?")
    question = group.questions.get().question_id
    marta = a_woman()
    marta.goes_to(f"/groups/{group.ref}/")
    marta.goes_to(f"/join/{group.ref}/")
    (marta.presses if marta.page.forms else marta.follows)("Start")
    answers_the_four(marta, "Marta", group.ref, phone="07700 900321", call="yes")
    # Five screens would be enough. She has a minute, and goes on.
    marta.follows("Tell us more now")
    marta.presses(
        "Continue",
        pick_up="wrong_number",
        line_drop="again",
        heard="friend",
        needs=["childcare"],
        easier="A text when the gate is open",
        **{f"own_{question}": "yes"},
    )
    marta.reads("did not tick that we may keep it")
    marta.follows("Let us keep it")
    marta.presses("Continue", keep_more="on")
    marta.reads("Childcare; A text when the gate is open", "Would you like to sit near the door?")
    marta.presses("Send")
    marta.reads("Thank you. It is with us.", "Ruth will ring you")
    marta.presses("Tell us", answer="yes", said_by="statutory")
    marta.reads("Thank you for telling us.")
    assert ToldNotForHer.objects.get().count == 1
    drain_all()
    assert not Message.objects.exists()

    leader = Visitor(client_for(ruth))
    leader.goes_to("/dashboard/introductions/")
    leader.follows("Marta")
    leader.reads("say that it is a wrong number", "ring once more", "Childcare")
    leader.reads("Would you like to sit near the door?")
    leader.presses("Write down what she said", said="yes")
    woman = Needs.objects.get().woman
    leader.goes_to(f"/dashboard/women/{woman.pk}/")
    leader.reads("A text when the gate is open", "Marta")
    assert Introduction.objects.get().heard == "friend"


def test_noor_will_get_in_touch_herself(group, ruth, drain_all) -> None:
    noor = a_woman()
    noor.goes_to("/join/")
    (noor.presses if noor.page.forms else noor.follows)("Start")
    answers_the_four(noor, "نور", group.ref, own_contact="on")
    noor.reads("We wait for you. You get in touch with us.")
    noor.presses("Send")
    noor.reads("You get in touch with us, when it suits you.", "07700 900000")
    noor.does_not_read("will ring you")
    row = Introduction.objects.get()
    assert (row.name, row.card.own_contact, row.card.phone) == ("نور", True, "")
    drain_all()
    assert not Message.objects.exists()


def test_bea_comes_by_a_code_on_a_poster_and_nobody_learns_it_was_she(
    group, nadia, pat, organisation, client_for
) -> None:
    by = Actor.of_user(nadia)
    code = organisations.make_code(label="Window", organisation=organisation, by=by)
    bea = a_woman()
    bea.goes_to(f"/c/{code.code}/")
    (bea.presses if bea.page.forms else bea.follows)("Start")
    answers_the_four(bea, "Bea", group.ref, own_contact="on")
    bea.presses("Send")
    bea.reads("Thank you. It is with us.")
    assert Introduction.objects.get().code == code
    partner = Visitor(client_for(pat))
    partner.goes_to("/portal/")
    partner.does_not_read("Bea")


def test_somebody_comes_in_and_cleo_goes_on_another_day(group) -> None:
    cleo = a_woman()
    cleo.goes_to("/join/q/name/")
    cleo.presses("Continue", name="Cleo")
    cleo.presses("Keep this for later", group=group.ref)
    cleo.reads("Is it safe to keep a link?", "Whoever has the link can read what you wrote.")
    cleo.presses("Yes, show me the link")
    link = re.search(r"(/l/[\w-]+/)", cleo.page.text)
    assert link
    cleo.client.get("/leave/")
    cleo.goes_to("/join/q/reach/")
    cleo.reads("What you typed is then gone")
    assert not Introduction.objects.exists()

    another_day = a_woman()
    another_day.goes_to(link[1])
    another_day.presses("Open")
    assert not Draft.objects.exists()
    another_day.presses("Continue", own_contact="on")
    another_day.presses("Continue", keep="on")
    another_day.reads("Cleo", group.name)
    another_day.presses("Send")
    another_day.reads("Thank you. It is with us.")
    assert Introduction.objects.get().name == "Cleo"
