"""E-mail by ``EMAIL_URL``: one recipient, no attachment, no picture, no tracking (safety.md 16)."""

import smtplib
import socket
from urllib.parse import urlsplit

import environ
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string

from .base import Ability, Call, Outcome


class Mail:
    """SMTP can neither be asked nor given a key: a doubtful mail goes again under the same
    Message-ID, so that most mailboxes show it once."""

    name = "mail"
    ability = Ability(key_ttl=0)

    def __init__(self, url: str) -> None:
        config = environ.Env.email_url_config(url)
        self.backend = config.pop("EMAIL_BACKEND")
        self.options = {
            "host": config.get("EMAIL_HOST"),
            "port": config.get("EMAIL_PORT"),
            "username": config.get("EMAIL_HOST_USER"),
            "password": config.get("EMAIL_HOST_PASSWORD"),
            "use_tls": config.get("EMAIL_USE_TLS", False),
            "use_ssl": config.get("EMAIL_USE_SSL", False),
            "timeout": 20,
        }

    def send(self, call: Call) -> Outcome:
        try:
            with get_connection(self.backend, **self.options) as connection:
                compose(call, connection).send()
        except (smtplib.SMTPException, OSError) as error:
            return _classed(error)
        return Outcome("accepted", ref=message_id(call))


def message_id(call: Call) -> str:
    """The same for every try of one message."""
    return f"<{call.key}@{urlsplit(settings.SITE_URL).hostname}>"


def compose(call: Call, connection: object = None) -> EmailMultiAlternatives:
    """The mail as it goes out: text, and the same words in plain HTML."""
    mail = EmailMultiAlternatives(
        subject=call.subject,
        body=call.body,
        from_email=settings.MAIL_FROM,
        to=[call.to],
        headers={"Message-ID": message_id(call), "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    mail.attach_alternative(as_html(call.subject, call.body), "text/html")
    return mail


def as_html(subject: str, body: str) -> str:
    """The mail's words on the house's mail page."""
    return render_to_string("mail/base.html", {"subject": subject, "body": body})


def _classed(error: Exception) -> Outcome:
    note = type(error).__name__[:60]
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Outcome("paused", note=note)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return Outcome(
            "permanent" if all(code >= 500 for code in codes) else "transient", note=note
        )
    if isinstance(error, smtplib.SMTPConnectError | ConnectionRefusedError | socket.gaierror):
        return Outcome("transient", note=note)
    if isinstance(error, smtplib.SMTPResponseException):
        return Outcome("permanent" if error.smtp_code >= 500 else "transient", note=note)
    return Outcome("doubtful", note=note)
