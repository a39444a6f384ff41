"""Who holds which title beside her role: given and ended by a coordinator (house.md, permissions)."""

from django.db import IntegrityError, transaction

from .. import audit, clock
from ..actors import Actor
from ..models import Duty, User
from ..models.user import STAFF_ROLES

LEAD, DEPUTY = "safeguarding_lead", "safeguarding_deputy"


class NotPossible(ValueError):
    """Cannot be given; the message says why, and what to do instead."""


def held() -> dict[str, Duty]:
    """Each duty that somebody holds now, by kind, with its holder. One query."""
    rows = Duty.objects.filter(ended_at=None).select_related("user")
    return {duty.kind: duty for duty in rows}


def staff() -> list[User]:
    """Everybody who can hold a duty, by name."""
    here = User.objects.filter(role__in=STAFF_ROLES, role_ended_at=None, is_active=True)
    return list(here.order_by("name", "pk"))


def hears_of_worries() -> tuple[list[User], bool]:
    """Whom one tap reaches, and whether that is the safeguarding lead. While there is none it is
    every coordinator: a tap is never lost (safety.md 51, 52)."""
    duty = Duty.objects.filter(kind=LEAD, ended_at=None).select_related("user__card").first()
    if duty is not None and duty.user.is_staff:
        return [duty.user], True
    rows = User.objects.filter(role="coordinator", role_ended_at=None, is_active=True)
    return list(rows.select_related("card").order_by("pk")), False


@transaction.atomic
def give(person: User, kind: str, *, by: Actor) -> Duty:
    """Give a duty to a peer leader or a coordinator; whoever held it before hands it over.

    The lead and the deputy are two people, so that a worry always has somebody else to go to
    (safety.md 51). Raises ``NotPossible``.
    """
    row = User.objects.select_for_update().get(pk=person.pk)
    if not row.is_staff:
        raise NotPossible(f"{row.name} has no role here any more.")
    there = Duty.objects.filter(kind=kind, ended_at=None).first()
    if there is not None and there.user_id == row.pk:
        return there
    if there is not None:
        end(there, by=by)
    try:
        with transaction.atomic():
            duty = Duty.objects.create(user=row, kind=kind, started_at=clock.now())
    except IntegrityError as taken:
        raise NotPossible(
            "The lead and the deputy are two people. Give her other duty to somebody else first."
        ) from taken
    audit.record("duty.given", f"user:{row.pk}", by=by, reason=kind)
    return duty


@transaction.atomic
def end(duty: Duty, *, by: Actor) -> None:
    """End a duty. What it was for goes to the coordinators until somebody else holds it."""
    if Duty.objects.filter(pk=duty.pk, ended_at=None).update(ended_at=clock.now()):
        audit.record("duty.ended", f"user:{duty.user_id}", by=by, reason=duty.kind)
