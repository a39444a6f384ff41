"""A language that nobody speaks, from right to left: until more languages come, it proves that a
page turns round (safety.md 32, and its preface).

Every marked word is written with letters of the Arabic block, one for one, and a third longer, as
translations are. Placeholders, tags and digits stay. What stays Latin on a page was not marked.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

from django.utils.translation import trans_real

CODE = "ar"
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|%[sd]|\{\w*\}|<[^>]+>|&\w+;)")
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz",
    "ابجدهوزحطيكلمنسعفصقرشتثخذض",
)


def said(words: str) -> str:
    """``words`` in the language nobody speaks."""
    parts = KEPT.split(words)
    turned = [
        part if n % 2 else part.lower().translate(LETTERS).replace("،", ",")
        for n, part in enumerate(parts)
    ]
    longer = "".join(turned)
    return f"{longer} {'ـ' * (len(words) // 3)}" if len(words) > 12 else longer


class Pseudo(NullTranslations):
    """Stands where Django keeps the catalogue of a language."""

    domain = "django"

    def gettext(self, message: str) -> str:
        return said(message) if message else ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return said(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return said(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return said(msgid1 if n == 1 else msgid2)

    def language(self) -> str:
        return CODE

    def to_language(self) -> str:
        return CODE


@contextmanager
def spoken() -> Iterator[None]:
    """While it lasts, ``CODE`` is the language nobody speaks."""
    before = trans_real._translations.get(CODE)
    trans_real._translations[CODE] = Pseudo()
    try:
        yield
    finally:
        trans_real._translations.pop(CODE)
        if before is not None:
            trans_real._translations[CODE] = before
