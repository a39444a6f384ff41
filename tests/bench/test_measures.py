"""Each measure counts the right thing on a tiny database of its own; no figure of time is looked at."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import FULL, QUICK, asked
from bench.measures.late import states

ROOT = Path(__file__).resolve().parents[2]
MEASURES = "woman-pages,join,claims,reminders,handover"
TINY = "--women 30 --small 30 --old 200 --messages 100 --reminders 40".split()


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, list[str]]:
    """The lines of one whole run, in a process of its own: it changes databases under Django."""
    place = tmp_path_factory.mktemp("bench")
    out = place / "results.md"
    env = {k: v for k, v in os.environ.items() if k not in {"DJANGO_SETTINGS_MODULE", "TEST_DB"}}
    done = subprocess.run(
        [sys.executable, "-m", "bench", *TINY, "--only", MEASURES, "--out", str(out)],
        cwd=ROOT,
        env=env | {"TMPDIR": str(place)},
        capture_output=True,
        text=True,
        timeout=170,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    left = [path for path in place.iterdir() if path.name.startswith("bench-")]
    assert not left, "a throw-away database was left behind"
    return rows(out.read_text())


def rows(words: str) -> dict[str, list[str]]:
    """The tables' lines by what they are about."""
    lines = [line.strip("| ").split(" | ") for line in words.splitlines() if line.startswith("| ")]
    return {cells[0]: [cell.strip() for cell in cells[1:]] for cells in lines}


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_what_is_counted_on_pages_and_forms(found) -> None:
    assert found["/join/: requests"][1:] == ["≤ 6", "met"]
    assert found["/you/: kB with all it fetches"][1:] == ["≤ 60", "met"]
    assert found["/join/q/reach/ GET: queries"][0] == "0"
    assert found["Send: commits"][:2] == ["1", "≤ 1"]


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_what_is_counted_on_messages(found) -> None:
    assert "a claim of 20 among 200 old ones, beside 1,000" in found
    assert any(what.endswith("new ones beside a bare bulk insert") for what in found)
    assert float(found["statements for each message"][0]) > 5


def test_the_door_is_read_as_it_is_written() -> None:
    page = """<section class="stack" aria-labelledby="part-late"><li><p class="door-name">Ada</p>
    </li></section><section class="stack" aria-labelledby="part-coming"><p class="door-name">Zoë</p>
    <p class="door-name">Noor</p></section>"""
    assert states(page) == {"Ada": "late", "Zoë": "coming", "Noor": "coming"}


def test_sizes_are_quick_unless_asked_otherwise() -> None:
    assert asked([]).women == QUICK["women"]
    assert asked(["--full"]).old == FULL["old"] == 1_000_000
    assert asked(["--full", "--women", "7"]).women == 7
