"""``seed_scale``: believable rows, nothing sent, and never among real people."""

import datetime as dt
import re
import uuid
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from agreements.models import Acceptance, Version
from groups.models import Answer, Attendance, Group, Membership, Session, Woman
from outreach.models import Introduction, Slip
from peersupport import bulk, clock, scale
from peersupport.messaging import drain
from peersupport.models import ContactCard, InboundText, Message, OutboxCopy, Suppression, User
from peersupport.models.message import FINAL
from peersupport.registry import registry
from tests import builders

pytestmark = pytest.mark.django_db
WOMEN = 50
DRAMA = re.compile(r"\+447700900\d{3}")


@pytest.fixture
def seeded() -> None:
    call_command("seed_scale", women=WOMEN)


def test_seed_scale_fills_every_room(seeded) -> None:
    assert Woman.objects.count() == WOMEN
    assert Membership.objects.live().count() == WOMEN
    assert Membership.objects.exclude(ended_at=None).count() == WOMEN * 2 // 5
    assert Group.objects.count() == 2
    some = (Session, Attendance, Answer, Message, InboundText, Acceptance, Introduction, Slip)
    assert [model.__name__ for model in some if not model.objects.exists()] == []
    assert set(Version.objects.values_list("state", flat=True)) == {"published"}


def test_seed_scale_reads_back_as_it_was_written(seeded) -> None:
    woman = Woman.objects.select_related("card").first()
    assert woman.name in scale.FIRST_NAMES
    reminder = Message.objects.filter(kind="reminder").first()
    assert isinstance(reminder.key, uuid.UUID)
    assert set(reminder.params) == {"session", "membership", "step", "sequence"}
    session = Session.objects.get(pk=reminder.params["session"])
    assert session.starts_at == reminder.about_starts_at
    assert session.starts_at == clock.instant(session.wall_date, session.wall_time)


def test_seed_scale_tells_of_partners_too(seeded) -> None:
    from outreach.models import Contact, ContactEntry, Favour, Organisation

    many = Organisation.objects.count()
    assert Contact.objects.count() == many
    assert ContactEntry.objects.count() == many * 9
    assert Favour.objects.count() == Organisation.objects.filter(sector="peer_group").count()
    contact, entry = Contact.objects.first(), ContactEntry.objects.exclude(said="").first()
    assert contact.name in scale.FIRST_NAMES
    assert DRAMA.fullmatch(contact.phone)
    assert entry.said == "All are welcome."
    assert entry.contact.organisation_id == entry.organisation_id


def test_seed_scale_numbers_are_kept_for_drama(seeded) -> None:
    phones = {card.phone for card in ContactCard.objects.exclude(phone="")}
    assert len(phones) > 10
    assert all(DRAMA.fullmatch(phone) for phone in phones)
    assert all(DRAMA.fullmatch(text.sender) for text in InboundText.objects.all())
    mails = {card.email for card in ContactCard.objects.exclude(email="")}
    assert all(mail.endswith(".example") for mail in mails)


def test_seed_scale_sends_nothing(seeded, gateway) -> None:
    for lane in ("urgent", "text", "mail"):
        assert drain.drain(lane) == 0
    assert not gateway.requests
    assert not OutboxCopy.objects.exists()
    states = Counter(Message.objects.values_list("state", flat=True))
    assert set(states) <= {"accepted", *FINAL}
    assert states["delivered"] > states.total() / 2


def test_seed_scale_leaves_the_sweep_and_the_purges_little_to_do(seeded) -> None:
    now = clock.now()
    made = Message.objects.count()
    registry.sweeps["reminders"](now)
    assert not Message.objects.filter(state="due", about_starts_at__lte=now).exists()
    due = Message.objects.count() - made
    registry.sweeps["reminders"](now)
    assert Message.objects.count() == made + due
    # All of it is of an age at which it is still kept.
    for name in ("named attendance", "introductions", "women who left", "acceptances"):
        assert registry.purges[name](now) == 0, name


def test_seed_scale_can_be_given_twice(seeded) -> None:
    call_command("seed_scale", women=10)
    assert Woman.objects.count() == WOMEN + 10
    assert Suppression.objects.count() == scale.STOPPED


def test_seed_scale_accounts_open_to_nobody(seeded) -> None:
    assert all(user.is_demo and not user.has_usable_password() for user in User.objects.all())


def test_seed_scale_refuses_real_people(nadia) -> None:
    with pytest.raises(CommandError, match="Real people"):
        call_command("seed_scale", women=WOMEN)
    assert not Woman.objects.exists()
    call_command("seed_scale", women=10, force=True)
    assert Woman.objects.count() == 10


def test_seed_scale_wants_a_number() -> None:
    with pytest.raises(CommandError, match="how many"):
        call_command("seed_scale", women=0)


def test_seed_scale_keeps_out_of_the_way_of_rows_that_come_after(seeded, group) -> None:
    place = builders.place(group, "Ada")
    builders.session(group, starts=clock.now() + dt.timedelta(days=3))
    assert place.pk > max(Membership.objects.exclude(pk=place.pk).values_list("pk", flat=True))


def test_bulk_reads_back_what_is_awkward_to_write() -> None:
    words = "tab\there, back\\slash, \\N, line\nbreak, Łucja, 'quotes'"
    at = dt.datetime(2027, 3, 28, 1, 30, 0, 250, tzinfo=dt.UTC)
    rows = [("woman", words, ["weekday-morning"], True, at)]
    assert bulk.put(ContactCard, "holder unsafe_times safe_windows own_contact asked_at", rows) == 1
    card = ContactCard.objects.get()
    assert (card.unsafe_times, card.safe_windows) == (words, ["weekday-morning"])
    assert (card.own_contact, card.asked_at, card.text, card.phone) == (True, at, "", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT unsafe_times FROM peersupport_contactcard")
        assert "Łucja" not in cursor.fetchone()[0]


def test_bulk_reserves_ids_that_nobody_else_gets() -> None:
    first = bulk.reserve(ContactCard, 5)
    assert bulk.reserve(ContactCard, 5) >= first + 5
    assert builders.card().pk >= first + 10
