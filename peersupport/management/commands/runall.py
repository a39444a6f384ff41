"""Everything in one terminal: database, demo data, Valkey, web, worker and beat."""

import fcntl
import http.client
import os
import socket
import sys
from argparse import ArgumentParser
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from peersupport import demo, embedded
from peersupport.processes import Child, Edits, Family

BASE = Path(__file__).resolve().parents[3]
ROOMS = ("peersupport", "groups", "agreements", "outreach", "templates")

# Celery's advice for a real server, five lines at each start, in a container where everybody is root.
ROOT_IS_FINE_HERE = "ignore:You're running the worker with superuser privileges"


def web_command(port: int, *, ipv6: bool) -> list[str]:
    addresses = [f"127.0.0.1:{port}", *([f"[::1]:{port}"] if ipv6 else [])]
    binds = [part for address in addresses for part in ("--bind", address)]
    # fmt: off
    return [
        sys.executable, "-m", "gunicorn", "peersupport.wsgi:application", *binds,
        "--worker-class", "gthread", "--workers", "1", "--threads", "8",
        "--graceful-timeout", "3", "--no-control-socket", "--log-level", "warning",
    ]
    # fmt: on


def worker_command(loglevel: str) -> list[str]:
    # fmt: off
    return [
        sys.executable, "-W", ROOT_IS_FINE_HERE,
        "-m", "celery", "--quiet", "-A", "peersupport", "worker",
        "-P", "threads", "-c", "4", "--without-gossip", "--without-mingle", "--without-heartbeat",
        "--loglevel", loglevel,
    ]
    # fmt: on


def beat_command(loglevel: str) -> list[str]:
    # Its own process, never `worker -B`: that one outlives a worker that is killed.
    # fmt: off
    return [
        sys.executable, "-m", "celery", "--quiet", "-A", "peersupport", "beat",
        "-S", "celery.beat:Scheduler", "--loglevel", loglevel,
    ]
    # fmt: on


def dispatch_command() -> list[str]:
    return [sys.executable, "manage.py", "dispatch", "--loop"]


def background(loglevel: str, *, broker: bool) -> list[Child]:
    if not broker:
        return [Child("dispatch", dispatch_command(), edits="restart")]
    return [
        Child("worker", worker_command(loglevel), edits="restart"),
        Child("beat", beat_command(loglevel), edits="restart"),
    ]


class Command(BaseCommand):
    help = "Runs everything in one terminal, with demo data, until Ctrl-C. For trying and developing only."
    requires_system_checks: list[
        str
    ] = []  # `make check` runs them; here they cost a second at each start

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, **options: Any) -> None:
        self.port: int = options["port"]
        self.loglevel = "INFO" if options["verbosity"] > 1 else "WARNING"
        if not settings.DEBUG:
            raise CommandError(
                "runall is for trying and developing. Set DEBUG=1, or type: make run"
            )
        with closing(self._only_one()):
            self._refuse_a_taken_port()
            self._run()

    def _only_one(self) -> IO[str]:
        embedded.VAR.mkdir(exist_ok=True)
        lock = (embedded.VAR / "runall.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError(
                "It is already running in this folder. Stop the other one first."
            ) from None
        return lock

    def _refuse_a_taken_port(self) -> None:
        for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            with suppress(OSError), socket.socket(family) as line:
                if line.connect_ex((host, self.port)) == 0:
                    raise CommandError(
                        f"Port {self.port} is taken by another program. Try: make run PORT={self.port + 1}"
                    )

    def _run(self) -> None:
        edited = Edits([BASE / room for room in ROOMS])
        family = Family(say=self._say, env=self._env(), edited=edited, each_tick=self._greet_once)
        family.listen()
        try:
            broker = self._start_broker(family)
            self._prepare()
            for child in (
                Child("web", web_command(self.port, ipv6=_has_ipv6()), edits="reload"),
                *background(self.loglevel, broker=broker),
            ):
                family.start(child)
            died = family.run()
        finally:
            family.stop()
        if died:
            raise CommandError(
                f"{died} stopped by itself, so everything was stopped. Its last lines are above."
            )
        with suppress(OSError):
            self._say("Stopped. What you did is kept in var/.")

    def _env(self) -> dict[str, str]:
        site = {"SITE_URL": f"http://127.0.0.1:{self.port}"}
        return site | os.environ | {"DEBUG": "1", "PYTHONUNBUFFERED": "1"}

    def _start_broker(self, family: Family) -> bool:
        """True when a worker can be woken: by an address that was given, or by our own server."""
        if os.environ.get("BROKER_URL"):
            return True
        program = embedded.server_program()
        if program is None:
            self._say(
                "No Valkey or Redis program was found: `dispatch --loop` takes the place of worker and beat."
            )
            return False
        try:
            embedded.make_ready()
        except embedded.EmbeddedError as why:
            raise CommandError(str(why)) from why
        family.start(Child("valkey", embedded.server_command(program)))
        if not embedded.wait_until_it_answers(embedded.socket_path()):
            raise CommandError(
                f"The embedded Valkey did not start. See {embedded.VAR / 'valkey' / 'valkey.log'}"
            )
        return True

    def _prepare(self) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        # At each start, not once: it is idempotent, and a session must lie a few hours ahead.
        call_command("demo")
        self.sign_ins = demo.sign_ins()
        connections.close_all()

    def _greet_once(self) -> None:
        """When the page answers, not before: an address that does not open yet helps nobody."""
        if not getattr(self, "greeted", False) and _answers(self.port):
            self.greeted = True
            self._say(greeting(self.port, self.sign_ins))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def greeting(port: int, sign_ins: list[tuple[str, str]]) -> str:
    here = f"http://localhost:{port}"
    who = "\n".join(f"    {email:<28}{role}" for email, role in sign_ins)
    return f"""
  Ready at {here} and http://127.0.0.1:{port}

  Home              {here}/
  Ask to join       {here}/join/
  Sign in           {here}/accounts/login/
{who}
    password                    {demo.password()}
  Peer leaders      {here}/dashboard/
  Partner workers   {here}/portal/
  Texts and mails   {here}/outbox/
  Parts of a page   {here}/parts/

  Ctrl-C stops everything. What you do is kept in var/.
"""


def _answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=0.5)
    try:
        line.request("GET", "/healthz")
        line.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
    return True


def _has_ipv6() -> bool:
    """Browsers may try ::1 first for `localhost`; a machine without IPv6 cannot bind it."""
    with suppress(OSError), socket.socket(socket.AF_INET6) as line:
        line.bind(("::1", 0))
        return True
    return False
