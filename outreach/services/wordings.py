"""Words for paper in a language of the group's own: written, and checked by who reads it."""

from typing import Any

from django.db import transaction

from groups.services import groups
from peersupport import audit, clock
from peersupport.actors import Actor

from ..models import MaterialWording

FIELDS = ("title", "lines", "paused", "full", "scan", "card", "card_wait")


class ChangedMeanwhile(Exception):
    """Somebody wrote other words since this page was opened."""


@transaction.atomic
def write(*, group_id: int, language: str, words: dict[str, str], by: Actor) -> MaterialWording:
    """Keep a group's words in a language (keys as in ``FIELDS``). Other words than before have to
    be checked again; the same words, sent twice, change nothing."""
    said = {name: words[name] for name in FIELDS}
    row, made = MaterialWording.objects.select_for_update().get_or_create(
        group_id=group_id, language=language, defaults=said | {"changed_at": clock.now()}
    )
    if not made and all(getattr(row, name) == value for name, value in said.items()):
        return row
    _put(row, **said, changed_at=clock.now(), checked_at=None, checked_by=None)
    audit.record("wording.written", row.subject, by=by)
    return row


@transaction.atomic
def check(wording: MaterialWording, *, read: str, by: Actor) -> None:
    """Somebody who reads the language says that the words are right: now they can be printed.
    ``read`` is the moment of the words she had before her; raises ``ChangedMeanwhile`` where they
    are other words by now. Said twice it is said once."""
    row = MaterialWording.objects.select_for_update().get(pk=wording.pk)
    if row.changed_at.isoformat() != read:
        raise ChangedMeanwhile
    if row.checked_at is not None:
        return
    _put(row, checked_at=clock.now(), checked_by=by.user)
    audit.record("wording.checked", row.subject, by=by)


def _put(row: MaterialWording, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=list(facts))
    groups.public_facts_changed(row.group_id)
