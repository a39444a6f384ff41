"""What stands on today, and on her own page behind her phrase."""

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from agreements import cards
from agreements.services import acceptances, drafts, versions
from groups.services import groups
from peersupport import clock
from peersupport.actors import Actor
from peersupport.registry import registry
from tests import builders

from .conftest import next_version, publish

pytestmark = pytest.mark.django_db


def kinds(user, now=None) -> list[str]:
    return [card.kind for card in cards.today(user, now or clock.now())]


def test_registered() -> None:
    assert cards.today in registry.today_cards
    assert cards.you in registry.you_cards
    assert acceptances.erase in registry.erasers


def test_today_says_that_nothing_is_written_yet(ruth, group) -> None:
    (card,) = cards.today(ruth, clock.now())
    assert card.kind == "no-agreement"
    assert card.url == f"/dashboard/agreements/{group.ref}/"


def test_today_says_that_a_draft_waits_until_it_is_published(ruth, draft, by_ruth) -> None:
    assert kinds(ruth) == ["draft"]
    publish(draft, by=by_ruth)
    assert kinds(ruth) == []


def test_today_reminds_on_the_day_they_wanted_to_look_again(ruth, draft, by_ruth) -> None:
    drafts.tell_how(draft, discussed_with="All", discussed_on=clock.today(), by=by_ruth)
    in_a_week = clock.today() + dt.timedelta(days=7)
    versions.publish(draft, review_on=in_a_week, by=by_ruth)
    assert kinds(ruth, clock.now() + dt.timedelta(days=5)) == []
    assert kinds(ruth, clock.now() + dt.timedelta(days=8)) == ["review"]


def test_today_of_others_and_of_closed_groups_is_quiet(
    ruth, other_ruth, nadia, draft, other_version, by_ruth, group
) -> None:
    assert kinds(other_ruth) == []
    assert kinds(nadia) == []
    groups.set_state(group, "closed", by=by_ruth)
    assert kinds(ruth) == []


def test_today_costs_the_same_with_one_group_and_with_three(
    ruth, draft, django_assert_num_queries
) -> None:
    now = clock.now()
    with django_assert_num_queries(2):
        cards.today(ruth, now)
    for name in ("Second", "Third"):
        builders.leads(ruth, builders.group(name))
    with django_assert_num_queries(2):
        assert len(cards.today(ruth, now)) == 3


# -- her own page -------------------------------------------------------------------------------


def her_card(woman, *, phrase: bool = True) -> str:
    request = RequestFactory().get("/you/")
    return " ".join(
        render_to_string(card.template, card.context, request)
        for card in cards.you(request, woman.subject, phrase)
    )


def test_nothing_without_her_phrase(version, ada) -> None:
    assert her_card(ada, phrase=False) == ""


def test_the_words_and_one_button(version, ada) -> None:
    html = her_card(ada)
    assert "What is said here stays here." in html
    assert f'action="/you/agree/{version.pk}/"' in html
    assert "I agree" in html


def test_then_it_says_when_she_agreed(version, ada, by_ruth, frozen) -> None:
    acceptances.tap(version, ada, by=Actor.of_link(ada.subject))
    html = her_card(ada)
    assert "You agreed to this on 1 December 2026, here on your page." in html
    assert "I agree" not in html


def test_a_new_version_asks_her_again_and_says_what_is_new(group, version, ada, by_ruth) -> None:
    acceptances.aloud(version, [ada], by=by_ruth)
    second = next_version(group, by=by_ruth)
    html = her_card(ada)
    assert f'action="/you/agree/{second.pk}/"' in html
    assert "What is new: We wash up together." in html


def test_a_draft_and_another_groups_words_are_not_on_it(draft, other_version, ada) -> None:
    assert her_card(ada) == ""


def test_no_other_womans_name_is_on_it(group, version, ada, by_ruth) -> None:
    zoe = builders.place(group, "Zoë").woman
    acceptances.aloud(version, [zoe], by=by_ruth)
    assert "Zoë" not in her_card(ada)
