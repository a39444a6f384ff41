"""Logs hold no value anybody typed (safety.md 46)."""

import io
import logging
import subprocess
import sys

import pytest
from celery import shared_task
from django.db import IntegrityError
from django.http import HttpRequest

from peersupport.logs import LOGGING, NoValues, PlainFormatter
from peersupport.models import ContactCard, Message
from tests import builders

HERS = "Grace Hopper, 07700 123 456"


@pytest.fixture
def printed():
    """What the console would show: our filter and formatter on every logger of ours."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(NoValues())
    handler.setFormatter(PlainFormatter())
    loggers = [logging.getLogger(name) for name in ("", *LOGGING["loggers"])]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream.getvalue
    for logger in loggers:
        logger.removeHandler(handler)


def test_the_console_uses_this_filter_and_this_formatter() -> None:
    (handler,) = LOGGING["handlers"].values()
    assert (handler["formatter"], handler["filters"]) == ("plain", ["no_values"])
    assert LOGGING["formatters"]["plain"] == {"()": "peersupport.logs.PlainFormatter"}
    assert LOGGING["filters"]["no_values"] == {"()": "peersupport.logs.NoValues"}


def test_an_exception_is_its_class_and_frames(printed) -> None:
    try:
        raise ValueError(HERS)
    except ValueError:
        logging.getLogger("peersupport.x").exception("it failed")
    assert "it failed" in printed()
    assert "builtins.ValueError" in printed()
    assert "test_logs.py" in printed()
    assert "Hopper" not in printed()


def test_what_caused_it_is_told_the_same_way(printed) -> None:
    try:
        try:
            raise KeyError(HERS)
        except KeyError as first:
            raise RuntimeError(HERS) from first
    except RuntimeError:
        logging.getLogger("peersupport.x").exception("it failed")
    assert "builtins.RuntimeError" in printed()
    assert "builtins.KeyError" in printed()
    assert "Hopper" not in printed()


def test_an_error_that_causes_itself_ends(printed) -> None:
    error = ValueError(HERS)
    error.__cause__ = error
    logging.getLogger("peersupport.x").error("odd", exc_info=error)
    assert printed().count("builtins.ValueError") == 1


def test_what_another_handler_kept_is_not_reused(printed) -> None:
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "it failed", (), None)
    record.exc_text = f"ValueError: {HERS}"
    assert "Hopper" not in PlainFormatter().format(record)


@pytest.mark.parametrize("level", ["warning", "error"])
def test_an_exception_among_the_arguments_is_named_by_its_class(printed, level) -> None:
    getattr(logging.getLogger("peersupport.x"), level)("lost: %s", ValueError(HERS))
    assert "lost: ValueError" in printed()
    assert "Hopper" not in printed()


@pytest.mark.parametrize(
    "line",
    [
        "Not Found: /l/s3cr3t-token/",
        "Not Found: /wall/s3cr3t-token/",
        "Not Found: /calendar/s3cr3t-token.ics",
        "Not Found: /c/s3cr3t-token/",
        "Forbidden: /accounts/password/reset/key/1-s3cr3t-token/",
        "Not Found: /accounts/confirm-email/s3cr3t-token/",
        '"GET /l/s3cr3t-token/ HTTP/1.1" 200 10',
        "Not Found: /join/?name=s3cr3t-token",
        "https://x.example/help-now/?q=s3cr3t-token&b=2",
    ],
)
def test_tokens_and_questions_are_cut(printed, line) -> None:
    logging.getLogger("django.request").warning(line)
    assert "s3cr3t" not in printed()
    assert line.split("/")[0] in printed()


def test_a_request_is_dropped() -> None:
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "it failed", (), None)
    record.request = HttpRequest()
    assert NoValues().filter(record)
    assert not hasattr(record, "request")


@shared_task(name="tests.fails")
def fails() -> None:
    raise ValueError(HERS)


def test_a_task_that_failed_is_told_without_its_message(printed) -> None:
    fails.apply()
    assert "tests.fails" in printed()
    assert "ValueError" in printed()
    assert "Hopper" not in printed()


@pytest.mark.django_db
def test_a_page_that_breaks_tells_nothing_of_its_form(client, printed, monkeypatch) -> None:
    def broken(*args, **kwargs):
        raise ValueError(HERS)

    monkeypatch.setattr("peersupport.links.spend", broken)
    client.raise_request_exception = False
    response = client.post("/l/s3cr3t-token/", {"name": HERS, "phone": "07700 900 999"})
    assert response.status_code == 500
    assert "builtins.ValueError" in printed()
    for secret in ("Hopper", "900 999", "s3cr3t"):
        assert secret not in printed()
        assert secret not in response.content.decode()


@pytest.mark.django_db
def test_the_database_could_tell_and_does_not(printed) -> None:
    """PostgreSQL puts the whole failing row into its message: that is what must not be printed."""
    card = builders.card(phone="+447700900555", text="yes")
    try:
        ContactCard.objects.filter(pk=card.pk).update(plainness="loud", phone_hash="")
    except IntegrityError as error:
        told = str(error)
        logging.getLogger("peersupport.x").exception("refused")
    assert "card_" in told
    assert "refused" in printed()
    assert "card_" not in printed()


@pytest.mark.django_db
def test_sending_logs_neither_words_nor_number(printed, note_kind, gateway, drain_all) -> None:
    note_kind()
    gateway.answers(401, 500, 422, "reset")
    for _ in range(4):
        builders.message()
    drain_all()
    assert "a person must look" in printed()
    assert "7700" not in printed()
    assert Message.objects.count() == 4


def test_a_workers_own_lines_go_the_same_way() -> None:
    """Celery sets up logging of its own where it can: ours must be the one that prints."""
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\n"
        "import django; django.setup()\n"
        "from peersupport.celery import app\n"
        "app.log.setup(loglevel='INFO', redirect_stdouts=False)\n"
        "from celery.utils.log import get_task_logger\n"
        "from celery import shared_task\n"
        "@shared_task(name='t.fails')\n"
        f"def fails(): get_task_logger('t').error('x', exc_info=ValueError({HERS!r}))\n"
        f"@shared_task(name='t.raises')\n"
        f"def raises(): raise ValueError({HERS!r})\n"
        "fails.apply(); raises.apply()\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "ValueError" in ran.stderr
    assert "t.raises" in ran.stderr
    assert "Hopper" not in ran.stderr + ran.stdout
