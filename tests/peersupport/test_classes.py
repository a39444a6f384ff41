"""What a provider's answer means, and what may follow (delivery.md, Classes)."""

import datetime as dt

import pytest

from peersupport.messaging import drain, transports
from peersupport.messaging.claim import LEASE, claim
from peersupport.messaging.transports import gateway as gateways
from peersupport.models import Message
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stopped(frozen, note_kind):
    note_kind()
    return frozen


@pytest.fixture
def no_key(gateway, settings):
    """A gateway that cannot tell a repeat from a first time."""
    gateway.honours_keys = False
    settings.SMS_URL = gateway.url
    return gateway


@pytest.fixture
def impatient(monkeypatch):
    """Waits for no answer longer than a test should take."""
    monkeypatch.setattr(gateways, "SECONDS", (0.5, 0.2))


KNOWN = [
    ("ok", "accepted"),
    (409, "accepted duplicate_reference"),
    (400, "dead http_400"),
    (404, "dead http_404"),
    (422, "dead http_422"),
    (301, "dead http_301"),
    (429, "due http_429"),
    ((503, {"Retry-After": "7"}), "due http_503"),
    (401, "due http_401"),
    (403, "due http_403"),
]
DOUBTFUL = [500, 502, 504, 503, 408, "reset", "ok-then-reset", "hang", "ok-then-hang", "no-id"]


@pytest.mark.parametrize(("answer", "ends"), KNOWN)
def test_known_answers(no_key, drain_all, story, after, answer, ends) -> None:
    no_key.answers(answer)
    note = builders.message()
    assert drain_all() == 1
    assert story(note)[-1] == ("accepted http_200" if ends == "accepted" else ends)
    assert after(note).doubts == 0


@pytest.mark.parametrize("answer", DOUBTFUL)
def test_a_doubtful_text_without_a_key_is_for_a_person_and_never_sent_again(
    no_key, impatient, after, story, go, answer
) -> None:
    no_key.answers(answer)
    note = builders.message()
    go()
    row = after(note)
    assert row.state == "uncertain"
    assert (row.to, row.body) == ("", ""), "it is never sent again, so its words need not stay"
    for _ in range(4):
        go(minutes=29)
    assert after(note).state == "uncertain"
    assert len(no_key.requests) == 1


@pytest.mark.parametrize("answer", DOUBTFUL)
def test_a_doubtful_text_with_a_key_goes_again_under_the_same_key(
    gateway, impatient, after, go, answer
) -> None:
    gateway.answers(answer)
    note = builders.message()
    go()
    assert after(note).state == "due"
    assert after(note).doubts == 1
    go(minutes=41)
    assert after(note).state == "accepted"
    keys = {(r["json"]["key"], r["headers"]["idempotency-key"]) for r in gateway.requests}
    assert keys == {(str(note.key), str(note.key))}
    assert len(gateway.requests) == 2
    assert gateway.texts[str(note.key)] == 1
    assert gateway.requests[0]["json"] == gateway.requests[1]["json"]


def test_what_the_gateway_is_given(gateway, go) -> None:
    note = builders.message()
    go()
    (request,) = gateway.requests
    assert request["json"] == {
        "to": note.card.phone,
        "body": f"Hello from {note.pk}. Ruth",
        "key": str(note.key),
    }
    assert request["headers"]["authorization"] == "Bearer a-token"
    assert request["path"] == "/send"


def test_a_token_may_hold_any_letter() -> None:
    made = gateways.Gateway("https+json://a%2Fb%40c@gateway.example/x?key_ttl=5")
    assert (made.token, made.url) == ("a/b@c", "https://gateway.example/x")
    assert made.ability.key_ttl == 5


def test_plain_http_is_for_this_machine_only() -> None:
    with pytest.raises(ValueError, match="loopback"):
        gateways.Gateway("http+json://token@gateway.example/x")


def test_numbers_for_drama_go_to_no_real_provider() -> None:
    real = gateways.Gateway("https+json://token@gateway.example/x")
    call = transports.Call(1, None, "text", "+447700900123", "", "x", dt.datetime.now(dt.UTC))
    assert real.send(call).kind == "permanent"


def test_the_wait_a_provider_asks_for_is_kept(gateway, stopped, after, go) -> None:
    gateway.answers((429, {"Retry-After": "600"}))
    note = builders.message()
    go()
    assert after(note).not_before == stopped.at + dt.timedelta(seconds=600)
    assert go(seconds=599) == 0
    assert go(seconds=1) == 1


@pytest.mark.parametrize("said", ["soon", "", "-5", "nan", "inf", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_an_odd_wait_is_no_wait_of_its_own(gateway, stopped, after, go, said) -> None:
    gateway.answers((429, {"Retry-After": said}))
    note = builders.message()
    go()
    wait = (after(note).not_before - stopped.at).total_seconds()
    assert 30 <= wait <= 60 * 60


def test_no_connection_is_certainly_not_sent(no_key, settings, after, go, story) -> None:
    settings.SMS_URL = "http+json://t@127.0.0.1:9/x?key_ttl=0"
    note = builders.message()
    go()
    assert story(note)[-1] == "due no_connection"
    settings.SMS_URL = no_key.url
    go(minutes=41)
    assert after(note).state == "accepted"


def test_a_key_of_ours_that_is_refused_alarms(gateway, caplog, go) -> None:
    gateway.answers(401)
    builders.message()
    go()
    assert "a person must look" in caplog.text


def test_a_key_that_no_longer_holds_is_no_key(gateway, settings, after, go) -> None:
    """The doubt is older than the provider's memory: a second send could be a second text."""
    gateway.key_ttl = 3600
    settings.SMS_URL = gateway.url
    gateway.answers("ok-then-reset", 429, 429, otherwise="ok")
    note = builders.message(expires_at=note_end(hours=5))
    go()
    assert after(note).state == "due"
    for _ in range(5):
        go(minutes=41)
    assert gateway.texts[str(note.key)] == 1
    assert after(note).state == "uncertain"


def test_a_known_refusal_needs_no_key(gateway, settings, after, go) -> None:
    """Never doubted, so no key has to hold: it may go hours later."""
    gateway.key_ttl = 60
    settings.SMS_URL = gateway.url
    gateway.answers(429, 429, 429)
    note = builders.message(expires_at=note_end(hours=5))
    for _ in range(5):
        go(minutes=41)
    assert after(note).state == "accepted"


def note_end(**more) -> dt.datetime:
    from peersupport import clock

    return clock.now() + dt.timedelta(**more)


def test_a_lease_over_while_calling_is_a_doubt(no_key, after, stopped, story) -> None:
    from peersupport.messaging import step

    note = builders.message()
    token, _ = claim("text")
    assert step.prepare(note.pk, token)
    stopped.at += LEASE
    drain.recover()
    assert story(note)[-1] == "uncertain lease_over"


def test_poison_ends_after_three_doubts_when_others_get_through(gateway, after, go) -> None:
    poison = builders.message(expires_at=note_end(hours=24))
    other = None
    for _ in range(3):
        gateway.answers(500)
        go(minutes=41)
        other = builders.message()
        gateway.answers()
        drain.drain("text")
        assert after(other).state == "accepted"
        if after(poison).state == "dead":
            break
    assert (after(poison).state, after(poison).reason) == ("dead", "three_doubts")
    assert after(poison).doubts == 3


def test_an_outage_kills_nothing(gateway, after, go) -> None:
    gateway.answers(otherwise=500)
    notes = [builders.message(expires_at=note_end(hours=24)) for _ in range(3)]
    for _ in range(6):
        go(minutes=41)
    assert {after(note).state for note in notes} == {"due"}
    gateway.answers(otherwise="ok")
    go(minutes=41)
    assert {after(note).state for note in notes} == {"accepted"}
    assert not gateway.twice


def test_nothing_is_called_after_its_end_whatever_happened_before(gateway, after, go) -> None:
    gateway.answers(otherwise="reset")
    note = builders.message(expires_at=note_end(hours=2))
    for _ in range(8):
        go(minutes=20)
    calls = len(gateway.requests)
    assert after(note).state == "expired"
    gateway.answers(otherwise="ok")
    go(minutes=60)
    assert len(gateway.requests) == calls
    assert Message.objects.get(pk=note.pk).accepted_at is None
