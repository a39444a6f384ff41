"""Logs that hold no value anybody typed (safety.md 46).

An exception's message is never printed: PostgreSQL puts whole rows into it. Its class and
frames are enough to find the fault. Paths that carry a token are cut at the token.
"""

import logging
import re
import traceback

TOKEN_PATHS = re.compile(r"(/(?:l|wall|calendar|c)/)[^\s/?\"']+")
QUERIES = re.compile(r"\?[^\s\"']*")


LOGGING = {
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
    },
}


def plain(text: str) -> str:
    """Cut tokens and query strings out of a line."""
    return QUERIES.sub("?…", TOKEN_PATHS.sub(r"\1…", text))


class NoValues(logging.Filter):
    """Drops the request from a record: its repr and its form have no place in a log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.pop("request", None)
        return True


class PlainFormatter(logging.Formatter):
    """One line a record; an exception as its classes and frames without their messages."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return plain(super().format(record))

    def formatException(self, ei) -> str:
        error = ei[1]
        lines = []
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"{type(error).__module__}.{type(error).__name__}"]
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)
