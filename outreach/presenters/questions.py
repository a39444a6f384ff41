"""The library of questions as its page shows it. The number of queries does not grow with it."""

from dataclasses import dataclass
from typing import Any

from groups import queries as groups
from peersupport.actors import Actor

from ..models import GroupQuestion, Question
from ..models.question import MOST_A_GROUP

# What no question may ask, whoever proposes it (safety.md 22).
NEVER = (
    "her title, her legal name, her date of birth or her age",
    "her address, or a number such as the NHS number",
    "a diagnosis, a medicine, or what a doctor said",
    "her story, or what somebody did to her",
    "her sex, gender, faith, origin or papers",
    "anything about whether the group is right for her: she decides that",
)


@dataclass(frozen=True)
class Asking:
    """One group, what it asks, and what it could ask besides."""

    group: Any
    asked: list[GroupQuestion]
    could: list[Question]


def context(actor: Actor) -> dict[str, Any]:
    """What waits for a coordinator, what may be asked, and what each of her groups asks."""
    library = list(
        Question.objects.visible_to(actor)
        .exclude(state="retired")
        .select_related("proposed_by", "reviewed_by")
        .order_by("-proposed_at", "-pk")
    )
    reviewed = [question for question in library if question.state == "reviewed"]
    return {
        "waiting": [question for question in library if question.state == "proposed"],
        "reviewed": reviewed,
        "askings": _askings(actor, reviewed),
        "most": MOST_A_GROUP,
    }


def _askings(actor: Actor, reviewed: list[Question]) -> list[Asking]:
    asked: dict[int, list[GroupQuestion]] = {}
    rows = GroupQuestion.objects.visible_to(actor).select_related("question").order_by("place")
    for row in rows:
        asked.setdefault(row.group_id, []).append(row)
    found = []
    for group in groups.visible_groups(actor):
        hers = asked.get(group.pk, [])
        taken = {row.question_id for row in hers}
        full = len(hers) >= MOST_A_GROUP
        could = [] if full else [one for one in reviewed if one.pk not in taken]
        found.append(Asking(group, hers, could))
    return found
