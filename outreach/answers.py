"""Her answers before Send: one sealed cookie on her own device, and nothing at our end.

A session cookie with a neutral name, encrypted and signed (AES-GCM), which scripts cannot read.
It ends with Send, with leaving, when the browser closes, or after 60 idle minutes (safety.md 23).
"""

import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from peersupport import crypto

from . import periods

COOKIE = "j"
PLACE = "join.answers"
# Browsers take 4 kB for name, value and attributes together.
LARGEST = 3500
# Of her 60 idle minutes a look may miss one.
FRESH = 60
# In the order they are asked.
STEPS = ("name", "group", "reach", "keep")


class TooBig(ValueError):
    """More than the cookie can carry."""


@dataclass
class Answers:
    """What she has said so far, by step; each step's raw words, checked again at Send."""

    steps: dict[str, dict[str, Any]] = field(default_factory=dict)
    # The address and the code she came by, not looked up before Send.
    ref: str = ""
    code: str = ""
    # Becomes the row's own key, so that a second Send finds the first.
    key: str = ""
    # After Send: only what the last page needs to say. No name, no number.
    sent: dict[str, Any] = field(default_factory=dict)
    at: int = 0
    # When the first answer was given, and whether she was asked to press Send once more.
    began: int = 0
    pressed: bool = False

    def next_step(self) -> str:
        """The first question without an answer, or "check"."""
        return next((step for step in STEPS if step not in self.steps), "check")

    def put(self, step: str, said: dict[str, Any]) -> None:
        """Remember a step's answer; the first one begins a new asking."""
        if not self.key:
            self.key, self.began = secrets.token_urlsafe(16), int(time.time())
        self.sent = {}
        self.steps[step] = said

    def was_quick(self) -> bool:
        """Whether no person types that fast: a robot, or a browser that filled it all in."""
        return time.time() - self.began < periods.QUICKEST.total_seconds()

    def is_fresh(self) -> bool:
        """Whether her cookie was sealed so short a time ago that a look at a page, which changes
        nothing, need not seal it again."""
        return 0 <= time.time() - self.at < FRESH

    def hand_in(self, sent: dict[str, Any]) -> "Answers":
        """What is left once it is sent."""
        return Answers(sent=sent)


def load(request: HttpRequest) -> Answers:
    """Open her cookie. One that was changed, is too old or is not ours counts as none."""
    sealed = request.COOKIES.get(COOKIE, "")
    if not sealed or len(sealed) > LARGEST:
        return Answers()
    try:
        answers = unpack(crypto.unseal(_padded(sealed), place=PLACE))
    except crypto.CannotOpen:
        return Answers()
    # The process's clock will do: this measures a browser's patience, not what is due.
    idle = time.time() - answers.at
    return answers if idle <= periods.ANSWERS_IDLE.total_seconds() else Answers()


def save(response: HttpResponse, answers: Answers) -> HttpResponse:
    """Seal her answers into the response, as used just now. Raises ``TooBig``."""
    answers.at = int(time.time())
    sealed = crypto.seal(pack(answers), place=PLACE)
    key_id, _, body = sealed.partition(":")
    sealed = f"{key_id}:{body.replace('+', '-').replace('/', '_').rstrip('=')}"
    if len(sealed) > LARGEST:
        raise TooBig
    response.set_cookie(
        COOKIE,
        sealed,
        path="/",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def pack(answers: Answers) -> str:
    """All she has said, as one short text."""
    said = {name: value for name, value in vars(answers).items() if value}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> Answers:
    """What ``pack`` made; none where it was made by another version of this page."""
    try:
        return Answers(**json.loads(text))
    except (ValueError, TypeError):
        return Answers()


def drop(response: HttpResponse) -> HttpResponse:
    """Take the cookie back."""
    response.delete_cookie(COOKIE, path="/", samesite="Lax")
    return response


def _padded(sealed: str) -> str:
    key_id, _, body = sealed.partition(":")
    body = body.replace("-", "+").replace("_", "/")
    return f"{key_id}:{body}{'=' * (-len(body) % 4)}"
