"""`make run` for real: it starts, is quick again, and leaves nothing behind."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .running import Run, a_copy

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(180),
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the embedded default, tested once"),
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc"),
]


def left_of(sessions: list[int]) -> list[str]:
    """What still runs of these process sessions; a zombie that nobody has reaped yet does not count."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, session = (place / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(session) in sessions and state != "Z":
                found.append((place / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def nothing_left_of(sessions: list[int]) -> bool:
    end = time.monotonic() + 10
    while (left := left_of(sessions)) and time.monotonic() < end:
        time.sleep(0.1)
    return not left


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with a_copy() as copy:
        first = Run(copy)  # makes the database and the demo data; what follows are later starts
        first.until_ready()
        assert first.end(signal.SIGTERM) == 0
        yield copy


@pytest.fixture
def run(folder: Path) -> Iterator[Run]:
    run = Run(folder)
    yield run
    if run.process.poll() is None:
        run.end(signal.SIGKILL)


def test_it_answers_on_both_names_and_leaves_nothing_behind(run: Run) -> None:
    run.until_ready()
    assert "<h1" in run.page("127.0.0.1")
    assert "<h1" in run.page("localhost")
    children = run.children()
    assert len(left_of(children)) >= len(children) >= 2
    run.process.send_signal(signal.SIGTERM)
    assert run.end(signal.SIGTERM) == 0  # make and a shell may both pass one request on
    assert "Stopped." in run.log.read_text()
    assert nothing_left_of(children)


def test_a_later_start_is_quick_and_keeps_its_data(run: Run, folder: Path) -> None:
    # Under 5 s on a quiet machine; here other tests run beside it.
    assert run.until_ready() < 15
    password = (folder / "var" / "demo-password").read_text().strip()
    assert password in run.log.read_text()
    assert run.end(signal.SIGINT) == 0


def test_one_child_that_is_killed_ends_all(run: Run) -> None:
    run.until_ready()
    children = run.children()
    os.kill(children[-1], signal.SIGKILL)
    assert run.process.wait(30) == 1
    assert "stopped by itself" in run.log.read_text()
    assert nothing_left_of(children)


def test_killed_outright_it_takes_its_children_along(run: Run) -> None:
    run.until_ready()
    children = run.children()
    run.end(signal.SIGKILL)
    assert nothing_left_of(children)


def test_a_second_one_in_the_same_folder_is_refused(run: Run, folder: Path) -> None:
    run.until_ready()
    second = Run(folder)
    assert second.process.wait(30) == 1
    assert "already running in this folder" in second.log.read_text()
    assert run.process.poll() is None
    run.end(signal.SIGTERM)


def test_a_template_edit_shows_without_a_restart(run: Run, folder: Path) -> None:
    run.until_ready()
    page = folder / "templates" / "peersupport" / "home.html"
    words = page.read_text()
    try:
        page.write_text(words.replace("</h1>", " (edited just now)</h1>", 1))
        end = time.monotonic() + 20
        while "edited just now" not in run.page() and time.monotonic() < end:
            time.sleep(0.2)
        assert "edited just now" in run.page()
    finally:
        page.write_text(words)
        run.end(signal.SIGTERM)
