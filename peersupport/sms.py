"""How long a text is: GSM-7 where its letters allow, else UCS-2 (3GPP TS 23.038)."""

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each of these takes two places.
EXTENDED = frozenset("^{}\\[~]|€\f")
ONE_GSM, MANY_GSM = 160, 153
ONE_UCS, MANY_UCS = 70, 67


def is_gsm(text: str) -> bool:
    """Whether every letter is in the GSM 7-bit alphabet."""
    return all(letter in BASIC or letter in EXTENDED for letter in text)


def segments(text: str) -> int:
    """How many texts a provider makes of this one. An empty one counts as one."""
    if is_gsm(text):
        places, one, many = sum(1 + (x in EXTENDED) for x in text), ONE_GSM, MANY_GSM
    else:
        places, one, many = len(text.encode("utf-16-le")) // 2, ONE_UCS, MANY_UCS
    return 1 if places <= one else -(-places // many)


def fits_one_text(text: str) -> bool:
    """One GSM-7 segment, or two UCS-2 segments for names that need them (safety.md 15)."""
    return segments(text) <= (1 if is_gsm(text) else 2)
