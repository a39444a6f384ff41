"""The demo's one password: made up once, kept in var/, never in the project."""

import os
import secrets

from peersupport.embedded import VAR

LETTERS = "abcdefghjkmnpqrstuvwxyz"


def password() -> str:
    """DEMO_PASSWORD when it is set, else the one in var/demo-password, made on first use."""
    given = os.environ.get("DEMO_PASSWORD", "")
    return given or _kept()


def _kept() -> str:
    path = VAR / "demo-password"
    path.parent.mkdir(exist_ok=True)
    try:
        # Exclusive, so that two processes that ask at once cannot each keep their own.
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(_made_up())
    except FileExistsError:
        pass
    return path.read_text().strip()


def _made_up() -> str:
    """Five groups of four: long enough for staff, easy to type from a terminal."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(5))
