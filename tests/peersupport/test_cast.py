"""The cast itself: a fixture that does not do what it says makes every test above it lie."""

import datetime as dt

import pytest
from django.db import connection

from peersupport import clock
from peersupport.models import AuditEvent
from peersupport.services import once
from tests import builders

pytestmark = pytest.mark.django_db


def test_the_clock_stands_and_moves(frozen, clock_at) -> None:
    first = clock.now()
    assert clock.now() == first
    assert frozen.tick(minutes=3) - first == dt.timedelta(minutes=3)
    assert clock_at(2027, 7, 1, 12, 0).at == dt.datetime(2027, 7, 1, 11, 0, tzinfo=dt.UTC)


def test_the_stopped_clock_also_dates_rows(frozen) -> None:
    assert AuditEvent.objects.create(actor="a", verb="v", subject="s").at == frozen.at


def test_client_for_is_past_both_steps(nadia, client_for) -> None:
    assert client_for(nadia).get("/accounts/sessions/").status_code == 200


def test_a_stranger_is_sent_to_sign_in(stranger) -> None:
    response = stranger.get("/dashboard/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_the_gateway_answers_as_told(gateway, note_kind, drain_all) -> None:
    note_kind()
    gateway.answers("ok")
    note = builders.message()
    assert drain_all() == 1
    note.refresh_from_db()
    assert note.state == "accepted"
    assert gateway.texts[str(note.key)] == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", [1, 2])
def test_a_flush_gets_past_the_triggers_and_puts_them_back(_time) -> None:
    assert not AuditEvent.objects.exists()
    assert once.first_time("pressed")
    event = AuditEvent.objects.create(actor="a", verb="v", subject="s")
    with pytest.raises(Exception, match="cannot be rewritten"), connection.cursor() as cursor:
        cursor.execute("UPDATE peersupport_auditevent SET verb = 'x' WHERE id = %s", [event.pk])
