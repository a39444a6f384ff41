"""Thin Celery tasks. They carry no fact: whatever is lost here, the next tick finds again."""

from celery import shared_task

from . import beats
from .messaging import drain as draining


@shared_task(name="peersupport.sweep")
def sweep() -> None:
    """Each minute: what became due?"""
    beats.sweep()


@shared_task(name="peersupport.drain")
def drain(lane: str) -> int:
    """Each few seconds and after each commit that wrote a message."""
    return beats.beating(f"drain-{lane}", lambda: draining.drain(lane))


@shared_task(name="peersupport.recover")
def recover() -> int:
    """Pick up what a killed worker left in hand."""
    return beats.beating("recover", draining.recover)


@shared_task(name="peersupport.purge")
def purge() -> int:
    """Delete what is past its period."""
    return beats.purge()
