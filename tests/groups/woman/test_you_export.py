"""All about her, in plain words, and nobody else's (safety.md 37)."""

import datetime as dt

import pytest
from django.apps import apps

from groups import exports, reminders
from groups.models import Membership
from groups.services import answers, pages, partings, register
from peersupport import clock
from peersupport.messaging import inbound
from peersupport.models import AuditEvent, Message
from tests import builders

from .conftest import herself
from .test_you_link_only import words

pytestmark = pytest.mark.django_db


def lines(woman) -> str:
    return "\n".join(
        f"{section.title} | {label} | {value}"
        for section in exports.of(woman.subject)
        for label, value in section.lines
    )


@pytest.fixture
def adas_life(ada, adas_place, session, by_ruth, drain_all, frozen):
    """Ada was reminded, texted, answered, came, was sent a link and asked to leave."""
    reminders.materialise(clock.now())
    Message.objects.update(not_before=clock.now())
    drain_all()
    inbound.receive(sender=ada.card.phone, body="2", provider="generic", provider_id="1")
    inbound.receive(sender=ada.card.phone, body="is there a ramp", provider="g", provider_id="2")
    pages.send_link(adas_place.pk, by=by_ruth)
    drain_all()
    partings.ask(ada, "leave", by=herself(ada))
    Membership.objects.filter(pk=adas_place.pk).update(
        first_visit_on=dt.date(2026, 3, 3),
        third_visit_on=dt.date(2026, 3, 17),
        came_in_months=[1, 3],
        visits_forgotten=6,
    )
    frozen.set(session.starts_at)
    register.mark(session, adas_place, "came", late=True, left_early=True, by=by_ruth)
    return ada


def test_it_is_behind_a_post_which_is_written_down(ada_inside, ada, adas_place) -> None:
    page = ada_inside.get("/you/kept/")
    assert "marmalade" not in page.content.decode()
    assert not AuditEvent.objects.filter(verb="export.shown").exists()
    page = ada_inside.post("/you/kept/")
    assert "marmalade" in page.content.decode()
    assert "07700 900101" in page.content.decode()
    assert AuditEvent.objects.get(verb="export.shown").subject == ada.subject


def test_it_says_all_that_is_hers(adas_life) -> None:
    said = lines(adas_life)
    for part in [
        "The name you use | Ada",
        "Here since | 1 December 2026",
        "Phone | 07700 900101",
        "A word only we know | marmalade",
        "How we may reach you | Text: yes",
        "How we may reach you | Call: not answered, so no",
        "What our messages may say | Nothing that gives the group away",
        "You told us this on | 1 December 2026, 11am",
        "Where | Kettle on the hob",
        "How you came | You asked us yourself",
        "First contact | 1 December 2026",
        "First visit | 3 March 2026",
        "Third visit | 17 March 2026",
        "You came in month | 1, 3",
        "Visits whose day we have forgotten | 6",
        "2 December 2026 | You came, late, left early (written down 2 December 2026, 11am)",
        "You said by text: running late",
        "A reminder, for 2 December 2026, by text: sent",
        "The link to your page, by text: ",
        "You texted: is there a ramp",
        "You texted: 2 We read it as: running late.",
        "A private link was made for you",
        "You asked to leave, planned for 8 December 2026",
    ]:
        assert part in said, f"{part!r} not in:\n{said}"


def test_plain_words_and_no_code_of_ours(adas_life) -> None:
    said = lines(adas_life)
    for code in ("page-link", "accepted", "not_this_time", "herself", "woman:", "needs_person"):
        assert code not in said


def test_each_state_kind_and_choice_has_words() -> None:
    from groups import message_kinds
    from groups.models.session import CHOICES, Attendance
    from peersupport.models.contact import PLAINNESS
    from peersupport.models.message import FINAL, OPEN

    assert {*FINAL, *OPEN} == set(exports.STATES)
    assert {kind.name for kind in message_kinds.KINDS if kind.audience == "woman"} <= set(
        exports.KINDS
    )
    assert {code for code, _ in CHOICES} == set(exports.ANSWERS)
    assert {code for code, _ in Attendance.STATES} == set(exports.CAME)
    assert {code for code, _ in PLAINNESS} == set(exports.PLAINNESS)
    assert {code for code, _ in Membership.CAME_BY} == set(exports.CAME_BY)


# Where each column that is hers is said. A new one fails until somebody has thought of it.
SAID = {
    "peersupport.ContactCard": "phone email safe_word unsafe_times call voicemail text mail "
    "links_safe say_who plainness safe_windows own_contact asked_at pick_up pick_up_words "
    "line_drop",
    "peersupport.PrivateLink": "subject",
    "peersupport.Message": "kind channel about about_starts_at accepted_at finished_at",
    "peersupport.Suppression": "at",
    "peersupport.InboundText": "body received_at answer about",
    "groups.Woman": "name joined_at",
    "groups.Membership": "came_by first_contact_on joined_at ended_at first_visit_on "
    "third_visit_on came_in_months visits_forgotten",
    "groups.Needs": "needs language easier consent_text_version consent_at consent_way",
    "groups.Answer": "choice minutes way at",
    "groups.Attendance": "state late left_early at",
    "groups.Parting": "what asked_at due_at undone_at done_at",
}


def test_every_column_that_is_hers_was_thought_of() -> None:
    hers = {}
    for model in apps.get_models():
        if model._meta.app_label in {"peersupport", "groups"}:
            fate = getattr(model, "fate", {})
            names = {name for name, what in fate.items() if what.in_her_export}
            if names:
                hers[model._meta.label] = names
    assert hers == {label: set(names.split()) for label, names in SAID.items()}


def test_nobody_elses_is_in_it(adas_life, beas_place, session) -> None:
    bea = beas_place.woman
    answers.say(session, beas_place, "late", minutes=20, way="page", by=herself(bea))
    inbound.receive(sender=bea.card.phone, body="from bea", provider="g", provider_id="9")
    said = lines(adas_life)
    for other in ("Bea", "pepper", "from bea", "20 minutes", "900102", "Ruth"):
        assert other not in said
    assert "from bea" in lines(bea)


def test_texts_from_a_number_that_two_have_are_neither_ones_to_read(adas_life, other_group) -> None:
    """Nobody can tell whose words they are; her own plain answers stay hers."""
    dora = builders.place(other_group, "Dora", phone=adas_life.card.phone, text="yes").woman
    inbound.receive(sender=dora.card.phone, body="do not tell Ada", provider="g", provider_id="9")
    assert "do not tell Ada" not in lines(adas_life) + lines(dora)
    assert "You texted: 2" in lines(adas_life)
    assert "You texted: 2" not in lines(dora)


def test_for_anything_else_it_is_empty(ada) -> None:
    assert exports.of("introduction:1") == []
    assert exports.of("woman:99999") == []


def test_every_room_adds_its_part(ada_inside, monkeypatch) -> None:
    from peersupport.registry import Section, registry

    more = lambda subject: [Section("From above", [("Asked for", subject)])]  # noqa: E731
    monkeypatch.setattr(registry, "exporters", [*registry.exporters, more])
    assert "From above" in words(ada_inside.post("/you/kept/"))
