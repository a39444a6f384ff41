"""What would make coming easier: kept only on her own yes, and gone as soon as she says so."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from peersupport import audit, clock
from peersupport.actors import Actor

from ..models import Needs, Woman

# In the order they are asked. None of them asks what she has; only what would help.
NEEDS: dict[str, Any] = {
    "childcare": _("Childcare"),
    "travel": _("Help with travel"),
    "interpreter": _("An interpreter"),
    "wheelchair": _("Room for a wheelchair"),
    "quiet": _("A quiet space"),
    "diet": _("Food I can eat"),
    "company": _("Someone to come with"),
}
# The words she said yes to, by version: at the door, and on her own page (safety.md 34).
CONSENTS: dict[str, Any] = {
    "more-1": _(
        "You may keep what would make coming easier, and my answers to the group’s own "
        "questions. It may say something about my health."
    ),
    "needs-1": _("You may keep what I wrote here. It may say something about my health."),
}
AT_THE_DOOR, ON_HER_PAGE = "more-1", "needs-1"


@dataclass(frozen=True)
class Said:
    """What she said, with the consent it stands on."""

    needs: list[str]
    language: str
    easier: str
    version: str
    at: dt.datetime
    way: str

    @property
    def is_empty(self) -> bool:
        return not (self.needs or self.language or self.easier)


def in_words(needs: str, language: str, easier: str) -> list[str]:
    """One plain line for each thing, as the pages and her export show it."""
    lines = [str(NEEDS[code]) for code in needs.split() if code in NEEDS]
    if language:
        lines = [line for line in lines if line != str(NEEDS["interpreter"])]
        lines.append(str(_("An interpreter: %(language)s") % {"language": language}))
    return lines + ([easier] if easier else [])


def receive(woman: Woman, said: Said) -> None:
    """Take over what she said at the door, inside the transaction of her yes. The door's copy
    goes in the same one."""
    if not said.is_empty:
        _write(woman, said)


@transaction.atomic
def change(
    woman: Woman, *, needs: list[str], language: str, easier: str, keep: bool, by: Actor
) -> bool:
    """Keep what she says now, on her tick; without it, or with nothing said, what we held is
    deleted. Returns whether anything is kept."""
    said = Said(needs, language, easier, ON_HER_PAGE, clock.now(), "page")
    kept = keep and not said.is_empty
    if kept:
        _write(woman, said)
    else:
        Needs.objects.filter(woman=woman).delete()
    audit.record("needs.changed", woman.subject, by=by, reason="kept" if kept else "gone")
    return kept


def _write(woman: Woman, said: Said) -> None:
    Needs.objects.update_or_create(
        woman=woman,
        defaults={
            "needs": " ".join(said.needs),
            "language": said.language,
            "easier": said.easier,
            "consent_text_version": said.version,
            "consent_at": said.at,
            "consent_way": said.way,
        },
    )
