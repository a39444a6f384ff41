"""The pages of a peer leader: nothing typed is ever lost, every refusal is a sentence."""

import re

import pytest
from django.urls import reverse

from agreements import queries
from agreements.models import Acceptance, Version
from agreements.services import clauses, drafts, versions
from groups.services import memberships
from peersupport import clock
from peersupport.actors import Actor
from tests import builders
from tests.pages import Page
from tests.sensitive import words_in

from .conftest import next_version, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(client_for, ruth):
    return client_for(ruth)


def at(name: str, group, *more) -> str:
    return reverse(f"agreements:{name}", args=[group.ref, *more])


def shown(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def talked_about(draft: Version, by: Actor) -> Version:
    return drafts.tell_how(draft, discussed_with="All", discussed_on=clock.today(), by=by)


# -- the road from nothing to version 2 ---------------------------------------------------------


def test_from_nothing_to_version_1_by_forms_alone(leader, group) -> None:
    assert "Nothing is written down yet" in shown(leader.get(at("agreement-detail", group)))
    answer = leader.post(at("draft-start", group), follow=True)
    assert "Draft of version 1" in shown(answer)
    words = {"words": "We wash up together.", "meaning": "", "once": "a"}
    answer = leader.post(at("clause-add", group, 1), words, follow=True)
    assert "We wash up together." in shown(answer)
    talked = {"discussed_with": "Five women", "discussed_on": clock.today().isoformat()}
    answer = leader.post(at("draft-discussed", group, 1), talked, follow=True)
    assert "Read version 1 once more" in shown(answer)
    seen = Page(answer.content.decode()).all("input", name="seen")[0]["value"]
    answer = leader.post(at("version-publish", group, 1), {"seen": seen}, follow=True)
    assert "Version 1 is in force" in shown(answer)
    assert queries.version_in_force(group.pk).number == 1


def test_the_list_and_the_page_of_a_group(leader, group, version, ada) -> None:
    assert "Version 1, in force since" in shown(leader.get(reverse("agreements:list")))
    html = shown(leader.get(at("agreement-detail", group)))
    assert "0 of 1 agreed to version 1." in html
    assert "Not yet: Ada." in html


def test_an_older_version_can_be_read_with_when_it_held(leader, group, version, by_ruth) -> None:
    next_version(group, by=by_ruth)
    html = shown(leader.get(at("agreement-version", group, 1)))
    assert "In force from" in html
    assert "We wash up together." not in html


def test_a_draft_s_and_a_version_s_address_lead_to_each_other(
    leader, group, draft, by_ruth
) -> None:
    assert leader.get(at("agreement-version", group, 1)).url == at("draft-edit", group, 1)
    publish(draft, by=by_ruth)
    assert leader.get(at("draft-edit", group, 1)).url == at("agreement-version", group, 1)
    for name in ("version-publish", "draft-discussed", "clause-add"):
        assert leader.get(at(name, group, 1)).url == at("agreement-version", group, 1)
    edit = leader.get(at("clause-edit", group, 1, "phones"))
    assert edit.url == at("agreement-version", group, 1)


def test_up_down_and_out(leader, group, draft) -> None:
    text = draft.texts.get(clause__key="respect")
    leader.post(at("clause-move", group, 1, "respect"), {"to": "up", "at": text.position})
    assert queries.clauses_of(draft)[0].clause.key == "respect"
    leader.post(at("clause-remove", group, 1, "respect"))
    answer = leader.post(at("clause-remove", group, 1, "respect"))
    assert answer.status_code == 302
    assert not draft.texts.filter(clause__key="respect").exists()


def test_a_draft_thrown_away(leader, group, draft) -> None:
    leader.post(at("draft-throw-away", group, 1))
    assert not Version.objects.exists()


# -- errors keep what was typed -----------------------------------------------------------------


def test_an_empty_promise_is_a_clear_sentence_and_keeps_the_rest(leader, group, draft) -> None:
    answer = leader.post(at("clause-add", group, 1), {"words": "", "meaning": "Our own words"})
    html = shown(answer)
    assert Page(html).title.startswith("Error: ")
    assert "There is a problem" in html
    assert "Write the promise in one line." in html
    assert "Our own words" in html


def test_a_wrong_day_is_a_clear_sentence(leader, group, draft) -> None:
    talked = {"discussed_with": "Five women", "discussed_on": "soon"}
    html = shown(leader.post(at("draft-discussed", group, 1), talked))
    assert "Write the day as 31/12/2027, or pick it." in html
    assert "Five women" in html


def test_a_day_to_come_is_refused(leader, group, draft) -> None:
    talked = {"discussed_with": "Five women", "discussed_on": "2999-01-01"}
    html = shown(leader.post(at("draft-discussed", group, 1), talked))
    assert "That day is still to come" in html


def test_markup_in_her_words_stays_words(leader, group, draft, by_ruth) -> None:
    clauses.add(draft, words="<b>Be kind</b> & true", by=by_ruth)
    html = leader.get(at("draft-edit", group, 1)).content.decode()
    assert "&lt;b&gt;Be kind&lt;/b&gt; &amp; true" in html
    assert "<b>Be kind" not in html


def test_a_draft_edited_while_it_is_published_loses_nothing_and_says_so(
    leader, group, draft, by_nadia
) -> None:
    was = queries.print_of(draft.texts.get(clause__key="phones"))
    publish(draft, by=by_nadia)
    typed = {"words": "Phones sleep in the basket.", "meaning": "Ours.", "was": was}
    answer = leader.post(at("clause-edit", group, 1, "phones"), typed)
    html = shown(answer)
    assert "was published while you were at it" in html
    assert "Phones sleep in the basket." in html
    assert 'name="into_new"' in html
    answer = leader.post(at("clause-edit", group, 1, "phones"), typed | {"into_new": "1"})
    assert answer.url == at("draft-edit", group, 2)
    draft_2 = Version.objects.get(number=2)
    assert draft_2.texts.get(clause__key="phones").words == "Phones sleep in the basket."


def test_a_clause_added_while_it_is_published_loses_nothing(leader, group, draft, by_nadia) -> None:
    publish(draft, by=by_nadia)
    typed = {"words": "Tea first.", "meaning": "", "once": "b"}
    html = shown(leader.post(at("clause-add", group, 1), typed))
    assert "Tea first." in html
    leader.post(at("clause-add", group, 1), typed | {"into_new": "1"})
    assert queries.clauses_of(Version.objects.get(number=2))[-1].words == "Tea first."


def test_a_clause_taken_out_meanwhile_loses_nothing(leader, group, draft, by_nadia) -> None:
    text = draft.texts.select_related("version", "clause").get(clause__key="phones")
    was = queries.print_of(text)
    clauses.remove(text, by=by_nadia)
    typed = {"words": "Phones sleep in the basket.", "meaning": "", "was": was}
    html = shown(leader.post(at("clause-edit", group, 1, "phones"), typed))
    assert "taken out while you were writing" in html
    assert "Phones sleep in the basket." in html
    leader.post(at("clause-edit", group, 1, "phones"), typed | {"into_new": "1"})
    assert queries.clauses_of(draft)[-1].words == "Phones sleep in the basket."


def test_two_write_the_same_clause_and_both_are_shown(leader, group, draft, by_nadia) -> None:
    text = draft.texts.select_related("version", "clause").get(clause__key="phones")
    was = queries.print_of(text)
    clauses.edit(text, words="Nadia's words.", meaning="", never_strike=False, by=by_nadia)
    typed = {"words": "Ruth's words.", "meaning": "", "was": was}
    answer = leader.post(at("clause-edit", group, 1, "phones"), typed)
    html = shown(answer)
    assert "Nadia&#x27;s words." in html
    assert "Ruth&#x27;s words." in html
    anew = Page(html).all("input", name="was")[0]["value"]
    leader.post(at("clause-edit", group, 1, "phones"), typed | {"was": anew})
    assert draft.texts.get(clause__key="phones").words == "Ruth's words."


def test_publishing_words_that_changed_meanwhile_asks_to_read_again(
    leader, group, draft, by_nadia
) -> None:
    seen = queries.print_of(talked_about(draft, by_nadia))
    clauses.add(draft, words="Slipped in.", by=by_nadia)
    answer = leader.post(at("version-publish", group, 1), {"seen": seen})
    html = shown(answer)
    assert "Read it once more" in html
    assert "Slipped in." in html
    anew = Page(html).all("input", name="seen")[0]["value"]
    assert leader.post(at("version-publish", group, 1), {"seen": anew}).status_code == 302


def test_the_second_to_publish_reads_why(leader, group, draft, by_nadia) -> None:
    seen = queries.print_of(draft)
    publish(draft, by=by_nadia)
    html = shown(leader.post(at("version-publish", group, 1), {"seen": seen}))
    assert "Version 1 was published while you were at it" in html
    assert "See what is in force" in html


def test_a_name_in_the_words_has_to_be_ticked_off(leader, group, draft, by_ruth) -> None:
    builders.place(group, "May <i>")
    builders.place(group, "May")
    clauses.add(draft, words="May <i> or May not.", by=by_ruth)
    seen = queries.print_of(talked_about(draft, by_ruth))
    html = shown(leader.post(at("version-publish", group, 1), {"seen": seen}))
    assert "the name of a woman in the group: May, May &lt;i&gt;." in html
    assert "We found: May, May &lt;i&gt;." in html
    said = {"seen": seen, "nobody_is_named": "on"}
    assert leader.post(at("version-publish", group, 1), said).status_code == 302


def test_a_review_day_must_be_still_to_come(leader, group, draft, by_ruth) -> None:
    said = {"seen": queries.print_of(talked_about(draft, by_ruth)), "review_on": "2020-01-01"}
    html = shown(leader.post(at("version-publish", group, 1), said))
    assert "Choose a day that is still to come" in html
    leader.post(at("version-publish", group, 1), said | {"review_on": "2999-01-01"})
    draft.agreement.refresh_from_db()
    assert draft.agreement.review_on.year == 2999


# -- agreed in the room -------------------------------------------------------------------------


def agreed(women, **more) -> dict:
    return {
        "women": [woman.pk for woman in women],
        "way": "aloud",
        "on": clock.today().isoformat(),
    } | more


def test_ticked_in_the_room(leader, group, version, ada) -> None:
    zoe = builders.place(group, "Zoë").woman
    url = at("agreed-in-room", group, 1)
    page = Page(leader.get(url).content.decode())
    assert [box.get("checked") for box in page.all("input", name="women")] == [None, None]
    leader.post(url, agreed([ada]))
    assert Acceptance.objects.get().woman == ada
    page = Page(leader.get(url).content.decode())
    assert [box["value"] for box in page.all("input", name="women")] == [str(zoe.pk)]
    assert "1 of 2 agreed" in shown(leader.get(at("agreement-detail", group)))


def test_nobody_ticked_is_a_clear_sentence(leader, group, version, ada) -> None:
    html = shown(leader.post(at("agreed-in-room", group, 1), agreed([])))
    assert "Tick at least one woman." in html


def test_pressed_twice_it_is_written_once(leader, group, version, ada) -> None:
    for _ in range(2):
        answer = leader.post(at("agreed-in-room", group, 1), agreed([ada]))
        assert answer.status_code == 302
    assert Acceptance.objects.count() == 1


def test_ticking_a_woman_of_another_group_or_who_left_writes_nothing(
    leader, group, other_group, version, ada, by_ruth
) -> None:
    theirs = builders.place(other_group, "Maureen").woman
    gone = builders.place(group, "Beth")
    left = gone.woman
    memberships.leave(gone, by=by_ruth)
    for woman in (theirs, left):
        html = shown(leader.post(at("agreed-in-room", group, 1), agreed([ada, woman])))
        assert "no place in the group any more" in html
    assert not Acceptance.objects.exists()


def test_an_old_version_is_no_longer_agreed_to(leader, group, version, ada, by_ruth) -> None:
    next_version(group, by=by_ruth)
    html = shown(leader.post(at("agreed-in-room", group, 1), agreed([ada])))
    assert "There is a newer version" in html


# -- every page ---------------------------------------------------------------------------------


def test_no_title_gives_anything_away(leader, group, version, session, by_ruth) -> None:
    drafts.start(group, by=by_ruth)
    pages = [
        reverse("agreements:list"),
        reverse("agreements:wall-link", args=[session.pk]),
        at("agreement-detail", group),
        at("agreement-version", group, 1),
        at("agreed-in-room", group, 1),
        at("draft-edit", group, 2),
        at("draft-discussed", group, 2),
        at("version-publish", group, 2),
        at("clause-add", group, 2),
        at("clause-edit", group, 2, "phones"),
    ]
    for url in pages:
        answer = leader.get(url)
        page = Page(answer.content.decode())
        assert answer.status_code == 200, url
        assert words_in(page.title, names=[group.name]) == [], url
        assert words_in(url, names=[group.name]) == [], url
        assert len(page.all("h1")) == 1, url
        assert len(page.ids) == len(set(page.ids)), url
        assert "style=" not in page.html, url


def test_the_same_queries_with_one_row_and_with_three(
    client_for, nadia, group, version, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_for(nadia)
    url = reverse("agreements:list")

    def cost(page: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(page)
        return len(asked)

    by = Actor.of_user(nadia)
    builders.place(group, "Ada")
    few = cost(url), cost(at("agreement-detail", group)), cost(at("agreed-in-room", group, 1))
    for name in ("Second", "Third"):
        more = builders.group(name)
        publish(drafts.start(more, by=by), by=by)
        drafts.start(more, by=by)
        builders.place(more, "Zoë")
        builders.place(group, name)
    draft = drafts.start(group, by=by)
    clauses.add(draft, words="Tea first.", by=by)
    publish(draft, by=by, changes="Tea")
    many = cost(url), cost(at("agreement-detail", group)), cost(at("agreed-in-room", group, 1))
    assert few == many


def test_publish_is_a_post_and_no_get_changes_anything(leader, group, draft) -> None:
    for name in ("draft-start", "draft-throw-away"):
        more = () if name == "draft-start" else (1,)
        assert leader.get(at(name, group, *more)).status_code == 405
    for name in ("clause-move", "clause-remove"):
        assert leader.get(at(name, group, 1, "phones")).status_code == 405
    leader.get(at("version-publish", group, 1))
    draft.refresh_from_db()
    assert draft.is_draft
    assert versions.queries.clauses_of(draft)[0].clause.key == "what-is-said-here"
