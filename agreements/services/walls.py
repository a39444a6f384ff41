"""The agreement on a screen in the room, for as long as one session lasts."""

from django.db import transaction

from peersupport import audit, clock, links
from peersupport.actors import Actor

from .. import queries
from .refusals import NotPossible

PURPOSE = "wall"


@transaction.atomic
def open_wall(session_id: int, *, by: Actor) -> str:
    """Make the link for a screen in the room and return its token, to be shown once.

    It ends with the session; a new one ends the old. Raises ``NotPossible`` when the session is
    over or cancelled, or the group has published nothing yet.
    """
    session = queries.session_of(session_id)
    now = clock.now()
    if session is None or session.state != "planned" or session.ends_at <= now:
        raise NotPossible("This session is over or cancelled. Open the wall from the next one.")
    if queries.version_in_force(session.group_id) is None:
        raise NotPossible("There is nothing to show yet. Publish the agreement first.")
    token = links.mint(
        PURPOSE,
        session.subject,
        by=by,
        lifetime=session.ends_at - now,
        single_use=False,
        replace=True,
    )
    audit.record("wall.opened", session.subject, by=by)
    return token
