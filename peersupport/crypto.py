"""Sealing what is hers, and looking it up without opening it (safety.md 38).

A sealed value is ``<key id>:<base64 of nonce + AES-256-GCM ciphertext>``. The first key in
``FIELD_KEYS`` writes; every key listed can read, so keys can be rotated. The associated data
is the field's dotted name: a value moved to another column does not open.
"""

import base64
import hashlib
import hmac
import os
import unicodedata
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE_BYTES = 12


class CannotOpen(Exception):
    """A sealed value that no key of ours opens. Never swallowed: a guess would lose it."""


@lru_cache(maxsize=8)
def _ring(spec: tuple[str, ...]) -> dict[str, AESGCM]:
    ring = {}
    for entry in spec:
        key_id, _, encoded = entry.partition(":")
        key = _decoded(encoded)
        if not key_id or len(key) != 32:
            raise ImproperlyConfigured(
                "FIELD_KEYS is a comma-separated list of id:base64, each of 32 bytes. "
                "Make one with: python -c 'import os,base64;"
                'print("k1:"+base64.b64encode(os.urandom(32)).decode())\''
            )
        ring[key_id] = AESGCM(key)
    return ring


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError:
        return b""


def seal(text: str, *, place: str) -> str:
    """Encrypt ``text`` for ``place`` (a dotted name) under the first key."""
    ring = _ring(tuple(settings.FIELD_KEYS))
    key_id, key = next(iter(ring.items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + key.encrypt(nonce, text.encode(), place.encode())
    return f"{key_id}:{base64.b64encode(sealed).decode()}"


def unseal(sealed: str, *, place: str) -> str:
    """Decrypt what ``seal`` made for the same ``place``. Raises ``CannotOpen`` otherwise."""
    key_id, _, encoded = sealed.partition(":")
    key = _ring(tuple(settings.FIELD_KEYS)).get(key_id)
    if key is None:
        raise CannotOpen(f"no key {key_id!r} for {place}")
    try:
        raw = base64.b64decode(encoded, validate=True)
        return key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()).decode()
    except (InvalidTag, ValueError) as wrong:
        raise CannotOpen(f"a value in {place} does not open") from wrong


def fold(value: str) -> str:
    """Fold a whole name, address or number so that two spellings of one compare equal."""
    lowered = unicodedata.normalize("NFKC", value).casefold()
    # Once more: lower case can take a letter apart from its accent.
    return " ".join(unicodedata.normalize("NFKC", lowered).split())


def lookup_hash(kind: str, value: str) -> str:
    """Keyed hash of the whole folded value, "" for nothing. ``kind`` is name, phone or email."""
    folded = fold(value)
    if not folded:
        return ""
    said = f"{kind}:{folded}".encode()
    return hmac.new(settings.LOOKUP_KEY.encode(), said, hashlib.sha256).hexdigest()


def token_hash(token: str) -> str:
    """Hash of a random token of 128 bits or more; no key is needed to keep it secret."""
    return hashlib.sha256(token.encode()).hexdigest()
