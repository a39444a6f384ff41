"""What text providers tell us: replies and receipts, signed, within five minutes (contract.md)."""

import hashlib
import hmac
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .. import clock
from ..messaging import inbound, receipts
from ..permissions import allow

WITHIN_SECONDS = 300
MOST_BYTES = 20_000


def signature(timestamp: str, body: bytes) -> str:
    """Hex HMAC-SHA256 of "timestamp.body" under ``SMS_HOOK_SECRET``."""
    said = timestamp.encode() + b"." + body
    return hmac.new(settings.SMS_HOOK_SECRET.encode(), said, hashlib.sha256).hexdigest()


def _is_signed(request: HttpRequest) -> bool:
    timestamp = request.headers.get("X-Timestamp", "")
    given = request.headers.get("X-Signature", "")
    if not settings.SMS_HOOK_SECRET or not timestamp.isascii() or not timestamp.isdigit():
        return False
    fresh = abs(clock.now().timestamp() - int(timestamp[:12])) <= WITHIN_SECONDS
    right = hmac.compare_digest(signature(timestamp, request.body).encode(), given.encode())
    return fresh and right


def _text(value: object) -> str:
    """What was said, without what no database can hold."""
    return str(value).encode(errors="replace").decode().replace("\x00", "")


@csrf_exempt
@allow("machine")
@require_POST
def sms_generic(request: HttpRequest) -> HttpResponse:
    """{"id", "from", "body"} is a reply; {"id", "status"} is a receipt. Repeats change nothing."""
    if len(request.body) > MOST_BYTES or not _is_signed(request):
        return HttpResponse(status=403)
    try:
        said = json.loads(request.body)
        told = {
            name: _text(said[name]) for name in ("id", "from", "body", "status") if name in said
        }
    except (ValueError, TypeError):
        return HttpResponse(status=400)
    if not told.get("id"):  # two texts without one would count as one text sent twice
        return HttpResponse(status=400)
    if {"id", "from", "body"} <= told.keys():
        inbound.receive(
            sender=told["from"],
            body=told["body"][:2000],
            provider="generic",
            provider_id=told["id"][:120],
        )
    elif {"id", "status"} <= told.keys():
        receipts.receipt(provider="generic", provider_ref=told["id"][:120], status=told["status"])
    else:
        return HttpResponse(status=400)
    return HttpResponse(status=204)
