"""The languages that paper can be worded in: a short list, in the order of their English names."""

from typing import NamedTuple

ENGLISH = "en"


class Language(NamedTuple):
    """A language, as English and as its own readers call it, and where its lines begin."""

    code: str
    name: str
    own_name: str
    direction: str = "ltr"

    @property
    def label(self) -> str:
        """Urdu (اردو)."""
        return f"{self.name} ({self.own_name})"


_LIST = (
    Language("ar", "Arabic", "العربية", "rtl"),
    Language("bn", "Bengali", "বাংলা"),
    Language("fa", "Farsi", "فارسی", "rtl"),
    Language("pl", "Polish", "Polski"),
    Language("pa", "Punjabi", "ਪੰਜਾਬੀ"),
    Language("so", "Somali", "Soomaali"),
    Language("uk", "Ukrainian", "Українська"),
    Language("ur", "Urdu", "اردو", "rtl"),
    Language("cy", "Welsh", "Cymraeg"),
)
# Those that somebody has to word: English is ours.
OTHERS = {language.code: language for language in _LIST}
ALL = {ENGLISH: Language(ENGLISH, "English", "English")} | OTHERS
