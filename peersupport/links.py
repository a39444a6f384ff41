"""Private links: 128 random bits or more, stored hashed, one purpose, an end (safety.md 19)."""

import datetime as dt
import secrets

from django.db.models import Q
from django.http import HttpRequest

from . import clock, crypto
from .actors import Actor
from .models import PrivateLink

# How long what a link opened stays open on that device (contract.md, /l/<token>/).
OPEN_FOR = dt.timedelta(minutes=30)
ENDED_ROWS_STAY = dt.timedelta(days=30)


def mint(
    purpose: str,
    subject: str,
    *,
    by: Actor,
    lifetime: dt.timedelta | None,
    single_use: bool,
    replace: bool = False,
) -> str:
    """Make a link and return its token, which is never stored and cannot be had again.

    ``lifetime`` None means "until it is ended". With ``replace`` every live link of the same
    purpose and subject ends: a new one takes the place of the old.
    """
    now = clock.now()
    if replace:
        revoke(purpose=purpose, subject=subject)
    token = secrets.token_urlsafe(24)
    PrivateLink.objects.create(
        token_hash=crypto.token_hash(token),
        purpose=purpose,
        subject=subject,
        single_use=single_use,
        expires_at=now + lifetime if lifetime else None,
        made_at=now,
        made_by=by.subject,
    )
    return token


def find(token: str, purpose: str | None = None) -> PrivateLink | None:
    """The live link for ``token``, or None: wrong, used, ended and run out look the same."""
    rows = PrivateLink.objects.filter(token_hash=crypto.token_hash(token))
    link = (rows.filter(purpose=purpose) if purpose else rows).first()
    return link if link and link.is_live(clock.now()) else None


def spend(token: str) -> PrivateLink | None:
    """Use a link: like ``find``, but a single-use one opens for one caller only, ever."""
    link = find(token)
    if link is None or not link.single_use:
        return link
    won = PrivateLink.objects.filter(pk=link.pk, used_at__isnull=True, ended_at__isnull=True)
    return link if won.update(used_at=clock.now()) else None


def revoke(*, subject: str, purpose: str | None = None) -> int:
    """End every live link of this subject (and purpose). Returns how many."""
    rows = PrivateLink.objects.filter(subject=subject, ended_at__isnull=True)
    return (rows.filter(purpose=purpose) if purpose else rows).update(ended_at=clock.now())


def open_page(request: HttpRequest, link: PrivateLink) -> None:
    """Open what this link is for on this device for ``OPEN_FOR``, in a session with a new key."""
    request.session.cycle_key()
    request.session[link.purpose] = {"link": link.pk, "at": clock.now().isoformat()}


def page_done(request: HttpRequest, purpose: str, what: str) -> None:
    """Remember on this device what ended her link, so that her last tap is answered kindly; in a
    session with a new key, for the old one may have gone with what she had deleted."""
    request.session.cycle_key()
    request.session[purpose] = {"done": what, "at": clock.now().isoformat()}


def phrase_was_right(request: HttpRequest) -> None:
    """Remember that she gave her phrase; the half hour begins anew, in a session with a new key."""
    now = clock.now().isoformat()
    request.session.cycle_key()
    request.session["you"] = request.session["you"] | {"at": now, "phrase": now}


def open_page_of(request: HttpRequest, purpose: str = "you") -> tuple[str, bool]:
    """Whose page is open in this session ("woman:12" or ""), and whether her phrase was given."""
    opened = request.session.get(purpose)
    if not opened or "link" not in opened:
        return "", False
    now = clock.now()
    link = PrivateLink.objects.filter(pk=opened["link"], purpose=purpose).first()
    if link is None or not link.is_live(now):
        return "", False
    if now - dt.datetime.fromisoformat(opened["at"]) > OPEN_FOR:
        return "", False
    phrase = opened.get("phrase")
    fresh = bool(phrase) and now - dt.datetime.fromisoformat(phrase) <= OPEN_FOR
    return link.subject, fresh


def purge(now: dt.datetime) -> int:
    """Delete links that ended, were used or ran out over 30 days ago."""
    old = now - ENDED_ROWS_STAY
    gone = Q(ended_at__lt=old) | Q(expires_at__lt=old) | Q(single_use=True, used_at__lt=old)
    return PrivateLink.objects.filter(gone).delete()[0]


def erase(subject: str) -> None:
    """Remove every link of a woman who is forgotten, and end what they opened (safety.md 36)."""
    from .services import erasure

    rows = PrivateLink.objects.filter(subject=subject)
    erasure.end_sessions(rows.values_list("pk", flat=True))
    rows.delete()
