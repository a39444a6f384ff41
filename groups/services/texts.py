"""A text that the machine could not read, and a person could."""

from django.db import transaction

from peersupport.actors import Actor
from peersupport.messaging import inbound
from peersupport.models import InboundText

from ..models import Answer, Membership, Session
from . import answers


@transaction.atomic
def take_as_answer(
    text: InboundText, session: Session, membership: Membership, choice: str, *, by: Actor
) -> Answer:
    """Set her answer from what she wrote, and mark the text as seen to. Raises ``TooLate``."""
    answer = answers.say(session, membership, choice, way="leader", by=by)
    inbound.seen_to(text, by=by)
    return answer
