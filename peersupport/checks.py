"""What must hold before this starts for real; each says what to do."""

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from . import helplines
from .sensitive import words_in


@register(Tags.security, deploy=True)
def messages_leave(app_configs, **kwargs) -> list:
    """In production ``outbox://`` would keep every message to itself."""
    return [
        Error(
            f"{name} is outbox://, so no message would leave. Set it to a real provider.",
            id="peersupport.E001",
        )
        for name in ("EMAIL_URL", "SMS_URL")
        if getattr(settings, name).startswith("outbox://")
    ]


@register(Tags.security, deploy=True)
def sender_is_named(app_configs, **kwargs) -> list:
    """Mails need a sender, alarms an address, and inbound texts a signature."""
    return [
        Error(f"{name} is not set. It is {what}.", id="peersupport.E002")
        for name, what in {
            "MAIL_FROM": "the address that mails come from",
            "ALERT_EMAIL": "the address that alarms go to",
            "SMS_HOOK_SECRET": "the secret that a text gateway signs its calls with",
        }.items()
        if not getattr(settings, name)
    ]


@register(Tags.security, deploy=True)
def exit_is_elsewhere(app_configs, **kwargs) -> list:
    """Leaving must lead away from us, and to a page everybody reads (safety.md 2)."""
    if urlsplit(settings.EXIT_URL).hostname in {urlsplit(settings.SITE_URL).hostname, None}:
        return [
            Error(
                "EXIT_URL leads to this site itself, or nowhere. Set it to a page of another site "
                "that anybody might read, such as the weather.",
                id="peersupport.E005",
            )
        ]
    if settings.EXIT_URL.startswith("https://"):
        return []
    return [Warning("EXIT_URL should be an https:// address.", id="peersupport.W001")]


@register(Tags.security, deploy=True)
def addresses_say_nothing(app_configs, **kwargs) -> list:
    """The site's domain and the senders hold no word that would give a woman away (safety.md 50)."""
    found = []
    for name in ("SITE_URL", "MAIL_FROM", "SMS_FROM", "EXIT_URL"):
        words = words_in(getattr(settings, name), in_texts=name != "EXIT_URL")
        if words:
            hint = (
                f"{name} holds the word {words[0]!r}, which shows on her phone. Choose a plain one."
            )
            found.append(Error(hint, id="peersupport.E003"))
    return found


@register(Tags.security, deploy=True)
def numbers_are_checked(app_configs, **kwargs) -> list:
    """Each number on the help page was looked up in the last 180 days (safety.md 29)."""
    return [
        Warning(
            f"{line.name} was last checked on {line.checked}. Ring or look it up, then put today's "
            "date in peersupport/helplines.toml.",
            id="peersupport.W002",
        )
        for line in helplines.stale(dt.datetime.now(dt.UTC).date())
    ]


@register(Tags.database, deploy=True)
def no_demo_people(app_configs, databases=None, **kwargs) -> list:
    """Invented people with a known password must never meet real women (contract.md)."""
    from django.db import DatabaseError

    from .models import User

    if not databases or settings.DEBUG:
        return []
    try:
        here = User.objects.filter(email__iendswith="@demo.example").exists()
    except DatabaseError:
        return []  # not migrated yet: nobody is here
    hint = (
        "There are @demo.example users in this database. Start with an empty one, or delete them."
    )
    return [Error(hint, id="peersupport.E004")] if here else []
