"""Logs that hold no value anybody typed (safety.md 46).

An exception's message is never printed: PostgreSQL puts whole rows into it. Its class and
frames are enough to find the fault. Paths that carry a token are cut at the token.
"""

import logging
import re
import traceback
from typing import Any

TOKEN_PATHS = re.compile(r"(/(?:l|wall|calendar|c|password/reset/key|confirm-email)/)[^\s/?\"']+")
QUERIES = re.compile(r"\?[^\s\"']*")


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_values": {"()": "peersupport.logs.NoValues"}},
    "formatters": {"plain": {"()": "peersupport.logs.PlainFormatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["no_values"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "celery": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Without one of its own, Celery gives this a handler that prints messages of exceptions.
        "celery.task": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}


def plain(text: str) -> str:
    """Cut tokens and query strings out of a line."""
    return QUERIES.sub("?…", TOKEN_PATHS.sub(r"\1…", text))


# What Celery fills into its own line about a task that failed: the exception's message, and more.
OF_A_FAILED_TASK = {"exc", "traceback", "args", "kwargs"}


class NoValues(logging.Filter):
    """Drops the request from a record: its repr and its form have no place in a log. An
    exception among the arguments is named by its class."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.pop("request", None)
        if isinstance(record.args, dict):
            record.args = {
                name: "…" if name in OF_A_FAILED_TASK else _named(value)
                for name, value in record.args.items()
            }
        elif record.args:
            record.args = tuple(_named(value) for value in record.args)
        return True


def _named(value: Any) -> Any:
    return type(value).__name__ if isinstance(value, BaseException) else value


class PlainFormatter(logging.Formatter):
    """One line a record; an exception as its classes and frames without their messages."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have kept the whole message there
        return plain(super().format(record))

    def formatException(self, ei) -> str:
        error = ei[1]
        lines: list[str] = []
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"{type(error).__module__}.{type(error).__name__}"]
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)
