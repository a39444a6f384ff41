"""Showing a woman all that is kept about her, which is itself written down (safety.md 37, 42)."""

from django.db import transaction

from peersupport import audit
from peersupport.actors import Actor
from peersupport.registry import Section, registry


@transaction.atomic
def show(subject: str, *, by: Actor) -> list[Section]:
    """Every room's sections about her, the ground's neighbour first."""
    audit.record("export.shown", subject, by=by)
    return [section for export in registry.exporters for section in export(subject)]
