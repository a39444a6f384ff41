"""The generic text gateway (contract.md): POST JSON with a bearer token and a key."""

from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from ...services.cards import DRAMA
from .base import Ability, Call, Outcome

SECONDS = (3.05, 10)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LONGEST_WAIT = 3600.0
TRANSIENT = {425, 429}
DOUBTFUL = {408, 500, 502, 504}


class Gateway:
    """``https+json://token@host/path?key_ttl=86400``; ``http+json://`` for loopback only."""

    name = "generic"

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        scheme = parts.scheme.partition("+")[0]
        self.is_loopback = parts.hostname in LOOPBACK
        if scheme == "http" and not self.is_loopback:
            raise ValueError("SMS_URL: http+json:// is for loopback; use https+json://")
        host = parts.netloc.rpartition("@")[2]
        self.url = urlunsplit((scheme, host, parts.path, "", ""))
        self.token = unquote(parts.username or "")
        self.ability = Ability(int(parse_qs(parts.query).get("key_ttl", ["86400"])[0]))
        self.session = requests.Session()

    def send(self, call: Call) -> Outcome:
        if DRAMA.fullmatch(call.to) and not self.is_loopback:
            return Outcome("permanent", note="number_for_drama")
        try:
            answer = self.session.post(
                self.url,
                json={"to": call.to, "body": call.body, "key": str(call.key)},
                headers={
                    "Authorization": f"Bearer {self.token}",
                    "Idempotency-Key": str(call.key),
                },
                timeout=SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return _no_answer(error)
        return _read(answer)


def _no_answer(error: requests.RequestException) -> Outcome:
    """No connection is a known refusal; anything after the first byte is doubtful."""
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    if isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError):
        return Outcome("transient", note="no_connection")
    return Outcome("doubtful", note=type(error).__name__[:60])


def _read(answer: requests.Response) -> Outcome:
    status, note = answer.status_code, f"http_{answer.status_code}"
    if status == 409:
        return Outcome("accepted", note="duplicate_reference")
    if 200 <= status < 300:
        return _accepted(answer, note)
    if status in {401, 403}:
        return Outcome("paused", note=note)
    if status in TRANSIENT or (status == 503 and "Retry-After" in answer.headers):
        return Outcome("transient", note=note, retry_after=_seconds(answer.headers))
    if status in DOUBTFUL or status >= 500:
        return Outcome("doubtful", note=note)
    return Outcome("permanent", note=note)


def _accepted(answer: requests.Response, note: str) -> Outcome:
    try:
        ref = answer.json()["id"]
    except (ValueError, KeyError, TypeError):
        return Outcome("doubtful", note=f"{note}_without_id")
    return Outcome("accepted", ref=str(ref)[:120], note=note)


def _seconds(headers: requests.structures.CaseInsensitiveDict) -> float | None:
    try:
        asked = float(headers.get("Retry-After", ""))
    except ValueError:
        return None
    return min(asked, LONGEST_WAIT) if asked > 0 else None
