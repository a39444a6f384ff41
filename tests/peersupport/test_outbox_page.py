"""/outbox/: what would have left, under DEBUG alone, and answering as she would."""

import importlib
from collections.abc import Iterator

import pytest
from django.urls import clear_url_caches

from peersupport import urls
from peersupport.models import InboundText, OutboxCopy
from peersupport.registry import Words
from tests import builders

pytestmark = pytest.mark.django_db
PAGES = ["/outbox/", "/outbox/1/answer/", "/outbox/1/mail/", "/outbox/1/html/", "/parts/"]


@pytest.fixture
def debug(settings) -> Iterator[None]:
    """As under ``make run``: the addresses exist and the keeper lets in."""
    settings.DEBUG = True
    importlib.reload(urls)
    clear_url_caches()
    yield
    settings.DEBUG = False
    importlib.reload(urls)
    clear_url_caches()


@pytest.mark.parametrize("url", PAGES)
def test_in_production_they_do_not_exist(client, url) -> None:
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


@pytest.mark.parametrize("url", PAGES)
def test_even_if_the_addresses_were_left_there_the_keeper_turns_away(
    debug, settings, client, url
) -> None:
    settings.DEBUG = False
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


@pytest.fixture
def sent(debug, frozen, note_kind, drain_all) -> None:
    note_kind(render=lambda message, level: Words("Kettle <on> at ten. Ruth", "Tomorrow"))
    builders.message(builders.card(phone="+447700900321", text="yes"))
    builders.message(builders.card(email="ada@example.org", mail="yes"))
    drain_all()


def test_it_shows_texts_on_a_phone_and_mails_in_a_mailbox(sent, client) -> None:
    page = client.get("/outbox/").content.decode()
    assert "07700 900321" in page
    assert "Kettle &lt;on&gt; at ten." in page
    assert "ada@example.org" in page
    assert "Tomorrow" in page


def test_an_answer_goes_through_the_same_code_as_a_real_providers(sent, client) -> None:
    copy = OutboxCopy.objects.get(channel="text")
    assert client.get(f"/outbox/{copy.pk}/answer/").status_code == 405
    client.post(f"/outbox/{copy.pk}/answer/", {"body": "2"})
    text = InboundText.objects.get()
    assert (text.provider, text.sender, text.answer) == ("outbox", "+447700900321", "late")
    client.post(f"/outbox/{copy.pk}/answer/", {"body": "2"})
    assert InboundText.objects.count() == 2, "the same words again are another text"
    assert "2" in client.get("/outbox/").content.decode()


def test_a_mails_own_page_has_its_own_lock(sent, client) -> None:
    copy = OutboxCopy.objects.get(channel="mail")
    assert client.get(f"/outbox/{copy.pk}/mail/").status_code == 200
    mail = client.get(f"/outbox/{copy.pk}/html/")
    policy = mail["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src 'none'" in policy
    assert "Kettle &lt;on&gt; at ten." in mail.content.decode()
    assert "'unsafe-inline'" not in client.get("/outbox/")["Content-Security-Policy"]


def test_a_text_is_no_mail_and_the_other_way_round(sent, client) -> None:
    text, mail = (OutboxCopy.objects.get(channel=channel) for channel in ("text", "mail"))
    assert client.get(f"/outbox/{text.pk}/html/").status_code == 404
    assert client.post(f"/outbox/{mail.pk}/answer/", {"body": "1"}).status_code == 404


def test_one_key_is_one_copy(sent, drain_all) -> None:
    from peersupport.messaging import transports

    copy = OutboxCopy.objects.get(channel="text")
    call = transports.Call(copy.message_id, copy.key, "text", copy.to, "", copy.body, copy.at)
    transports.for_channel("text").send(call)
    assert OutboxCopy.objects.filter(channel="text").count() == 1


def test_copies_lie_sealed_and_go_with_their_message(sent) -> None:
    from django.db import connection

    from peersupport.models import Message

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM peersupport_outboxcopy")
        dump = repr(cursor.fetchall())
    assert "Kettle" not in dump
    assert "7700900321" not in dump
    Message.objects.all().delete()
    assert not OutboxCopy.objects.exists()
