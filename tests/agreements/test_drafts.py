"""Beginning a draft, changing it clause by clause, publishing it."""

import datetime as dt

import pytest

from agreements import queries, starter
from agreements.models import Clause, ClauseText, Version
from agreements.models.clause import TIME_KEEPING
from agreements.services import clauses, drafts, versions
from agreements.services.refusals import ChangedMeanwhile, NotPossible, PublishedMeanwhile
from groups.services import groups
from peersupport import clock
from peersupport.models import AuditEvent
from tests import builders

from .conftest import next_version, publish

pytestmark = pytest.mark.django_db


def said(version: Version) -> list[str]:
    return [text.words for text in queries.clauses_of(version)]


def text_of(version: Version, key: str) -> ClauseText:
    return version.texts.select_related("clause", "version").get(clause__key=key)


# -- beginning ----------------------------------------------------------------------------------


def test_the_first_draft_begins_from_the_starter_clauses(draft) -> None:
    assert draft.number == 1
    assert said(draft) == [clause.words for clause in starter.CLAUSES]


def test_the_starter_says_what_it_must() -> None:
    words = {clause.key: clause for clause in starter.CLAUSES}
    assert "all religions and none, and all our differences" in words["respect"].words
    assert words["phones"].words == "Phones off or on silent, except where a child may need you."
    assert words[TIME_KEEPING].never_strike
    assert "one limit" in words["what-is-said-here"].meaning


def test_the_next_draft_begins_from_the_version_in_force(group, version, by_ruth) -> None:
    draft = drafts.start(group, by=by_ruth)
    assert draft.number == 2
    assert said(draft) == said(version)
    assert [text.clause_id for text in queries.clauses_of(draft)] == [
        text.clause_id for text in queries.clauses_of(version)
    ]


def test_starting_twice_goes_on_with_the_same_draft(group, draft, by_ruth) -> None:
    assert drafts.start(group, by=by_ruth) == draft
    assert Version.objects.count() == 1


def test_a_closed_group_starts_no_draft(group, by_ruth) -> None:
    closed = groups.set_state(group, "closed", by=by_ruth)
    with pytest.raises(NotPossible, match="closed"):
        drafts.start(closed, by=by_ruth)


def test_thrown_away_a_draft_leaves_nothing_behind(group, version, by_ruth) -> None:
    draft = drafts.start(group, by=by_ruth)
    clauses.add(draft, words="We wash up together.", by=by_ruth)
    drafts.throw_away(draft, by=by_ruth)
    assert list(Version.objects.all()) == [version]
    assert Clause.objects.count() == len(starter.CLAUSES)
    with pytest.raises(NotPossible, match="thrown away"):
        clauses.add(draft, words="Too late", by=by_ruth)


# -- clauses ------------------------------------------------------------------------------------


def test_a_clause_is_added_at_the_end(draft, by_ruth) -> None:
    clauses.add(draft, words="  We wash up together. ", by=by_ruth)
    assert said(draft)[-1] == "We wash up together."


def test_the_same_form_sent_twice_adds_one(draft, by_ruth) -> None:
    assert clauses.add(draft, words="Tea first.", once="key", by=by_ruth) is not None
    assert clauses.add(draft, words="Tea first.", once="key", by=by_ruth) is None
    assert said(draft).count("Tea first.") == 1


def test_there_is_an_end_to_what_can_be_kept_in_mind(draft, by_ruth) -> None:
    for number in range(clauses.AT_MOST - len(starter.CLAUSES)):
        clauses.add(draft, words=f"Promise {number}", by=by_ruth)
    with pytest.raises(NotPossible, match="keep in mind"):
        clauses.add(draft, words="One more", by=by_ruth)


def test_a_changed_clause_keeps_its_identity(group, version, by_ruth) -> None:
    draft = drafts.start(group, by=by_ruth)
    text = text_of(draft, "phones")
    clauses.edit(text, words="Phones away.", meaning="", never_strike=False, by=by_ruth)
    assert text_of(draft, "phones").clause_id == text_of(version, "phones").clause_id
    assert text_of(version, "phones").words.startswith("Phones off")


def test_somebody_elses_change_is_not_written_over_unread(draft, by_ruth, by_nadia) -> None:
    text = text_of(draft, "phones")
    was = queries.print_of(text)
    clauses.edit(text, words="Phones away.", meaning="", never_strike=False, by=by_nadia)
    with pytest.raises(ChangedMeanwhile):
        clauses.edit(text, words="No phones.", meaning="", never_strike=False, was=was, by=by_ruth)
    assert text_of(draft, "phones").words == "Phones away."


def test_the_same_change_sent_twice_is_no_quarrel(draft, by_ruth) -> None:
    text = text_of(draft, "phones")
    was = queries.print_of(text)
    for _ in range(2):
        clauses.edit(
            text, words="Phones away.", meaning="", never_strike=False, was=was, by=by_ruth
        )
    assert text_of(draft, "phones").words == "Phones away."


def test_time_keeping_never_leads_to_a_step_whoever_asks(draft, by_ruth) -> None:
    text = text_of(draft, TIME_KEEPING)
    clauses.edit(text, words="Come when you can.", meaning="", never_strike=False, by=by_ruth)
    assert text_of(draft, TIME_KEEPING).never_strike


def test_clauses_move_up_and_down_and_stop_at_the_ends(draft, by_ruth) -> None:
    first, second, *_, last = said(draft)
    clauses.move(text_of(draft, "respect"), up=True, by=by_ruth)
    assert said(draft)[:2] == [second, first]
    clauses.move(text_of(draft, "respect"), up=True, by=by_ruth)
    clauses.move(text_of(draft, "if-it-is-not-kept"), up=False, by=by_ruth)
    assert (said(draft)[0], said(draft)[-1]) == (second, last)


def test_a_move_pressed_twice_moves_once(draft, by_ruth) -> None:
    text = text_of(draft, "phones")
    at, before = text.position, said(draft)
    clauses.move(text, up=True, at=at, by=by_ruth)
    clauses.move(text, up=True, at=at, by=by_ruth)
    assert said(draft).index(text.words) == before.index(text.words) - 1


def test_clauses_still_move_after_some_were_taken_out(draft, by_ruth) -> None:
    for key in ("respect", "listening", "sharing"):
        clauses.remove(text_of(draft, key), by=by_ruth)
    clauses.add(draft, words="New", by=by_ruth)
    clauses.move(text_of(draft, "phones"), up=True, by=by_ruth)
    assert said(draft)[0].startswith("Phones")


def test_a_clause_taken_out_stays_in_the_version_that_had_it(group, version, by_ruth) -> None:
    draft = drafts.start(group, by=by_ruth)
    text = text_of(draft, "phones")
    clauses.remove(text, by=by_ruth)
    assert text_of(version, "phones")
    with pytest.raises(NotPossible, match="taken out"):
        clauses.remove(text, by=by_ruth)


def test_a_clause_nobody_ever_promised_goes_with_its_words(draft, by_ruth) -> None:
    added = clauses.add(draft, words="Tea first.", by=by_ruth)
    clauses.remove(added, by=by_ruth)
    assert not Clause.objects.filter(pk=added.clause_id).exists()


# -- publishing ---------------------------------------------------------------------------------


def test_published_it_is_in_force_at_once(group, draft, by_ruth, ruth) -> None:
    version = publish(draft, by=by_ruth)
    assert queries.version_in_force(group.pk) == version
    assert (version.state, version.published_by) == ("published", ruth)
    assert AuditEvent.objects.filter(verb="version.published", subject=version.subject).exists()


def test_it_must_have_been_talked_about(draft, by_ruth) -> None:
    with pytest.raises(NotPossible, match="who talked"):
        versions.publish(draft, by=by_ruth)


def test_it_cannot_have_been_talked_about_tomorrow(draft, by_ruth) -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    with pytest.raises(NotPossible, match="still to come"):
        drafts.tell_how(draft, discussed_with="All", discussed_on=tomorrow, by=by_ruth)


def test_without_a_clause_there_is_nothing_to_publish(draft, by_ruth) -> None:
    for text in queries.clauses_of(draft):
        clauses.remove(text, by=by_ruth)
    with pytest.raises(NotPossible, match="no clause"):
        publish(draft, by=by_ruth)


def test_a_second_version_says_what_is_new(group, version, by_ruth) -> None:
    draft = drafts.start(group, by=by_ruth)
    clauses.add(draft, words="We wash up together.", by=by_ruth)
    with pytest.raises(NotPossible, match="what is new"):
        publish(draft, by=by_ruth)


def test_the_same_words_are_no_new_version(group, version, by_ruth) -> None:
    with pytest.raises(NotPossible, match="the same as in version 1"):
        publish(drafts.start(group, by=by_ruth), by=by_ruth, changes="Nothing")


def test_the_second_to_publish_is_told_clearly(draft, by_ruth, by_nadia) -> None:
    publish(draft, by=by_ruth)
    with pytest.raises(PublishedMeanwhile, match="was published while you were at it"):
        versions.publish(draft, by=by_nadia)


def test_her_own_second_press_is_no_quarrel(draft, by_ruth) -> None:
    version = publish(draft, by=by_ruth)
    assert versions.publish(draft, seen=queries.print_of(version), by=by_ruth) == version


def test_nobody_publishes_words_she_has_not_read(draft, by_ruth, by_nadia) -> None:
    seen = queries.print_of(draft)
    clauses.add(draft, words="Slipped in", by=by_nadia)
    with pytest.raises(ChangedMeanwhile, match="Read it once more"):
        versions.publish(draft, seen=seen, by=by_ruth)
    draft.refresh_from_db()
    assert draft.is_draft


@pytest.mark.parametrize("verb", ["add", "edit", "move", "remove", "tell", "throw"])
def test_a_published_version_takes_no_change_by_any_verb(version, by_ruth, verb) -> None:
    text = text_of(version, "phones")
    do = {
        "add": lambda: clauses.add(version, words="More", by=by_ruth),
        "edit": lambda: clauses.edit(text, words="x", meaning="", never_strike=False, by=by_ruth),
        "move": lambda: clauses.move(text, up=True, by=by_ruth),
        "remove": lambda: clauses.remove(text, by=by_ruth),
        "tell": lambda: drafts.tell_how(
            version, discussed_with="x", discussed_on=clock.today(), by=by_ruth
        ),
        "throw": lambda: drafts.throw_away(version, by=by_ruth),
    }[verb]
    before = said(version)
    with pytest.raises(PublishedMeanwhile):
        do()
    assert said(version) == before


def test_words_written_too_late_go_into_a_new_draft(version, by_ruth) -> None:
    made = clauses.carry_over(
        version.agreement, "phones", words="No phones.", meaning="", never_strike=False, by=by_ruth
    )
    assert (made.number, text_of(made, "phones").words) == (2, "No phones.")
    clauses.carry_over(
        version.agreement, "", words="Tea first.", meaning="", never_strike=False, by=by_ruth
    )
    assert said(made)[-1] == "Tea first."


def test_a_womans_name_is_not_published_unawares(group, draft, by_ruth) -> None:
    builders.place(group, "May")
    clauses.add(draft, words="May we all be kind.", by=by_ruth)
    with pytest.raises(versions.NamesAWoman) as refused:
        publish(draft, by=by_ruth)
    assert refused.value.names == ["May"]
    assert versions.publish(draft, nobody_is_named=True, by=by_ruth).state == "published"


def test_only_whole_names_count(group, draft, by_ruth) -> None:
    builders.place(group, "Ann")
    clauses.add(draft, words="Anna and Joann are not she. ann", by=by_ruth)
    assert queries.names_in(draft) == []


# -- which one was in force ---------------------------------------------------------------------


def test_the_version_in_force_on_a_day(group, draft, by_ruth, clock_at) -> None:
    clock_at(2026, 12, 1, 12)
    first = publish(draft, by=by_ruth)
    clock_at(2026, 12, 10, 23, 59)
    second = next_version(group, by=by_ruth)
    assert queries.version_in_force(group.pk, on=dt.date(2026, 11, 30)) is None
    assert queries.version_in_force(group.pk, on=dt.date(2026, 12, 1)) == first
    assert queries.version_in_force(group.pk, on=dt.date(2026, 12, 9)) == first
    assert queries.version_in_force(group.pk, on=dt.date(2026, 12, 10)) == second
    assert queries.version_in_force(group.pk) == second
    assert queries.superseded_on(first) == dt.date(2026, 12, 10)
    assert queries.superseded_on(second) is None


def test_a_draft_is_never_in_force(group, version, by_ruth) -> None:
    drafts.start(group, by=by_ruth)
    assert queries.version_in_force(group.pk) == version
