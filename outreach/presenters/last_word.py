"""What the page after Send says: who will be in touch, how, and by when (safety.md 12, 25)."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groups import queries
from peersupport.presenters import phone_as_said
from peersupport.services.cards import NotAPhone, clean_phone

from .. import periods, waits
from ..models.told import ANSWERS, SAID_BY
from ..questions import ABOUT


def context(sent: dict[str, Any]) -> dict[str, Any]:
    """Words for the template. ``sent`` holds no name and no number of hers."""
    group = sent.get("group")
    pk, name, days = group or (None, "", periods.CHOOSING_REPLY_DAYS)
    return {
        "own": sent["own"],
        "group": name,
        "wait": _wait(pk) if pk else "",
        "who": _either(queries.leader_names(pk)) if pk else "",
        "ways": _either(_ways(sent["ways"])),
        "no_voicemail": "call" in sent["ways"] and not sent["voicemail"],
        "days": days,
        # The day itself, as it was worked out when she sent it.
        "by": _day(sent["by"]) if sent.get("by") else "",
        "rings": "call" in sent["ways"],
        "rings_from": phone_as_said(sent.get("rings_from", "")),
        "told": _told() if sent.get("once") else None,
        "thanked": sent.get("told"),
        "phone": _our_number(),
        "mail": settings.MAIL_FROM,
        "kept": periods.INTRODUCTION_KEPT.days,
    }


def _told() -> dict[str, Any]:
    """The one question after Send, with what stands beside every question."""
    return {"answers": ANSWERS, "said_by": SAID_BY, "about": ABOUT["told"]}


def _day(iso: str) -> str:
    """Thursday 26 November"""
    return date_format(dt.date.fromisoformat(iso), "l j F")


def _wait(pk: int) -> str:
    """How long a place takes where there is a line; "" where there is none."""
    return waits.public(list(queries.public_groups().filter(pk=pk))).get(pk, "")


def _ways(ways: list[str]) -> list[str]:
    words = {"call": _("ring you"), "text": _("text you"), "mail": _("send you an e-mail")}
    return [words[way] for way in ways]


def _either(words: list[str]) -> str:
    """Ruth · Ruth or Mel · Ruth, Mel or Dot"""
    if len(words) < 2:
        return "".join(words)
    return _("%(some)s or %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


def _our_number() -> str:
    """The number our texts come from, if it is one that can be texted back."""
    try:
        return phone_as_said(clean_phone(settings.SMS_FROM))
    except NotAPhone:
        return ""
