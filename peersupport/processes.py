"""Several child processes in one terminal: one log, and never one of them left behind."""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

TICK = 0.2
PATIENCE = 8  # seconds between asking a child to end and ending it
HURRY = 1  # seconds: asked again after these, end at once (make and a shell may both pass one request on)
EDIT_GRACE = 15  # seconds after an edit in which a child that dies is waiting for the next edit

SOURCES = {".py", ".html", ".txt", ".mo"}

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    # Where the kernel offers it: a parent that is killed outright takes its children along.
    if _libc is not None:
        _libc.prctl(1, signal.SIGTERM)


@dataclass
class Child:
    name: str
    command: list[str]
    edits: Literal["", "reload", "restart"] = ""  # reload: HUP makes it read its code anew
    process: "subprocess.Popen[bytes] | None" = None
    rest: bytes = b""
    resting: bool = False  # it died right after an edit and starts again at the next one

    def start(self, env: dict[str, str]) -> None:
        self.resting = False
        self.process = subprocess.Popen(
            self.command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # its own process group: Ctrl-C reaches us alone, and we end the whole group
            preexec_fn=_end_with_parent,  # safe: no thread runs here when children are started
        )

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send(self, number: int) -> None:
        """To its whole group, also when the child itself is gone: what it started may not be."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


@dataclass
class Family:
    """Runs children until one dies or somebody asks to stop; then ends them all."""

    say: Callable[[str], None]
    env: dict[str, str]
    edited: Callable[[], bool] = lambda: False
    each_tick: Callable[[], None] = lambda: None
    children: list[Child] = field(default_factory=list)
    stop_asked: bool = False
    asked_at: float = 0.0
    last_edit: float = float("-inf")
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def start(self, child: Child) -> None:
        if child not in self.children:
            self.children.append(child)
        child.start(self.env)
        if child.process is not None and child.process.stdout is not None:
            os.set_blocking(child.process.stdout.fileno(), False)
            self._selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, number: int, frame: object) -> None:
        if self.stop_asked and time.monotonic() - self.asked_at > HURRY:
            for child in self.children:
                child.send(signal.SIGKILL)
        elif not self.stop_asked:
            self.stop_asked, self.asked_at = True, time.monotonic()

    def run(self) -> str:
        """Blocks. Returns the name of the child that ended it all, or "" when somebody asked."""
        while not self.stop_asked:
            self._pump()
            self.each_tick()
            if self.edited():
                self._start_anew()
            for child in self.children:
                if not child.alive and not child.resting and self._is_final(child):
                    return "" if self.stop_asked else child.name
        return ""

    def _is_final(self, child: Child) -> bool:
        self._pump(0)
        if time.monotonic() - self.last_edit > EDIT_GRACE:
            return True
        child.resting = True
        self._tell(f"{child.name} stopped after an edit; it starts again at the next one.")
        return False

    def _start_anew(self) -> None:
        self.last_edit = time.monotonic()
        again = [child for child in self.children if child.edits == "restart" or child.resting]
        for child in self.children:
            if child.edits == "reload" and child.process is not None and child.alive:
                child.process.send_signal(signal.SIGHUP)  # to the master alone: its workers follow
        self._end(again)
        for child in again:
            self.start(child)

    def stop(self) -> None:
        """The first started is what the others need (the broker), so it ends when they have."""
        self._end(self.children[1:])
        self._end(self.children[:1])

    def _end(self, children: Iterable[Child]) -> None:
        for child in children:
            child.send(signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        while any(child.alive for child in children) and time.monotonic() < end:
            self._pump()
        for child in children:
            child.send(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
        self._pump(0)

    def _pump(self, timeout: float = TICK) -> None:
        if not self._selector.get_map():
            time.sleep(timeout)
        for key, _ in self._selector.select(timeout):
            self._read(key)

    def _read(self, key: selectors.SelectorKey) -> None:
        child: Child = key.data
        said = os.read(key.fd, 65536)
        *lines, child.rest = (child.rest + said).split(b"\n")
        if not said:
            self._selector.unregister(key.fileobj)
            lines, child.rest = [child.rest] if child.rest else [], b""
        for line in lines:
            self._tell(f"{child.name:<9}| {line.decode(errors='replace').rstrip()}")

    def _tell(self, line: str) -> None:
        try:
            self.say(line)
        except OSError:  # the terminal is gone: end in order, without anybody to tell
            self.stop_asked = True


class Edits:
    """Whether code or a template changed since it was last asked, looked at once a second."""

    def __init__(self, folders: list[Path]) -> None:
        self.folders = folders
        self.seen = self._stamps()
        self.next_look = 0.0

    def __call__(self) -> bool:
        if time.monotonic() < self.next_look:
            return False
        self.next_look = time.monotonic() + 1
        before, self.seen = self.seen, self._stamps()
        return before != self.seen

    def _stamps(self) -> dict[str, float]:
        stamps = {}
        for folder in self.folders:
            for path in folder.rglob("*"):
                if path.suffix in SOURCES:
                    with suppress(FileNotFoundError):  # an editor may be swapping it just now
                        stamps[str(path)] = path.stat().st_mtime
        return stamps
