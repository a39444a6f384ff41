"""What a text gateway tells us: signed, fresh, each once (contract.md)."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from peersupport.messaging import receipts
from peersupport.messaging.claim import claim
from peersupport.messaging.step import prepare
from peersupport.models import InboundText, Message
from peersupport.views.hooks import signature
from tests import builders

pytestmark = pytest.mark.django_db
URL = "/hooks/sms/generic/"
REPLY = {"id": "in-1", "from": "07700 900123", "body": "can you ring?"}


@pytest.fixture
def post(frozen) -> Callable[..., HttpResponse]:
    """Post as the gateway would: signed now, unless told otherwise."""

    def send(said, *, skew: int = 0, headers=None, body: bytes | None = None) -> Any:
        client = Client(enforce_csrf_checks=True)
        raw = json.dumps(said).encode() if body is None else body
        timestamp = str(int(frozen.at.timestamp()) + skew)
        signed = {"X-Timestamp": timestamp, "X-Signature": signature(timestamp, raw)}
        return client.post(
            URL, raw, content_type="application/json", headers=signed | (headers or {})
        )

    return send


def test_a_signed_reply_is_taken_in_once(post) -> None:
    assert [post(REPLY).status_code for _ in range(3)] == [204] * 3
    text = InboundText.objects.get()
    assert (text.provider, text.provider_id, text.body) == ("generic", "in-1", "can you ring?")
    assert text.sender == "+447700900123"


@pytest.mark.parametrize(("skew", "status"), [(-300, 204), (300, 204), (-301, 403), (301, 403)])
def test_it_holds_for_five_minutes(post, skew, status) -> None:
    assert post(REPLY, skew=skew).status_code == status
    assert InboundText.objects.exists() is (status == 204)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Signature": ""},
        {"X-Signature": "0" * 64},
        {"X-Signature": "é" * 64},
        {"X-Timestamp": ""},
        {"X-Timestamp": "now"},
        {"X-Timestamp": "-5"},
        {"X-Timestamp": "1.5"},
        {"X-Timestamp": "٣"},
        {"X-Timestamp": "9" * 400},
    ],
)
def test_without_a_right_signature_nothing_is_taken(post, headers) -> None:
    assert post(REPLY, headers=headers).status_code == 403
    assert not InboundText.objects.exists()


def test_the_signature_covers_the_time_and_every_byte(post, frozen) -> None:
    raw = json.dumps(REPLY).encode()
    earlier = str(int(frozen.at.timestamp()) - 60)
    old = {"X-Signature": signature(earlier, raw)}
    assert post(REPLY, headers=old).status_code == 403
    timestamp = str(int(frozen.at.timestamp()))
    other = {"X-Signature": signature(timestamp, raw)}
    assert post(REPLY | {"body": "1"}, headers=other).status_code == 403


def test_without_a_secret_nobody_can_sign(post, settings) -> None:
    settings.SMS_HOOK_SECRET = ""
    assert post(REPLY).status_code == 403


def test_the_signature_is_what_the_contract_says(settings) -> None:
    settings.SMS_HOOK_SECRET = "a secret"
    assert signature("1", b"{}") == hmac.digest(b"a secret", b"1.{}", hashlib.sha256).hex()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"7",
        b"null",
        b'"id from body"',
        b'["id", "from", "body"]',
        b"{}",
        b'{"id": "1"}',
        b'{"from": "07700900123", "body": "1"}',
        b'{"id": "", "from": "07700900123", "body": "1"}',
        b'{"id": "", "status": "delivered"}',
        b"\xff\xfe",
    ],
)
def test_what_makes_no_sense_is_said_to_be_wrong(post, body) -> None:
    assert post(None, body=body).status_code == 400
    assert not InboundText.objects.exists()


def test_too_much_is_not_read(post) -> None:
    assert post(REPLY | {"body": "x" * 20_000}).status_code == 403


@pytest.mark.parametrize("body", ["\ud800", "a\x00b", "x" * 5000, "👍🏽", "نعم"])
def test_odd_letters_are_kept_as_well_as_may_be(post, body) -> None:
    assert post(REPLY | {"body": body, "id": f"i{body[:1]}"}).status_code == 204
    assert InboundText.objects.get().state == "needs_person"


def test_a_get_is_refused_and_a_browser_needs_no_key_of_ours(client) -> None:
    assert client.get(URL).status_code == 405


# -- receipts -----------------------------------------------------------------------------------


@pytest.fixture
def accepted(frozen, note_kind, gateway, drain_all) -> Message:
    note_kind()
    note = builders.message()
    drain_all()
    note.refresh_from_db()
    assert note.state == "accepted"
    return note


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("delivered", "delivered"),
        ("undelivered", "undelivered"),
        ("failed", "undelivered"),
        ("rejected", "undelivered"),
        ("queued", "accepted"),
        ("x" * 300, "accepted"),
        ("", "accepted"),
    ],
)
def test_a_receipt_says_what_became_of_it(post, accepted, after, story, status, state) -> None:
    assert post({"id": f"ref-{accepted.key}", "status": status}).status_code == 204
    assert after(accepted).state == state
    assert len(story(accepted)) == 4


def test_after_the_end_a_receipt_is_only_an_event(post, accepted, after, story) -> None:
    post({"id": f"ref-{accepted.key}", "status": "delivered"})
    post({"id": f"ref-{accepted.key}", "status": "failed"})
    post({"id": f"ref-{accepted.key}", "status": "delivered"})
    assert after(accepted).state == "delivered"
    assert story(accepted)[3:] == [
        "delivered receipt_delivered",
        "receipt failed",
        "receipt delivered",
    ]


@pytest.mark.parametrize("status", ["failed +447700900123", "kettle on at ten", "447700900123"])
def test_a_receipts_own_words_are_not_kept(accepted, story, status) -> None:
    """Events lie unsealed: a number or a text that a provider puts there is not for them."""
    receipts.receipt(provider="generic", provider_ref=accepted.provider_ref, status=status)
    assert story(accepted)[-1] == "receipt unknown"


def test_a_receipt_for_a_message_nobody_knows_changes_nothing(post, accepted, after) -> None:
    post({"id": "another", "status": "failed"})
    post({"id": str(uuid.uuid4()), "status": "failed"})
    assert after(accepted).state == "accepted"


def test_a_receipt_without_an_id_is_for_no_message(accepted, after) -> None:
    Message.objects.update(provider_ref="")
    assert not receipts.receipt(provider="generic", provider_ref="", status="failed")
    assert after(accepted).state == "accepted"


def test_another_providers_id_is_another_message(accepted, after) -> None:
    told = {"provider_ref": accepted.provider_ref, "status": "failed"}
    assert not receipts.receipt(provider="twilio", **told)
    assert after(accepted).state == "accepted"


def test_a_receipt_before_our_own_mark_is_the_outcome(
    post, gateway, frozen, note_kind, after
) -> None:
    """By our key: the provider's own id is not known before its answer is."""
    note_kind()
    note = builders.message()
    token, _ = claim("text")
    assert prepare(note.pk, token)
    post({"id": str(note.key), "status": "delivered"})
    row = after(note)
    assert (row.state, row.body, row.to) == ("delivered", "", "")


def test_after_three_days_of_silence_waiting_ends(accepted, after, frozen) -> None:
    frozen.tick(days=3, seconds=-1)
    assert receipts.give_up_waiting(frozen.at) == 0
    frozen.tick(seconds=1)
    assert receipts.give_up_waiting(frozen.at) == 1
    assert after(accepted).state == "no_receipt"


def test_who_sends_no_receipts_is_not_waited_for(frozen, note_kind, drain_all, after) -> None:
    note_kind()
    note = builders.message()
    drain_all()
    frozen.tick(days=30)
    assert receipts.give_up_waiting(frozen.at) == 0
    assert after(note).state == "accepted"
