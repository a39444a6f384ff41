"""What the demo's women told us besides, and the questions its groups ask: beside ``demo``."""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model

from groups import queries as groups
from groups.services.needs import AT_THE_DOOR
from peersupport.actors import Actor
from peersupport.models import ContactCard

from ..models import Introduction, More, Question, ToldNotForHer
from ..services import extras, questions

QUESTIONS: list[tuple[str, str, str, list[str]]] = [
    ("Would you like to sit near the door?", "So that we keep you that chair.", "yes_no", []),
    ("What would you like to drink?", "So that it is there.", "choice", ["Tea", "Coffee", "Water"]),
]
PROPOSED = ("Is there a day that never works for you?", "So that we can plan round it.", "text")
# By the number of ``demo.WOMEN``: what she said besides.
TOLD: dict[int, dict[str, Any]] = {
    0: {
        "needs": ["childcare", "interpreter"],
        "language": "Somali",
        "easier": "A text when the gate is open.",
        "keep": AT_THE_DOOR,
        "heard": "voluntary",
        "talked_through": "talked",
    },
    8: {"needs": ["quiet", "company"], "keep": AT_THE_DOOR, "heard": "friend"},
    6: {"heard": "poster", "talked_through": "leaflet"},
}
ON_THE_LINE = {0: {"pick_up": "wrong_number", "line_drop": "again"}}
COUNTS = [("no", "", 9), ("unsaid", "", 6), ("yes", "statutory", 8), ("yes", "somebody", 5)]


def make(now: dt.datetime, password: str) -> None:
    """Make what is missing, once."""
    if Question.objects.exists():
        return
    _questions()
    for number, said in TOLD.items():
        row = Introduction.objects.filter(submit_key=f"join:demo-{number}", said="").first()
        if row is not None and not More.objects.filter(introduction=row).exists():
            extras.keep(row, said)
            Introduction.objects.filter(pk=row.pk).update(**extras.facts(said))
            if row.card is not None and number in ON_THE_LINE:
                ContactCard.objects.filter(pk=row.card.pk).update(**ON_THE_LINE[number])
    _counts(now)


def _questions() -> None:
    people = get_user_model().objects.filter(role_ended_at=None)
    leader = people.filter(role="peer_leader").order_by("pk").first()
    coordinator = people.filter(role="coordinator").order_by("pk").first()
    here = list(groups.open_groups())
    if leader is None or coordinator is None or not here:
        return
    by, office = Actor.of_user(leader), Actor.of_user(coordinator)
    for words, why, kind, choices in QUESTIONS:
        made = questions.propose(
            words=words, why=why, kind=kind, choices=choices, who_sees="leaders", by=by
        )
        questions.review(made, by=office)
        questions.ask(made, group_id=here[-1].pk, by=by)
    words, why, kind = PROPOSED
    questions.propose(words=words, why=why, kind=kind, choices=[], who_sees="leaders", by=by)


def _counts(now: dt.datetime) -> None:
    """Two whole months of the question after Send."""
    month = now.date().replace(day=1)
    for _ in range(2):
        month = (month - dt.timedelta(days=1)).replace(day=1)
        for answer, said_by, count in COUNTS:
            ToldNotForHer.objects.get_or_create(
                month=month, answer=answer, said_by=said_by, defaults={"count": count}
            )
