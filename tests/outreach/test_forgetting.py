"""What the door forgets, and that it is really gone (safety.md 35 to 38)."""

import datetime as dt

import pytest
from django.db import connection

from groups.models import Woman
from groups.services import partings
from outreach.models import Introduction, Slip, Tally
from outreach.services import decisions, forgetting, introductions
from peersupport import clock
from peersupport.actors import SYSTEM
from peersupport.models import ContactCard, InboundText
from peersupport.registry import registry
from tests.outreach.conftest import BY_PHONE, NAME

pytestmark = pytest.mark.django_db
HERS = BY_PHONE | {
    "email": "zuzanna@woman.example",
    "safe_word": "bluebell",
    "unsafe_times": "Sundays, he is in",
}
SECRETS = [NAME, "900321", "zuzanna@woman", "bluebell", "Sundays, he is in"]


def counts() -> list[tuple]:
    return list(Tally.objects.values_list("came_by", "sector", "outcome", "count"))


def dump() -> str:
    """Every row of every table, as a thief of the file would read it."""
    text = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            text += [str(row) for row in cursor.fetchall()]
    return "\n".join(text)


# -- 28 days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("became", "goes"),
    [
        ("waiting", False),
        ("tried", True),
        ("spoke", True),
        ("own", True),
        ("no", True),
        ("not_yet", False),
        ("yes", False),
    ],
)
def test_35_28_days_after_the_last_contact_and_never_while_she_waits(
    asked, by_ruth, frozen, became, goes
) -> None:
    row = asked(NAME, **({"own_contact": True} if became == "own" else HERS))
    if became in {"tried", "spoke"}:
        introductions.note_contact(row, became, by=by_ruth)
    elif became in {"no", "yes", "not_yet"}:
        decisions.record(row, became, "no_room" if became == "not_yet" else "", by=by_ruth)
    frozen.tick(days=28)
    assert forgetting.purge(clock.now()) == 0
    frozen.tick(seconds=1)
    assert forgetting.purge(clock.now()) == goes
    assert Introduction.objects.exists() is not goes
    if goes:
        assert not ContactCard.objects.filter(holder="woman").exists()


def test_35_each_contact_begins_the_28_days_anew(asked, by_ruth, frozen) -> None:
    row = introductions.note_contact(asked(NAME), "spoke", by=by_ruth)
    frozen.tick(days=27)
    introductions.note_contact(row, "tried", by=by_ruth)
    frozen.tick(days=27)
    assert forgetting.purge(clock.now()) == 0


def test_35_a_woman_who_was_not_reached_is_counted_and_never_as_declined(
    asked, introduced, by_ruth, group, organisation, frozen
) -> None:
    introductions.note_contact(asked("A"), "tried", by=by_ruth)
    introductions.note_contact(introduced("B"), "tried", by=by_ruth)
    introductions.note_contact(introduced("C"), "spoke", by=by_ruth)
    decisions.record(asked("D"), "no", by=by_ruth)
    frozen.tick(days=29)
    forgetting.purge(clock.now())
    assert sorted(counts()) == [
        ("herself", "", "not_reached", 1),
        ("herself", "", "said_no", 1),
        ("partner", "voluntary", "not_reached", 2),
    ]
    assert {tally.month for tally in Tally.objects.all()} == {dt.date(2026, 12, 1)}
    assert {tally.group for tally in Tally.objects.all()} == {group}


def test_35_more_than_one_batch_goes_in_one_night(asked, by_ruth, frozen, monkeypatch) -> None:
    monkeypatch.setattr(forgetting, "A_TIME", 2)
    for name in "ABCDE":
        introductions.note_contact(asked(name), "tried", by=by_ruth)
    frozen.tick(days=29)
    assert forgetting.purge(clock.now()) == 5


def test_35_the_nightly_job_runs_it(asked, by_ruth, frozen) -> None:
    introductions.note_contact(asked(NAME), "tried", by=by_ruth)
    frozen.tick(days=29)
    for run in registry.purges.values():
        run(clock.now())
    assert not Introduction.objects.exists()


# -- forgotten because she asked ------------------------------------------------------------------------


def test_36_forgetting_a_woman_takes_how_she_came_along(asked, by_ruth) -> None:
    row = decisions.record(asked(NAME, **HERS), "yes", by=by_ruth)
    partings.forget(row.membership.woman, by=SYSTEM)
    assert not Introduction.objects.exists()
    assert not Woman.objects.exists()
    assert counts() == [("herself", "", "joined", 1)], "a bare number is left"


def test_36_what_she_asked_another_time_goes_too(asked, by_ruth) -> None:
    first = decisions.record(asked(NAME, **HERS), "yes", by=by_ruth)
    asked(NAME.upper(), **HERS)
    other = asked("Sister on the same phone", **BY_PHONE)
    partings.forget(first.membership.woman, by=SYSTEM)
    assert list(Introduction.objects.all()) == [other]


def test_36_a_woman_still_at_the_door_can_be_forgotten(asked) -> None:
    row = asked(NAME, **HERS)
    InboundText.objects.create(
        sender=row.card.phone,
        sender_hash=row.card.phone_hash,
        body=f"It is {NAME}",
        provider="outbox",
        provider_id="1",
        state="needs_person",
    )
    forgetting.erase(row.subject)
    assert not Introduction.objects.exists()
    assert not ContactCard.objects.filter(holder="woman").exists()
    assert not InboundText.objects.exists(), "her own texts to us as well"


def test_36_the_workers_slip_does_not_tell_that_she_was_forgotten(introduced) -> None:
    forgetting.erase(introduced(NAME).subject)
    slip = Slip.objects.get()
    assert not hasattr(slip, "introduction")


@pytest.mark.parametrize(
    "subject", ["woman:999999", "introduction:999999", "session:1", "", "woman:"]
)
def test_forgetting_somebody_unknown_does_nothing(asked, subject) -> None:
    asked(NAME)
    if subject != "woman:":
        forgetting.erase(subject)
    assert Introduction.objects.count() == 1


# -- what lies in the database ----------------------------------------------------------------------------


def test_38_a_plain_dump_shows_none_of_it(asked, introduced, by_ruth, walk, group) -> None:
    asked(NAME, **HERS)
    introduced(NAME, **HERS)
    decisions.record(asked(NAME, **HERS), "yes", by=by_ruth)
    walk.to_check(name=NAME, group=group.ref, **HERS).send()
    assert Introduction.objects.count() == 4
    written = dump()
    assert "Kettle on the hob" in written, "the dump holds what is not sealed"
    assert [secret for secret in SECRETS if secret in written] == []


def test_36_after_forgetting_not_even_her_hashes_are_left(asked) -> None:
    row = asked(NAME, **HERS)
    hashes = [row.name_hash, row.card.phone_hash, row.card.email_hash]
    assert all(digest in dump() for digest in hashes)
    forgetting.erase(row.subject)
    assert [digest for digest in hashes if digest in dump()] == []


# -- her export ---------------------------------------------------------------------------------------------


def plain(subject: str) -> str:
    sections = [section for export in registry.exporters for section in export(subject)]
    return "\n".join(f"{label}: {words}" for section in sections for label, words in section.lines)


def test_37_her_export_says_how_she_came_in_plain_words(
    introduced, by_ruth, organisation, pat
) -> None:
    row = introduced(NAME, may_know=True)
    introductions.note_contact(row, "spoke", by=by_ruth)
    row = decisions.record(row, "yes", by=by_ruth)
    said = plain(row.membership.woman.subject)
    assert f"somebody at {organisation.name} introduced you" in said
    assert "The worker was told that we are in touch: yes" in said
    assert "You agreed: She said that you may keep her name" in said
    assert "Answer: yes" in said
    assert pat.name not in said, "and nobody else's name"


def test_37_at_the_door_it_holds_her_card_and_nobody_elses(asked) -> None:
    row, other = asked(NAME, **HERS), asked("Somebody Else", phone="07700 900654", text="yes")
    said = plain(row.subject)
    for secret in (NAME, "07700 900321", "zuzanna@woman.example", "bluebell", "Sundays, he is in"):
        assert secret in said
    assert "Somebody Else" not in said
    assert "900654" not in said
    assert other.name not in said
