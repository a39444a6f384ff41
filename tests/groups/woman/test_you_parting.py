"""Leaving and being forgotten: seven days, undone the same way (safety.md 49)."""

import datetime as dt

import pytest

from groups.models import Membership, Parting, Woman
from groups.services import partings
from peersupport.models import AuditEvent
from peersupport.registry import registry

from .conftest import herself
from .test_you_link_only import words

pytestmark = pytest.mark.django_db
PAGES = [("leave", "/you/stop/"), ("forget", "/you/clear/")]
both = pytest.mark.parametrize(("what", "url"), PAGES)


def ask(client, url: str, do: str = "ask"):
    return client.post(url, {"do": do}, follow=True)


@both
def test_her_link_alone_cannot_ask(ada_client, what, url) -> None:
    assert ada_client.post(url, {"do": "ask"}).headers["Location"] == "/you/phrase/"
    assert not Parting.objects.exists()


@both
def test_a_get_asks_for_nothing(ada_inside, what, url) -> None:
    page = ada_inside.get(url + "?do=ask")
    assert "seven days" in words(page)
    assert not Parting.objects.exists()


@both
def test_she_asks_and_reads_when_it_will_be(ada_inside, what, url) -> None:
    said = words(ask(ada_inside, url))
    assert "We do it on Tuesday 8 December. Until then all stays as it is." in said
    assert Parting.objects.get().what == what
    assert "No, please do not" in words(ada_inside.get(url))


@both
def test_a_double_press_asks_once(ada_inside, ada, what, url) -> None:
    ask(ada_inside, url)
    ask(ada_inside, url)
    assert Parting.objects.count() == 1
    assert AuditEvent.objects.filter(verb=f"parting.{what}").count() == 1


@both
def test_she_takes_it_back_the_same_way(ada_inside, ada, frozen, what, url) -> None:
    ask(ada_inside, url)
    assert "All stays as it was" in words(ask(ada_inside, url, "undo"))
    ask(ada_inside, url, "undo")
    assert AuditEvent.objects.filter(verb="parting.undone").count() == 1
    assert partings.carry_out(frozen.at + dt.timedelta(days=8)) == 0
    assert Membership.objects.live().filter(woman=ada).exists()


@both
@pytest.mark.parametrize("do", ["", "x"])
def test_anything_else_asks_for_nothing(ada_inside, what, url, do) -> None:
    assert ask(ada_inside, url, do).status_code == 200
    assert not Parting.objects.exists()


def test_undoing_one_wish_leaves_the_other(ada_inside, ada) -> None:
    for _what, url in PAGES:
        ask(ada_inside, url)
    ask(ada_inside, "/you/clear/", "undo")
    assert Parting.objects.get(undone_at=None).what == "leave"


def test_another_womans_wish_is_not_undone(ada_inside, beas_place) -> None:
    bea = beas_place.woman
    partings.ask(bea, "forget", by=herself(bea))
    ask(ada_inside, "/you/clear/", "undo")
    assert Parting.objects.get().undone_at is None


def test_not_before_the_seven_days_are_over(ada, ada_inside, frozen) -> None:
    ask(ada_inside, "/you/clear/")
    frozen.tick(days=7, seconds=-1)
    assert partings.carry_out(frozen.at) == 0
    frozen.tick(seconds=1)
    assert partings.carry_out(frozen.at) == 1
    assert not Woman.objects.filter(pk=ada.pk).exists()


def test_leaving_ends_her_link_and_keeps_her_until_the_purge(
    ada, adas_place, woman_client, frozen
) -> None:
    partings.ask(ada, "leave", by=herself(ada))
    frozen.tick(days=7)
    client = woman_client(ada.subject)
    assert client.get("/you/").status_code == 200
    partings.carry_out(frozen.at)
    assert client.get("/you/").status_code == 404
    adas_place.refresh_from_db()
    assert adas_place.ended_at == frozen.at
    assert Parting.objects.get().done_at == frozen.at
    assert partings.carry_out(frozen.at) == 0


def test_a_wish_undone_at_the_last_moment_stays_undone(ada, frozen, monkeypatch) -> None:
    """The sweep has read that it is due; before it begins, she takes it back."""
    parting = partings.ask(ada, "forget", by=herself(ada))
    frozen.tick(days=7)
    real = partings._carry_out

    def just_before(pk, now):
        partings.undo(parting, by=herself(ada))
        return real(pk, now)

    monkeypatch.setattr(partings, "_carry_out", just_before)
    assert partings.carry_out(frozen.at) == 0
    assert Woman.objects.filter(pk=ada.pk).exists()


def test_one_that_cannot_be_done_does_not_hold_up_the_next(
    ada, beas_place, frozen, monkeypatch
) -> None:
    bea = beas_place.woman
    for woman in (ada, bea):
        partings.ask(woman, "forget", by=herself(woman))
    frozen.tick(days=7)

    def breaks(subject: str) -> None:
        if subject == ada.subject:
            raise RuntimeError

    monkeypatch.setattr(registry, "erasers", [*registry.erasers, breaks])
    with pytest.raises(RuntimeError):
        partings.carry_out(frozen.at)
    assert not Woman.objects.filter(pk=bea.pk).exists()
    assert Woman.objects.filter(pk=ada.pk).exists()
    assert Membership.objects.live().filter(woman=ada).exists()


def test_both_wishes_at_once_are_one_forgetting(ada, frozen) -> None:
    for what in ("leave", "forget"):
        partings.ask(ada, what, by=herself(ada))
    frozen.tick(days=7)
    partings.carry_out(frozen.at)
    assert not Woman.objects.exists()
    assert not Parting.objects.exists()
