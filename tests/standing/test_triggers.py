"""The database keeps the promises that stand in each room's triggers.py (house.md, habit 7)."""

import re

import pytest
from django.db import connection

from tests.conftest import all_triggers, trigger_names

pytestmark = pytest.mark.django_db


def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).strip()


def _in_the_database() -> dict[str, str]:
    """Each trigger's own SQL; on PostgreSQL with its function's body."""
    if connection.vendor == "postgresql":
        asked = (
            "SELECT tgname, pg_get_triggerdef(t.oid) || ' ' || prosrc FROM pg_trigger t "
            "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT tgisinternal"
        )
    else:
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {name: _plain(sql) for name, sql in cursor.fetchall()}


def test_the_list_and_the_migrated_database_are_the_same() -> None:
    assert sorted(trigger.name for trigger in all_triggers()) == sorted(trigger_names())


@pytest.mark.parametrize("trigger", all_triggers(), ids=lambda trigger: trigger.name)
def test_each_trigger_is_there_as_it_is_written(trigger) -> None:
    there = _in_the_database()[trigger.name]
    if connection.vendor == "sqlite":
        assert there == _plain(trigger.up("sqlite")[0])
    else:
        function, _ = trigger.up("postgresql")
        assert _plain(function.split("$$")[1]) in there
        assert re.search(rf"BEFORE {trigger.event} ON (public\.)?{trigger.table} ", there)


def test_no_two_triggers_share_a_name() -> None:
    names = [trigger.name for trigger in all_triggers()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("trigger", all_triggers(), ids=lambda trigger: trigger.name)
def test_what_a_trigger_says_can_be_quoted(trigger) -> None:
    assert "'" not in trigger.says
    assert "$$" not in trigger.when + trigger.says


def test_sqlite_does_not_let_a_replace_slip_past() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers")
            assert cursor.fetchone() == (1,)
