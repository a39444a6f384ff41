"""Is all of this still right? One tap, and a reminder after half a year."""

import datetime as dt

import pytest
from django.urls import reverse

from groups import cards
from groups.models import Group
from peersupport import clock
from peersupport.models import AuditEvent
from tests import builders

pytestmark = pytest.mark.django_db


def old(group, days: int) -> None:
    Group.objects.filter(pk=group.pk).update(checked_on=clock.today() - dt.timedelta(days=days))


def said(user) -> list:
    return cards.facts_to_check(user, clock.now())


def test_group_checked_writes_down_the_day(group, as_nadia) -> None:
    old(group, 300)
    url = reverse("groups:group-checked", args=[group.pk])
    assert as_nadia.post(url).status_code == 302
    group.refresh_from_db()
    assert group.checked_on == clock.today()
    assert AuditEvent.objects.filter(verb="group.checked", subject=group.owner).exists()
    page = as_nadia.get(reverse("groups:group-detail", args=[group.pk])).content.decode()
    assert "Still right today" in page


def test_group_checked_is_a_coordinators_word(group, ruth, as_ruth) -> None:
    old(group, 300)
    assert as_ruth.post(reverse("groups:group-checked", args=[group.pk])).status_code == 403
    page = as_ruth.get(reverse("groups:group-detail", args=[group.pk])).content.decode()
    assert "Still right today" not in page
    assert said(ruth) == []


def test_after_half_a_year_today_asks(group, other_group, nadia) -> None:
    old(group, 182)
    assert said(nadia) == []
    old(group, 183)
    [card] = said(nadia)
    assert group.name in card.text
    assert card.url == reverse("groups:group-detail", args=[group.pk])


def test_a_group_that_nobody_ever_checked_is_asked_about(group, nadia) -> None:
    Group.objects.filter(pk=group.pk).update(checked_on=None)
    assert len(said(nadia)) == 1


def test_many_groups_are_one_card_and_one_query(nadia, django_assert_num_queries) -> None:
    for number in range(5):
        old(builders.group(f"Group {number}"), 400)
    with django_assert_num_queries(1):
        [card] = cards.facts_to_check(nadia, dt.datetime(2026, 11, 24, 15, tzinfo=dt.UTC))
    assert "and others" in card.text
    assert card.url == reverse("groups:group-list")
