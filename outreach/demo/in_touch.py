"""A year of the demo's outreach: the two partners and a peer group, who is there, what was done.
Everyone here is invented; the numbers are kept free for drama."""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model

from peersupport import clock
from peersupport.actors import SYSTEM, Actor
from peersupport.demo import DOMAIN

from ..models import Contact, ContactEntry, Favour, Organisation, Worker
from ..services import contact_log, contacts, keeping_in_touch, organisations

ADVICE, CLINIC, PEERS = "Harbour Lane Advice", "Elm Road Clinic", "Larch Street Listeners"
# Name -> area, weeks between contacts, days until the next one, how things stand.
ABOUT: dict[str, tuple[str, int, int, str]] = {
    ADVICE: (
        "South Leeds",
        8,
        30,
        "They tell every woman who comes in, and ask us to their team day each spring.",
    ),
    CLINIC: (
        "Elm Road, Leeds",
        4,
        6,
        "They used to pick who hears of us. Since the talk in June the leaflets lie open on the "
        "desk. Keep explaining: the woman decides.",
    ),
    PEERS: ("Holbeck", 13, -3, "We share a room on wet days and cover for each other in August."),
}
# Partner, name, job, e-mail, phone, how she speaks of the groups.
PEOPLE = [
    (ADVICE, "Pat Okafor", "Advice worker", f"partner@{DOMAIN}", "07700 900401", "talks"),
    (ADVICE, "Jo Marsh", "Team manager", "jo@harbour.example", "", "talks"),
    (CLINIC, "Claire Denby", "Health visitor", f"clinic@{DOMAIN}", "07700 900402", "leaflets"),
    (CLINIC, "Dr Anand", "Practice lead", "anand@elmroad.example", "", "not_known"),
    (PEERS, "Thandi", "Peer leader", "thandi@larch.example", "07700 900403", "talks"),
]
# Days ago, partner, contact, kind, how, how many heard it, what was said, by whom.
DONE: list[tuple[int, str, str, str, str, int | None, str, str]] = [
    (
        350,
        CLINIC,
        "Claire Denby",
        "visit",
        "paper",
        None,
        "“Only for mild cases.” We said: all are welcome.",
        "ruth",
    ),
    (
        335,
        ADVICE,
        "Jo Marsh",
        "talk",
        "talked",
        9,
        "The whole team. They asked good questions.",
        "",
    ),
    (300, PEERS, "Thandi", "call", "", None, "", "mel"),
    (290, CLINIC, "Claire Denby", "leaflets", "paper", None, "", "ruth"),
    (262, ADVICE, "Pat Okafor", "call", "talked", None, "", ""),
    (
        228,
        CLINIC,
        "Dr Anand",
        "call",
        "",
        None,
        "He wanted a form with criteria. There is none: she decides.",
        "",
    ),
    (214, ADVICE, "Pat Okafor", "visit", "talked", 4, "", "ruth"),
    (
        190,
        PEERS,
        "Thandi",
        "visit",
        "talked",
        6,
        "We told each other how we begin a session.",
        "mel",
    ),
    (
        165,
        CLINIC,
        "Claire Denby",
        "training",
        "talked",
        14,
        "Two hours with all health visitors on why nobody picks.",
        "",
    ),
    (131, ADVICE, "Pat Okafor", "email", "", None, "", ""),
    (
        108,
        CLINIC,
        "Claire Denby",
        "visit",
        "talked",
        3,
        "Leaflets lie on the desk now, for anybody.",
        "ruth",
    ),
    (80, PEERS, "Thandi", "call", "", None, "", "mel"),
    (
        66,
        ADVICE,
        "Jo Marsh",
        "talk",
        "talked",
        11,
        "New workers heard it from Jo before we came.",
        "",
    ),
    (40, CLINIC, "Claire Denby", "leaflets", "paper", None, "", "ruth"),
    (26, ADVICE, "Pat Okafor", "call", "talked", None, "", ""),
    (
        22,
        CLINIC,
        "Claire Denby",
        "call",
        "talked",
        None,
        "She reads it out with every woman now.",
        "",
    ),
]
# Days ago, who for whom, what.
TURNS = [
    (300, "for_us", "Lent us their back room while ours was painted"),
    (190, "for_us", "Showed two of us how they open a session"),
    (120, "for_them", "Covered their August sessions"),
    (35, "for_us", "Printed our leaflets with theirs"),
]


def make(now: dt.datetime, password: str) -> None:
    """Make what is missing, once."""
    office = _person("coordinator")
    if office is None or not Organisation.objects.filter(name=ADVICE).exists():
        return
    if ContactEntry.objects.exists():
        return
    by = Actor.of_user(office)
    if not Organisation.objects.filter(name=PEERS).exists():
        organisations.open_organisation(name=PEERS, sector="peer_group", by=SYSTEM)
    places = {row.name: row for row in Organisation.objects.filter(name__in=ABOUT)}
    known = {facts[1]: _known(facts, places, by) for facts in PEOPLE}
    for done in DONE:
        _done(done, places, known, office)
    for days, direction, what in TURNS:
        _turn(places[PEERS], days, direction, what, by)
    for name, place in places.items():
        _about(place, *ABOUT[name], by=by)


def _person(name: str) -> Any:
    return get_user_model().objects.filter(email=f"{name}@{DOMAIN}").first()


def _known(facts: tuple[str, ...], places: dict[str, Organisation], by: Actor) -> Contact:
    place, name, job, email, phone, talks = facts
    said: dict[str, Any] = {
        "name": name,
        "job": job,
        "email": email,
        "phone": phone and f"+44{phone[1:].replace(' ', '')}",
        "talks": talks,
        "worker": Worker.objects.live().filter(user__email=email).first(),
    }
    return contacts.add(places[place], facts=said, by=by)


def _done(
    done: tuple[int, str, str, str, str, int | None, str, str],
    places: dict[str, Organisation],
    known: dict[str, Contact],
    office: Any,
) -> None:
    days, place, contact, kind, how, reached, said, who = done
    facts = {
        "contact": known[contact],
        "happened_on": clock.today() - dt.timedelta(days=days),
        "kind": kind,
        "how": how,
        "said": said,
        "reached": reached,
        "next_contact_on": None,
    }
    author = (who and _person(who)) or office
    row = contact_log.write(places[place], facts=facts, by=Actor.of_user(author))
    # A demo's year, not a deed: it was written down on the day.
    ContactEntry.objects.filter(pk=row.pk).update(made_at=row.made_at - dt.timedelta(days=days))


def _turn(place: Organisation, days: int, direction: str, what: str, by: Actor) -> None:
    day = clock.today() - dt.timedelta(days=days)
    facts = {"direction": direction, "happened_on": day, "what": what}
    row = contact_log.thank(place, facts=facts, by=by)
    Favour.objects.filter(pk=row.pk).update(made_at=row.made_at - dt.timedelta(days=days))


def _about(
    place: Organisation, area: str, weeks: int, days: int, how_things_stand: str, *, by: Actor
) -> None:
    facts = {
        "name": place.name,
        "sector": place.sector,
        "area": area,
        "website": "",
        "every_weeks": weeks,
        "next_contact_on": clock.today() + dt.timedelta(days=days),
        "how_things_stand": how_things_stand,
    }
    keeping_in_touch.describe(place, facts=facts, by=by)
