"""E-mail: one recipient, no attachment, no picture, and what an answer means (safety.md 16)."""

import email
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage

import pytest

from peersupport.registry import Words
from tests import builders

from . import smtp

pytestmark = pytest.mark.django_db
HERS = {"email": "ada@example.org", "mail": "yes"}


@pytest.fixture
def post(settings) -> Iterator[smtp.Post]:
    made, server = smtp.start()
    settings.EMAIL_URL = made.url
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def mail(frozen, note_kind):
    """Write down a mail to Ada."""

    def write(subject: str = "Tomorrow", body: str = "Kettle on at ten.\n\nRuth\n", **said):
        note_kind(render=lambda message, level: Words(body, subject))
        return builders.message(builders.card(**HERS), **said)

    return write


def parsed(raw: bytes) -> EmailMessage:
    made = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(made, EmailMessage)
    return made


def test_a_mail_as_it_leaves(post, mail, go, after) -> None:
    note = mail()
    go()
    assert after(note).state == "accepted"
    sent = parsed(post.mails[0])
    assert sent["To"] == "ada@example.org"
    assert sent["Subject"] == "Tomorrow"
    assert sent["From"] == "hello@demo.example"
    assert sent["Message-ID"] == f"<{note.key}@testserver>"
    assert not [name for name in ("Cc", "Bcc", "Reply-To", "List-Unsubscribe") if name in sent]


def test_text_and_the_same_words_in_plain_html(post, mail, go) -> None:
    mail(body="Kettle <on> at ten & after.\n")
    go()
    sent = parsed(post.mails[0])
    assert [part.get_content_type() for part in sent.iter_parts()] == ["text/plain", "text/html"]
    text = sent.get_body(("plain",))
    page = sent.get_body(("html",))
    assert text
    assert page
    assert text.get_content().strip() == "Kettle <on> at ten & after."
    assert "Kettle &lt;on&gt; at ten &amp; after." in page.get_content()


def test_no_attachment_no_picture_nothing_fetched(post, mail, go) -> None:
    mail()
    go()
    sent = parsed(post.mails[0])
    assert list(sent.iter_attachments()) == []
    page = sent.get_body(("html",))
    assert page
    assert not re.search(r"<img|<link|<script|url\(|@import|src=", page.get_content(), re.I)


@pytest.mark.parametrize(
    ("stage", "reply", "ends"),
    [
        ("connect", "421 too busy", "due SMTPConnectError"),
        ("RCPT", "550 nobody here", "dead SMTPRecipientsRefused"),
        ("RCPT", "450 later", "due SMTPRecipientsRefused"),
        ("MAIL", "451 later", "due SMTPSenderRefused"),
        ("DATA", "554 no", "dead SMTPDataError"),
        ("DATA", "451 later", "due SMTPDataError"),
        ("body", "452 full", "due SMTPDataError"),
        ("body", "550 refused", "dead SMTPDataError"),
        ("body", "", "due may_be_double"),
        ("DATA", "", "due may_be_double"),
    ],
)
def test_what_a_servers_answer_means(post, mail, go, story, stage, reply, ends) -> None:
    post.say[stage] = reply
    note = mail()
    go()
    assert story(note)[-1] == ends


def test_a_doubtful_mail_goes_again_under_the_same_message_id_and_is_counted(
    post, mail, go, after, story
) -> None:
    post.say["body"] = ""
    note = mail()
    go()
    post.say.clear()
    go(minutes=41)
    assert after(note).state == "accepted"
    assert after(note).doubts == 1
    ids = [parsed(raw)["Message-ID"] for raw in post.mails]
    assert ids == [f"<{note.key}@testserver>"] * 2
    assert "due may_be_double" in story(note)


def test_a_server_that_is_not_there_is_certainly_not_sent(settings, mail, go, story) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    note = mail()
    go()
    assert story(note)[-1] == "due ConnectionRefusedError"


@pytest.mark.parametrize(
    "subject", ["Tomorrow\nBcc: x@example.org", "Tomorrow\r\nTo: x@example.org"]
)
def test_headers_cannot_be_injected(post, mail, go, after, subject) -> None:
    note = mail(subject=subject)
    other = builders.message(builders.card(**HERS))
    go()
    assert [raw for raw in post.mails if b"x@example.org" in raw.partition(b"\r\n\r\n")[0]] == []
    assert after(note).state != "accepted"
    assert after(other).state != "calling"


def test_names_are_never_altered(post, mail, go) -> None:
    mail(subject="See you, Zoë and Łucja", body="Zoë, Łucja, نور\n")
    go()
    sent = parsed(post.mails[0])
    assert sent["Subject"] == "See you, Zoë and Łucja"
    text = sent.get_body(("plain",))
    assert text
    assert "Zoë, Łucja, نور" in text.get_content()
