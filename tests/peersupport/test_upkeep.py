"""What a coordinator's technician does: rehash, deploy checks, static files; and what is erased."""

from pathlib import Path

import pytest
from django.conf import settings as real_settings
from django.core.management import call_command
from django.test import override_settings

from peersupport import checks
from peersupport.actors import SYSTEM
from peersupport.crypto import lookup_hash
from peersupport.messaging import drain, housekeeping, inbound, outbox
from peersupport.messaging.claim import LEASE, claim
from peersupport.models import ContactCard, InboundText, Message, OutboxCopy, Suppression
from peersupport.services import people
from tests import builders
from tests.sensitive import words_in

HERS = "+447700900321"


# -- another LOOKUP_KEY -------------------------------------------------------------------------


@pytest.mark.django_db
def test_after_a_new_key_everything_is_found_again(
    settings, frozen, note_kind, drain_all, capsys
) -> None:
    note_kind()
    card = builders.card(phone=HERS, text="yes", email="ada@example.org")
    builders.message(card)
    drain_all()
    inbound.receive(sender=HERS, body="stop", provider="p", provider_id="1")
    outbox.suppress(lookup_hash("phone", "+447700900999"))  # of a card that is gone
    invitation = people.invite(email="cleo@example.org", name="Cleo", role="coordinator", by=SYSTEM)
    settings.LOOKUP_KEY = "another key"
    hers = lookup_hash("phone", HERS)
    assert not outbox.is_suppressed(hers)
    for _ in range(2):  # a second run changes nothing
        call_command("rehash")
        assert ContactCard.objects.get(phone_hash=hers) == card
        assert ContactCard.objects.get(email_hash=lookup_hash("email", "ada@example.org")) == card
        assert InboundText.objects.get().sender_hash == hers
        assert Message.objects.get(card=card).to_hash == hers
        assert Suppression.objects.get().phone_hash == hers
        invitation.refresh_from_db()
        assert invitation.email_hash == lookup_hash("email", "cleo@example.org")
    assert "rows have new" in capsys.readouterr().out


# -- asking for texts again -----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_stop_is_lifted_only_where_the_number_is_hers_alone() -> None:
    card = builders.card(phone=HERS, text="yes")
    assert outbox.begin_again(card)
    outbox.suppress(card.phone_hash)
    other = builders.card(phone=HERS, text="yes")
    assert not outbox.begin_again(card)
    assert outbox.is_suppressed(card.phone_hash)
    other.delete()
    assert outbox.begin_again(card)
    assert not outbox.is_suppressed(card.phone_hash)


# -- erasing ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_card_is_erased_with_all_that_was_said_to_and_from_it(
    frozen, note_kind, drain_all
) -> None:
    note_kind()
    card = builders.card(phone=HERS, text="yes")
    builders.message(card)
    drain_all()
    builders.message(card)
    inbound.receive(sender=HERS, body="hello", provider="p", provider_id="1")
    outbox.suppress(card.phone_hash)
    other = builders.message()
    housekeeping.erase_card(card)
    assert list(Message.objects.all()) == [other]
    for model in (InboundText, Suppression, OutboxCopy):
        assert not model.objects.exists(), model


@pytest.mark.django_db
def test_what_may_be_another_womans_stays(frozen, note_kind, drain_all) -> None:
    note_kind()
    card, hers_too = (builders.card(phone=HERS, text="yes") for _ in range(2))
    inbound.receive(sender=HERS, body="hello", provider="p", provider_id="1")
    outbox.suppress(card.phone_hash)
    note = builders.message(hers_too, dedupe_key="hers-too")
    housekeeping.erase_card(card)
    assert InboundText.objects.exists()
    assert outbox.is_suppressed(hers_too.phone_hash)
    assert Message.objects.get() == note


# -- what recovery does with what is broken -------------------------------------------------------


@pytest.mark.django_db
def test_one_that_cannot_be_recovered_is_told_and_the_rest_go_on(
    frozen, note_kind, monkeypatch, caplog, after
) -> None:
    note_kind()
    poison, other = builders.message(), builders.message()
    claim("text")
    real = drain.move

    def broken(row, *args, **how):
        if row.pk == poison.pk:
            raise RuntimeError
        real(row, *args, **how)

    monkeypatch.setattr(drain, "move", broken)
    frozen.tick(seconds=LEASE.total_seconds())
    assert drain.recover() == 1
    assert (after(poison).state, after(other).state) == ("claimed", "due")
    assert f"message {poison.pk} cannot be recovered" in caplog.text


# -- deploy checks ------------------------------------------------------------------------------

FINE = {
    "EMAIL_URL": "smtp://mail.example",
    "SMS_URL": "https+json://t@sms.example/x",
    "MAIL_FROM": "hello@kettle.example",
    "ALERT_EMAIL": "alarm@kettle.example",
    "SMS_HOOK_SECRET": "s",
    "SITE_URL": "https://kettle.example",
    "EXIT_URL": "https://www.example.org/weather",
    "SMS_FROM": "07700 900000",
}


def said(**change: str) -> list[str]:
    with override_settings(**(FINE | change)):
        found = [
            *checks.messages_leave(None),
            *checks.sender_is_named(None),
            *checks.exit_is_elsewhere(None),
            *checks.addresses_say_nothing(None),
        ]
    return [message.msg for message in found]


def test_a_careful_production_has_nothing_to_mend() -> None:
    assert said() == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"EXIT_URL": "https://kettle.example/weather"}, "EXIT_URL leads to this site"),
        ({"EXIT_URL": "/weather"}, "EXIT_URL leads to this site"),
        ({"EMAIL_URL": "outbox://"}, "EMAIL_URL"),
        ({"SMS_URL": "outbox://"}, "SMS_URL"),
        ({"MAIL_FROM": ""}, "MAIL_FROM"),
        ({"ALERT_EMAIL": ""}, "ALERT_EMAIL"),
        ({"SMS_HOOK_SECRET": ""}, "SMS_HOOK_SECRET"),
        ({"EXIT_URL": "/"}, "EXIT_URL"),
        ({"SITE_URL": "https://peer-support.example"}, "SITE_URL"),
        ({"MAIL_FROM": "refuge@kettle.example"}, "MAIL_FROM"),
        ({"SMS_FROM": "Support"}, "SMS_FROM"),
    ],
)
def test_what_is_not_safe_is_named(change, named) -> None:
    (message,) = said(**change)
    assert named in message


@pytest.mark.django_db
def test_invented_people_stop_a_real_start(settings) -> None:
    assert checks.no_demo_people(None, databases=["default"]) == []
    builders.user("Ruth Demo", "peer_leader").__class__.objects.update(email="ruth@Demo.example")
    assert [e.id for e in checks.no_demo_people(None, databases=["default"])] == [
        "peersupport.E004"
    ]
    settings.DEBUG = True
    assert checks.no_demo_people(None, databases=["default"]) == []


# -- static files -------------------------------------------------------------------------------


def test_static_files_are_served_under_names_that_say_nothing(settings, tmp_path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = real_settings.STORAGES | {
        "staticfiles": {"BACKEND": "peersupport.storage.HashOnlyStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    from django.templatetags.static import static

    url = static("css/site.css")
    path = tmp_path / url.removeprefix("/static/")
    assert path.read_text() == Path(real_settings.BASE_DIR, "static/css/site.css").read_text()
    assert path.parent == tmp_path
    assert len(path.stem) == 12
    assert words_in(url, in_texts=True) == []


def test_no_style_sheet_of_ours_leads_to_another_file() -> None:
    """A file's folder is not part of its served name, so a path inside it would lead nowhere."""
    for sheet in Path(real_settings.BASE_DIR, "static").rglob("*.css"):
        text = sheet.read_text()
        assert "url(" not in text.replace("url(data:", "")
        assert "@import" not in text
