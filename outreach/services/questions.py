"""A group's own questions: proposed, reviewed, asked, and no longer asked."""

from django.db import IntegrityError, transaction

from peersupport import audit, clock
from peersupport.actors import Actor

from ..models import GroupQuestion, Question
from ..models.question import MOST_A_GROUP


class NotPossible(ValueError):
    """What cannot be done, in words for the one who tried."""


@transaction.atomic
def propose(
    *, words: str, why: str, kind: str, choices: list[str], who_sees: str, by: Actor
) -> Question:
    """Put a question into the library. Nobody is asked it before a coordinator has looked."""
    question = Question.objects.create(
        words=words,
        why=why,
        kind=kind,
        choices=choices if kind == "choice" else [],
        who_sees=who_sees,
        proposed_by=by.user,
        proposed_at=clock.now(),
    )
    audit.record("question.proposed", question.subject, by=by)
    return question


@transaction.atomic
def review(question: Question, *, by: Actor) -> Question:
    """Say that groups may ask it. Raises ``NotPossible`` for anybody but a coordinator, and for
    one that was put away in the meantime."""
    if not by.is_coordinator:
        raise NotPossible("A coordinator reviews questions.")
    row = Question.objects.select_for_update().get(pk=question.pk)
    if row.state == "retired":
        raise NotPossible("This question was put away in the meantime.")
    if row.state == "proposed":
        row.state, row.reviewed_by, row.reviewed_at = "reviewed", by.user, clock.now()
        row.save()
        audit.record("question.reviewed", row.subject, by=by)
    return row


@transaction.atomic
def retire(question: Question, *, by: Actor) -> Question:
    """Put it away: no group asks it from now on. Answers that were given stay as long as their
    introductions."""
    if not by.is_coordinator:
        raise NotPossible("A coordinator puts questions away.")
    row = Question.objects.select_for_update().get(pk=question.pk)
    if row.state != "retired":
        row.state, row.retired_at = "retired", clock.now()
        row.save()
        GroupQuestion.objects.filter(question=row).delete()
        audit.record("question.retired", row.subject, by=by)
    return row


@transaction.atomic
def ask(question: Question, *, group_id: int, by: Actor) -> GroupQuestion:
    """Let a group ask it. Pressed twice, it is asked once. Raises ``NotPossible`` for one that no
    coordinator has reviewed, and for a fourth."""
    row = Question.objects.select_for_update().get(pk=question.pk)
    if row.state != "reviewed":
        raise NotPossible("A coordinator has to look at it first.")
    asked = list(GroupQuestion.objects.filter(group_id=group_id).order_by("place"))
    for one in asked:
        if one.question_id == row.pk:
            return one
    free = sorted({*range(1, MOST_A_GROUP + 1)} - {one.place for one in asked})
    if not free:
        raise NotPossible(f"A group asks {MOST_A_GROUP} at most. Take one away first.")
    try:
        with transaction.atomic():
            made = GroupQuestion.objects.create(group_id=group_id, question=row, place=free[0])
    except IntegrityError as beaten:
        raise NotPossible("Somebody changed this at the same moment. Look again.") from beaten
    audit.record("question.asked", row.subject, by=by)
    return made


@transaction.atomic
def drop(asked: GroupQuestion, *, by: Actor) -> None:
    """Let a group no longer ask it."""
    if GroupQuestion.objects.filter(pk=asked.pk).delete()[0]:
        audit.record("question.dropped", f"question:{asked.question_id}", by=by)
