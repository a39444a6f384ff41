"""A worker that drains the text lane and is killed at a point: run as a process of its own.

``python -m tests.peersupport.killed_worker POINT NTH``: SIGKILL, the NTH time POINT is reached.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at(nth: int, real: Callable[..., Any], *, after: bool) -> Callable[..., Any]:
    """``real``, and the process is gone before or after its ``nth`` call."""
    calls = iter(range(1, 10_000))

    def call(*args: Any, **kwargs: Any) -> Any:
        last = next(calls) == nth
        if last and not after:
            die()
        came = real(*args, **kwargs)
        if last and after:
            die()
        return came

    return call


# Point -> (module, function, whether it dies after that function or before it).
POINTS = {
    "in-claim": ("claim", "_claim", True),
    "after-claim": ("drain", "prepare", False),
    "in-the-step": ("step", "move", True),
    "after-the-mark": ("drain", "_send", False),
    "before-the-outcome": ("drain", "settle", False),
    "in-the-outcome": ("step", "move", True),
    "in-recover": ("drain", "move", True),
}


def main(point: str, nth: int) -> None:
    django.setup()
    import importlib

    from peersupport.messaging import drain
    from tests import builders

    builders.kind()
    if point in POINTS:
        place, name, after = POINTS[point]
        module = importlib.import_module(f"peersupport.messaging.{place}")
        setattr(module, name, killed_at(nth, getattr(module, name), after=after))
    drain.recover()
    drain.drain("text")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
