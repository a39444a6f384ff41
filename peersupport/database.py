"""Triggers that refuse, written once for PostgreSQL and SQLite."""

from dataclasses import dataclass

from django.db import migrations


@dataclass(frozen=True)
class Trigger:
    """Refuse ``event`` on ``table`` when ``when`` holds.

    ``when`` is SQL that both engines read. Where it must look into other tables it is a
    sub-query: SQLite takes that in WHEN, PostgreSQL inside the trigger's function.
    """

    name: str
    table: str
    event: str
    when: str
    says: str

    def up(self, vendor: str) -> list[str]:
        """The statements that put it in place."""
        if vendor == "postgresql":
            body = (
                f"BEGIN IF {self.when} THEN RAISE EXCEPTION '{self.says}' USING ERRCODE = '23000'; "
                f"END IF; RETURN {self._row}; END;"
            )
            return [
                f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
            ]
        return [
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"WHEN {self.when} BEGIN SELECT RAISE(ABORT, '{self.says}'); END"
        ]

    @property
    def _row(self) -> str:
        return "OLD" if self.event == "DELETE" else "NEW"

    def down(self, vendor: str) -> list[str]:
        """The statements that lift it."""
        if vendor == "postgresql":
            return [
                f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
                f"DROP FUNCTION IF EXISTS {self.name}()",
            ]
        return [f"DROP TRIGGER IF EXISTS {self.name}"]


def put(triggers: list[Trigger], connection) -> None:
    """Put each trigger in place, anew."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            for statement in trigger.down(connection.vendor) + trigger.up(connection.vendor):
                cursor.execute(statement)


def lift(triggers: list[Trigger], connection) -> None:
    """Take each trigger away: before a migration that alters a table it names, and for tests
    that flush."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            for statement in trigger.down(connection.vendor):
                cursor.execute(statement)


def put_triggers(triggers: list[Trigger]) -> migrations.RunPython:
    """The migration step that puts a room's triggers in place, and lifts them backwards."""
    return migrations.RunPython(
        lambda apps, editor: put(triggers, editor.connection),
        lambda apps, editor: lift(triggers, editor.connection),
    )


def lift_triggers(triggers: list[Trigger]) -> migrations.RunPython:
    """The step that comes first in a migration which alters a table they name."""
    return migrations.RunPython(
        lambda apps, editor: lift(triggers, editor.connection),
        lambda apps, editor: put(triggers, editor.connection),
    )
