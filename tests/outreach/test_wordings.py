"""A group's own words in another language: who writes, who checks, what is refused."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from groups.models import Group
from outreach.demo import paper as demo_paper
from outreach.languages import OTHERS
from outreach.models import MaterialWording
from outreach.services import wordings
from peersupport import clock
from peersupport.actors import Actor
from peersupport.models import AuditEvent
from tests.outreach.test_materials import URDU
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(ruth, client_for):
    return client_for(ruth)


def at(group, language: str = "ur", deed: str = "") -> str:
    return f"/dashboard/materials/words/{group.pk}/{language}/{deed}"


def check(client, group, **said):
    row = MaterialWording.objects.get()
    return client.post(at(group, deed="checked/"), {"read": row.changed_at.isoformat()} | said)


def test_she_writes_looks_and_keeps(leader, group) -> None:
    looked = leader.post(at(group), URDU | {"look": "1"})
    assert looked.status_code == 200
    assert not MaterialWording.objects.exists(), "looking keeps nothing"
    page = Page(looked.content.decode())
    assert page.all("div", lang="ur", dir="rtl"), "from its own side"
    assert page.html.count(URDU["title"]) >= 2, "shown, and still in the form"
    assert leader.post(at(group), URDU)["Location"] == at(group)
    row = MaterialWording.objects.get()
    assert {name: getattr(row, name) for name in URDU} == URDU
    assert row.checked_at is None


def test_whoever_reads_it_checks_it_and_other_words_have_to_be_checked_again(
    leader, ruth, group
) -> None:
    leader.post(at(group), URDU)
    check(leader, group)
    row = MaterialWording.objects.get()
    assert row.checked_by == ruth
    leader.post(at(group), URDU)
    row.refresh_from_db()
    assert row.checked_at, "the same words, sent twice, change nothing"
    leader.post(at(group), URDU | {"title": "سلام"})
    row.refresh_from_db()
    assert (row.checked_at, row.checked_by) == (None, None)


def test_nobody_checks_words_she_did_not_see(leader, group) -> None:
    leader.post(at(group), URDU)
    shown = leader.post(at(group, deed="checked/"), {"read": "2020-01-01"}, follow=True)
    assert "The words changed meanwhile" in shown.content.decode()
    assert MaterialWording.objects.get().checked_at is None


def test_a_second_press_changes_nothing(leader, group) -> None:
    for _ in range(2):
        leader.post(at(group), URDU)
        check(leader, group)
    assert MaterialWording.objects.count() == 1
    verbs = AuditEvent.objects.filter(verb__startswith="wording").values_list("verb", flat=True)
    assert sorted(verbs) == ["wording.checked", "wording.written"]


@pytest.mark.parametrize("missing", ["title", "lines", "paused", "full"])
def test_what_paper_must_say_is_asked_for_and_nothing_typed_is_lost(leader, group, missing) -> None:
    shown = leader.post(at(group), URDU | {missing: " "})
    page = shown.content.decode()
    assert "There is a problem" in page
    assert all(said in page for name, said in URDU.items() if name not in (missing, "lines"))
    assert not MaterialWording.objects.exists()


@pytest.mark.parametrize("field", ["card", "card_wait"])
@pytest.mark.parametrize(
    "said", ["Support group", "Our MUM and baby", "kettle on the hob", "X Safe"]
)
def test_8_a_card_that_tells_is_refused(leader, group, field, said) -> None:
    shown = leader.post(at(group), URDU | {field: said})
    assert "could tell what it is for" in shown.content.decode()
    assert not MaterialWording.objects.exists()


@pytest.mark.parametrize("field", ["title", "lines", "paused", "full", "scan", "card", "card_wait"])
def test_too_long_is_said(leader, group, field) -> None:
    assert (
        "There is a problem" in leader.post(at(group), URDU | {field: "ا" * 701}).content.decode()
    )
    assert not MaterialWording.objects.exists()


def test_39_only_her_own_groups_open_ones_and_known_languages(
    leader, group, other_group, client_for, pat, nadia
) -> None:
    assert leader.get(at(other_group)).status_code == 404
    assert leader.post(at(other_group), URDU).status_code == 404
    assert leader.get(at(group, "xx")).status_code == 404
    assert leader.get(at(group, "en")).status_code == 404
    assert leader.post(at(group, deed="checked/"), {"read": ""}).status_code == 404
    assert client_for(pat).get(at(group)).status_code == 403
    assert client_for(nadia).get(at(other_group)).status_code == 200
    Group.objects.filter(pk=group.pk).update(state="closed")
    assert leader.get(at(group)).status_code == 404
    assert not MaterialWording.objects.exists()


def test_39_who_sees_which_rows(group, other_group, ruth, other_ruth, pat, nadia) -> None:
    by = Actor.of_user(nadia)
    mine = wordings.write(group_id=group.pk, language="ur", words=URDU, by=by)
    theirs = wordings.write(group_id=other_group.pk, language="ur", words=URDU, by=by)
    wordings.check(theirs, read=theirs.changed_at.isoformat(), by=by)
    seen = {
        name: set(MaterialWording.objects.visible_to(Actor.of_user(user)))
        for name, user in (("r", ruth), ("o", other_ruth), ("p", pat), ("n", nadia))
    }
    assert seen == {"r": {mine}, "o": {theirs}, "p": {theirs}, "n": {mine, theirs}}
    assert not MaterialWording.objects.visible_to(Actor.of_link("woman:1")).exists()


@pytest.mark.parametrize(
    "wrong",
    [{"language": "xx"}, {"title": ""}, {"paused": ""}, {"full": ""}, {"lines": ""}, {"twice": 1}],
)
def test_the_database_keeps_it_too(group, nadia, wrong) -> None:
    facts = {"group": group, "language": "ur"} | URDU
    if wrong.pop("twice", None):
        MaterialWording.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        MaterialWording.objects.create(**(facts | wrong))
    with pytest.raises(IntegrityError), transaction.atomic():
        MaterialWording.objects.create(**(facts | {"language": "cy", "checked_by": nadia}))


def test_the_list_shows_each_language_once(leader, group) -> None:
    leader.post(at(group), URDU)
    page = leader.get(f"/dashboard/materials/words/{group.pk}/").content.decode()
    assert "not checked yet" in page
    for language in OTHERS.values():
        assert page.count(language.own_name) == 1


def test_the_queries_do_not_grow(leader, group, by_ruth) -> None:
    counts = []
    for code in ("ur", "cy", "pl"):
        wordings.write(group_id=group.pk, language=code, words=URDU, by=by_ruth)
        with CaptureQueriesContext(connection) as seen:
            leader.get(f"/dashboard/materials/words/{group.pk}/")
        counts.append(len(seen))
    assert counts[0] == counts[2], counts


def test_the_demo_shows_one_checked_and_one_that_waits(ruth, group) -> None:
    for _ in range(2):
        demo_paper.make(clock.now(), "")
    rows = MaterialWording.objects.order_by("language").values_list("language", "checked_by")
    assert list(rows) == [("pl", None), ("ur", ruth.pk)]
