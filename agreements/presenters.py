"""Rows made ready for the page: dates in words, who agreed how, a square code."""

import datetime as dt
import io
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from . import queries
from .models import Acceptance, Version


def day(date: dt.date | None) -> str:
    """3 March 2027."""
    return f"{date.day} {date:%B %Y}" if date else ""


def standing(version: Version) -> str:
    """Since when it holds, or from when to when it held."""
    if version.is_draft:
        return "Draft"
    until = queries.superseded_on(version)
    since = day(version.published_on)
    return f"In force from {since} to {day(until)}" if until else f"In force since {since}"


def page_of(version: Version) -> dict[str, Any]:
    """A version as a page reads it out."""
    return {
        "version": version,
        "clauses": queries.clauses_of(version),
        "standing": standing(version),
        "discussed_on": day(version.discussed_on),
        "published_by": version.published_by.first_name if version.published_by else "",
    }


def how_she_agreed(acceptance: Acceptance) -> str:
    """One sentence to her, about herself."""
    words = {
        "tap": _("You agreed to this on %(day)s, here on your page."),
        "aloud": _("You agreed to this on %(day)s, in the room."),
        "paper": _("You agreed to this on %(day)s, on paper."),
    }
    return words[acceptance.way] % {"day": day(acceptance.accepted_on)}


def square_code(address: str) -> SafeString:
    """A QR of this address as inline SVG, which needs no style and no request of its own."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass=None
    )
    # Made by the library from an address of ours; nothing a person typed is in it.
    return mark_safe(out.getvalue().decode())  # noqa: S308
