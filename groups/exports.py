"""Her data export: what this room and the ground hold about her, as she would say it, and
nobody else's (safety.md 37). Dates and hours on London's clocks."""

import datetime as dt

from django.db.models import Q, QuerySet

from peersupport import clock
from peersupport.messaging import housekeeping
from peersupport.models import ContactCard, InboundText, Message, PrivateLink, Suppression
from peersupport.presenters import how_to_reach, phone_as_said
from peersupport.registry import Section
from peersupport.wording import hour

from .models import Membership, Needs, Parting, Woman
from .services.needs import CONSENTS, in_words

Lines = list[tuple[str, str]]

KINDS = {
    "reminder": "A reminder",
    "session-moved": "That the time has changed",
    "session-cancelled": "That it is off",
    "leader-late": "That we would be late",
    "page-link": "The link to your page",
    "door-link": "The link to your page, before you joined",
}
CHANNELS = {"text": "by text", "mail": "by e-mail"}
STATES = {
    "due": "waits to be sent",
    "claimed": "waits to be sent",
    "calling": "is being sent",
    "accepted": "sent",
    "delivered": "arrived",
    "undelivered": "did not arrive",
    "no_receipt": "sent, and we do not know if it arrived",
    "uncertain": "perhaps sent",
    "dead": "could not be sent",
    "cancelled": "taken back, not sent",
    "suppressed": "not sent, for this number said STOP",
    "expired": "not sent, it was too late for it",
}
ANSWERS = {"coming": "coming", "late": "running late", "not_this_time": "not this time"}
CAME = {"came": "You came", "apologies": "You had said you could not", "not_heard": "Not heard"}
CAME_BY = {"herself": "You asked us yourself", "partner": "Somebody introduced you"}
PLAINNESS = {
    "plain": "Nothing that gives the group away",
    "named": "They may name the group",
    "page": "Nothing is sent; you look at your page",
}
PARTINGS = {"leave": "You asked to leave", "forget": "You asked us to forget you"}


def day(when: dt.date | dt.datetime) -> str:
    """3 March 2027."""
    local = when.astimezone(clock.LONDON) if isinstance(when, dt.datetime) else when
    return f"{local.day} {local:%B %Y}"


def moment(when: dt.datetime) -> str:
    """3 March 2027, 10.30am."""
    return f"{day(when)}, {hour(when)}"


def of(subject: str) -> list[Section]:
    """Sections of plain (label, value) lines, for one woman; none for anything else."""
    kind, _, pk = subject.partition(":")
    woman = Woman.objects.select_related("card").filter(pk=pk).first() if kind == "woman" else None
    if woman is None:
        return []
    places = list(Membership.objects.filter(woman=woman).select_related("group").order_by("pk"))
    sections = [Section("You, and how to reach you", _herself(woman) + _card(woman.card))]
    sections.append(Section("What would make coming easier", _needs(woman)))
    for place in places:
        sections.append(Section("Your place", _place(place)))
        sections.append(Section("Days we met", _sessions(place)))
    sections.append(Section("Messages", _messages(woman.card) + _texts(woman.card)))
    sections.append(Section("Your page", _links(woman) + _partings(woman)))
    return [section for section in sections if section.lines]


def _herself(woman: Woman) -> Lines:
    lines = [("The name you use", woman.name), ("Here since", day(woman.joined_at))]
    if woman.phrase_hash:
        lines.append(("Your phrase", "You chose one. We cannot read it."))
    return lines


def _card(card: ContactCard) -> Lines:
    lines = [
        ("Phone", phone_as_said(card.phone) or "none"),
        ("E-mail", card.email or "none"),
        ("A word only we know", card.safe_word or "none"),
    ]
    lines += [("How we may reach you", line) for line in how_to_reach(card, herself=True)]
    lines.append(("What our messages may say", PLAINNESS[card.plainness]))
    lines.append(("You told us this on", moment(card.asked_at)))
    stop = Suppression.objects.filter(phone_hash=card.phone_hash).exclude(phone_hash="").first()
    if stop:
        lines.append((moment(stop.at), "This number texted STOP. We send it no texts."))
    return lines


def _needs(woman: Woman) -> Lines:
    row = Needs.objects.filter(woman=woman).first()
    if row is None:
        return []
    said = in_words(row.needs, row.language, row.easier)
    lines = [("You told us", line) for line in said]
    version = row.consent_text_version
    lines.append(("You agreed", str(CONSENTS.get(version, version))))
    way = row.get_consent_way_display().lower()
    return [*lines, ("You agreed on", f"{moment(row.consent_at)}, {way}")]


def _place(place: Membership) -> Lines:
    lines = [
        ("Where", place.group.name),
        ("How you came", CAME_BY[place.came_by]),
        ("First contact", day(place.first_contact_on)),
        ("Your place began", day(place.joined_at)),
    ]
    dates = [("First visit", place.first_visit_on), ("Third visit", place.third_visit_on)]
    lines += [(label, day(when)) for label, when in dates if when]
    if place.came_in_months:
        months = ", ".join(str(month) for month in place.came_in_months)
        lines.append(("You came in month", months))
    if place.visits_forgotten:
        lines.append(("Visits whose day we have forgotten", str(place.visits_forgotten)))
    if place.ended_at:
        lines.append(("Your place ended", day(place.ended_at)))
    return lines


def _sessions(place: Membership) -> Lines:
    lines = []
    for line in place.attendance.select_related("session").order_by("session__starts_at"):
        marks = [CAME[line.state]]
        marks += ["late"] if line.late else []
        marks += ["left early"] if line.left_early else []
        said = f"{', '.join(marks)} (written down {moment(line.at)})"
        lines.append((day(line.session.wall_date), said))
    for answer in place.answers.select_related("session").order_by("session__starts_at"):
        about = f", about {answer.minutes} minutes" if answer.minutes else ""
        way = {"text": "by text", "page": "on your page", "leader": "to us"}[answer.way]
        said = f"You said {way}: {ANSWERS[answer.choice]}{about} ({moment(answer.at)})"
        lines.append((day(answer.session.wall_date), said))
    return lines


def _messages(card: ContactCard) -> Lines:
    lines = []
    for message in Message.objects.filter(card=card).order_by("made_at", "pk"):
        what = KINDS.get(message.kind, "A message")
        when = message.accepted_at or message.finished_at or message.made_at
        about = f", for {day(message.about_starts_at)}" if message.about_starts_at else ""
        said = f"{what}{about}, {CHANNELS[message.channel]}: {STATES[message.state]}"
        lines.append((moment(when), said))
    return lines


def _texts(card: ContactCard) -> Lines:
    lines = []
    for text in _her_texts(card).order_by("received_at", "pk"):
        read = f" We read it as: {ANSWERS[text.answer]}." if text.answer in ANSWERS else ""
        lines.append((moment(text.received_at), f"You texted: {text.body}{read}"))
    return lines


def _her_texts(card: ContactCard) -> QuerySet[InboundText]:
    """Her plain answers, and all that came from a number that she alone has. Where another
    woman has the same number nobody can tell whose words they are: neither reads the other's."""
    answered = Q(message__card=card, state="used")
    return InboundText.objects.filter(answered | Q(sender_hash__in=housekeeping.own_numbers(card)))


def _links(woman: Woman) -> Lines:
    lines = []
    for link in PrivateLink.objects.filter(subject=woman.subject).order_by("made_at", "pk"):
        ended = f", ended {day(link.ended_at)}" if link.ended_at else ""
        lines.append((moment(link.made_at), f"A private link was made for you{ended}"))
    return lines


def _partings(woman: Woman) -> Lines:
    lines = []
    for parting in Parting.objects.filter(woman=woman).order_by("asked_at", "pk"):
        state = f"planned for {day(parting.due_at)}"
        if parting.undone_at:
            state = f"taken back on {day(parting.undone_at)}"
        elif parting.done_at:
            state = f"done on {day(parting.done_at)}"
        lines.append((moment(parting.asked_at), f"{PARTINGS[parting.what]}, {state}"))
    return lines
