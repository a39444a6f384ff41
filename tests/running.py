"""`make run` for real, in a copy of the project, so that nobody's own var/ is touched."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_COPIED = shutil.ignore_patterns(".*", "var", "tests", "bench", "__pycache__")
GIVEN = ("DATABASE_URL", "BROKER_URL", "CACHE_URL", "SITE_URL", "DJANGO_SETTINGS_MODULE", "DEBUG")
SECRETS = ("SECRET_KEY", "FIELD_KEYS", "LOOKUP_KEY", "ALLOWED_HOSTS", "SMS_HOOK_SECRET")


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


class Run:
    """One `make run` in a folder: started, asked, stopped."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "log"
        env = {k: v for k, v in os.environ.items() if k not in GIVEN + SECRETS}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "runall", "--port", str(self.port)],
                cwd=folder,
                env=env | {"DEBUG": "1"},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def password(self) -> str:
        return (self.log.parent / "var" / "demo-password").read_text().strip()

    def page(self, host: str = "127.0.0.1") -> str:
        with urllib.request.urlopen(f"http://{host}:{self.port}/", timeout=10) as answer:
            return answer.read().decode()

    def until_ready(self, seconds: float = 90) -> float:
        start = time.monotonic()
        while "Ready at" not in self.log.read_text() and time.monotonic() - start < seconds:
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        assert "Ready at" in self.log.read_text(), self.log.read_text()
        return time.monotonic() - start

    def children(self) -> list[int]:
        pid = self.process.pid
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


@contextmanager
def a_copy() -> Iterator[Path]:
    """A folder with the project in it and nothing that was made beside it."""
    with tempfile.TemporaryDirectory(prefix="ps-", ignore_cleanup_errors=True) as place:
        copy = Path(place) / "peer support"
        shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
        yield copy


@contextmanager
def running() -> Iterator[Run]:
    """The whole thing, started for the first time: web, worker, beat, and the demo."""
    with a_copy() as folder:
        run = Run(folder)
        try:
            run.until_ready()
            yield run
        finally:
            if run.process.poll() is None:
                run.end(signal.SIGTERM)
