"""What she told us besides: kept on its own consent, handed on or dropped on her yes."""

from typing import Any

from groups.services.needs import Said

from ..models import Introduction, More

CARD = ("pick_up", "pick_up_words", "line_drop")
FACTS = ("heard", "talked_through")


def for_card(more: dict[str, Any]) -> dict[str, Any]:
    """What belongs to her card: what to do when somebody else picks up, or the line drops."""
    return {name: more[name] for name in CARD if more.get(name)}


def facts(more: dict[str, Any]) -> dict[str, str]:
    """How she heard of us, for the introduction itself."""
    return {name: more.get(name, "") for name in FACTS}


def keep(introduction: Introduction, more: dict[str, Any]) -> None:
    """Keep what would make coming easier, inside the caller's transaction. Without her tick
    nothing of it is kept (safety.md 34)."""
    if not more.get("keep") or not any(more.get(name) for name in ("needs", "language", "easier")):
        return
    More.objects.create(
        introduction=introduction,
        needs=" ".join(more.get("needs", [])),
        language=more.get("language", ""),
        easier=more.get("easier", ""),
        consent_text_version=more["keep"],
        consent_at=introduction.consent_at,
        consent_way="form",
    )


def hand_over(introduction: Introduction) -> Said | None:
    """Take what would make coming easier away from the door, for the group that she joins; None
    where she told us nothing. Inside the transaction of her yes."""
    row = More.objects.filter(introduction=introduction).first()
    if row is None:
        return None
    row.delete()
    return Said(
        needs=row.needs.split(),
        language=row.language,
        easier=row.easier,
        version=row.consent_text_version,
        at=row.consent_at,
        way=row.consent_way,
    )
