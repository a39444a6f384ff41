"""Sessions in the database, sealed (safety.md 38): messages to the next page may hold a name."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from . import crypto

PLACE = "peersupport.browsersession.session_data"


class SessionStore(DatabaseStore):
    """Django's database sessions with their data encrypted under the field keys."""

    @classmethod
    def get_model_class(cls):
        from .models import BrowserSession

        return BrowserSession

    def encode(self, session_dict: dict[str, Any]) -> str:
        return crypto.seal(super().encode(session_dict), place=PLACE)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            return super().decode(crypto.unseal(str(session_data), place=PLACE))
        except crypto.CannotOpen:
            return {}  # sealed by a key that is gone: she signs in or opens her link again
