"""Promises the database itself keeps: what was published stays as it was (safety.md 44)."""

from dataclasses import dataclass

from peersupport.database import Trigger

from .models.clause import TIME_KEEPING


@dataclass(frozen=True)
class LockingTrigger(Trigger):
    """A trigger whose ``when`` reads a row that somebody may be changing just now.

    ``{share}`` becomes a lock where engines have rows to lock: it waits for the other
    transaction and then sees what that one made of the row. SQLite has one writer at a time.
    """

    def up(self, vendor: str) -> list[str]:
        share = "FOR SHARE" if vendor == "postgresql" else ""
        return [line.replace("{share}", share) for line in super().up(vendor)]


def _is_published(version: str) -> str:
    """SQL: whether the version of this id is published, by what is committed last.

    LIMIT keeps PostgreSQL from looking at the state before it waits for the row.
    """
    row = f"SELECT state FROM agreements_version WHERE id = {version} LIMIT 1 {{share}}"  # noqa: S608
    return f"EXISTS (SELECT 1 FROM ({row}) AS v WHERE v.state = 'published')"  # noqa: S608


_NEW_IS_PUBLISHED = _is_published("NEW.version_id")
_OLD_IS_PUBLISHED = _is_published("OLD.version_id")
_STAYS = "a published version stays as it was agreed"
_OTHER_AGREEMENT = (
    "(SELECT agreement_id FROM agreements_clause WHERE id = NEW.clause_id) <> "
    "(SELECT agreement_id FROM agreements_version WHERE id = NEW.version_id)"
)
_TIME_IS_HELD_AGAINST_HER = (
    "NOT NEW.never_strike AND EXISTS (SELECT 1 FROM agreements_clause "  # noqa: S608
    f"WHERE id = NEW.clause_id AND key = '{TIME_KEEPING}')"
)


def _text(event: str, name: str, when: str, says: str) -> Trigger:
    return LockingTrigger(f"clausetext_{name}", "agreements_clausetext", event, when, says)


TRIGGERS: list[Trigger] = [
    Trigger(
        name="version_starts_as_draft",
        table="agreements_version",
        event="INSERT",
        when="NEW.state <> 'draft'",
        says="a version begins as a draft",
    ),
    Trigger(
        name="version_published_stays",
        table="agreements_version",
        event="UPDATE",
        when="OLD.state = 'published'",
        says=_STAYS,
    ),
    Trigger(
        name="version_published_is_kept",
        table="agreements_version",
        event="DELETE",
        when="OLD.state = 'published'",
        says=_STAYS,
    ),
    Trigger(
        name="version_published_has_clauses",
        table="agreements_version",
        event="UPDATE",
        when="NEW.state = 'published' AND NOT EXISTS "
        "(SELECT 1 FROM agreements_clausetext WHERE version_id = NEW.id)",
        says="an agreement without a clause cannot be published",
    ),
    Trigger(
        name="clause_keeps_its_identity",
        table="agreements_clause",
        event="UPDATE",
        when="1 = 1",
        says="a clause keeps its identity",
    ),
    _text("INSERT", "none_added", _NEW_IS_PUBLISHED, _STAYS),
    _text("UPDATE", "none_changed", f"{_OLD_IS_PUBLISHED} OR {_NEW_IS_PUBLISHED}", _STAYS),
    _text("DELETE", "none_removed", _OLD_IS_PUBLISHED, _STAYS),
    _text("INSERT", "own_agreement", _OTHER_AGREEMENT, "a clause belongs to one agreement"),
    _text("UPDATE", "own_agreement_still", _OTHER_AGREEMENT, "a clause belongs to one agreement"),
    _text("INSERT", "late_is_fine", _TIME_IS_HELD_AGAINST_HER, "coming late is never a strike"),
    _text(
        "UPDATE", "late_is_fine_still", _TIME_IS_HELD_AGAINST_HER, "coming late is never a strike"
    ),
    Trigger(
        name="acceptance_stays",
        table="agreements_acceptance",
        event="UPDATE",
        when="1 = 1",
        says="an acceptance is never overwritten",
    ),
    LockingTrigger(
        name="acceptance_of_published",
        table="agreements_acceptance",
        event="INSERT",
        when=f"NOT {_NEW_IS_PUBLISHED}",
        says="only a published version can be agreed to",
    ),
    # SQLite's INSERT OR REPLACE would put a new row in the place of the old one.
    Trigger(
        name="acceptance_once",
        table="agreements_acceptance",
        event="INSERT",
        when="EXISTS (SELECT 1 FROM agreements_acceptance "
        "WHERE version_id = NEW.version_id AND woman_id = NEW.woman_id)",
        says="an acceptance is never overwritten",
    ),
]
