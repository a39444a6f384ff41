"""A missing production secret stops the start with a sentence that says what to do."""

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.standing.source import ROOT

PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "x" * 60,
    "FIELD_KEYS": "k1:" + "A" * 43 + "=",
    "LOOKUP_KEY": "y" * 40,
    "SITE_URL": "https://kettle.example",
    "BROKER_URL": "redis://127.0.0.1:6379/0",
    "DATABASE_URL": "postgres://u@127.0.0.1:1/x",
    "DJANGO_SETTINGS_MODULE": "peersupport.settings",
}
START = "import django; django.setup(); from django.conf import settings as s; "


def start(code: str = "", **change: str | None) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env = {name: value for name, value in (kept | PRODUCTION | change).items() if value is not None}
    words = [sys.executable, "-c", START + code]
    return subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


NAMES = ["SECRET_KEY", "FIELD_KEYS", "LOOKUP_KEY", "SITE_URL", "BROKER_URL"]


@pytest.mark.parametrize("name", NAMES)
def test_without_one_it_says_which_and_what_to_do(name) -> None:
    ran = start(**{name: "" if name == "LOOKUP_KEY" else None})
    assert ran.returncode != 0
    last = ran.stderr.strip().splitlines()[-1]
    assert re.search(rf"{name} is not set\. .+ Set it in the environment", last)
    for secret in ("x" * 60, "y" * 40, "A" * 43):
        assert secret not in ran.stderr


FACTS = """
import json
from peersupport.celery import app
from django.db import connection
cursor = connection.cursor()
pragmas = ("journal_mode", "foreign_keys", "recursive_triggers", "secure_delete")
print(json.dumps({
    "debug": s.DEBUG,
    "secure": [s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT],
    "proxies": [getattr(s, "SECURE_PROXY_SSL_HEADER", None), s.ALLAUTH_TRUSTED_PROXY_COUNT],
    "cache": [s.CACHES["default"]["BACKEND"], s.CACHES["default"]["LOCATION"]],
    "celery": [app.conf.task_ignore_result, app.conf.result_backend, app.conf.accept_content,
               app.conf.task_acks_late, app.conf.timezone],
    "lapses": {n: [e["schedule"], e["options"]["expires"]] for n, e in app.conf.beat_schedule.items()},
    "sqlite": [cursor.execute("PRAGMA " + name).fetchone()[0] for name in pragmas],
}))
"""


@pytest.fixture(scope="module")
def facts(tmp_path_factory) -> dict[str, Any]:
    """What holds in production, where nobody said DEBUG; on a SQLite file of its own."""
    place = tmp_path_factory.mktemp("production") / "x.sqlite3"
    ran = start(FACTS, DEBUG=None, DATABASE_URL=f"sqlite:///{place}")
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_production_is_what_you_get_when_nothing_is_said(facts) -> None:
    assert facts["debug"] is False
    assert facts["secure"] == [True, True, True]


def test_proxies_are_trusted_only_when_counted(facts) -> None:
    assert facts["proxies"] == [None, 0]
    said = start("print(s.SECURE_PROXY_SSL_HEADER, s.ALLAUTH_TRUSTED_PROXY_COUNT)", PROXY_COUNT="1")
    assert said.stdout.strip() == "('HTTP_X_FORWARDED_PROTO', 'https') 1"


def test_the_broker_serves_as_cache_when_no_other_is_named(facts) -> None:
    assert facts["cache"] == ["peersupport.cache.ForgivingRedisCache", PRODUCTION["BROKER_URL"]]


def test_celery_keeps_no_results_and_takes_no_pickles(facts) -> None:
    assert facts["celery"] == [True, None, ["json"], False, "UTC"]


def test_what_nobody_took_up_lapses_before_the_next_is_due(facts) -> None:
    assert facts["lapses"]
    assert [name for name, (every, lapses) in facts["lapses"].items() if lapses >= every] == []


def test_sqlite_is_careful(facts) -> None:
    assert facts["sqlite"] == ["wal", 1, 1, 1]
