"""How often somebody may do a thing. Counted on the cache, and open when the cache is away:
a limit is there to slow a robot, never to shut the door on a woman (safety.md 47)."""

import hashlib
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def allowed(name: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more go at ``name`` by ``who``; False once there were ``most`` in this window.

    The cache holds a digest and a number, never an address (delivery.md).
    """
    digest = hashlib.sha256(f"{settings.LOOKUP_KEY}:{name}:{who}".encode()).hexdigest()[:32]
    key = f"limit:{name}:{digest}:{int(time.time() // seconds)}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # thrown out of a full cache in between
        return True


def address(request: HttpRequest) -> str:
    """Where the visitor comes from, as the nearest ``PROXY_COUNT`` proxies saw it."""
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    hops = [hop.strip() for hop in said if hop.strip()]
    if settings.PROXY_COUNT and len(hops) >= settings.PROXY_COUNT:
        return hops[-settings.PROXY_COUNT]
    return request.META.get("REMOTE_ADDR", "")
