"""For monitoring: alive, and ready to keep promises."""

import datetime as dt

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from .. import clock
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
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    beat = Heartbeat.objects.filter(name="sweep").values_list("at", flat=True).first()
    oldest = (
        Message.objects.filter(state="due")
        .order_by("not_before")
        .values_list("not_before", flat=True)
        .first()
    )
    report = {
        "database": True,
        "broker": _broker_answers(),
        "beat": bool(beat and now - beat <= BEAT_WITHIN),
        "nothing_late": oldest is None or now - oldest <= LATE_AFTER,
    }
    ready = all(value for name, value in report.items() if name != "broker")
    return JsonResponse(report, status=200 if ready else 503)


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
