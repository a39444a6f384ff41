"""What she did not write on the form can be asked when somebody speaks with her (issue: asking to
join), and what needs a yes of its own stands on her spoken one (safety.md 34)."""

import pytest

from groups.models import Needs
from outreach.models import Introduction, More
from outreach.services import confirmations, decisions, extras, introductions
from peersupport.models import AuditEvent
from tests.outreach.conftest import NAME

pytestmark = pytest.mark.django_db
SAID = {
    "pick_up": "wrong_number",
    "line_drop": "again",
    "heard": "friend",
    "talked_through": "talked",
    "needs": ["childcare", "quiet"],
    "language": "Polish",
    "easier": "A seat by the door",
}


def at(row: Introduction) -> str:
    return f"/dashboard/introductions/{row.pk}/more/"


@pytest.fixture
def as_ruth(ruth, client_for):
    return client_for(ruth)


def test_34_on_her_spoken_yes_all_of_it_is_kept_and_moves_with_her(asked, as_ruth, by_ruth) -> None:
    row = asked(NAME)
    response = as_ruth.post(at(row), SAID | {"keep_more": "on"}, follow=True)
    html = response.content.decode()
    for words in ("Noted, as she said it.", "Childcare", "A seat by the door", "wrong number"):
        assert words in html
    row.refresh_from_db()
    assert (row.heard, row.talked_through) == ("friend", "talked")
    assert (row.more.consent_way, row.more.consent_text_version) == ("spoke", "more-1")
    decisions.record(row, "yes", by=by_ruth)
    needs = Needs.objects.get()
    assert (needs.easier, needs.consent_way) == ("A seat by the door", "spoke")
    assert "When you spoke with us" in needs.get_consent_way_display()


def test_34_without_her_yes_only_what_needs_none_is_kept(asked, as_ruth) -> None:
    row = asked(NAME)
    html = as_ruth.post(at(row), SAID, follow=True).content.decode()
    assert "so it is gone" in html
    assert not More.objects.exists()
    row.refresh_from_db()
    assert (row.heard, row.card.pick_up) == ("friend", "wrong_number")


def test_34_taken_away_again_it_is_deleted(asked, as_ruth) -> None:
    row = asked(NAME)
    as_ruth.post(at(row), SAID | {"keep_more": "on"})
    page = as_ruth.get(at(row)).content.decode()
    assert "A seat by the door" in page, "what we hold stands in the fields"
    as_ruth.post(at(row), SAID)
    assert not More.objects.exists()


def test_34_with_nothing_new_her_first_yes_stands_with_its_day(asked, by_ruth, frozen) -> None:
    row = asked(NAME)
    more = {"needs": ["childcare"], "keep": "more-1"}
    extras.write_down(row, more, by=by_ruth)
    first = More.objects.get().consent_at
    frozen.tick(days=3)
    extras.write_down(row, more | {"heard": "web"}, by=by_ruth)
    assert More.objects.get().consent_at == first
    extras.write_down(row, more | {"easier": "A lift"}, by=by_ruth)
    assert More.objects.get().consent_at > first


def test_18_that_her_number_is_still_safe_was_not_asked_by_it(asked, by_ruth, frozen) -> None:
    row = asked(NAME)
    before = row.card
    frozen.tick(days=60)
    extras.write_down(row, {"pick_up": "hang_up"}, by=by_ruth)
    row.card.refresh_from_db()
    assert row.card.pick_up == "hang_up"
    assert (row.card.asked_at, row.card.call, row.card.phone) == (
        before.asked_at,
        "yes",
        before.phone,
    )


def test_nothing_is_asked_before_she_has_confirmed_or_after_her_answer(
    introduced, as_ruth, by_ruth
) -> None:
    row = introduced(NAME)
    for way in (as_ruth.get, as_ruth.post):
        assert "whether she knows of this" in way(at(row), follow=True).content.decode()
    with pytest.raises(extras.NotNow):
        extras.write_down(row, SAID | {"keep": "more-1"}, by=by_ruth)
    confirmations.confirm(row, by=by_ruth)
    decisions.record(row, "no", by=by_ruth)
    with pytest.raises(extras.NotNow):
        extras.write_down(row, SAID | {"keep": "more-1"}, by=by_ruth)
    assert not More.objects.exists()


def test_what_is_too_long_is_said_and_what_was_typed_stays(asked, as_ruth) -> None:
    row = asked(NAME)
    html = as_ruth.post(at(row), SAID | {"easier": "a" * 301, "keep_more": "on"}).content.decode()
    assert "more than 300 letters" in html
    assert "a" * 301 in html
    assert not More.objects.exists()


def test_39_another_groups_leader_has_no_such_page(asked, other_ruth, client_for) -> None:
    assert client_for(other_ruth).get(at(asked(NAME))).status_code == 404


def test_10_42_nothing_goes_to_her_and_who_wrote_it_is_written_down(
    asked, as_ruth, ruth, nothing_sent
) -> None:
    row = asked(NAME)
    as_ruth.post(at(row), SAID | {"keep_more": "on"})
    assert nothing_sent()
    written = AuditEvent.objects.get(verb="introduction.told_more")
    assert "A seat" not in f"{written.reason}{written.subject}"
    assert introductions.lock(row).last_contact_at is None, "a form filled in is not yet a talk"
