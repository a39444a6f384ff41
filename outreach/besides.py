"""What she told us besides, ready for the page of whoever answers her and for her own export."""

from groups.services.needs import CONSENTS, in_words
from peersupport.actors import Actor
from peersupport.clock import LONDON

from .models import Introduction, More


def facts(row: Introduction) -> list[tuple[str, str]]:
    """How she heard of us, in plain words."""
    lines = []
    if row.heard:
        lines.append(("How you heard of us", str(row.get_heard_display())))
    if row.talked_through:
        lines.append(("Told or handed a leaflet", str(row.get_talked_through_display())))
    return lines


def needs(row: Introduction, actor: Actor) -> list[str]:
    """What would make coming easier, a line each, for whoever may see this introduction."""
    found = More.objects.visible_to(actor).filter(introduction=row).first()
    return in_words(found.needs, found.language, found.easier) if found else []


def export(row: Introduction) -> list[tuple[str, str]]:
    """All of it, with the consent it stands on, as she would say it."""
    found = More.objects.filter(introduction=row).first()
    if found is None:
        return []
    said = in_words(found.needs, found.language, found.easier)
    lines = [("What would make coming easier", line) for line in said]
    version = found.consent_text_version
    lines.append(("You agreed", str(CONSENTS.get(version, version))))
    way = found.get_consent_way_display().lower()
    wall = found.consent_at.astimezone(LONDON)
    return [*lines, ("You agreed on", f"{wall.day} {wall:%B %Y}, {way}")]
