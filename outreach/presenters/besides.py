"""What she told us besides, ready for the page of whoever answers her and for her own export."""

from typing import Any

from django.db.models import QuerySet

from groups.services.needs import CONSENTS, in_words
from peersupport.actors import Actor
from peersupport.clock import LONDON

from ..models import Introduction, More, OwnAnswer
from ..services.extras import CARD
from .more import answer_in_words


def facts(row: Introduction) -> list[tuple[str, str]]:
    """How she heard of us, in plain words."""
    lines = []
    if row.heard:
        lines.append(("How you heard of us", str(row.get_heard_display())))
    if row.talked_through:
        lines.append(("Told or handed a leaflet", str(row.get_talked_through_display())))
    return lines


def context(row: Introduction, actor: Actor) -> dict[str, Any]:
    """For the page of whoever answers her: ``needs``, a line each, and ``own_answers`` of the
    group's questions as (question, answer), for just those whom she was told of."""
    found = More.objects.visible_to(actor).filter(introduction=row).first()
    if found is None:
        return {}
    return {
        "needs": in_words(found.needs, found.language, found.easier),
        "own_answers": _own(OwnAnswer.objects.visible_to(actor).filter(more=found)),
    }


def told(row: Introduction, actor: Actor) -> dict[str, Any]:
    """What we hold of it, as ``SpokenForm`` begins with."""
    found = More.objects.visible_to(actor).filter(introduction=row).first()
    said: dict[str, Any] = {"heard": row.heard, "talked_through": row.talked_through}
    said |= {name: getattr(row.card, name) for name in CARD}
    if found is not None:
        said |= {"needs": found.needs.split(), "language": found.language}
        said |= {"easier": found.easier, "keep_more": True}
    return said


def _own(rows: QuerySet[OwnAnswer]) -> list[tuple[str, str]]:
    found = rows.select_related("question").order_by("question_id")
    return [(a.question.words, answer_in_words(a.question, a.answer)) for a in found]


def export(row: Introduction) -> list[tuple[str, str]]:
    """All of it, with the consent it stands on, as she would say it."""
    found = More.objects.filter(introduction=row).first()
    if found is None:
        return []
    said = in_words(found.needs, found.language, found.easier)
    lines = [("What would make coming easier", line) for line in said]
    lines += _own(OwnAnswer.objects.filter(more=found))
    version = found.consent_text_version
    lines.append(("You agreed", str(CONSENTS.get(version, version))))
    way = found.get_consent_way_display().lower()
    wall = found.consent_at.astimezone(LONDON)
    return [*lines, ("You agreed on", f"{wall.day} {wall:%B %Y}, {way}")]
