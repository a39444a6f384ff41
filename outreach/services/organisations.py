"""Partners: made, joined by their workers, ended. None of it touches a woman."""

from typing import Any

from django.db import IntegrityError, transaction

from peersupport import audit, clock, links
from peersupport.actors import Actor
from peersupport.models import Invitation
from peersupport.services import people

from ..models import Organisation, SourceCode, Worker
from ..models.organisation import place_of

TRIES = 5


class NameTaken(ValueError):
    """A partner of this name is there already."""


@transaction.atomic
def open_organisation(*, name: str, sector: str, by: Actor) -> Organisation:
    """Make a partner, with a code of its own from the first day. Raises ``NameTaken``."""
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                name=name, sector=sector, made_at=clock.now()
            )
    except IntegrityError as twice:
        raise NameTaken(name) from twice
    audit.record("organisation.opened", organisation.subject, by=by)
    make_code(label="Everyday code", organisation=organisation, by=by)
    return organisation


@transaction.atomic
def make_code(*, label: str, organisation: Organisation | None, by: Actor) -> SourceCode:
    """Make a code for a partner, or for a poster of our own (no organisation)."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                code = SourceCode.objects.create(
                    label=label, organisation=organisation, made_at=clock.now()
                )
        except IntegrityError:  # one in fourteen million: the letters were taken
            continue
        audit.record("code.made", f"code:{code.pk}", by=by)
        return code
    raise RuntimeError("no free code was found")


@transaction.atomic
def invite_worker(organisation: Organisation, *, name: str, email: str, by: Actor) -> Invitation:
    """Invite somebody who works at a partner. Raises ``people.AlreadyHere``."""
    return people.invite(
        email=email, name=name, role="partner_worker", subject=organisation.subject, by=by
    )


def open_invitations(organisation: Organisation) -> Any:
    """Invitations to this partner that nobody has taken up or withdrawn."""
    return Invitation.objects.filter(
        role="partner_worker",
        subject=organisation.subject,
        accepted_at=None,
        withdrawn_at=None,
    ).order_by("-invited_at")


@transaction.atomic
def take_place(*, user: Any, subject: str, by: Actor) -> None:
    """Give a new account its place at the partner it was invited to ("organisation:5")."""
    pk = place_of(subject)
    if pk is None or not Organisation.objects.live().filter(pk=pk).exists():
        return
    worker, _ = Worker.objects.get_or_create(
        user=user, organisation_id=pk, ended_at=None, defaults={"started_at": clock.now()}
    )
    audit.record("worker.began", f"worker:{worker.pk}", by=by)


@transaction.atomic
def end_places(user: Any, by: Actor) -> None:
    """What the end of a role means here: her place ends, what she introduced stays."""
    for worker in Worker.objects.filter(user=user, ended_at=None):
        Worker.objects.filter(pk=worker.pk).update(ended_at=clock.now())
        links.revoke(subject=worker.subject)
        audit.record("worker.ended", f"worker:{worker.pk}", by=by)


@transaction.atomic
def end_worker(worker: Worker, *, by: Actor) -> None:
    """End a worker's way in. Every session of hers is refused at its next request."""
    people.end_role(worker.user, by=by)


@transaction.atomic
def end_organisation(organisation: Organisation, *, by: Actor) -> None:
    """End a partnership: its workers and open invitations end, its women and codes do not."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if row.ended_at is not None:
        return
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    for worker in row.workers.filter(ended_at=None).select_related("user"):
        end_worker(worker, by=by)
    for invitation in open_invitations(row):
        people.withdraw(invitation, by=by)
    audit.record("organisation.ended", row.subject, by=by)


@transaction.atomic
def confirm(worker: Worker, *, by: Actor) -> None:
    """Her yes to the yearly question: she still works there. Pressed twice it is one yes."""
    today = clock.today()
    if (
        Worker.objects.live()
        .filter(pk=worker.pk, confirmed_on__lt=today)
        .update(confirmed_on=today)
    ):
        audit.record("worker.confirmed", worker.subject, by=by)
