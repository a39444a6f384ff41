"""Making every keyed hash anew when ``LOOKUP_KEY`` changes (contract.md)."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from ..crypto import lookup_hash
from ..models import ContactCard, InboundText, Message, Suppression

# Column suffix and the kind it is hashed under: "phone_hash" is lookup_hash("phone", row.phone).
SUFFIX = "_hash"
KINDS = {"name", "phone", "email"}
MANY = 500


def hashed_columns() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Each model with the columns whose sealed source stands beside them."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        kinds = sorted(kind for kind in KINDS if {kind, kind + SUFFIX} <= names)
        if kinds:
            yield model, kinds


@transaction.atomic
def rehash() -> int:
    """Compute every look-up hash anew under the present ``LOOKUP_KEY``; returns how many rows.

    What holds only a hash follows its card: STOPs, and the numbers messages went to. A STOP
    whose card is gone cannot be carried over and is dropped with its number. Idempotent.
    """
    moved = _by_old_hash()
    rows = sum(_rehash_model(model, kinds) for model, kinds in hashed_columns())
    for text in InboundText.objects.iterator(chunk_size=MANY):
        text.sender_hash = lookup_hash("phone", text.sender)
        text.save(update_fields=["sender_hash"])
        rows += 1
    for old, new in moved.items():
        Message.objects.filter(to_hash=old).update(to_hash=new)
    return rows + _carry_stops(moved)


def _by_old_hash() -> dict[str, str]:
    """Where each card's number and address are found now, and where they will be."""
    moved = {}
    for card in ContactCard.objects.iterator(chunk_size=MANY):
        moved[card.phone_hash] = lookup_hash("phone", card.phone)
        moved[card.email_hash] = lookup_hash("email", card.email)
    moved.pop("", None)
    return moved


def _rehash_model(model: type[models.Model], kinds: list[str]) -> int:
    rows = 0
    for row in model._default_manager.iterator(chunk_size=MANY):
        for kind in kinds:
            setattr(row, kind + SUFFIX, lookup_hash(kind, getattr(row, kind)))
        row.save(update_fields=[kind + SUFFIX for kind in kinds])
        rows += 1
    return rows


def _carry_stops(moved: dict[str, str]) -> int:
    kept = 0
    for stop in Suppression.objects.all():
        if stop.phone_hash in moved:
            stop.phone_hash = moved[stop.phone_hash]
            stop.save(update_fields=["phone_hash"])
            kept += 1
        elif stop.phone_hash not in moved.values():
            stop.delete()
    return kept
