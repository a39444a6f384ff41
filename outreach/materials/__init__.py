"""What a visitor may print, and what of it she chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from groups import queries as groups
from peersupport.actors import Actor

from ..languages import ALL, ENGLISH, Language
from ..models import MaterialWording, SourceCode

EVERY_GROUP = "all"


class NotOffered(LookupError):
    """A group, code, size or language that this visitor was not offered."""


class NoCode(LookupError):
    """There is no code yet for the picture to lead to."""


@dataclass(frozen=True)
class Kind:
    """One thing to print, on one size of paper."""

    key: str
    name: str
    about: str
    template: str
    size: str
    pages: int = 1

    @property
    def file_name(self) -> str:
        """Short, and it says nothing of what is inside."""
        return f"{self.key}.pdf"


_KINDS = (
    Kind("poster-a4", "Poster, A4", "For a wall, a door or a window.", "poster", "a4"),
    Kind("poster-a3", "Poster, A3", "The same, twice as large.", "poster", "a3"),
    Kind("leaflet-a5", "Leaflet, A5", "Two sides, to take away.", "leaflet", "a5", 2),
    Kind("leaflet-a4", "Leaflet, A4 folded", "Print on both sides, then fold.", "folded", "a4w", 2),
    Kind(
        "cards", "Cards for a purse", "Ten on a sheet. They give nothing away.", "cards", "a4cards"
    ),
    Kind("text", "Plain text", "For a newsletter or a website.", "text", "a4"),
)
KINDS = {kind.key: kind for kind in _KINDS}
TALK = Kind("talk", "One-minute card, A6", "For you: what to say.", "talk", "a6")


@dataclass(frozen=True)
class Offer:
    """What this visitor may choose from."""

    public: list[Any]
    hers: list[Any]
    codes: list[SourceCode]
    wordings: list[MaterialWording]

    def languages(self, group: Any | None) -> list[Language]:
        """English, and those in which the group's own words were written and checked."""
        worded = {row.language for row in self.wordings if group and row.group_id == group.pk}
        return [language for code, language in ALL.items() if code == ENGLISH or code in worded]


@dataclass(frozen=True)
class Choice:
    """What she chose: one of what she was offered, each part of it."""

    group: Any | None
    code: SourceCode
    language: Language
    wording: MaterialWording | None

    @property
    def query(self) -> dict[str, str]:
        """As it stands in an address."""
        ref = self.group.ref if self.group else EVERY_GROUP
        return {"group": ref, "code": self.code.code, "language": self.language.code}


def on_offer(actor: Actor) -> Offer:
    """The groups, codes and languages that are this visitor's to print."""
    public = list(groups.public_groups())
    hers = public
    if actor.user is not None and actor.user.is_staff:
        hers = list(groups.public_groups_of(actor))
    codes = SourceCode.objects.visible_to(actor).select_related("organisation")
    # The charity's own posters first, then partner by partner.
    rows = sorted(codes, key=lambda row: (str(row.organisation or ""), row.pk))
    wordings = MaterialWording.objects.visible_to(actor).checked()
    return Offer(public, hers, rows, list(wordings.filter(group__in=[g.pk for g in hers])))


def choose(offer: Offer, said: Mapping[str, str]) -> Choice:
    """What an address asks for; where it says nothing, all groups, the first code and English.

    Raises ``NotOffered`` for anything forged or closed, ``NoCode`` where there is none yet.
    """
    if not offer.codes:
        raise NoCode
    ref, code = said.get("group") or EVERY_GROUP, said.get("code") or offer.codes[0].code
    group = None if ref == EVERY_GROUP else _one(offer.hers, ref=ref)
    language = ALL.get(said.get("language") or ENGLISH)
    if language not in offer.languages(group):
        raise NotOffered(said.get("language"))
    wordings = [
        row
        for row in offer.wordings
        if group and row.group_id == group.pk and row.language == language.code
    ]
    return Choice(group, _one(offer.codes, code=code), language, wordings[0] if wordings else None)


def _one(rows: list[Any], **wanted: str) -> Any:
    ((name, value),) = wanted.items()
    for row in rows:
        if getattr(row, name) == value:
            return row
    raise NotOffered(value)
