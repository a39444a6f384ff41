"""The demo's one password: made up once, kept in var/, never in the project."""

import datetime as dt
import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.contrib.auth import get_user_model

from peersupport.embedded import VAR

DOMAIN = "demo.example"
LETTERS = "abcdefghjkmnpqrstuvwxyz"


def password() -> str:
    """DEMO_PASSWORD when it is set, else the one in var/demo-password, made on first use."""
    given = os.environ.get("DEMO_PASSWORD", "")
    return given or _kept()


def _kept() -> str:
    path = VAR / "demo-password"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        _write_once(path)
    return path.read_text().strip()


def _write_once(path: Path) -> None:
    # Written whole and then linked: a process killed in between leaves no empty password, and of two the first wins.
    draft = path.with_suffix(f".{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(_made_up() + "\n")
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _made_up() -> str:
    """Five groups of four: long enough for staff, easy to type from a terminal."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(5))


def sign_ins() -> list[tuple[str, str]]:
    """Who can sign in to the demo, and as what, for the terminal."""
    people = get_user_model().objects.filter(email__endswith=f"@{DOMAIN}", is_active=True)
    return [(user.email, user.role.replace("_", " ")) for user in people.order_by("role", "email")]


def make_coordinator(now: dt.datetime, password: str) -> None:
    """The demo's coordinator; the rooms add the others."""
    from .services import people

    email = f"coordinator@{DOMAIN}"
    if not get_user_model().objects.filter(email=email).exists():
        people.make_account(email=email, password=password, name="Nadia Rahman", role="coordinator")
