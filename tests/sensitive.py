"""W of safety.md, as the project itself knows it (peersupport/sensitive.py)."""

from peersupport.sensitive import EVERYWHERE, IN_TEXTS, ONLY_IN_TEXTS, words_in

__all__ = ["EVERYWHERE", "IN_TEXTS", "ONLY_IN_TEXTS", "words_in"]
