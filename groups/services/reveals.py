"""Her number, address and word: hidden until somebody says why (safety.md 42)."""

from django.db import transaction

from peersupport import audit
from peersupport.actors import Actor
from peersupport.services import opening

from ..models import Woman


@transaction.atomic
def reveal(woman: Woman, reason: str, *, by: Actor) -> dict[str, str]:
    """What the reason needs of {"phone", "email", "safe_word"}, written down with it.
    Raises ``opening.NotAllowed`` for a way she did not allow."""
    found = opening.needed_for(woman.card, reason)
    audit.record("woman.revealed", woman.subject, by=by, reason=reason)
    return found


@transaction.atomic
def searched(*, by: Actor) -> None:
    """Somebody looked for a woman by her name. The name itself is not written down."""
    audit.record("women.searched", by.subject, by=by)
