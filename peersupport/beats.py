"""The periodic jobs themselves, for Celery's beat and for ``dispatch --loop`` alike."""

import datetime as dt
import logging
from collections.abc import Callable

from . import clock
from .models import Heartbeat
from .registry import registry
from .services import erasure

log = logging.getLogger(__name__)
Jobs = dict[str, Callable[[dt.datetime], int]]


def beating(name: str, job: Callable[[], int]) -> int:
    """Run a job; a heartbeat is written only when it ran to its end."""
    done = job()
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now()})
    return done


def sweep() -> int:
    """Each minute, every room's "what is due now?". Returns how many rows came of it."""
    return _each("sweep", registry.sweeps)


def purge() -> int:
    """Each night, every room's "what is past its period?". Returns how many rows went."""
    done = _each("purge", registry.purges)
    erasure.leave_no_copy()
    return done


def _each(name: str, jobs: Jobs) -> int:
    """One that fails does not stop the others; but then the heartbeat stays away, so that
    /readyz says so."""
    now, done, failed = clock.now(), 0, False
    for job, run in jobs.items():
        try:
            done += run(now)
        except Exception:
            failed = True
            log.exception("%s: %s failed", name, job)
    return done if failed else beating(name, lambda: done)
