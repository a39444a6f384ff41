"""A group's own questions: reviewed first, optional, read by just those she was told of."""

import pytest
from django.db import IntegrityError, transaction

from outreach.models import GroupQuestion, Introduction, More, OwnAnswer, Question
from outreach.services import decisions, questions
from peersupport.actors import Actor
from peersupport.registry import registry
from tests import builders
from tests.outreach.test_forgetting import dump
from tests.pages import Page

pytestmark = pytest.mark.django_db
AT = "/dashboard/introductions/questions/"


def page(response) -> Page:
    return Page(response.content.decode())


def proposed(by, **facts) -> Question:
    usual = {"words": "Do you like tea?", "why": "So the kettle is on.", "kind": "yes_no"}
    said = usual | {"choices": [], "who_sees": "leaders"} | facts
    return questions.propose(**said, by=Actor.of_user(by))


@pytest.fixture
def three(group, ruth, nadia) -> list[GroupQuestion]:
    """One of each kind; the last is for the coordinator alone."""
    choices = {"kind": "choice", "choices": ["Tea", "Coffee", "Water"], "words": "What to drink?"}
    words = {"kind": "text", "words": "What shall we know?", "who_sees": "coordinator"}
    return [
        builders.group_question(group, nadia),
        builders.group_question(group, nadia, **choices),
        builders.group_question(group, nadia, **words),
    ]


def told(walk, group, three, **more):
    """She answers all three, ticks that we may keep it, and sends."""
    yes_no, choice, text = (f"own_{row.question_id}" for row in three)
    walk.to_check(group=group.ref)
    said = {yes_no: "yes", choice: "Coffee", text: "I bring a dog", "keep_more": "on"}
    assert walk.put("more", **(said | more)).status_code == 302
    walk.send()
    return Introduction.objects.get()


# -- the library ----------------------------------------------------------------------------------


def test_a_peer_leader_proposes_and_reads_what_may_never_be_asked(ruth, client_for) -> None:
    client = client_for(ruth)
    shown = client.get(f"{AT}propose/").content.decode()
    for never in ("her legal name", "a diagnosis", "her story", "NHS number", "she decides that"):
        assert never in shown
    said = {"words": "Tea?", "why": "For the kettle.", "kind": "yes_no", "who_sees": "leaders"}
    for _ in range(2):
        assert client.post(f"{AT}propose/", said | {"once": "k"})["Location"] == AT
    row = Question.objects.get()
    assert (row.state, row.proposed_by, row.reviewed_by) == ("proposed", ruth, None)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"words": ""}, "Write the question."),
        ({"why": ""}, "She reads it beside the question."),
        ({"kind": "choice"}, "Write 2 to 6 answers"),
        ({"kind": "choice", "choices": "one\n one \n"}, "Write 2 to 6 answers"),
        ({"kind": "choice", "choices": "a\n" + "b" * 61}, "Keep each answer to 60 letters."),
        ({"who_sees": "everybody"}, "Select a valid choice"),
    ],
    ids=str,
)
def test_24_a_wrong_proposal_gets_a_sentence(ruth, client_for, said, words) -> None:
    usual = {"words": "Tea?", "why": "Kettle.", "kind": "yes_no", "who_sees": "leaders"}
    shown = client_for(ruth).post(f"{AT}propose/", usual | said)
    assert shown.status_code == 200
    assert words in shown.content.decode()
    assert not Question.objects.exists()


def test_nobody_is_asked_before_a_coordinator_has_looked(
    ruth, nadia, group, client_for, walk
) -> None:
    row = proposed(ruth)
    ask = {"question": row.pk, "group": group.pk}
    client_for(ruth).post(f"{AT}ask/", ask)
    assert not GroupQuestion.objects.exists()
    client = client_for(nadia)
    unticked = client.post(f"{AT}{row.pk}/", {})
    assert "Look at the list first, then tick." in unticked.content.decode()
    client.post(f"{AT}{row.pk}/", {"checked": "on"})
    row.refresh_from_db()
    assert (row.state, row.reviewed_by) == ("reviewed", nadia)
    assert row.reviewed_at is not None
    for _ in range(2):
        client_for(ruth).post(f"{AT}ask/", ask)
    assert GroupQuestion.objects.get().place == 1
    walk.to_check(group=group.ref)
    assert "Do you like tea?" in walk.client.get("/join/q/more/").content.decode()


def test_39_a_peer_leader_cannot_review_or_put_away(ruth, client_for) -> None:
    row = proposed(ruth)
    client = client_for(ruth)
    assert client.post(f"{AT}{row.pk}/", {"checked": "on"}).status_code == 403
    assert client.post(f"{AT}{row.pk}/retire/").status_code == 403
    for deed in (questions.review, questions.retire):
        with pytest.raises(questions.NotPossible):
            deed(row, by=Actor.of_user(ruth))


def test_39_another_group_of_hers_only(other_ruth, group, three, client_for) -> None:
    client = client_for(other_ruth)
    client.post(f"{AT}ask/", {"question": three[0].question_id, "group": group.pk})
    client.post(f"{AT}ask/", {"question": "1 OR 1", "group": "x"})
    assert client.post(f"{AT}asked/{three[0].pk}/drop/").status_code == 404
    assert GroupQuestion.objects.count() == 3


def test_three_are_enough(group, three, ruth, nadia) -> None:
    fourth = questions.review(proposed(ruth, words="More?"), by=Actor.of_user(nadia))
    with pytest.raises(questions.NotPossible, match="3 at most"):
        questions.ask(fourth, group_id=group.pk, by=Actor.of_user(ruth))
    questions.drop(three[1], by=Actor.of_user(ruth))
    assert questions.ask(fourth, group_id=group.pk, by=Actor.of_user(ruth)).place == 2


def test_one_that_is_put_away_is_asked_nowhere(group, three, nadia, walk, client_for) -> None:
    client_for(nadia).post(f"{AT}{three[0].question_id}/retire/")
    walk.to_check(group=group.ref)
    assert "Do you like tea?" not in walk.client.get("/join/q/more/").content.decode()
    with pytest.raises(questions.NotPossible):
        questions.review(three[0].question, by=Actor.of_user(nadia))


def test_the_list_costs_the_same_with_one_and_with_three(
    group, ruth, nadia, client_for, django_assert_max_num_queries
) -> None:
    client = client_for(ruth)
    builders.group_question(group, nadia)
    with django_assert_max_num_queries(8) as one:
        client.get(AT)
    for words in ("A?", "B?"):
        builders.group_question(group, nadia, words=words)
        proposed(ruth, words=words + words)
    with django_assert_max_num_queries(8) as three:
        client.get(AT)
    assert len(one) == len(three)


# -- asking her -----------------------------------------------------------------------------------


def test_23_she_reads_why_and_who_beside_each_and_may_leave_it(walk, group, three) -> None:
    walk.to_check(group=group.ref)
    said = walk.client.get("/join/q/more/").content.decode()
    assert "So the kettle is on. Only the women who run this group read it." in said
    assert "Only the woman who looks after all the groups reads it." in said
    assert said.index("What shall we know?") < said.index("May we keep that?")
    assert walk.put("more").status_code == 302


def test_only_the_group_she_chose_asks_and_with_help_to_choose_nobody(
    walk, group, three, other_group, django_assert_num_queries
) -> None:
    walk.to_check(group=other_group.ref)
    assert "Do you like tea?" not in walk.client.get("/join/q/more/").content.decode()
    walk.to_check(group="choose")
    with django_assert_num_queries(0):
        walk.client.get("/join/q/more/")
    walk.to_check(group=group.ref)
    with django_assert_num_queries(1):
        walk.client.get("/join/q/more/")


def test_38_her_answers_are_kept_sealed_on_her_tick(walk, group, three) -> None:
    row = told(walk, group, three)
    kept = OwnAnswer.objects.order_by("question_id").values_list("answer", flat=True)
    assert list(kept) == ["yes", "Coffee", "I bring a dog"]
    assert row.more.consent_text_version == "more-1"
    written = dump()
    assert "Do you like tea?" in written
    assert "I bring a dog" not in written


def test_34_without_her_tick_they_are_not_kept(walk, group, three) -> None:
    told(walk, group, three, keep_more="")
    assert not OwnAnswer.objects.exists()
    assert not More.objects.exists()


def test_she_checks_them_before_send(walk, group, three) -> None:
    walk.to_check(group=group.ref)
    walk.put("more", **{f"own_{three[0].question_id}": "no", "keep_more": "on"})
    said = " ".join(page(walk.client.get("/join/q/check/")).words)
    assert "Do you like tea? No" in " ".join(said.split())


@pytest.mark.parametrize("answer", ["maybe", "x" * 201])
def test_24_an_answer_that_is_not_one_gets_a_sentence(walk, group, three, answer) -> None:
    walk.to_check(group=group.ref)
    names = (f"own_{three[0].question_id}", f"own_{three[2].question_id}")
    name = names[len(answer) > 10]
    shown = walk.put("more", **{name: answer, "language": "Twi"})
    assert shown.status_code == 200
    assert page(shown).title.startswith("Error: ")
    assert [a["value"] for a in page(shown).all("input", name="language")] == ["Twi"]


def test_what_is_no_longer_asked_at_send_is_not_kept(walk, group, three, other_group) -> None:
    name = f"own_{three[0].question_id}"
    walk.to_check(group=group.ref)
    walk.put("more", **{name: "yes", "keep_more": "on"})
    walk.client.post("/join/q/group/?change", {"group": other_group.ref})
    walk.send()
    assert not OwnAnswer.objects.exists()


def test_visible_to_just_those_whom_she_was_told_of(
    walk, group, three, ruth, other_ruth, nadia, pat, client_for
) -> None:
    row = told(walk, group, three)
    url = f"/dashboard/introductions/{row.pk}/"
    to_ruth = client_for(ruth).get(url).content.decode()
    to_nadia = client_for(nadia).get(url).content.decode()
    assert "Coffee" in to_ruth
    assert "I bring a dog" not in to_ruth
    assert "I bring a dog" in to_nadia
    assert "Coffee" not in to_nadia
    for nobody in (other_ruth, pat):
        assert not OwnAnswer.objects.visible_to(Actor.of_user(nobody)).exists()


def test_37_they_are_in_her_export_and_gone_on_her_yes(walk, group, three, by_ruth) -> None:
    row = told(walk, group, three)
    sections = [section for export in registry.exporters for section in export(row.subject)]
    lines = {line for section in sections for line in section.lines}
    assert {("What to drink?", "Coffee"), ("What shall we know?", "I bring a dog")} <= lines
    decisions.record(row, "yes", by=by_ruth)
    assert not OwnAnswer.objects.exists()
    assert not More.objects.exists()


# -- what the database refuses --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Question, {"reviewed_by": None}),
        (Question, {"reviewed_at": None}),
        (Question, {"state": "asked"}),
        (Question, {"state": "retired"}),
        (Question, {"state": "proposed"}),
        (Question, {"choices": ["a"]}),
        (Question, {"kind": "story"}),
        (Question, {"who_sees": "partner"}),
        (Question, {"why": ""}),
        (GroupQuestion, {"place": 4}),
        (GroupQuestion, {"place": 0}),
    ],
    ids=str,
)
def test_the_database_refuses(group, nadia, model, changes) -> None:
    builders.group_question(group, nadia)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**changes)


def test_the_database_refuses_two_in_one_place_and_one_twice(group, three) -> None:
    for changes in ({"place": 2}, {"question": three[1].question}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GroupQuestion.objects.filter(pk=three[0].pk).update(**changes)
