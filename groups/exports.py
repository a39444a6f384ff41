"""Her data export: what this room holds about her, as she would say it (safety.md 37)."""

from peersupport.clock import LONDON
from peersupport.models import InboundText, Message, Suppression
from peersupport.presenters import how_to_reach, phone_as_said
from peersupport.registry import Section

from .models import Membership, Parting, Woman


def of(subject: str) -> list[Section]:
    """Sections of plain (label, value) lines, for one woman."""
    kind, _, pk = subject.partition(":")
    woman = Woman.objects.select_related("card").filter(pk=pk).first() if kind == "woman" else None
    if woman is None:
        return []
    places = list(Membership.objects.filter(woman=woman).select_related("group"))
    return [
        _herself(woman),
        *[_place(place) for place in places],
        *[_sessions(place) for place in places],
        _messages(woman),
    ]


def _herself(woman: Woman) -> Section:
    card = woman.card
    lines = [
        ("The name you use", woman.name),
        ("Phone", phone_as_said(card.phone) or "none"),
        ("E-mail", card.email or "none"),
        ("A word only we know", card.safe_word or "none"),
        ("You told us this on", f"{card.asked_at.astimezone(LONDON):%d %B %Y}"),
    ]
    lines += [("How we may reach you", line) for line in how_to_reach(card)]
    if Suppression.objects.filter(phone_hash=card.phone_hash).exclude(phone_hash="").exists():
        lines.append(("You texted STOP", "We send this number nothing"))
    for parting in Parting.objects.filter(woman=woman):
        lines.append((parting.get_what_display(), f"asked on {parting.asked_at:%d %B %Y}"))
    return Section("You, and how to reach you", lines)


def _place(place: Membership) -> Section:
    lines = [
        ("Group", place.group.name),
        ("How you came", place.get_came_by_display()),
        ("First contact", f"{place.first_contact_on:%d %B %Y}"),
        ("Joined", f"{place.joined_at.astimezone(LONDON):%d %B %Y}"),
    ]
    if place.first_visit_on:
        lines.append(("First visit", f"{place.first_visit_on:%d %B %Y}"))
    if place.third_visit_on:
        lines.append(("Third visit", f"{place.third_visit_on:%d %B %Y}"))
    if place.came_in_months:
        lines.append(("Came in months", ", ".join(str(month) for month in place.came_in_months)))
    if place.ended_at:
        lines.append(("Left", f"{place.ended_at.astimezone(LONDON):%d %B %Y}"))
    return Section("Your place", lines)


def _sessions(place: Membership) -> Section:
    lines = []
    for line in place.attendance.select_related("session").order_by("session__starts_at"):
        marks = [line.get_state_display()]
        marks += ["late"] if line.late else []
        marks += ["left early"] if line.left_early else []
        lines.append((f"{line.session.wall_date:%d %B %Y}", ", ".join(marks)))
    for answer in place.answers.select_related("session").order_by("session__starts_at"):
        about = f", about {answer.minutes} minutes" if answer.minutes else ""
        said = f"You said: {answer.get_choice_display().lower()}{about}"
        lines.append((f"{answer.session.wall_date:%d %B %Y}", said))
    return Section("Sessions", lines)


def _messages(woman: Woman) -> Section:
    lines = []
    for message in Message.objects.filter(card=woman.card).order_by("made_at"):
        when = (message.accepted_at or message.made_at).astimezone(LONDON)
        lines.append(
            (f"{when:%d %B %Y %H:%M}", f"{message.kind} by {message.channel}: {message.state}")
        )
    for text in InboundText.objects.filter(message__card=woman.card).order_by("received_at"):
        when = text.received_at.astimezone(LONDON)
        lines.append((f"{when:%d %B %Y %H:%M}", f"You texted: {text.body}"))
    return Section("Messages", lines)
