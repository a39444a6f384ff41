"""What she told us besides: kept on its own consent, handed on or dropped on her yes."""

from typing import Any

from django.db import transaction

from groups.services.needs import Said
from peersupport import audit, clock
from peersupport.actors import Actor
from peersupport.services import cards

from ..models import GroupQuestion, Introduction, More, OwnAnswer


class NotNow(ValueError):
    """She has not said yet that she wants to hear from us, or has given her answer already."""


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


@transaction.atomic
def write_down(introduction: Introduction, more: dict[str, Any], *, by: Actor) -> bool:
    """Keep what she says when somebody speaks with her, in the place of what she said before: all
    that the form asks after its five screens can also be asked then (issue: asking to join).

    What needs a yes of its own is kept on her spoken yes; without one, what we held of it is
    deleted (safety.md 34). Her answers to the group's own questions stay with that yes. Returns
    whether any of it is kept. Raises ``NotNow``.
    """
    row = Introduction.objects.select_for_update().get(pk=introduction.pk)
    if row.closed_at is not None or row.card is None or not row.is_confirmed:
        raise NotNow("closed" if row.closed_at is not None else "unconfirmed")
    said = for_card(more)
    if said != {name: getattr(row.card, name) for name in CARD if getattr(row.card, name)}:
        cards.note_line(row.card, answers=said, by=by)
    row.heard, row.talked_through = more.get("heard", ""), more.get("talked_through", "")
    row.save(update_fields=["heard", "talked_through"])
    kept = _write_on_her_yes(row, more)
    audit.record("introduction.told_more", row.subject, by=by, reason="kept" if kept else "gone")
    return kept


def _write_on_her_yes(row: Introduction, more: dict[str, Any]) -> bool:
    found = More.objects.filter(introduction=row).first()
    says = any(more.get(name) for name in ("needs", "language", "easier"))
    answered = found is not None and found.own_answers.exists()
    if not more.get("keep") or not (says or answered):
        More.objects.filter(introduction=row).delete()
        return False
    words = {
        "needs": " ".join(more.get("needs", [])),
        "language": more.get("language", ""),
        "easier": more.get("easier", ""),
    }
    if found is not None and all(getattr(found, name) == said for name, said in words.items()):
        return True  # nothing new: her first yes stands, with its day
    consent = {
        "consent_text_version": more["keep"],
        "consent_at": clock.now(),
        "consent_way": "spoke",
    }
    More.objects.update_or_create(introduction=row, defaults=words | consent)
    return True


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
