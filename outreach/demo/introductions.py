"""The demo's two partners and the women at the door, by each way in and at each point. Everyone
here is invented; the numbers are kept free for drama."""

import datetime as dt
from typing import Any

from groups import queries as groups
from peersupport.actors import SYSTEM
from peersupport.demo import DOMAIN
from peersupport.services import people

from .. import consents
from ..models import Introduction, Organisation, Slip, SourceCode, Worker
from ..services import decisions, introductions, organisations, replies
from . import holds as demo_holds

PARTNERS = [
    ("Harbour Lane Advice", "voluntary", f"partner@{DOMAIN}", "Pat Okafor"),
    ("Elm Road Clinic", "statutory", f"clinic@{DOMAIN}", "Claire Denby"),
]
POSTER = "Library poster"
EMPTY = {
    "phone": "",
    "email": "",
    "call": "",
    "voicemail": "",
    "text": "",
    "mail": "",
    "links_safe": "",
    "say_who": "",
    "plainness": "plain",
    "safe_windows": [],
    "unsafe_times": "",
    "safe_word": "",
    "own_contact": False,
}
MORNINGS = ["weekday-morning"]


def by_phone(last: int, **more: Any) -> dict[str, Any]:
    """Ring or text her, on one of the drama numbers."""
    usual = {"phone": f"07700 900{last}", "call": "yes", "text": "yes", "voicemail": "no"}
    return EMPTY | usual | more


def by_mail(name: str) -> dict[str, Any]:
    return EMPTY | {"email": f"{name}@woman.example", "mail": "yes", "links_safe": "yes"}


def woman(name: str, days: int, way: str, reach: dict[str, Any], **more: Any) -> dict[str, Any]:
    """``way``: "herself", "poster", or a partner's number. ``heard``: days ago, and her word."""
    usual = {"group": 0, "may_know": False, "spoke": None, "said": "", "reason": ""}
    return usual | {"name": name, "days": days, "way": way, "reach": reach} | more


# ``group`` counts the demo's groups by name; None wants help to choose.
WOMEN = [
    woman("Hope", 1, "herself", by_phone(301, say_who="no"), group=1),
    woman("Олена", 2, "poster", by_mail("olena"), group=1),
    woman("Sabeen", 2, "0", by_phone(302, call="no", safe_windows=MORNINGS), group=1),
    woman("Mariam", 9, "0", by_phone(303, links_safe="yes"), group=1, may_know=True, spoke=5),
    woman("Bridget", 19, "1", by_phone(304), group=1, spoke=16),
    woman(
        "Tess", 20, "herself", by_phone(305), group=1, spoke=15, said="not_yet", reason="no_room"
    ),
    woman("Farah", 4, "herself", EMPTY | {"own_contact": True}),
    woman("Joanne", 3, "1", by_phone(306, unsafe_times="After six, he is home")),
    woman("Chidinma", 1, "herself", by_phone(307, text="no"), group=None),
    woman("Rhian", 12, "poster", by_mail("rhian"), spoke=6, said="no"),
    woman("Lou", 40, "0", by_phone(308, links_safe="yes"), may_know=True, spoke=30, said="yes"),
    woman("Kate", 33, "herself", by_phone(309), group=1, spoke=26, said="yes"),
    woman("Halina", 3, "herself", by_phone(310), group=1, spoke=1),
    woman("Wanda", 8, "0", by_phone(311, text="no"), group=1, spoke=6),
]


def make(now: dt.datetime, password: str) -> None:
    """Make what is missing, once."""
    if Organisation.objects.filter(name=PARTNERS[0][0]).exists():
        return
    workers = [_partner(*facts, password=password) for facts in PARTNERS]
    poster = organisations.make_code(label=POSTER, organisation=None, by=SYSTEM)
    here = list(groups.open_groups())
    for number, facts in enumerate(WOMEN):
        _introduce(facts, number, now, workers, poster, here)
    demo_holds.make()


def _partner(name: str, sector: str, email: str, person: str, *, password: str) -> Worker:
    organisation = organisations.open_organisation(name=name, sector=sector, by=SYSTEM)
    user = people.make_account(email=email, password=password, name=person, role="partner_worker")
    organisations.take_place(user=user, subject=organisation.subject, by=SYSTEM)
    return organisation.workers.get()


def _introduce(
    facts: dict[str, Any],
    number: int,
    now: dt.datetime,
    workers: list[Worker],
    poster: SourceCode,
    here: list[Any],
) -> None:
    ref = here[facts["group"] % len(here)].ref if facts["group"] is not None and here else ""
    said: dict[str, Any] = {
        "name": facts["name"],
        "ref": ref,
        "reach": facts["reach"],
        "submit_key": f"demo-{number}",
        "by": SYSTEM,
    }
    if facts["way"].isdigit():
        worker = workers[int(facts["way"])]
        row = introductions.introduce(worker=worker, worker_may_know=facts["may_know"], **said)
    else:
        code = poster.code if facts["way"] == "poster" else ""
        version = consents.in_force("form")
        row = introductions.ask(code=code, consent_version=version, **said)
    _hear(row, facts)
    _date(row, facts, now)


def _hear(row: Introduction, facts: dict[str, Any]) -> None:
    if facts["said"]:
        decisions.record(row, facts["said"], facts["reason"], by=SYSTEM)
    elif facts["spoke"] is not None:
        introductions.note_contact(row, "spoke", by=SYSTEM)


def _date(row: Introduction, facts: dict[str, Any], now: dt.datetime) -> None:
    """Put it where it belongs in time: a demo in which all came today reads like no real week."""
    row.refresh_from_db()
    came = now - dt.timedelta(days=facts["days"], hours=2)
    spoke = now - dt.timedelta(days=facts["spoke"] or 0, hours=1)
    row.received_at = row.consent_at = came
    if row.reply_by:
        # What she was told on the day she asked.
        for name, value in replies.promised(came, row.group, own=False).items():
            setattr(row, name, value)
    if row.spoke_at:
        row.spoke_at = row.last_contact_at = spoke
    elif row.last_contact_at:
        row.last_contact_at = came
    row.decided_at = row.decided_at and spoke
    row.closed_at = row.closed_at and spoke
    row.save()
    if row.membership is not None:
        # A demo's week, not a deed: she joined on the day she said yes.
        row.membership.joined_at = spoke
        row.membership.save(update_fields=["joined_at"])
    if row.card is not None:
        row.card.asked_at = row.card.made_at = came
        row.card.save(update_fields=["asked_at", "made_at"])
    if row.slip_id:
        Slip.objects.filter(pk=row.slip_id).update(received_at=came)
