"""What this machine has: a test that needs more is skipped, one line says why, and under CI=true a missing
program is a failure. The schemas of others are no program: a fresh machine cannot install them."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from peersupport import embedded

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    return next((path for path in map(shutil.which, CHROMIUMS) if path), None)


def redis_program() -> str | None:
    """A server that a test may start for itself, on a socket or port of its own."""
    return (
        shutil.which("redis-server") or shutil.which("valkey-server") or embedded.server_program()
    )


def postgres_program() -> str | None:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return shutil.which("postgres") or (str(installed[-1]) if installed else None)


def hsds_schemas() -> Path | None:
    """Where the published schemas of Open Referral UK lie: data of others, never copied in here."""
    place = Path(os.environ.get("HSDS_SCHEMAS", ""))
    return place if os.environ.get("HSDS_SCHEMAS") and (place / "service.json").is_file() else None


def on_postgres() -> bool:
    return connection.vendor == "postgresql"


def missing() -> Iterator[tuple[str, str]]:
    """The marker of what cannot run here, and the line that says so."""
    if not chromium():
        yield "browser", "Chromium is missing: the tests that walk pages in a browser are left out."
    if not redis_program():
        yield "redis", "Redis is missing: the tests that start one are left out."
    if not on_postgres() and not postgres_program():
        yield "postgres", "PostgreSQL is missing: the tests that need it are left out."
    if not hsds_schemas():
        yield (
            "hsds",
            "HSDS_SCHEMAS is not set: the test of the Open Referral UK schemas is left out.",
        )


def pytest_configure(config: pytest.Config) -> None:
    lines = [line for what, line in missing() if what != "hsds"]
    if os.environ.get("CI") == "true" and lines:
        raise pytest.UsageError(*lines)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for _, line in missing():
        terminalreporter.write_line(line, yellow=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reasons = dict(missing())
    if not on_postgres():
        reasons.setdefault("postgres", "This run is not on PostgreSQL: see DATABASE_URL.")
    for item in items:
        for marker, reason in reasons.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
