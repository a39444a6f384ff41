"""How often each periodic job runs: for Celery's beat and for ``dispatch --loop`` alike."""

from typing import Any

# Seconds between two runs.
JOBS = {"sweep": 60, "recover": 30, "purge": 6 * 3600}
LANES = {"urgent": 5, "text": 10, "mail": 10}
# A job nobody took up lapses before the next is due, so that an outage leaves no queue behind.
LONGEST_WAIT = 3600


def beat() -> dict[str, dict[str, Any]]:
    """``CELERY_BEAT_SCHEDULE``: plain intervals, so that no clock change touches it."""
    table: dict[str, dict[str, Any]] = {
        name: _entry(f"peersupport.{name}", seconds) for name, seconds in JOBS.items()
    }
    for lane, seconds in LANES.items():
        table[f"drain-{lane}"] = _entry("peersupport.drain", seconds) | {"args": [lane]}
    return table


def _entry(task: str, seconds: int) -> dict[str, Any]:
    lapses = min(seconds - max(1, seconds // 12), LONGEST_WAIT)
    return {"task": task, "schedule": seconds, "options": {"expires": lapses}}
