"""Our own small taxonomies: what a group is, whom it is for, and if it has room."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from .ids import uid


@dataclass(frozen=True)
class Term:
    """One word of a taxonomy."""

    taxonomy: str
    code: str
    name: str
    description: str

    @property
    def id(self) -> str:
        return uid("term", self.taxonomy, self.code)

    @property
    def taxonomy_id(self) -> str:
        return uid("taxonomy", self.taxonomy)

    def record(self) -> dict[str, Any]:
        """As the feed shows it."""
        where = reverse("outreach:feed-term", args=[self.id])
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "description": self.description,
            "taxonomy": TAXONOMIES[self.taxonomy][0],
            "taxonomy_id": self.taxonomy_id,
            "term_uri": f"{settings.SITE_URL}{where}",
        }


# Code -> (name, description).
TAXONOMIES = {
    "kind": ("Kind of support", "What sort of support this is."),
    "audience": (
        "Who it is for",
        "Whom it is meant for. Each woman decides herself if it fits her.",
    ),
    "capacity": ("Room for new women", "Whether new women are welcomed just now."),
}
KIND = Term(
    "kind",
    "peer-support",
    "Peer support group",
    "Women with lived experience meet, talk and listen.",
)
AUDIENCE = Term("audience", "women", "Women only", "For women, run by women.")
CAPACITY = {
    "open": Term("capacity", "open", "Open", "New women are welcomed now."),
    "waiting_list": Term(
        "capacity",
        "waiting-list",
        "Waiting list",
        "Full just now. New women can ask and wait in line.",
    ),
    "paused": Term("capacity", "paused", "Paused", "Nobody new is welcomed just now."),
}
TERMS = [KIND, AUDIENCE, *CAPACITY.values()]
VERSION = "1"


def taxonomies() -> list[dict[str, Any]]:
    """Each taxonomy as the feed shows it."""
    return [
        {"id": uid("taxonomy", code), "name": name, "description": description, "version": VERSION}
        for code, (name, description) in TAXONOMIES.items()
    ]


def terms() -> list[dict[str, Any]]:
    """Each term as the feed shows it."""
    return [term.record() for term in TERMS]
