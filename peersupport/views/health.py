"""For monitoring: alive, and ready to keep promises."""

import datetime as dt

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse

from .. import clock
from ..messaging.claim import LEASE
from ..models import Heartbeat, Message
from ..permissions import allow

BEAT_WITHIN = dt.timedelta(seconds=90)
LATE_AFTER = dt.timedelta(minutes=2)


@allow("machine")
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@allow("machine")
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, broker, last beat, oldest due message; 503 when a promise is at risk."""
    try:
        report = {"database": True} | _promises()
    except DatabaseError:
        report = {"database": False}
    ready = all(report.values())
    # Without a broker `dispatch --loop` keeps the promises; the beat says whether it does.
    return JsonResponse(report | {"broker": _broker_answers()}, status=200 if ready else 503)


def _promises() -> dict[str, bool]:
    now = clock.now()
    messages = Message.objects.order_by()
    beat = Heartbeat.objects.filter(name="sweep", at__gte=now - BEAT_WITHIN)
    late = messages.filter(state="due", not_before__lt=now - LATE_AFTER)
    stuck = messages.filter(state__in=["claimed", "calling"], lease_until__lt=now - LEASE)
    return {
        "beat": beat.exists(),
        "nothing_late": not late.exists(),
        "nothing_stuck": not stuck.exists(),
    }


def _broker_answers() -> bool:
    if not settings.BROKER_URL:
        return False
    from ..messaging.wake import brief_connection

    try:
        with brief_connection() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except Exception:  # whatever it is, the answer is no
        return False
    return True
