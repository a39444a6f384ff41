"""Our side of django-allauth: no open sign-up, mails through the outbox, sealed secrets."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from . import clock, crypto
from .actors import SYSTEM
from .messaging import outbox
from .models import User
from .registry import Words
from .services import people

MAIL_HOLDS = dt.timedelta(minutes=30)
SECRET_PLACE = "mfa.authenticator.data"  # noqa: S105  (a place, not a secret)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only; every mail is a row before it is a send."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail down for the urgent lane; its code lies sealed until it is sent.

        It goes to the account's own address, or to the new one that its owner wants to prove.
        """
        user = User.objects.filter(email__iexact=email).first() or context.get("user")
        if user is None or not user.pk:
            return
        mail = self.render_mail(template_prefix, email, {"email": email} | context)
        now = clock.now()
        outbox.enqueue(
            kind="account-mail",
            card=people.card_for(user, email),
            channel="mail",
            about=f"user:{user.pk}",
            dedupe_key=f"account-mail:{user.pk}:{now.isoformat()}",
            not_before=now,
            expires_at=now + MAIL_HOLDS,
            words=Words(subject=mail.subject, body=str(mail.body)),
            by=SYSTEM,
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _at_home(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(
        self, request: HttpRequest, emailconfirmation: EmailConfirmation
    ) -> str:
        return _at_home(super().get_email_confirmation_url(request, emailconfirmation))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        from django.urls import reverse

        return reverse("home-for-me")


def _at_home(address: str) -> str:
    """The same page under ``SITE_URL``: a request may name any host, and a mail must not."""
    return settings.SITE_URL + urlsplit(address).path


class TwoStepAdapter(DefaultMFAAdapter):
    """Secrets of the second step lie sealed; staff keep at least one second step."""

    def encrypt(self, text: str) -> str:
        return crypto.seal(text, place=SECRET_PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal(encrypted_text, place=SECRET_PLACE)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not authenticator.user.is_staff:
            return super().can_delete_authenticator(authenticator)
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
