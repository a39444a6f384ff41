"""What the one message of the door says gives nothing away (safety.md 14, 15)."""

import pytest

from peersupport.messaging import words
from peersupport.sms import fits_one_text, segments
from tests.sensitive import words_in

NAMES = ["Ada", "Zoë", "Łucja", "Bronisława-Aleksandra", "O'Brien", "نور", "A" * 60]
UNTIL = ["", "Friday at 10am", "Wednesday 30 September at 10.30am"]
GIVES_AWAY = ["Kettle on the hob", "The Old Library", "Bridge Street Advice"]


def context(name: str, until: str) -> dict[str, str]:
    link = "https://tuesday.example/l/dG9rZW4tdG9rZW4tdG9rZW4tdG9r/"
    return {"name": name, "leader": "Oluwaseun", "until": until, "link": link}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("until", UNTIL)
def test_14_15_a_text_fits_and_gives_nothing_away(name, until) -> None:
    body = words.of_text("outreach/messages/door-link.text", context(name, until)).body
    assert words_in(body, names=GIVES_AWAY, in_texts=True) == []
    assert fits_one_text(body), (segments(body), body)
    assert "/l/" in body


def test_15_with_a_short_name_it_says_until_when_and_who() -> None:
    body = words.of_text("outreach/messages/door-link.text", context("Ada", "Friday at 10am")).body
    assert body.startswith("Hi Ada, this opens a page for you: https://")
    assert body.endswith("It is good until Friday at 10am. Oluwaseun")


@pytest.mark.parametrize("until", UNTIL)
def test_14_a_mail_gives_nothing_away(until) -> None:
    said = words.of_mail("outreach/messages/door-link.mail", context("Zoë", until))
    assert words_in(said.subject, names=GIVES_AWAY, in_texts=True) == []
    assert words_in(said.body, names=GIVES_AWAY, in_texts=True) == []
    assert "Zoë" not in said.subject
    assert (until in said.body) or not until
