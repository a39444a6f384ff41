"""Rendering what a message says: plain text, with names as they are (Zoë, O'Brien)."""

from typing import Any

from django.template import Context
from django.template.loader import get_template

from ..registry import Words
from ..sms import fits_one_text


def plain(template: str, context: dict[str, Any]) -> str:
    """Render a template without HTML escaping: a text is not a page."""
    inner = get_template(template).template  # type: ignore[attr-defined]
    return inner.render(Context(context, autoescape=False)).strip()


def of_text(template: str, context: dict[str, Any]) -> Words:
    """A text's words. The template holds its wordings from the fullest to the shortest, parted
    by a line of ``---``; the first that fits one text is taken (safety.md 15). A name may hold
    dashes, and no line of its own."""
    wordings = [" ".join(words.split()) for words in plain(template, context).split("\n---\n")]
    return Words(next((words for words in wordings if fits_one_text(words)), wordings[-1]))


def of_mail(template: str, context: dict[str, Any]) -> Words:
    """A mail's words: the template's first line is the subject."""
    subject, _, body = plain(template, context).partition("\n")
    return Words(subject=" ".join(subject.split()), body=body.strip() + "\n")
