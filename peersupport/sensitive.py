"""W of safety.md: the words that would give a woman away to whoever looks over her shoulder.

``words_in(title)`` is for titles, paths and hosts; ``words_in(body, in_texts=True)`` for what is
sent to her. Give the names in the data as ``names``: group, organisation and venue names count too.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

EVERYWHERE = (
    "support group",
    "peer",
    "women's",
    "abuse",
    "domestic",
    "violence",
    "refuge",
    "survivor",
    "trauma",
    "psychosis",
    "postpartum",
    "postnatal",
    "mental",
    "health",
    "therapy",
    "counsel",
    "crisis",
    "recovery",
    "safeguarding",
    "referral",
    "agreement",
    "strike",
)
ONLY_IN_TEXTS = (
    "group",
    "session",
    "meeting",
    "member",
    "leader",
    "charity",
    "worker",
    "support",
    "safe",
    "appointment",
    "mum",
    "baby",
)
IN_TEXTS = EVERYWHERE + ONLY_IN_TEXTS
# An address or a number where a name should be.
LEADS_ELSEWHERE = re.compile(r"[/@\\]|\w\.\w{2}|\d{4}|www", re.IGNORECASE)


def _plain(text: str) -> str:
    """Lower case, straight, one space between words, a space at each end."""
    said = unicodedata.normalize("NFKC", unquote(html.unescape(text))).casefold()
    said = re.sub(r"['’‘`]", "", said)
    words = re.sub(r"[^\w]|_", " ", said).split()
    return f" {' '.join(words)} "


def words_in(text: str, *, names: Iterable[str] = (), in_texts: bool = False) -> list[str]:
    """The words of W, and the names, that stand in ``text`` as whole words, in W's order."""
    said = _plain(text)
    looked_for = [*(IN_TEXTS if in_texts else EVERYWHERE), *names]
    return [word for word in looked_for if _plain(word).strip() and _plain(word) in said]


def to_greet(name: str, *, names: Iterable[str] = ()) -> str:
    """The name to greet her by in a message; "" where what stands there as a name would give her
    away, or lead elsewhere: anybody can write it into a form (safety.md 14). Never altered."""
    tells = words_in(name, names=names, in_texts=True) or LEADS_ELSEWHERE.search(name)
    return "" if tells else name
