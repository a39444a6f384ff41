"""What lies in a browser's session is sealed (safety.md 38)."""

import pytest
from django.db import connection

from peersupport import crypto
from peersupport.models import BrowserSession
from peersupport.sessions import PLACE, SessionStore

pytestmark = pytest.mark.django_db
SAID = "Nothing reaches Noor: please tell her yourself"


def raw() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM peersupport_browsersession")
        return cursor.fetchone()[0]


def test_38_a_dump_shows_nothing_of_a_session():
    store = SessionStore()
    store["said"] = SAID
    store.save()
    assert "Noor" not in raw()
    # It could have been there: opened, it is, and Django's own packing hides nothing.
    opened = crypto.unseal(raw(), place=PLACE)
    assert super(SessionStore, store).decode(opened) == {"said": SAID}
    assert SessionStore(store.session_key)["said"] == SAID


def test_38_a_session_sealed_by_a_key_that_is_gone_is_an_empty_one(settings):
    store = SessionStore()
    store["said"] = SAID
    store.save()
    settings.FIELD_KEYS = ["new:" + "A" * 43 + "="]
    assert SessionStore(store.session_key).get("said") is None


def test_a_session_row_reads_itself():
    store = SessionStore()
    store["said"] = SAID
    store.save()
    assert BrowserSession.objects.get().get_decoded() == {"said": SAID}
