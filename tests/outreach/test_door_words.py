"""What the one message of the door says gives nothing away (safety.md 14, 15)."""

import pytest

from groups.models import Group
from outreach.message_kinds import door
from outreach.models import Introduction, Organisation
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


@pytest.mark.django_db  # a new row asks the clock, and on PostgreSQL that is the database
@pytest.mark.parametrize(
    "name",
    [
        "Sara (refuge)",
        "Ada, peer support",
        "Mum of two",
        "evil.example/login",
        "ring 07700900123",
        "Kettle on the hob",
        "Bea from Bridge Street Advice",
    ],
)
def test_14_what_somebody_wrote_as_her_name_cannot_give_her_away(name) -> None:
    """Whoever fills in a form, a partner or a stranger, chooses up to 60 letters of the text."""
    row = Introduction(name=name)
    row.group = Group(name="Kettle on the hob", venue_name="The Old Library")
    row.organisation = Organisation(name="Bridge Street Advice")
    assert door.called(row) == ""
    said = words.of_text("outreach/messages/door-link.text", context(door.called(row), "")).body
    assert said.startswith("Hi, this opens a page for you: ")


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*NAMES, "J.", "Mary-Jane O. 2", "Dr. No"])
def test_15_a_name_is_never_altered(name) -> None:
    assert door.called(Introduction(name=name)) == name
