"""Women at the door, and a hand that walks the five screens."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from outreach.models import Introduction, Worker
from outreach.services import introductions
from peersupport.actors import SYSTEM, Actor
from peersupport.crypto import lookup_hash
from peersupport.models import Message, MessageEvent

EMPTY: dict[str, Any] = {
    "phone": "",
    "email": "",
    "call": "",
    "voicemail": "",
    "text": "",
    "mail": "",
    "links_safe": "",
    "say_who": "",
    "plainness": "plain",
    "safe_windows": [],
    "unsafe_times": "",
    "safe_word": "",
    "own_contact": False,
}
BY_PHONE = {"phone": "07700 900321", "call": "yes", "text": "yes", "links_safe": "yes"}
NAME = "Zuzanna"


def reach(**answers: Any) -> dict[str, Any]:
    """Safe-contact answers: nothing said but what the test says."""
    return EMPTY | answers


class Walk:
    """Fills in ``/join/`` as she would, screen by screen."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def put(self, step: str, **said: Any) -> Any:
        return self.client.post(f"/join/q/{step}/", said)

    def to_check(self, *, name: str = NAME, group: str = "choose", **reach: Any) -> "Walk":
        """Everything answered, nothing sent."""
        for step, said in (
            ("name", {"name": name}),
            ("group", {"group": group}),
            ("reach", reach or BY_PHONE),
            ("keep", {"keep": "on"}),
        ):
            response = self.put(step, **said)
            assert response.status_code == 302, response.context["form"].errors
        return self

    def send(self, **more: Any) -> Any:
        return self.client.post("/join/q/check/", more)


@pytest.fixture
def walk(db, stranger) -> Walk:
    return Walk(stranger)


@pytest.fixture
def asked(db, group) -> Callable[..., Introduction]:
    """``asked("Bea")``: she asked for herself. ``ref=""`` wants help to choose."""
    made = iter(range(1000))

    def ask(name: str = NAME, *, ref: str | None = None, code: str = "", **answers: Any):
        return introductions.ask(
            name=name,
            ref=group.ref if ref is None else ref,
            reach=reach(**(answers or BY_PHONE)),
            consent_version="keep-1",
            code=code,
            submit_key=f"test-{next(made)}",
            by=SYSTEM,
        )

    return ask


@pytest.fixture
def worker(pat) -> Worker:
    """Pat's place at her organisation."""
    return Worker.objects.get(user=pat)


@pytest.fixture
def introduced(db, group, worker) -> Callable[..., Introduction]:
    """``introduced("Bea", may_know=True)``: pat introduced her."""
    made = iter(range(1000))

    def introduce(name: str = NAME, *, may_know: bool = False, by: Worker = worker, **answers: Any):
        return introductions.introduce(
            worker=by,
            name=name,
            ref=group.ref,
            reach=reach(**(answers or BY_PHONE)),
            worker_may_know=may_know,
            submit_key=f"test-{next(made)}",
            by=Actor.of_user(by.user),
        )

    return introduce


@pytest.fixture
def nothing_sent() -> Callable[[], bool]:
    """Whether the outbox is untouched."""
    return lambda: not Message.objects.exists() and not MessageEvent.objects.exists()


def is_blank(row: Introduction) -> bool:
    """Whether nothing of her is left at the door."""
    return not row.name and not row.name_hash and row.card_id is None


def hashed(name: str) -> str:
    return lookup_hash("name", name)
