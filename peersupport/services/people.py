"""Accounts: by invitation only, ended at once (safety.md 41)."""

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from .. import audit, clock, links
from ..actors import SYSTEM, Actor
from ..crypto import lookup_hash
from ..messaging import outbox, words
from ..models import ContactCard, Invitation, User
from ..registry import Words, registry
from . import cards

INVITATION_HOLDS = dt.timedelta(days=7)
INVITATION_KEPT = dt.timedelta(days=28)
CARD_OF_NOBODY = dt.timedelta(days=1)
# Her role ended and her account was not closed: an invitation may bring her back.
MAY_COME_BACK = Q(role_ended_at__isnull=False, is_active=True)


class AlreadyHere(ValueError):
    """Somebody with this address has an account, or an open invitation of the same kind."""


def card_of(user: User) -> ContactCard:
    """A staff member's own card, made on first use: her work address, e-mail allowed. When she
    has proved another address, her card follows."""
    if user.card is None:
        user.card = _card_at(user.email)
        user.save(update_fields=["card"])
    elif user.card.email_hash != lookup_hash("email", user.email):
        answers = {"email": user.email, "mail": "yes"}
        user.card = cards.change(user.card, answers=answers, by=SYSTEM)
    return user.card


def card_for(user: User, email: str) -> ContactCard:
    """Where a mail about her account goes: to her card, or to an address she has yet to prove."""
    known = lookup_hash("email", email) == lookup_hash("email", user.email)
    return card_of(user) if known else _card_at(email)


def _card_at(email: str) -> ContactCard:
    return cards.make(holder="staff", answers={"email": email, "mail": "yes"}, by=SYSTEM)


@transaction.atomic
def invite(*, email: str, name: str, role: str, subject: str = "", by: Actor) -> Invitation:
    """Invite somebody to an account with ``role``; the mail with her link follows.

    ``subject`` is what the role is for, as the room spells it ("group:3"). The link works
    once, for 7 days; after that the same person can be asked again. Somebody whose role ended
    can be invited back. Raises ``AlreadyHere``.
    """
    email = email.strip().lower()
    accounts = User.objects.filter(email__iexact=email)
    if accounts.exclude(MAY_COME_BACK).exists():
        raise AlreadyHere(email)
    now = clock.now()
    _clear_run_out(email, now, by)
    card = cards.make(holder="staff", answers={"email": email, "mail": "yes"}, by=by)
    invitation = Invitation(name=name, email=email, role=role, subject=subject, card=card)
    _write_down(invitation, by, now)
    outbox.enqueue(
        kind="invitation",
        card=card,
        channel="mail",
        about=f"invitation:{invitation.pk}",
        dedupe_key=f"invitation:{invitation.pk}",
        not_before=now,
        expires_at=now + INVITATION_HOLDS,
        by=by,
    )
    audit.record("person.invited", f"invitation:{invitation.pk}", by=by)
    return invitation


def _clear_run_out(email: str, now: dt.datetime, by: Actor) -> None:
    """Take back what nobody took up in time: a dead link must not keep her from a new one."""
    asked = Invitation.objects.select_for_update().filter(
        email_hash=lookup_hash("email", email),
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
        invited_at__lte=now - INVITATION_HOLDS,
    )
    for invitation in asked:
        withdraw(invitation, by=by)


def _write_down(invitation: Invitation, by: Actor, now: dt.datetime) -> None:
    invitation.email_hash = lookup_hash("email", invitation.email)
    invitation.invited_by, invitation.invited_at = by.subject, now
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as twice:
        raise AlreadyHere(invitation.email) from twice


def render_invitation(message, level: str) -> Words:
    """The mail's words, with a link minted for this one mail."""
    invitation = open_invitation(int(message.about.partition(":")[2]))
    token = links.mint(
        "invitation",
        message.about,
        by=SYSTEM,
        lifetime=INVITATION_HOLDS,
        single_use=True,
        replace=True,
    )
    context = {"invitation": invitation, "link": f"{settings.SITE_URL}/l/{token}/"}
    return words.of_mail("peersupport/messages/invitation.mail", context)


def open_invitation(pk: int) -> Invitation | None:
    """An invitation not yet taken up, withdrawn or run out."""
    return Invitation.objects.filter(
        pk=pk,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
        invited_at__gt=clock.now() - INVITATION_HOLDS,
    ).first()


@transaction.atomic
def make_account(
    *, email: str, password: str, name: str, role: str, card: ContactCard | None = None
) -> User:
    """An account whose address is known to be hers. For invitations taken up, and the demo."""
    user = User.objects.create_user(
        email, password, name=name, role=role, joined_at=clock.now(), card=card
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def accept(invitation: Invitation, *, name: str, password: str) -> User:
    """Make the invited person's account and give it its place in the room it is for. Somebody
    whose role had ended has her old account again, and nothing else of what was before.

    Raises ``AlreadyHere`` when the invitation was taken up in the meantime, or another one to
    the same address was.
    """
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.accepted_at or row.withdrawn_at:
        raise AlreadyHere(row.pk)
    facts = {"email": row.email, "password": password, "name": name, "role": row.role}
    user = _come_back(row, name, password)
    if user is None:
        try:
            user = make_account(**facts, card=row.card)
        except IntegrityError as twice:
            raise AlreadyHere(row.pk) from twice
    row.accepted_at = clock.now()
    row.save(update_fields=["accepted_at"])
    by = Actor.of_user(user)
    if row.role in registry.invitations:
        registry.invitations[row.role](user=user, subject=row.subject, by=by)
    audit.record("person.joined", f"user:{user.pk}", by=by)
    return user


def _come_back(invitation: Invitation, name: str, password: str) -> User | None:
    """Her old account with a new password and no second step: what could sign in before signs
    in no more (safety.md 41). None where there is no account whose role ended."""
    ended = User.objects.select_for_update().filter(MAY_COME_BACK)
    user = ended.filter(email__iexact=invitation.email).first()
    if user is None:
        return None
    user.set_password(password)
    user.name, user.role, user.role_ended_at = name, invitation.role, None
    user.session_epoch += 1
    user.card = user.card or invitation.card
    user.save()
    Authenticator.objects.filter(user=user).delete()
    # The mail reached this address; another one of long ago proves nothing today.
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit.record("person.came_back", f"user:{user.pk}", by=Actor.of_user(user))
    return user


@transaction.atomic
def end_role(user: User, *, by: Actor) -> None:
    """End somebody's role. Every session of hers is refused at its next request, each room ends
    what she held there, and no invitation of before brings her back."""
    now = clock.now()
    User.objects.filter(pk=user.pk, role_ended_at__isnull=True).update(
        role_ended_at=now, session_epoch=F("session_epoch") + 1
    )
    user.duties.filter(ended_at__isnull=True).update(ended_at=now)
    for end in registry.role_enders:
        end(user, by)
    _withdraw_all(user, by)
    audit.record("role.ended", f"user:{user.pk}", by=by)


def _withdraw_all(user: User, by: Actor) -> None:
    """She may have been asked for another role or place too, before she took this one up."""
    hers = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    still_open = Invitation.objects.filter(
        email_hash__in={lookup_hash("email", address) for address in hers},
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    for invitation in still_open.order_by("pk"):
        withdraw(invitation, by=by)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Actor) -> None:
    """Take an invitation back: its link opens nothing from now on."""
    subject = f"invitation:{invitation.pk}"
    Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=clock.now())
    links.revoke(subject=subject)
    outbox.withdraw(about=subject, reason="invitation_withdrawn")
    audit.record("invitation.withdrawn", subject, by=by)


def invitation_still_true(message, now: dt.datetime) -> bool:
    """Whether the invitation of this mail can still be taken up."""
    return open_invitation(int(message.about.partition(":")[2])) is not None


@transaction.atomic
def purge(now: dt.datetime) -> int:
    """Delete invitations after 28 days, with the card of an address that took none up; and
    sign-in sessions that have run out."""
    gone = Invitation.objects.filter(invited_at__lt=now - INVITATION_KEPT).delete()[0]
    # Nobody's card: of an invitation not taken up, or of an address that was not proved.
    nobodys = ContactCard.objects.filter(holder="staff", user=None, invitation=None)
    gone += nobodys.filter(made_at__lt=now - CARD_OF_NOBODY).delete()[0]
    return gone + UserSession.objects.filter(created_at__lt=now - audit.KEPT).delete()[0]
