"""That she may be at the door twice, said on her page to whoever answers her."""

import datetime as dt
from typing import Any

from peersupport.actors import Actor

from ..models import Introduction
from ..services.same_woman import has_place, others
from .introductions import came, on_day


def context(row: Introduction, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    """``alike``: (id, how and when the other came), of those that this person may see."""
    if row.card is None or row.closed_at is not None:
        return {}
    seen = others(row).filter(pk__in=Introduction.objects.visible_to(actor).values("pk"))
    rows = seen.select_related("organisation", "code__organisation")
    alike = [(other.pk, f"{came(other)}, {on_day(other.received_at, now)}") for other in rows]
    return {"alike": alike, "has_place": has_place(row)}
