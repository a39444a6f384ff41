"""From "2" received to the door list that shows it, with everything running: web, worker, beat and
broker of ``make run``, in a copy of the project; asked as often as the page asks."""

import hashlib
import hmac
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.running import GIVEN, SECRETS, Run, a_copy, free_port

from ..counting import hidden
from ..results import Table
from ..run import Run as Bench
from ..timing import percentile
from ..worlds import Server

GOAL, PATIENCE = 2.0, 15
SECRET = "bench-only-hook-secret"
# The first woman of the demo's first group, and her number (groups/demo_cast.py).
ADA, HER_NUMBER = "Ada", "+447700900101"
RUTH = "ruth@demo.example"
SECTION = re.compile(r'<section class="stack" aria-labelledby="part-(\w+)">(.*?)</section>', re.S)


class Everything(Run):
    """``make run`` in a folder, with a secret for the hook and, where given, a database."""

    def __init__(self, folder: Path, database: str) -> None:
        self.port, self.log = free_port(), folder / "log"
        env = {k: v for k, v in os.environ.items() if k not in GIVEN + SECRETS}
        env |= {"DEBUG": "1", "SMS_HOOK_SECRET": SECRET}
        env |= {"DATABASE_URL": database} if database else {}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "runall", "--port", str(self.port)],
                cwd=folder,
                env=env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


@contextmanager
def everything(bench: Bench) -> Iterator[Everything]:
    """All of it, started for the first time, and ended again."""
    server, database = bench.worlds.server, ""
    if isinstance(server, Server):
        server.create("everything")
        database = server.url("everything")
    with a_copy() as folder:
        run = Everything(folder, database)
        try:
            run.until_ready(180)
            yield run
        finally:
            if run.process.poll() is None:
                run.end(signal.SIGTERM)
            if database:
                server.drop("everything")


class Door:
    """The door list in Ruth's browser, asked for as static/js/door.js does."""

    def __init__(self, run: Run) -> None:
        self.site, self.browser = run.site, requests.Session()
        self._sign_in(run.password)
        today = self.browser.get(f"{self.site}/dashboard/").text
        path = re.search(r"/dashboard/sessions/\d+/door/", today)
        assert path, "no door list is linked from today"
        page = self.browser.get(self.site + path.group()).text
        self.url = self.site + self._data(page, "door")
        self.every = int(self._data(page, "every")) / 1000
        self.tag = self._data(page, "tag")
        self.states = states(page)

    def _sign_in(self, password: str) -> None:
        url = f"{self.site}/accounts/login/"
        token = hidden(self.browser.get(url).text)["csrfmiddlewaretoken"]
        said = {"login": RUTH, "password": password, "csrfmiddlewaretoken": token}
        told = self.browser.post(url, said, headers={"Referer": url}, allow_redirects=False)
        assert told.status_code == 302, "Ruth could not sign in"

    @staticmethod
    def _data(page: str, name: str) -> str:
        found = re.search(rf'data-{name}="([^"]*)"', page)
        assert found, f"the door page has no data-{name}"
        return found.group(1).replace("&quot;", '"')

    def look(self) -> str:
        """Ask once; return how Ada stands."""
        headers = {"X-Poll": "1", "If-None-Match": self.tag}
        answer = self.browser.get(self.url, headers=headers, allow_redirects=False)
        assert answer.status_code in {200, 304}, f"the door answered {answer.status_code}"
        if answer.status_code == 200:
            self.tag = answer.headers["ETag"]
            self.states = states(answer.text)
        return self.states.get(ADA, "")


def states(html: str) -> dict[str, str]:
    """How each woman on the door list stands, by name."""
    return {
        name: state
        for state, part in SECTION.findall(html)
        for name in re.findall(r'class="door-name">([^<]*)<', part)
    }


def text_in(site: str, body: str) -> float:
    """A text from Ada, as a gateway posts it. Returns when it was sent off."""
    said = json.dumps({"id": f"bench-{time.time_ns()}", "from": HER_NUMBER, "body": body}).encode()
    stamp = str(int(time.time()))
    signed = hmac.new(SECRET.encode(), stamp.encode() + b"." + said, hashlib.sha256).hexdigest()
    headers = {"X-Timestamp": stamp, "X-Signature": signed, "Content-Type": "application/json"}
    began = time.perf_counter()
    told = requests.post(f"{site}/hooks/sms/generic/", said, headers=headers, timeout=PATIENCE)
    assert told.status_code == 204, f"the hook answered {told.status_code}"
    return began


def until(door: Door, body: str, state: str) -> float:
    """Seconds from a text at a moment of its own until the door shows it."""
    asked = time.perf_counter()
    time.sleep(random.random() * door.every)
    began = text_in(door.site, body)
    time.sleep(max(0.0, asked + door.every - time.perf_counter()))
    while door.look() != state:
        assert time.perf_counter() - began < PATIENCE, f"{body!r} never showed at the door"
        time.sleep(door.every)
    return time.perf_counter() - began


def measure(bench: Bench) -> Table:
    table = Table("late", "From “2” received to the door list that shows it")
    times = []
    with everything(bench) as run:
        door = Door(run)
        for _ in range(40 if bench.full else 10):
            times.append(until(door, "2", "late"))
            until(door, "1", "coming")
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        found = percentile(times, share)
        table.most(f"seconds, {name} of {len(times)}", found, GOAL, f"{found:.2f} s")
    table.notes.append(
        f"The page asks again {door.every:g} s after each answer; texts come in at any moment between."
    )
    return table
