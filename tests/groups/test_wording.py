"""What is said to a woman gives nothing away (safety.md 14, 15, 16)."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups import message_kinds, wording
from peersupport import clock
from peersupport.messaging import words
from peersupport.sms import fits_one_text, is_gsm, segments
from tests import builders
from tests.sensitive import words_in

TO_WOMEN = ["reminder", "session-moved", "session-cancelled", "leader-late", "page-link"]
NAMES = ["Ada", "Zoë", "Łucja", "Bronisława-Aleksandra", "O'Brien", "نور", "A" * 60]
LEADERS = ["Ruth", "Siân", "Oluwaseun-Temitope"]
DAYS = ["today", "tomorrow", "on Wednesday", "on Wednesday 30 September"]
GIVES_AWAY = ["Kettle on the hob", "The Old Library", "Bridge Street Advice"]


def context(**given) -> dict:
    usual = {
        "name": "Ada",
        "day": "tomorrow",
        "hour": "10.30am",
        "leader": "Ruth",
        "group": "",
        "named": False,
        "minutes": 20,
        "link": "https://tuesday.example/l/dG9rZW4tdG9rZW4tdG9rZW4tdG9r/",
    }
    return usual | given


@pytest.mark.parametrize("kind", TO_WOMEN)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("leader", LEADERS)
@pytest.mark.parametrize("day", DAYS)
def test_14_no_text_holds_a_word_that_gives_her_away(kind, name, leader, day):
    said = words.of_text(f"groups/messages/{kind}.text", context(name=name, leader=leader, day=day))
    assert words_in(said.body, names=GIVES_AWAY, in_texts=True) == []
    assert name in said.body or kind == "page-link"


@pytest.mark.parametrize("kind", TO_WOMEN)
@pytest.mark.parametrize("name", NAMES)
def test_14_no_mail_subject_or_body_holds_a_word_that_gives_her_away(kind, name):
    said = words.of_mail(f"groups/messages/{kind}.mail", context(name=name))
    assert said.subject
    assert words_in(said.subject, names=GIVES_AWAY, in_texts=True) == []
    assert words_in(said.body, names=GIVES_AWAY, in_texts=True) == []
    assert name not in said.subject, "a subject stands on a locked screen"


def test_14_named_is_said_only_where_she_allowed_it():
    named = words.of_text("groups/messages/reminder.text", context(group="Kettle on the hob"))
    assert words_in(named.body, names=["Kettle on the hob"]) == ["Kettle on the hob"]


@pytest.mark.parametrize("kind", [kind for kind in TO_WOMEN if kind != "page-link"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("day", DAYS)
def test_15_a_text_fits_and_holds_no_address_to_open(kind, name, day):
    said = words.of_text(f"groups/messages/{kind}.text", context(name=name, day=day))
    assert fits_one_text(said.body), (segments(said.body), said.body)
    assert not re.search(r"https?:|www\.|/l/", said.body)


def test_15_a_short_name_gets_the_warm_words():
    said = words.of_text("groups/messages/reminder.text", context()).body
    assert said == (
        "Hi Ada, kettle on tomorrow at 10.30am if you fancy it. Reply 1 yes, 2 running late, "
        "3 not this time, or just write back. Any answer is fine. Ruth"
    )


@given(st.text(max_size=200))
def test_15_segments_count_as_the_standard_counts(text):
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if is_gsm(text):
        places = sum(2 if letter in "^{}\\[~]|€\f" else 1 for letter in text)
        assert segments(text) == (1 if places <= 160 else -(-places // 153))
    else:
        assert segments(text) == (1 if units <= 70 else -(-units // 67))


@pytest.mark.parametrize("name", ["O'Brien", 'Jo "Jojo"', "A & B", "<Zoë>"])
def test_15_names_are_never_altered(name):
    assert name in words.of_text("groups/messages/reminder.text", context(name=name)).body
    assert name in words.of_mail("groups/messages/reminder.mail", context(name=name)).body


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(0, 5, "12.05am"), (9, 0, "9am"), (12, 0, "noon"), (12, 30, "12.30pm"), (21, 45, "9.45pm")],
)
def test_hours_are_said_as_people_say_them(hour, minute, said):
    assert wording.hour(dt.datetime(2027, 1, 5, hour, minute, tzinfo=clock.LONDON)) == said


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(0, "today"), (1, "tomorrow"), (2, "on Thursday"), (7, "on Tuesday 12 January")],
)
def test_days_are_said_as_people_say_them(ahead, said):
    now = dt.datetime(2027, 1, 5, 23, 30, tzinfo=clock.LONDON)
    assert wording.day(now + dt.timedelta(days=ahead), now) == said


def test_days_are_londons_days_on_a_summer_night():
    """23:30 UTC on 30 June is 1 July in London."""
    now = dt.datetime(2027, 6, 30, 23, 30, tzinfo=dt.UTC)
    assert wording.day(now.replace(hour=23, minute=45), now) == "today"
    session = SimpleNamespace(starts_at=now, led_by=None, leader_late_minutes=None)
    assert wording.of_session(session, now - dt.timedelta(hours=1))["day"] == "tomorrow"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("Sara (refuge)", "Hi, kettle on"),
        ("Kettle on the hob", "Hi, kettle on"),
        ("evil.example/a", "Hi, kettle on"),
        ("Zoë", "Hi Zoë, kettle on"),
    ],
)
def test_14_what_was_typed_as_her_name_gives_nothing_away(group, name, begins):
    """Whoever fills in the form chooses up to 60 letters of each text."""
    place = builders.place(group, name)
    message = builders.message(
        place.her.card,
        kind="reminder",
        params={"session": builders.session(group).pk, "membership": place.pk},
    )
    said = message_kinds.render_about_session(message, "plain").body
    assert said.startswith(begins)
    assert words_in(said, names=GIVES_AWAY, in_texts=True) == []


@pytest.mark.parametrize("kind", TO_WOMEN)
def test_without_a_name_a_text_still_reads_well(kind):
    said = words.of_text(f"groups/messages/{kind}.text", context(name="")).body
    assert said[0].isupper()
    assert "  " not in said
    assert " ," not in said
