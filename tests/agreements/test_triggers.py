"""SQL itself cannot change what was published, nor overwrite that somebody agreed (safety.md 44)."""

# ruff: noqa: S608  (the SQL is ours, put together word by word on purpose)
import pytest
from django.db import IntegrityError, connection, transaction

from agreements.models import Acceptance, Clause, ClauseText, Version
from agreements.models.clause import TIME_KEEPING
from agreements.services import acceptances, drafts
from agreements.triggers import TRIGGERS
from peersupport.actors import Actor
from tests import builders

from .conftest import publish

pytestmark = pytest.mark.django_db


def run(sql: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(sql: str, *values, match: str = "stays as it was agreed") -> None:
    with pytest.raises(IntegrityError, match=match):
        run(sql, *values)


def test_every_trigger_is_in_the_database() -> None:
    from tests.conftest import trigger_names

    assert {trigger.name for trigger in TRIGGERS} <= trigger_names()


# -- the version --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "number = 7",
        "state = 'draft', published_at = NULL, published_by_id = NULL",
        "discussed_with = 'Nobody'",
        "changes = 'Other words'",
        "published_at = '2020-01-01 00:00:00'",
        "number = number",
    ],
)
def test_a_published_version_refuses_every_update(version, change) -> None:
    refused(f"UPDATE agreements_version SET {change} WHERE id = %s", version.pk)


def test_a_published_version_refuses_delete(version) -> None:
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute("DELETE FROM agreements_clausetext WHERE version_id = %s", [version.pk])
    refused("DELETE FROM agreements_version WHERE id = %s", version.pk)


def test_a_version_cannot_begin_as_published(draft, ruth) -> None:
    refused(
        "INSERT INTO agreements_version (agreement_id, number, state, discussed_with, discussed_on,"
        " changes, published_at, published_by_id) VALUES (%s, 2, 'published', 'x', '2026-01-01',"
        " 'x', '2026-01-01 00:00:00+00', %s)",
        draft.agreement_id,
        ruth.pk,
        match="begins as a draft",
    )


def test_a_version_without_a_clause_cannot_become_published(draft, by_ruth, ruth) -> None:
    run("DELETE FROM agreements_clausetext WHERE version_id = %s", draft.pk)
    refused(
        "UPDATE agreements_version SET state = 'published', discussed_with = 'x', "
        "discussed_on = '2026-01-01', published_at = '2026-01-01 00:00:00+00', "
        "published_by_id = %s WHERE id = %s",
        ruth.pk,
        draft.pk,
        match="without a clause",
    )


@pytest.mark.parametrize(
    "missing", ["published_at = NULL", "published_by_id = NULL", "discussed_with = ''"]
)
def test_published_means_by_somebody_on_a_day_after_talk(draft, ruth, missing) -> None:
    facts = {
        "published_at": "'2026-01-01 00:00:00+00'",
        "published_by_id": str(ruth.pk),
        "discussed_with": "'x'",
    }
    facts[missing.partition(" =")[0]] = missing.partition("= ")[2]
    changes = ", ".join(f"{name} = {value}" for name, value in facts.items())
    refused(
        f"UPDATE agreements_version SET state = 'published', discussed_on = '2026-01-01', {changes}"
        " WHERE id = %s",
        draft.pk,
        match="version_published|CHECK constraint",
    )


def test_a_draft_may_change_and_go(draft) -> None:
    run("UPDATE agreements_version SET discussed_with = 'All of us' WHERE id = %s", draft.pk)
    run("DELETE FROM agreements_clausetext WHERE version_id = %s", draft.pk)
    run("DELETE FROM agreements_version WHERE id = %s", draft.pk)
    assert not Version.objects.exists()


def test_one_draft_at_a_time_and_each_number_once(draft) -> None:
    row = (
        "INSERT INTO agreements_version (agreement_id, number, state, discussed_with, changes) "
        "VALUES (%s, %s, 'draft', '', '')"
    )
    for number in (1, 2):
        refused(row, draft.agreement_id, number, match="(?i)unique")


# -- its words ----------------------------------------------------------------------------------

INSERT = (
    "INSERT INTO agreements_clausetext (version_id, clause_id, position, words, meaning, "
    "never_strike) VALUES (%s, %s, 99, 'Slipped in', '', %s)"
)


def test_published_words_refuse_insert(version, by_ruth) -> None:
    clause = Clause.objects.create(agreement=version.agreement, key="slipped-in")
    refused(INSERT, version.pk, clause.pk, True)


@pytest.mark.parametrize(
    "change", ["words = 'x'", "meaning = 'x'", "never_strike = NOT never_strike", "position = 90"]
)
def test_published_words_refuse_every_update(version, change) -> None:
    text = version.texts.get(clause__key="phones")
    refused(f"UPDATE agreements_clausetext SET {change} WHERE id = %s", text.pk)


def test_published_words_refuse_delete_one_and_all(version) -> None:
    text = version.texts.first()
    refused("DELETE FROM agreements_clausetext WHERE id = %s", text.pk)
    refused("DELETE FROM agreements_clausetext")
    assert version.texts.count() == 8


def test_words_cannot_be_carried_into_or_out_of_a_published_version(version, by_ruth) -> None:
    draft = drafts.start(version.agreement.group, by=by_ruth)
    theirs, ours = version.texts.first(), draft.texts.first()
    run("DELETE FROM agreements_clausetext WHERE version_id = %s AND id <> %s", draft.pk, ours.pk)
    move = "UPDATE agreements_clausetext SET version_id = %s, position = 90 WHERE id = %s"
    refused(move, draft.pk, theirs.pk)
    refused(move, version.pk, ours.pk)


def test_an_insert_that_replaces_is_refused_too(version) -> None:
    if connection.vendor != "sqlite":
        return  # only SQLite has INSERT OR REPLACE
    text = version.texts.first()
    refused(
        "INSERT OR REPLACE INTO agreements_clausetext (id, version_id, clause_id, position, words,"
        " meaning, never_strike) VALUES (%s, %s, %s, %s, 'x', '', 1)",
        text.pk,
        version.pk,
        text.clause_id,
        text.position,
    )
    refused(
        "INSERT OR REPLACE INTO agreements_version (id, agreement_id, number, state, "
        "discussed_with, changes) VALUES (%s, %s, 1, 'draft', '', '')",
        version.pk,
        version.agreement_id,
    )


def test_a_clause_keeps_its_identity(version) -> None:
    clause = Clause.objects.get(key="phones")
    refused(
        "UPDATE agreements_clause SET key = 'other' WHERE id = %s",
        clause.pk,
        match="keeps its identity",
    )


def test_a_clause_belongs_to_one_agreement(draft, other_version) -> None:
    theirs = Clause.objects.create(agreement=other_version.agreement, key="theirs")
    refused(INSERT, draft.pk, theirs.pk, True, match="one agreement")
    refused(
        "UPDATE agreements_clausetext SET clause_id = %s WHERE id = %s",
        theirs.pk,
        draft.texts.first().pk,
        match="one agreement",
    )


def test_time_keeping_can_never_be_made_a_strike(draft) -> None:
    text = draft.texts.get(clause__key=TIME_KEEPING)
    refused(
        "UPDATE agreements_clausetext SET never_strike = %s WHERE id = %s",
        False,
        text.pk,
        match="never a strike",
    )
    run("DELETE FROM agreements_clausetext WHERE id = %s", text.pk)
    refused(INSERT, draft.pk, text.clause_id, False, match="never a strike")
    run(INSERT, draft.pk, text.clause_id, True)


# -- who agreed ---------------------------------------------------------------------------------

AGREE = (
    "INSERT INTO agreements_acceptance (version_id, woman_id, way, accepted_on, recorded_at) "
    "VALUES (%s, %s, 'tap', '2026-12-01', '2026-12-01 10:00:00+00')"
)


def test_an_acceptance_refuses_every_update(version, ada) -> None:
    run(AGREE, version.pk, ada.pk)
    for change in ("accepted_on = '2020-01-01'", "way = 'paper'", "woman_id = woman_id"):
        refused(f"UPDATE agreements_acceptance SET {change}", match="never overwritten")


def test_an_acceptance_is_not_written_a_second_time(version, ada) -> None:
    run(AGREE, version.pk, ada.pk)
    refused(AGREE, version.pk, ada.pk, match="never overwritten")
    if connection.vendor == "sqlite":
        replace = AGREE.replace("INSERT", "INSERT OR REPLACE")
        refused(replace, version.pk, ada.pk, match="never overwritten")


def test_a_draft_cannot_be_agreed_to(draft, ada) -> None:
    refused(AGREE, draft.pk, ada.pk, match="only a published version")


def test_an_acceptance_may_be_deleted_with_her(version, ada) -> None:
    run(AGREE, version.pk, ada.pk)
    run("DELETE FROM agreements_acceptance WHERE woman_id = %s", ada.pk)
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize(("way", "writer"), [("tap", True), ("aloud", False), ("paper", False)])
def test_who_wrote_it_down_fits_the_way(version, ada, ruth, way, writer) -> None:
    refused(
        "INSERT INTO agreements_acceptance (version_id, woman_id, way, accepted_on, recorded_at, "
        "recorded_by_id) VALUES (%s, %s, %s, '2026-12-01', '2026-12-01 10:00:00+00', %s)",
        version.pk,
        ada.pk,
        way,
        ruth.pk if writer else None,
        match="acceptance_by_herself|CHECK constraint",
    )


# -- through the ORM too ------------------------------------------------------------------------


def test_the_orm_is_refused_as_well(version, ada, by_ruth) -> None:
    acceptances.aloud(version, [ada], by=by_ruth)
    for rows, change in (
        (Version.objects.all(), {"changes": "x"}),
        (ClauseText.objects.all(), {"words": "x"}),
        (Acceptance.objects.all(), {"accepted_on": "2020-01-01"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClauseText.objects.filter(version=version).delete()


def test_ending_a_role_leaves_her_name_on_what_she_published(group, other_ruth) -> None:
    from peersupport.services import people

    by = Actor.of_user(other_ruth)
    builders.leads(other_ruth, group)
    version = publish(drafts.start(group, by=by), by=by)
    people.end_role(other_ruth, by=by)
    version.refresh_from_db()
    assert version.published_by == other_ruth
