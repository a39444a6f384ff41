"""Paper: who may print what, and what stands on it (safety.md 8, 14, 39, 45, 50; contract.md)."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from groups.models import Group
from outreach.materials import KINDS
from outreach.materials import words as material_words
from outreach.models import Charity, Organisation, SourceCode
from outreach.services import organisations, wordings
from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.sensitive import words_in
from tests import builders
from tests.pages import Page
from tests.test_public_pages import sentences, syllables

pytestmark = pytest.mark.django_db
URDU = {
    "title": "آپ کا یہاں خیرمقدم ہے",
    "lines": "فیصلہ آپ کا ہے۔\nڈاکٹر کے خط کی ضرورت نہیں۔",
    "paused": "ابھی وقفہ ہے۔",
    "full": "ابھی جگہ نہیں۔",
    "scan": "فون سے اسکین کریں",
    "card": "آپ کے لیے وقت۔",
    "card_wait": "ابھی نہیں۔",
}
every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def poster(db) -> SourceCode:
    """A code of the charity's own."""
    return organisations.make_code(label="Library poster", organisation=None, by=SYSTEM)


@pytest.fixture
def theirs(organisation) -> SourceCode:
    """A code of pat's organisation."""
    return organisations.make_code(label="Everyday", organisation=organisation, by=SYSTEM)


@pytest.fixture
def elsewhere(db) -> SourceCode:
    """A code of an organisation that pat has nothing to do with."""
    other = Organisation.objects.create(name="Elm Road", sector="statutory")
    return organisations.make_code(label="Everyday", organisation=other, by=SYSTEM)


@pytest.fixture
def urdu(group, nadia):
    """Ruth's group in Urdu, checked."""
    by = Actor.of_user(nadia)
    row = wordings.write(group_id=group.pk, language="ur", words=URDU, by=by)
    wordings.check(row, read=row.changed_at.isoformat(), by=by)
    return row


def sheet(client, kind: str = "poster-a4", *, side: str = "dashboard", **ask: str):
    return client.get(f"/{side}/materials/{kind}/", ask)


def body(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


# -- who may print what ---------------------------------------------------------------------------


@every_kind
def test_39_a_worker_prints_with_her_own_organisations_codes_only(
    client_for, pat, group, theirs, elsewhere, poster, kind
) -> None:
    worker = client_for(pat)
    page = body(sheet(worker, kind, side="portal", group=group.ref, code=theirs.code))
    assert f"/c/{theirs.code}/" in page.replace('<span class="path">', "")
    for code in (elsewhere.code, poster.code, "zzzzz"):
        assert sheet(worker, kind, side="portal", code=code).status_code == 404
        assert worker.get(f"/portal/materials/{kind}/pdf/", {"code": code}).status_code == 404
        assert worker.get("/portal/materials/", {"code": code}).status_code == 404


@every_kind
def test_39_a_peer_leader_prints_for_her_own_groups_with_the_charitys_codes(
    client_for, ruth, group, other_group, poster, theirs, kind
) -> None:
    leader = client_for(ruth)
    body(sheet(leader, kind, group=group.ref, code=poster.code))
    assert sheet(leader, kind, group=other_group.ref).status_code == 404
    assert sheet(leader, kind, group=group.ref, code=theirs.code).status_code == 404
    shown = body(leader.get("/dashboard/materials/"))
    assert other_group.name not in shown
    assert theirs.code not in shown


def test_39_a_coordinator_prints_for_any_group_with_any_code(
    client_for, nadia, group, other_group, poster, theirs
) -> None:
    for code in (poster, theirs):
        for ref in (group.ref, other_group.ref, "all"):
            body(sheet(client_for(nadia), group=ref, code=code.code))


@pytest.mark.parametrize(
    "ask",
    [
        {"group": "zzzzz"},
        {"language": "xx"},
        {"language": "ur"},
        {"group": "1' OR 1"},
        {"code": "%"},
    ],
)
def test_39_what_was_not_offered_is_not_found(client_for, nadia, poster, ask) -> None:
    office = client_for(nadia)
    assert sheet(office, **ask).status_code == 404
    assert office.get("/dashboard/materials/poster-a4/pdf/", ask).status_code == 404


@pytest.mark.parametrize("kind", ["poster", "poster-a2", "base", "code", "words"])
def test_39_a_kind_that_nobody_makes_is_not_found(client_for, nadia, poster, kind) -> None:
    assert sheet(client_for(nadia), kind).status_code == 404


@every_kind
def test_a_closed_group_has_no_paper(client_for, nadia, pat, group, poster, theirs, kind) -> None:
    Group.objects.filter(pk=group.pk).update(state="closed")
    assert sheet(client_for(nadia), kind, group=group.ref).status_code == 404
    assert sheet(client_for(pat), kind, side="portal", group=group.ref).status_code == 404
    assert group.name not in body(client_for(nadia).get("/dashboard/materials/"))
    assert group.name not in body(sheet(client_for(nadia), kind))


def test_a_worker_whose_place_ended_prints_nothing(client_for, pat, organisation, theirs) -> None:
    worker = client_for(pat)
    organisations.end_organisation(organisation, by=SYSTEM)
    for path in ("", "poster-a4/", "poster-a4/pdf/", "talk/"):
        assert worker.get(f"/portal/materials/{path}").status_code in {302, 403}


def test_without_a_code_it_says_what_to_do(client_for, nadia, ruth, pat) -> None:
    assert "Make the first code" in body(client_for(nadia).get("/dashboard/materials/"))
    assert "Your coordinator can make one" in body(client_for(ruth).get("/dashboard/materials/"))
    assert "Ask us for one" in body(client_for(pat).get("/portal/materials/"))
    assert sheet(client_for(nadia))["Location"] == "/dashboard/materials/"


# -- what stands on it ----------------------------------------------------------------------------


@every_kind
def test_50_the_address_is_the_codes_own_and_names_nobody(
    client_for, nadia, group, poster, kind
) -> None:
    page = body(sheet(client_for(nadia), kind, group=group.ref))
    assert f"It leads to testserver/c/{poster.code}/" in page, "the picture says where it leads"
    address = f"/c/{poster.code}/"
    assert words_in(address, names=[group.name, group.venue_name], in_texts=True) == []


@every_kind
def test_8_no_title_and_no_file_name_tells(client_for, nadia, group, poster, kind) -> None:
    title = Page(body(sheet(client_for(nadia), kind, group=group.ref))).title
    names = [group.name, group.venue_name]
    assert words_in(f"{title} {KINDS[kind].file_name}", names=names, in_texts=True) == []


@every_kind
def test_the_area_and_never_the_venue_nor_who_leads(
    client_for, nadia, ruth, organisation, pat, group, poster, theirs, kind
) -> None:
    """Contract: area only. No name of a worker, no name of a peer leader."""
    Group.objects.filter(pk=group.pk).update(how_to_find="Round the back", door_looks="Green door")
    pages = [
        body(sheet(client_for(nadia), kind, group=ref, code=code.code))
        for ref in (group.ref, "all")
        for code in (poster, theirs)
    ]
    pages.append(body(sheet(client_for(pat), kind, side="portal", group=group.ref)))
    for page in pages:
        for hidden in (group.venue_name, group.venue_address, "Round the back", "Green door"):
            assert hidden not in page
        for name in (*ruth.name.split(), *pat.name.split(), *nadia.name.split()[:1]):
            assert name not in page.replace("Peer leader", ""), name
    if kind != "cards":
        assert group.area in pages[0]


def test_8_the_card_gives_nothing_away(client_for, nadia, group, poster) -> None:
    """Whoever finds it learns nothing: not a word of W, not even of the longer list for texts,
    and no name, area, day or time of the group."""
    for state in ("open", "paused"):
        Group.objects.filter(pk=group.pk).update(state=state)
        page = Page(body(sheet(client_for(nadia), "cards", group=group.ref)))
        said = page.html.partition("<main>")[2]
        names = [group.name, group.venue_name, group.who_for, group.area, "North"]
        assert words_in(said, names=names, in_texts=True) == []
        assert said.count('class="card"') == 10
    assert words_in(f"{said} {group.name}", names=names), "the list would have found it"


def test_a_poster_says_what_happens(client_for, nadia, group, poster) -> None:
    page = body(sheet(client_for(nadia), group=group.ref))
    for line in material_words.YOU_DECIDE:
        assert line in page
    for words in (group.name, group.who_for, "Nobody screens you", "doctor", "real name"):
        assert words in page


def test_it_stands_on_live_data(client_for, nadia, group, poster) -> None:
    office = client_for(nadia)
    for week in (1, 2, 3):
        when = dt.datetime(2027, 1, 5 + 7 * week, 10, 30, tzinfo=clock.LONDON)
        builders.session(group, starts=when)
    Group.objects.filter(pk=group.pk).update(name="Lantern", area="Old harbour")
    page = body(sheet(office, group=group.ref))
    assert "Lantern" in page
    assert "Old harbour" in page


def test_the_usual_time_is_read_from_the_sessions(clock_at, client_for, nadia, group, poster):
    clock_at(2026, 12, 1, 11, 0)
    for day in (8, 15, 22):
        builders.session(group, starts=dt.datetime(2026, 12, day, 10, 30, tzinfo=clock.LONDON))
    assert "Tuesday at 10.30am" in body(sheet(client_for(nadia), group=group.ref))


@every_kind
def test_a_paused_group_says_so(client_for, nadia, group, poster, kind) -> None:
    office = client_for(nadia)
    said = (material_words.PAUSED, material_words.CARD_PAUSED)
    assert not any(words in body(sheet(office, kind, group=group.ref)) for words in said)
    Group.objects.filter(pk=group.pk).update(state="paused")
    page = body(sheet(office, kind, group=group.ref))
    assert any(words in page for words in said)
    assert material_words.THEN not in page, "no promise of an answer"
    if kind != "cards":
        assert "paused just now" in body(sheet(office, kind)), "and in the list of all groups"


@every_kind
def test_a_full_group_says_that_there_is_a_waiting_list(
    client_for, nadia, group, poster, kind
) -> None:
    office = client_for(nadia)
    Group.objects.filter(pk=group.pk).update(places=1)
    said = (material_words.FULL, material_words.CARD_FULL)
    assert not any(words in body(sheet(office, kind, group=group.ref)) for words in said)
    builders.place(group, "Ada")
    page = body(sheet(office, kind, group=group.ref))
    assert any(words in page for words in said)
    assert material_words.PAUSED not in page


@every_kind
def test_it_dates_itself(clock_at, client_for, nadia, group, poster, urdu, kind) -> None:
    clock_at(2026, 11, 24, 23, 30)
    page = body(sheet(client_for(nadia), kind, group=group.ref))
    assert "Printed 24 November 2026. If this is older than half a year" in page
    worded = body(sheet(client_for(nadia), kind, group=group.ref, language="ur"))
    assert "24/11/2026" in worded
    assert "Printed" not in worded


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("+447700900123", "07700 900123"), ("+441632960123", ""), ("", "")],
)
def test_a_number_is_shown_only_where_one_can_text_it(
    client_for, nadia, group, poster, phone, shown
) -> None:
    Charity.objects.create(name="Lantern Trust", phone=phone)
    page = body(sheet(client_for(nadia), group=group.ref))
    assert (material_words.TEXT in page) is bool(shown)
    assert shown in page
    assert "01632" not in page
    assert material_words.TEXT not in body(sheet(client_for(nadia), "cards", group=group.ref))


@pytest.mark.parametrize("name", ["Ваш час", "<b>Bold & brave</b>", "W" * 80])
def test_any_name_is_printed_as_it_is(client_for, nadia, poster, name) -> None:
    made = builders.group(name)
    page = body(sheet(client_for(nadia), group=made.ref))
    assert "<b>Bold" not in page
    assert escape(name) in page


# -- other languages ------------------------------------------------------------------------------


@every_kind
def test_32_a_worded_sheet_is_in_one_language_from_its_own_side(
    client_for, pat, group, theirs, urdu, kind
) -> None:
    """Parts that nobody worded are left out, never mixed in."""
    page = Page(body(sheet(client_for(pat), kind, side="portal", group=group.ref, language="ur")))
    html = page.all("html")[0]
    assert (html["lang"], html["dir"]) == ("ur", "rtl")
    said = page.html.partition("<main>")[2]
    english = [*material_words.YOU_DECIDE, material_words.WELCOME, material_words.ASK]
    english += [material_words.THEN, material_words.DANGER, material_words.CARD, group.who_for]
    for words in (*english, "Where", "When", group.area):
        assert words not in said
    assert '<bdi dir="ltr">testserver' in said, "an address stays left to right"


def test_a_language_is_offered_once_somebody_checked_it(
    client_for, pat, nadia, group, theirs, poster
) -> None:
    by = Actor.of_user(nadia)
    row = wordings.write(group_id=group.pk, language="ur", words=URDU, by=by)
    for client, side in ((client_for(pat), "portal"), (client_for(nadia), "dashboard")):
        assert sheet(client, side=side, group=group.ref, language="ur").status_code == 404
        assert "اردو" not in body(client.get(f"/{side}/materials/"))
    wordings.check(row, read=row.changed_at.isoformat(), by=by)
    for client, side in ((client_for(pat), "portal"), (client_for(nadia), "dashboard")):
        body(sheet(client, side=side, group=group.ref, language="ur"))
        assert "اردو" in body(client.get(f"/{side}/materials/"))


def test_a_group_without_words_in_it_is_shown_in_english_and_says_so(
    client_for, nadia, other_group, urdu, poster
) -> None:
    page = body(
        client_for(nadia).get("/dashboard/materials/", {"group": other_group.ref, "language": "ur"})
    )
    assert "There are no Urdu words for this yet" in page


def test_a_worded_pause_and_a_worded_card(client_for, nadia, group, poster, urdu) -> None:
    office = client_for(nadia)
    ask = {"group": group.ref, "language": "ur"}
    assert URDU["paused"] not in body(sheet(office, **ask))
    assert URDU["card"] in body(sheet(office, "cards", **ask))
    Group.objects.filter(pk=group.pk).update(state="paused")
    assert URDU["paused"] in body(sheet(office, **ask))
    card = body(sheet(office, "cards", **ask))
    assert URDU["card_wait"] in card
    assert URDU["card"] not in card
    assert URDU["paused"] not in card


# -- the words, the headers, the cost -------------------------------------------------------------


def test_28_what_women_read_is_short_and_easy(client_for, nadia, group, poster) -> None:
    for kind in KINDS:
        for ref in (group.ref, "all"):
            drawn = re.sub(r"<svg.*?</svg>", "", body(sheet(client_for(nadia), kind, group=ref)))
            said = [line for line in sentences(Page(drawn)) if "testserver" not in line]
            assert [" ".join(line) for line in said if len(line) > 20] == [], kind
            words = [word for line in said for word in line]
            parts = sum(map(syllables, words))
            grade = 0.39 * len(words) / len(said) + 11.8 * parts / len(words) - 15.59
            assert grade <= 6, (kind, round(grade, 1))


def test_the_talk_card_says_three_things_and_judges_nobody(client_for, pat, theirs) -> None:
    for path in ("/portal/materials/talk/", "/portal/materials/", "/portal/"):
        page = body(client_for(pat).get(path))
        assert all(line in page for line in material_words.TALK_THREE), path
        assert material_words.TALK_NOTHING[1] in page


@every_kind
def test_45_the_policy_stands_and_nothing_is_inline(client_for, nadia, group, poster, kind) -> None:
    response = sheet(client_for(nadia), kind, group=group.ref)
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    page = body(response)
    for inline in ("style=", "<style", "<script", "onclick"):
        assert inline not in page


@pytest.mark.parametrize("path", ["", "poster-a4/", "cards/"])
def test_the_queries_do_not_grow_with_groups_codes_and_words(
    client_for, nadia, group, poster, urdu, path
) -> None:
    office, counts = client_for(nadia), []
    builders.session(group)
    office.get(f"/dashboard/materials/{path}")
    for more in ("", "two", "three"):
        if more:
            builders.session(builders.group(f"Group {more}"))
            organisations.make_code(label=more, organisation=None, by=SYSTEM)
        with CaptureQueriesContext(connection) as seen:
            body(office.get(f"/dashboard/materials/{path}"))
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2], counts
