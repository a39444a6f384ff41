"""“Tell us more now”: optional, on a consent of its own, and moved with her (safety.md 13, 22, 23,
34 to 38)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from groups.models import Membership, Needs
from groups.services import needs
from outreach.models import Introduction, More
from outreach.services import decisions, forgetting
from peersupport.actors import SYSTEM, Actor
from peersupport.models import ContactCard
from peersupport.registry import registry
from tests import builders
from tests.outreach.test_forgetting import dump
from tests.pages import Page

pytestmark = pytest.mark.django_db
HERS = {"needs": ["childcare", "interpreter"], "language": "Tigrinya", "easier": "A lift, please"}
RINGING = {"pick_up": "words", "pick_up_words": "About the parcel", "line_drop": "again"}


def page(response) -> Page:
    return Page(response.content.decode())


def told(asked, **more):
    """An introduction with these extra answers on it."""
    row = asked("Bea")
    More.objects.create(
        introduction=row,
        needs=" ".join(more.get("needs", [])),
        language=more.get("language", ""),
        easier=more.get("easier", ""),
        consent_text_version="more-1",
        consent_at=row.consent_at,
        consent_way="form",
    )
    return row


# -- asking ---------------------------------------------------------------------------------------


def test_22_five_screens_are_enough_and_more_is_offered_before_send(walk, group) -> None:
    walk.to_check(group=group.ref)
    check = page(walk.client.get("/join/q/check/"))
    assert check.all("a", href="/join/q/more/")
    walk.send()
    row = Introduction.objects.get()
    assert (row.heard, row.talked_through) == ("", "")
    assert not More.objects.exists()


def test_23_it_says_of_each_part_why_who_and_until_when_and_that_it_is_optional(walk) -> None:
    walk.to_check()
    said = walk.client.get("/join/q/more/").content.decode()
    assert said.count("Why we ask, and who sees it") == 4
    assert said.count("When we delete it") == 4
    assert said.count("(optional)") == 5, "the page and each part"
    assert "28 days after we last spoke" in said


def test_11_nothing_on_it_is_ticked_or_filled_at_the_start(walk) -> None:
    walk.to_check()
    inputs = page(walk.client.get("/join/q/more/")).all("input")
    assert [a for a in inputs if "checked" in a] == []
    assert {a["value"] for a in inputs if a["type"] == "text"} == {""}


@pytest.mark.parametrize("step", ["", "name", "group", "reach"])
def test_before_the_five_are_answered_it_leads_back(walk, step) -> None:
    for done in ("name", "group", "reach")[: ("name", "group", "reach", "").index(step)]:
        walk.put(done, name="Z")
    assert walk.client.get("/join/q/more/").status_code == 302


def test_empty_it_leads_back_to_the_check_and_changes_nothing(walk) -> None:
    walk.to_check()
    assert walk.put("more")["Location"] == "/join/q/check/"
    walk.send()
    assert not More.objects.exists()


def test_34_what_it_keeps_with_her_tick_is_dated_by_version_time_and_way(walk, group) -> None:
    walk.to_check(group=group.ref)
    walk.put("more", **HERS, **RINGING, heard="voluntary", talked_through="talked", keep_more="on")
    said = " ".join(page(walk.client.get("/join/q/check/")).words)
    for words in ("About the parcel", "Ring me once more", "A charity", "Childcare", "A lift"):
        assert words in said
    walk.send()
    row = Introduction.objects.select_related("card", "more").get()
    assert (row.heard, row.talked_through) == ("voluntary", "talked")
    assert (row.card.pick_up, row.card.pick_up_words) == ("words", "About the parcel")
    assert row.card.line_drop == "again"
    assert row.more.needs.split() == HERS["needs"]
    assert (row.more.language, row.more.easier) == ("Tigrinya", "A lift, please")
    stands_on = (row.more.consent_text_version, row.more.consent_at, row.more.consent_way)
    assert stands_on == ("more-1", row.received_at, "form")
    assert row.consent_text_version == "keep-1", "the two consents are apart"


def test_34_without_her_tick_it_is_not_kept_and_she_is_told_kindly(walk) -> None:
    walk.to_check()
    walk.put("more", **HERS, **RINGING, heard="web")
    said = " ".join(page(walk.client.get("/join/q/check/")).words)
    assert "So we do not keep it. You can tell us when we speak." in said
    assert "Childcare" not in said
    again = page(walk.client.get("/join/q/more/"))
    assert [a["value"] for a in again.all("input", name="needs") if "checked" in a] == HERS["needs"]
    walk.send()
    row = Introduction.objects.select_related("card").get()
    assert not More.objects.exists()
    assert row.card.pick_up == "words", "what keeps her safe needs no second tick"
    assert row.heard == "web"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"pick_up": "words"}, "Write the words, or choose something else."),
        ({"easier": "x" * 301}, "more than 300 letters"),
        ({"heard": "rumour"}, "Select a valid choice"),
        ({"needs": ["a story"]}, "Select a valid choice"),
    ],
)
def test_24_what_cannot_be_right_gets_a_sentence_and_stays_typed(walk, said, words) -> None:
    walk.to_check()
    shown = walk.put("more", language="Twi", **said)
    assert shown.status_code == 200
    assert words in shown.content.decode()
    assert page(shown).title.startswith("Error: ")
    assert [a["value"] for a in page(shown).all("input", name="language")] == ["Twi"]


def test_words_for_whoever_picks_up_count_without_the_choice_above_them(walk) -> None:
    walk.to_check()
    walk.put("more", pick_up_words="The bakery")
    walk.send()
    assert ContactCard.objects.get().pick_up == "words"


def test_23_the_longest_answers_in_any_script_are_carried_or_refused_and_nothing_is_lost(
    walk,
) -> None:
    walk.to_check(name="نور", unsafe_times="ب" * 300, phone="07700 900321", call="yes")
    full = {"pick_up_words": "م" * 120, "language": "ع" * 40, "easier": "🌙" * 300}
    answer = walk.put("more", **full)
    if answer.status_code == 200:
        assert "more than we can carry" in answer.content.decode()
        assert full["easier"] in answer.content.decode()
    assert walk.client.get("/join/q/check/").status_code == 200
    assert "نور" in walk.client.get("/join/q/check/").content.decode()


def test_send_with_all_of_it_costs_few_statements_more(walk, group) -> None:
    walk.to_check(group=group.ref)
    walk.put("more", **HERS, **RINGING, heard="self", keep_more="on")
    with CaptureQueriesContext(connection) as queries:
        walk.send()
    plain = [q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(plain) <= 7


def test_the_page_asks_the_database_nothing_and_stays_light(
    walk, group, django_assert_num_queries
) -> None:
    walk.to_check()
    with django_assert_num_queries(0):
        shown = walk.client.get("/join/q/more/")
    assert len(shown.content) < 18_000


# -- who sees it ----------------------------------------------------------------------------------


def test_whoever_is_about_to_ring_reads_it_first(asked, client_for, ruth, other_ruth) -> None:
    row = asked("Bea", **RINGING, phone="07700 900321", call="yes")
    told_row = told(asked, **HERS)
    said = client_for(ruth).get(f"/dashboard/introductions/{row.pk}/").content.decode()
    assert "If someone else picks up: say “About the parcel”" in said
    assert "If the line drops: ring once more" in said
    shown = client_for(ruth).get(f"/dashboard/introductions/{told_row.pk}/").content.decode()
    assert "An interpreter: Tigrinya" in shown
    assert "A lift, please" in shown
    assert More.objects.visible_to(Actor.of_user(other_ruth)).count() == 0
    assert More.objects.visible_to(SYSTEM).count() == 0


def test_on_her_yes_it_moves_to_the_group_and_the_door_is_blank(
    asked, by_ruth, ruth, client_for
) -> None:
    row = decisions.record(told(asked, **HERS), "yes", by=by_ruth)
    assert not More.objects.exists()
    kept = Needs.objects.get()
    assert kept.woman == row.membership.woman
    assert (kept.needs.split(), kept.language, kept.easier) == tuple(HERS.values())
    stands_on = (kept.consent_text_version, kept.consent_at, kept.consent_way)
    assert stands_on == ("more-1", row.consent_at, "form")
    shown = client_for(ruth).get(f"/dashboard/women/{kept.woman_id}/").content.decode()
    assert "A lift, please" in shown


def test_a_yes_that_does_not_go_through_moves_nothing(asked, by_ruth, monkeypatch) -> None:
    row = told(asked, **HERS)

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("peersupport.audit.record", broken)
    with pytest.raises(RuntimeError):
        decisions.record(row, "yes", by=by_ruth)
    assert More.objects.filter(introduction=row).exists()
    assert not Membership.objects.exists()
    assert not Needs.objects.exists()


def test_35_36_it_goes_with_the_introduction(asked) -> None:
    row = told(asked, **HERS)
    forgetting.erase(row.subject)
    assert not More.objects.exists()


def plain(subject: str) -> str:
    sections = [section for export in registry.exporters for section in export(subject)]
    return "\n".join(f"{label}: {words}" for section in sections for label, words in section.lines)


def test_37_her_export_holds_it_at_the_door_and_in_the_room(asked, by_ruth) -> None:
    row = told(asked, **HERS)
    Introduction.objects.filter(pk=row.pk).update(heard="peer_group", talked_through="leaflet")
    row.refresh_from_db()
    at_the_door = plain(row.subject)
    for words in ("Childcare", "Tigrinya", "A lift, please", "It may say something about my"):
        assert words in at_the_door
    assert "How you heard of us: Another group like this" in at_the_door
    assert "I was handed a leaflet" in at_the_door
    row = decisions.record(row, "yes", by=by_ruth)
    in_the_room = plain(row.membership.woman.subject)
    assert in_the_room.count("A lift, please") == 1
    assert "How you heard of us: Another group like this" in in_the_room


def test_38_a_plain_dump_shows_none_of_it(walk, group) -> None:
    walk.to_check(group=group.ref)
    walk.put("more", **HERS, **RINGING, keep_more="on")
    walk.send()
    written = dump()
    assert group.name in written, "the dump holds what is not sealed"
    for secret in ("Tigrinya", "A lift, please", "About the parcel", "childcare"):
        assert secret not in written


# -- on her own page ------------------------------------------------------------------------------


def test_behind_her_phrase_she_sees_changes_and_takes_it_back(ada, ada_inside) -> None:
    assert ada_inside.get("/you/needs/").status_code == 200
    ada_inside.post("/you/needs/", {"needs": ["quiet"], "easier": "Near the door", "keep": "on"})
    row = Needs.objects.get(woman=ada)
    assert (row.needs, row.easier, row.consent_way) == ("quiet", "Near the door", "page")
    assert row.consent_text_version == "needs-1"
    shown = page(ada_inside.get("/you/needs/"))
    assert "checked" in shown.all("input", name="keep")[0]
    assert "Near the door" in shown.html
    ada_inside.post("/you/needs/", {"needs": ["quiet"], "easier": "Near the door"})
    assert not Needs.objects.exists(), "as easy to take back as to give"


def test_with_the_link_alone_it_is_shut(ada_client) -> None:
    assert ada_client.get("/you/needs/")["Location"] == "/you/phrase/"


def test_another_womans_is_not_hers(ada, adas_place, group) -> None:
    bea = builders.place(group, "Bea").woman
    needs.change(bea, needs=["diet"], language="", easier="", keep=True, by=SYSTEM)
    assert Needs.objects.visible_to(Actor.of_link(ada.subject)).count() == 0
    assert Needs.objects.visible_to(Actor.of_link(bea.subject)).count() == 1


@pytest.fixture
def ada_inside(ada, woman_client):
    return woman_client(ada.subject, phrase=True)


def test_she_can_change_what_to_do_when_we_ring(ada, ada_inside) -> None:
    card = {"phone": "07700 900101", "text": "yes", "plainness": "plain"}
    ada_inside.post("/you/reach/", card | {"pick_up": "hang_up", "line_drop": "wait"})
    ada.card.refresh_from_db()
    assert (ada.card.pick_up, ada.card.line_drop) == ("hang_up", "wait")


# -- what the database refuses --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (ContactCard, {"pick_up": "shout"}),
        (ContactCard, {"pick_up": "words", "pick_up_words": ""}),
        (ContactCard, {"pick_up": "hang_up", "pick_up_words": "x"}),
        (ContactCard, {"line_drop": "never"}),
        (Introduction, {"heard": "rumour"}),
        (Introduction, {"talked_through": "shouted"}),
        (More, {"consent_text_version": ""}),
    ],
    ids=str,
)
def test_the_database_refuses(asked, model, changes) -> None:
    told(asked, **HERS)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**changes)


@pytest.mark.parametrize(
    "changes", [{"consent_text_version": ""}, {"needs": "", "language": "", "easier": ""}], ids=str
)
def test_the_database_refuses_needs_without_consent_or_words(ada, changes) -> None:
    needs.change(ada, needs=["diet"], language="", easier="", keep=True, by=SYSTEM)
    with pytest.raises(IntegrityError), transaction.atomic():
        Needs.objects.update(**changes)
