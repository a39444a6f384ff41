"""Publishing: from here on the words are fixed, and every woman is asked anew."""

import datetime as dt

from django.db import transaction

from peersupport import audit, clock
from peersupport.actors import Actor

from .. import queries
from ..models import Version
from .drafts import locked, locked_draft
from .refusals import ChangedMeanwhile, NotPossible


class NamesAWoman(NotPossible):
    """The words hold a name of a woman in the group, and could never be made to forget it."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__(
            f"These words hold the name of a woman in the group: {', '.join(names)}. "
            "Published words can never be taken back, so please leave names out."
        )


@transaction.atomic
def publish(
    version: Version,
    *,
    by: Actor,
    seen: str = "",
    review_on: dt.date | None = None,
    nobody_is_named: bool = False,
) -> Version:
    """Publish a draft: it is in force at once and can never change again.

    ``seen`` is ``queries.print_of(version)`` as she read it, ``review_on`` the day on which the
    group looks at it again, ``nobody_is_named`` her word that a name in it is only a word.
    Raises ``PublishedMeanwhile`` for whoever comes second, ``ChangedMeanwhile`` or ``NotPossible``.
    """
    row = locked(version)
    if _pressed_twice(row, seen, by):
        return row
    row = locked_draft(version)
    if seen and seen != queries.print_of(row):
        raise ChangedMeanwhile(
            "Somebody changed the draft while you were reading. Read it once more, then publish."
        )
    _ready(row)
    if not nobody_is_named and (names := queries.names_in(row)):
        raise NamesAWoman(names)
    row.state = "published"
    row.published_at = clock.now()
    row.published_by = by.user
    row.save(update_fields=["state", "published_at", "published_by"])
    row.agreement.review_on = review_on
    row.agreement.save(update_fields=["review_on"])
    audit.record("version.published", row.subject, by=by)
    return row


def _pressed_twice(row: Version, seen: str, by: Actor) -> bool:
    """Whether she published these very words a moment ago, with the same button."""
    mine = by.user is not None and row.published_by_id == by.user.pk
    return mine and seen == queries.print_of(row)


def _ready(draft: Version) -> None:
    """Raise ``NotPossible`` with what is still missing."""
    texts = queries.clauses_of(draft)
    if not texts:
        raise NotPossible("There is no clause yet. Add one before you publish.")
    if not draft.discussed_with or draft.discussed_on is None:
        raise NotPossible("Say first who talked about it, and when.")
    before = draft.agreement.versions.published().first()
    if before is None:
        return
    if [text.said for text in texts] == [text.said for text in queries.clauses_of(before)]:
        raise NotPossible(f"Every word is the same as in version {before.number}.")
    if not draft.changes:
        raise NotPossible("Say in a few words what is new, for those who know the old one.")
