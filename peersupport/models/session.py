"""Browser sessions, sealed: what a page says once ("Nothing reaches Noor") lies in them."""

from django.contrib.sessions.base_session import AbstractBaseSession

from ..futures import fates


class BrowserSession(AbstractBaseSession):
    """Django's own session row; its data is sealed by ``peersupport.sessions``."""

    row_kept = "until it ends: 12 hours at the most, 30 minutes of her page in it"
    fate = fates(PLUMBING="session_key session_data expire_date")

    @classmethod
    def get_session_store_class(cls):
        from ..sessions import SessionStore

        return SessionStore
