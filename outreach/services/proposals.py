"""More workers at a partner: a colleague proposes, a coordinator decides, the invitation asks."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q

from peersupport import audit, clock
from peersupport.actors import Actor
from peersupport.crypto import lookup_hash

from .. import periods
from ..models import Worker, WorkerProposal
from . import organisations


class AnsweredAlready(ValueError):
    """Another coordinator was quicker."""


def propose(worker: Worker, *, name: str, email: str, by: Actor) -> WorkerProposal | None:
    """Keep a colleague's name and work address until a coordinator has answered; None where she
    was proposed already. Nothing is sent to her by this, and nothing is looked up about her."""
    email = email.strip().lower()
    try:
        with transaction.atomic():
            proposal = WorkerProposal.objects.create(
                organisation_id=worker.organisation_id,
                proposed_by=worker,
                name=name,
                email=email,
                email_hash=lookup_hash("email", email),
                made_at=clock.now(),
            )
            audit.record("proposal.made", proposal.subject, by=by)
    except IntegrityError:
        return None
    return proposal


@transaction.atomic
def approve(proposal: WorkerProposal, *, by: Actor) -> None:
    """One tap: the colleague is invited as anybody is. Raises ``AnsweredAlready``, and
    ``people.AlreadyHere`` where she has an account or an open invitation; then nothing changes."""
    row = _answer(proposal, "invited", by)
    organisations.invite_worker(row.organisation, name=row.name, email=row.email, by=by)


@transaction.atomic
def not_now(proposal: WorkerProposal, *, by: Actor) -> None:
    """No account for now. The colleague can be proposed again. Raises ``AnsweredAlready``."""
    _answer(proposal, "not_now", by)


def _answer(proposal: WorkerProposal, answer: str, by: Actor) -> WorkerProposal:
    rows = WorkerProposal.objects.select_for_update(of=("self",)).select_related("organisation")
    row = rows.get(pk=proposal.pk)
    if row.answer or row.organisation.ended_at is not None:
        raise AnsweredAlready(row.pk)
    row.answer, row.answered_at, row.answered_by = answer, clock.now(), by.user
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record("proposal.answered", row.subject, by=by, reason=answer)
    return row


def purge(now: dt.datetime) -> int:
    """Delete a colleague's name and address: 28 days after the answer, or after 84 without."""
    answered = Q(answered_at__lt=now - periods.PROPOSAL_KEPT)
    waiting = Q(answer="", made_at__lt=now - periods.PROPOSAL_UNANSWERED)
    return WorkerProposal.objects.filter(answered | waiting).delete()[0]
