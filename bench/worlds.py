"""Throw-away databases: made from one migrated template, swapped under Django, dropped at the end.

``connections["default"]`` is replaced by a connection of the world that is in use, so that two
databases can be measured in turn in one process, each over one connection.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend

from . import models

TEMPLATE = "template"


class Worlds:
    """All databases of one run. ``close()`` leaves nothing behind."""

    def __init__(self, server: "Files | Server") -> None:
        self.server = server
        self.open: dict[str, Any] = {}

    def empty(self, name: str) -> None:
        """A database with nothing in it, in use from now on."""
        self.server.create(name)
        self._connect(name)

    def make(self, name: str, fill: Callable[[], Any]) -> None:
        """A migrated database, filled by ``fill``, in use from now on. Once made it stays."""
        if name not in self.open:
            if TEMPLATE not in self.open:
                self._template()
            self.server.create(name, like=TEMPLATE)
            self._connect(name)
            fill()
        self.use(name)

    def _template(self) -> None:
        self.empty(TEMPLATE)
        call_command("migrate", run_syncdb=True, verbosity=0)
        models.some_rows()
        self.open[TEMPLATE].close()

    def _connect(self, name: str) -> None:
        settings = {**connections.settings["default"], **self.server.place(name)}
        backend = load_backend(settings["ENGINE"])
        self.open[name] = backend.DatabaseWrapper(settings, "default")
        self.use(name)

    def use(self, name: str) -> None:
        """Let all that follows happen in this world."""
        connections["default"] = self.open[name]

    def drop(self, name: str) -> None:
        """Throw one away before the end."""
        self.open.pop(name).close()
        self.server.drop(name)

    def close(self) -> None:
        for name in list(self.open):
            self.drop(name)
        self.server.close()


class Files:
    """SQLite: a file for each world, in a folder of its own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bench-"))

    def place(self, name: str) -> dict[str, str]:
        return {"NAME": str(self.folder / f"{name}.sqlite3")}

    def url(self, name: str) -> str:
        return f"sqlite:///{self.place(name)['NAME']}"

    def create(self, name: str, like: str = "") -> None:
        if like:
            shutil.copyfile(self.place(like)["NAME"], self.place(name)["NAME"])

    def drop(self, name: str) -> None:
        for path in self.folder.glob(f"{name}.sqlite3*"):
            path.unlink()

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class Server:
    """PostgreSQL: a scratch database for each world, on the server of ``DATABASE_URL``."""

    def __init__(self, url: str, prefix: str) -> None:
        import psycopg2  # type: ignore[import-untyped]

        self.base, self.prefix = url, prefix
        self.admin = psycopg2.connect(url)
        self.admin.autocommit = True

    def place(self, name: str) -> dict[str, str]:
        return {"NAME": f"{self.prefix}_{name}"}

    def url(self, name: str) -> str:
        return f"{self.base.rpartition('/')[0]}/{self.place(name)['NAME']}"

    def create(self, name: str, like: str = "") -> None:
        template = f' TEMPLATE "{self.place(like)["NAME"]}"' if like else ""
        self._run(f'CREATE DATABASE "{self.place(name)["NAME"]}"{template}')

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{self.place(name)["NAME"]}"')

    def _run(self, statement: str) -> None:
        with self.admin.cursor() as cursor:
            cursor.execute(statement)

    def close(self) -> None:
        self.admin.close()
