"""Sessions in the database, sealed (safety.md 38): messages to the next page may hold a name."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest

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


def unread(request: HttpRequest) -> SessionStore:
    """This browser's session with nothing known in it, for while the database is away: it keeps
    its key, so that the next request finds it again."""
    session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    vars(session)["_session_cache"] = {}  # where Django looks before it asks the database
    return session
