"""What she told us besides: kept on its own consent, handed on or dropped on her yes."""

from typing import Any

from groups.services.needs import Said

from ..models import GroupQuestion, Introduction, More, OwnAnswer

CARD = ("pick_up", "pick_up_words", "line_drop")
FACTS = ("heard", "talked_through")
# Kept only with a tick of its own: it can say something about her health.
ON_HER_TICK = ("needs", "language", "easier", "own")


def for_card(more: dict[str, Any]) -> dict[str, Any]:
    """What belongs to her card: what to do when somebody else picks up, or the line drops."""
    return {name: more[name] for name in CARD if more.get(name)}


def facts(more: dict[str, Any]) -> dict[str, str]:
    """How she heard of us, for the introduction itself."""
    return {name: more.get(name, "") for name in FACTS}


def keep(introduction: Introduction, more: dict[str, Any]) -> None:
    """Keep what would make coming easier, inside the caller's transaction. Without her tick
    nothing of it is kept (safety.md 34)."""
    if not more.get("keep") or not any(more.get(name) for name in ON_HER_TICK):
        return
    kept = More.objects.create(
        introduction=introduction,
        needs=" ".join(more.get("needs", [])),
        language=more.get("language", ""),
        easier=more.get("easier", ""),
        consent_text_version=more["keep"],
        consent_at=introduction.consent_at,
        consent_way="form",
    )
    _keep_own(kept, introduction.group_id, more.get("own", {}))


def _keep_own(kept: More, group_id: int | None, own: dict[str, str]) -> None:
    """Her answers to what her group asks at this moment: what it no longer asks, and what another
    group asks, is nobody's to read."""
    if not own or group_id is None:
        return
    asked = GroupQuestion.objects.filter(
        group_id=group_id, question__state="reviewed", question_id__in=[int(pk) for pk in own]
    )
    OwnAnswer.objects.bulk_create(
        OwnAnswer(more=kept, question_id=row.question_id, answer=own[str(row.question_id)])
        for row in asked
    )


def drop_own(introduction: Introduction) -> None:
    """Drop what she told the women who run one group, as she goes to another: she was promised
    that they alone read it."""
    OwnAnswer.objects.filter(more__introduction=introduction, question__who_sees="leaders").delete()


def hand_over(introduction: Introduction) -> Said | None:
    """Take what would make coming easier away from the door, for the group that she joins; None
    where she told us nothing. Her answers to the group's own questions go. Inside the transaction
    of her yes."""
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
