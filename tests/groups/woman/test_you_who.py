"""Who can see what, and who looked (safety.md 42, 52)."""

import ast

import pytest

from groups import looks
from groups.services import answers, memberships
from peersupport import audit
from peersupport.actors import SYSTEM, Actor
from peersupport.models import AuditEvent
from peersupport.registry import registry
from tests import builders
from tests.standing.source import modules

from .conftest import herself
from .test_you_link_only import words

pytestmark = pytest.mark.django_db


def test_she_reads_first_names_and_roles(ada_inside, ruth, nadia, other_ruth) -> None:
    said = words(ada_inside.get("/you/who/"))
    assert "Ruth, peer leader" in said
    assert "Nadia, coordinator" in said
    for surname_or_stranger in ("Leader", "Coordinator", "Otherruth"):
        assert surname_or_stranger not in said


def test_who_no_longer_leads_is_not_among_them(ada_inside, ruth, former_ruth) -> None:
    assert "Formerruth" not in words(ada_inside.get("/you/who/"))


def test_she_reads_who_looked_in_the_last_month(
    ada_inside, ada, adas_place, by_ruth, frozen
) -> None:
    audit.record("woman.revealed", ada.subject, by=by_ruth, reason="ring")
    audit.record("register.marked", adas_place.subject, by=by_ruth)
    audit.record("card.changed", f"card:{ada.card_id}", by=SYSTEM)
    html = ada_inside.get("/you/who/").content.decode()
    assert html.count("<bdi>Ruth</bdi>, peer leader") >= 2
    assert "looked at how to reach you, to ring you" in html
    assert "wrote down who came" in html
    assert "Our computer" in html
    assert "You, on this page" in html


def test_what_is_older_than_a_month_is_not_shown(ada, ada_inside, by_ruth, frozen) -> None:
    audit.record("register.marked", ada.subject, by=by_ruth)
    frozen.tick(days=32)
    assert looks.last_month(ada.subject, frozen.at) == []


def test_nobody_elses_lines_are_hers(ada, ada_inside, beas_place, by_ruth, frozen) -> None:
    audit.record("register.marked", beas_place.subject, by=by_ruth)
    audit.record("parting.forget", beas_place.woman.subject, by=herself(beas_place.woman))
    dids = [look.did for look in looks.last_month(ada.subject, frozen.at)]
    assert "wrote down who came" not in dids
    assert "asked us to forget you" not in dids


def test_the_introduction_is_hers_too(ada, by_ruth, monkeypatch, frozen) -> None:
    """A room above says what else the audit calls her."""
    monkeypatch.setattr(registry, "known_as", [*registry.known_as, lambda s: ["introduction:77"]])
    audit.record("introduction.revealed", "introduction:77", by=by_ruth, reason="ring")
    assert looks.last_month(ada.subject, frozen.at)[0].name == "Ruth"


def test_somebody_who_is_gone_is_still_said(ada, frozen) -> None:
    audit.record("card.changed", ada.subject, by=Actor("user", "user:9999"))
    assert looks.last_month(ada.subject, frozen.at)[0].who == "Somebody who works with us no more"


def test_the_same_number_of_queries_for_one_line_and_for_many(
    ada_inside, ada, by_ruth, nadia, django_assert_num_queries, adas_place
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    audit.record("register.marked", adas_place.subject, by=by_ruth)
    with CaptureQueriesContext(connection) as one:
        ada_inside.get("/you/who/")
    for _ in range(5):
        audit.record("register.marked", adas_place.subject, by=by_ruth)
        audit.record("register.marked", adas_place.subject, by=Actor.of_user(nadia))
    with django_assert_num_queries(len(one)):
        ada_inside.get("/you/who/")


def test_a_get_of_it_leaves_no_trace(ada_inside) -> None:
    before = AuditEvent.objects.count()
    ada_inside.get("/you/who/")
    assert AuditEvent.objects.count() == before


# Verbs that are written about a group, a session, a draft or somebody who works here.
OF_OTHERS = (
    "charity.",
    "figures.",
    "session.",
    "asking.",
    "duty.",
    "proposal.",
    "contact.",
    "contact_entry.",
    "contact_import.",
    "favour.",
    "outreach.",
    "promise.",
    "wording.",
    "question.",
    "group.",
    "leadership.",
    "women.searched",
    "woman.forgotten",
    "person.",
    "role.",
    "invitation.",
    "message.",
    "organisation.",
    "code.",
    "worker.",
    "wall.",
    "clause.",
    "draft.",
    "version.",
)
# Written as f"…{what}" or by a name: what they can be.
MADE_UP = {
    "f'parting.{what}'": ["parting.leave", "parting.forget"],
    "f'acceptance.{way}'": ["acceptance.tap", "acceptance.aloud", "acceptance.paper"],
    "f'group.{state}'": [],
    "verb": ["phrase.given", "phrase.tried", "introduction.asked", "introduction.made"],
}


def verbs() -> set[str]:
    """Every verb that any service of any room writes down."""
    found: set[str] = set()
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                verb = node.args[0]
                if isinstance(verb, ast.Constant):
                    found.add(verb.value)
                else:
                    found |= set(MADE_UP[ast.unparse(verb)])
    return found


def test_each_verb_about_a_woman_has_words() -> None:
    """A new verb about her that nobody has words for fails here."""
    assert "woman.revealed" in verbs()
    missing = {v for v in verbs() if v not in registry.deeds and not v.startswith(OF_OTHERS)}
    assert not missing, f"say in registry.deeds what {sorted(missing)} means to her"


def test_no_words_for_a_verb_that_nobody_writes() -> None:
    assert set(registry.deeds) - verbs() == set()


def test_her_own_answers_are_not_in_the_list(ada, adas_place, session, frozen) -> None:
    answers.say(session, adas_place, "late", way="page", by=herself(ada))
    assert looks.last_month(ada.subject, frozen.at)[0].did == "gave you your place"


def test_a_place_that_ended_still_counts(ada, adas_place, by_ruth, frozen) -> None:
    memberships.leave(adas_place, by=by_ruth)
    builders.place(adas_place.group, "Dora")
    assert looks.last_month(ada.subject, frozen.at)[0].did == "ended your place"
