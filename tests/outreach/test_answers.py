"""The sealed cookie: her answers before Send lie on her own device only (safety.md 23)."""

import json
import time

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from outreach import answers
from outreach.answers import Answers
from outreach.models import Introduction
from peersupport import crypto
from peersupport.models import ContactCard, OnceKey

pytestmark = pytest.mark.django_db


def request_with(cookie: str):
    request = RequestFactory().get("/join/")
    request.COOKIES[answers.COOKIE] = cookie
    return request


def sealed(**said) -> str:
    response = answers.save(HttpResponse(), Answers(steps={"name": {"name": "Zoë"}}, **said))
    return response.cookies[answers.COOKIE].value


def test_what_was_put_in_comes_out_again() -> None:
    assert answers.load(request_with(sealed(code="k7m2x"))).steps == {"name": {"name": "Zoë"}}


def test_23_the_cookie_is_neutral_shut_to_scripts_and_ends_with_the_browser(walk) -> None:
    cookie = walk.put("name", name="Zoë").cookies["j"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["expires"] == cookie["max-age"] == ""
    assert not cookie["secure"], "the suite speaks plain HTTP"


def test_23_in_production_it_travels_only_over_tls(walk, settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    assert walk.put("name", name="Zoë").cookies["j"]["secure"]


def test_23_nothing_of_hers_can_be_read_in_it(walk) -> None:
    value = walk.put("name", name="Zuzanna").cookies["j"].value
    assert "Zuzanna" not in value
    assert "name" not in value


def test_a_browser_hands_it_back_as_it_was_given(walk) -> None:
    """No letter of it needs quoting in a cookie."""
    value = walk.put("name", name="Zuzanna").cookies["j"].value
    assert not set(value) & set(' ",;\\/=+')


@pytest.mark.parametrize(
    "spoil",
    [
        lambda value: value[:-2] + ("AA" if value[-2:] != "AA" else "BB"),
        lambda value: value[:40],
        lambda value: "nokey:" + value.partition(":")[2],
        lambda value: "x" * 5000,
        lambda value: "",
        lambda value: "é:ü",
        lambda value: "t1:====",
        lambda value: "t1:" + "A" * 60,
    ],
)
def test_23_a_cookie_that_was_changed_counts_as_none(spoil) -> None:
    assert answers.load(request_with(spoil(sealed()))) == Answers()


def test_23_a_sealed_value_from_another_place_does_not_open_here() -> None:
    text = json.dumps({"steps": {"name": {"name": "x"}}, "at": int(time.time())})
    assert answers.load(request_with(crypto.seal(text, place="x.y"))) == Answers()


def test_sealed_words_that_are_not_ours_count_as_none() -> None:
    for text in ('{"odd": 1}', "[]", "no json"):
        assert answers.load(request_with(crypto.seal(text, place=answers.PLACE))) == Answers()


def test_23_sixty_idle_minutes_end_it_and_each_page_begins_them_anew(walk, monkeypatch) -> None:
    walk.put("name", name="Zuzanna")
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 59 * 60)
    assert walk.client.get("/join/q/group/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: real() + 118 * 60)
    assert walk.client.get("/join/q/group/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: real() + 179 * 60)
    gone = walk.client.get("/join/q/group/", follow=True)
    assert gone.redirect_chain == [("/join/?late", 302)]
    assert "You were away for a while" in gone.content.decode()


def test_an_answer_given_too_late_is_kept_and_the_lost_ones_are_asked_again(walk) -> None:
    response = walk.put("keep", keep="on")
    assert response.status_code == 302
    assert walk.client.get(response["Location"], follow=True).redirect_chain == [
        ("/join/q/name/", 302)
    ]
    for step, said in (("name", {"name": "Z"}), ("group", {}), ("reach", {"own_contact": "on"})):
        walk.put(step, **said)
    assert walk.client.get("/join/q/check/").status_code == 200


def test_23_it_stays_under_its_size_with_the_longest_answers(walk) -> None:
    walk.to_check(
        name="🧕" * 60,
        phone="07700 900321",
        email="a" * 60 + "@" + ".".join(["b" * 60] * 3) + ".org",
        unsafe_times="🌙" * 300,
        safe_word="🌼" * 60,
        mail="yes",
        call="yes",
        safe_windows=["weekday-morning", "weekend-evening"],
        plainness="named",
    )
    assert len(walk.client.cookies["j"].value) <= answers.LARGEST == 3500


def test_23_more_than_it_can_carry_is_said_and_what_was_there_is_kept(walk, monkeypatch) -> None:
    walk.put("name", name="Zuzanna")
    monkeypatch.setattr(answers, "LARGEST", 400)
    response = walk.put("reach", unsafe_times="x" * 300, own_contact="on")
    assert response.status_code == 200
    assert "more than we can carry" in response.content.decode()
    assert "x" * 300 in response.content.decode()
    assert response.content.decode().count("<title>Error: ") == 1


def test_23_nothing_is_stored_before_send(walk) -> None:
    walk.to_check()
    assert walk.client.get("/join/q/check/").status_code == 200
    assert not Introduction.objects.exists()
    assert not ContactCard.objects.exists()
    assert not OnceKey.objects.exists()
    assert "s" not in walk.client.cookies, "no session either"


@pytest.mark.parametrize("way", ["get", "post"])
def test_7_23_leaving_takes_the_answers_away(walk, way) -> None:
    walk.to_check()
    response = getattr(walk.client, way)("/leave/")
    assert response.cookies["j"].value == ""
    assert response.cookies["j"]["path"] == "/"
    assert walk.client.get("/join/q/check/")["Location"] == "/join/?late"


def test_23_send_takes_the_answers_away(walk) -> None:
    walk.to_check(name="Zuzanna").send()
    left = answers.load(request_with(walk.client.cookies["j"].value))
    assert left.steps == {}
    assert "Zuzanna" not in json.dumps(left.sent)
    assert "900321" not in json.dumps(left.sent)


def test_a_second_asking_after_the_first_is_a_new_one(walk) -> None:
    walk.to_check(name="Zuzanna").send()
    walk.to_check(name="Bea").send()
    assert Introduction.objects.count() == 2


def test_23_a_look_seals_anew_only_what_is_a_minute_old_and_a_post_always(
    walk, monkeypatch
) -> None:
    walk.put("name", name="Zuzanna")
    assert "j" not in walk.client.get("/join/q/group/").cookies
    assert "j" in walk.put("group", group="zzzzz").cookies, "a wrong answer is a sign of life too"
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + answers.FRESH + 1)
    assert "j" in walk.client.get("/join/q/group/").cookies
