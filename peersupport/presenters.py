"""A contact card ready for a page: masked, and in plain sentences."""

from dataclasses import dataclass

import phonenumbers

from .models import ContactCard
from .models.contact import WINDOW_WORDS

DOT = "•"
DROPPED = {
    "again": "ring once more",
    "wait": "do not ring again, she gets in touch",
    "another_day": "try another day",
}
DROPPED_TO_HER = {
    "again": "we ring once more",
    "wait": "we do not ring again, you get in touch",
    "another_day": "we try another day",
}


def phone_as_said(phone: str) -> str:
    """A number as people in the UK write it: 07700 900123."""
    if not phone:
        return ""
    number = phonenumbers.parse(phone, "GB")
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        number, style.NATIONAL if number.country_code == 44 else style.INTERNATIONAL
    )


def masked_phone(card: ContactCard) -> str:
    """Enough to tell two numbers apart and not enough to ring one (safety.md 42)."""
    said = phone_as_said(card.phone)
    digits = sum(letter.isdigit() for letter in said)
    seen, out = 0, []
    for letter in said:
        seen += letter.isdigit()
        hidden = letter.isdigit() and 2 < seen <= digits - 2
        out.append(DOT if hidden else letter)
    return "".join(out)


def masked_email(card: ContactCard) -> str:
    """The first letter and how the address ends: "a•••@•••.uk"."""
    name, _, host = card.email.partition("@")
    return f"{name[:1]}{DOT * 3}@{DOT * 3}.{host.rpartition('.')[2]}" if host else ""


def yes(answer: str) -> str:
    """Not answered is no, and is said so (safety.md 11)."""
    return {"yes": "yes", "no": "no"}.get(answer, "not answered, so no")


def how_to_reach(card: ContactCard, *, herself: bool = False) -> list[str]:
    """What whoever is about to ring or write must know first, in plain sentences; ``herself``
    where it is she who reads them."""
    lines = []
    if card.own_contact and herself:
        lines.append("You will get in touch yourself. We do not ring or write first.")
    elif card.own_contact:
        lines.append("She will get in touch herself. Do not ring or write first.")
    lines += [
        f"Call: {yes(card.call)}",
        f"Leave a voicemail: {yes(card.voicemail)}",
        f"Text: {yes(card.text)}",
        f"E-mail: {yes(card.mail)}",
        f"Say who we are: {yes(card.say_who)}",
        f"Send a link: {yes(card.links_safe)}",
    ]
    lines += _on_the_line(card, herself)
    windows = [WINDOW_WORDS[code] for code in card.safe_windows if code in WINDOW_WORDS]
    lines.append(
        "Safe times: " + ("; ".join(windows) if windows else "any, 8 in the morning to 9 at night")
    )
    if card.unsafe_times:
        lines.append(f"Never: {card.unsafe_times}")
    return lines


def _on_the_line(card: ContactCard, herself: bool) -> list[str]:
    """What whoever rings must know while it rings."""
    said = {
        "hang_up": "hang up",
        "wrong_number": "say that it is a wrong number",
        "words": f"say “{card.pick_up_words}”",
    }
    lines = [f"If someone else picks up: {said[card.pick_up]}"] if card.pick_up else []
    if card.line_drop:
        dropped = DROPPED_TO_HER if herself else DROPPED
        lines.append(f"If the line drops: {dropped[card.line_drop]}")
    return lines


@dataclass(frozen=True)
class Reach:
    """How to reach her: her answers first, then what is hidden until it is asked for."""

    answers: list[str]
    phone: str
    email: str
    has_word: bool
    asked: str
    stopped: bool = False


def reach(card: ContactCard, *, asked: str, stopped: bool = False) -> Reach:
    """Her card with number and address masked (safety.md 42). ``asked`` is the day, in words."""
    return Reach(
        answers=how_to_reach(card),
        phone=masked_phone(card),
        email=masked_email(card),
        has_word=bool(card.safe_word),
        asked=asked,
        stopped=stopped,
    )


def shown(found: dict[str, str]) -> dict[str, str]:
    """What a reveal brought out, as people say it, for this one page."""
    return found | {"phone": phone_as_said(found["phone"]), "dial": found["phone"]}
