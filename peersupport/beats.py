"""The periodic jobs themselves, for Celery's beat and for ``dispatch --loop`` alike."""

import logging
from collections.abc import Callable

from . import clock
from .models import Heartbeat
from .registry import registry

log = logging.getLogger(__name__)


def beating(name: str, job: Callable[[], int]) -> int:
    """Run a job; a heartbeat is written only when it ran to its end."""
    done = job()
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now()})
    return done


def sweep() -> int:
    """Run every room's "what is due now?". One that fails does not stop the others, but then
    the heartbeat stays away, so that /readyz says so."""
    now, done, failed = clock.now(), 0, 0
    for name, run in registry.sweeps.items():
        try:
            done += run(now)
        except Exception:
            failed += 1
            log.exception("sweep %s failed", name)
    return done if failed else beating("sweep", lambda: done)


def purge() -> int:
    """Run every room's nightly purge."""
    now = clock.now()
    return sum(run(now) for run in registry.purges.values())
