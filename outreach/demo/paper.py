"""The demo's group with words of its own in Urdu, checked, and in Polish, not checked yet."""

import datetime as dt
from typing import Any

from groups import queries as groups
from peersupport.actors import Actor

from ..models import MaterialWording
from ..services import wordings

URDU = {
    "title": "آپ کا یہاں خیرمقدم ہے",
    "lines": "یہاں عورتیں ایک دوسرے کی بات سنتی ہیں۔\n"
    "فیصلہ آپ کا ہے۔ کوئی آپ کو پرکھتا نہیں۔\n"
    "ڈاکٹر کے خط کی ضرورت نہیں۔\n"
    "آپ اپنا اصلی نام بتائے بغیر پوچھ سکتی ہیں۔\n"
    "آپ صرف بیٹھ کر سن سکتی ہیں۔",
    "paused": "ابھی وقفہ ہے۔ کچھ وقت بعد دوبارہ دیکھیں۔",
    "full": "ابھی جگہ نہیں ہے۔ انتظار کی فہرست ہے، آپ آج بھی پوچھ سکتی ہیں۔",
    "scan": "فون سے اسکین کریں، یا یہ لکھیں",
    "card": "آپ کے لیے وقت۔ فیصلہ آپ کا ہے۔",
    "card_wait": "ابھی وقفہ ہے۔ بعد میں دیکھیں۔",
}
POLISH = {
    "title": "Jesteś tu mile widziana",
    "lines": "Kobiety słuchają siebie nawzajem.\nTy decydujesz. Nikt cię nie ocenia.\n"
    "Nie trzeba listu od lekarza.\nMożesz zapytać bez podawania prawdziwego imienia.",
    "paused": "Mamy teraz przerwę. Zajrzyj za jakiś czas.",
    "full": "Teraz nie ma miejsc. Jest lista oczekujących.",
    "scan": "Zeskanuj telefonem albo wpisz",
    "card": "Czas dla ciebie. Ty decydujesz.",
    "card_wait": "Teraz przerwa. Zajrzyj później.",
}


def make(now: dt.datetime, password: str) -> None:
    """Make what is missing, once: in the first group by name that somebody leads."""
    if MaterialWording.objects.exists():
        return
    for group in groups.open_groups():
        leader = _leader(group)
        if leader is None:
            continue
        by = Actor.of_user(leader)
        urdu = wordings.write(group_id=group.pk, language="ur", words=URDU, by=by)
        wordings.check(urdu, read=urdu.changed_at.isoformat(), by=by)
        wordings.write(group_id=group.pk, language="pl", words=POLISH, by=by)
        return


def _leader(group: Any) -> Any:
    place = group.leaderships.filter(ended_at=None).select_related("user").order_by("pk").first()
    return place.user if place else None
