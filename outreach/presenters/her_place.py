"""Her page at the door, by the link alone: the phone may not be in her hand, so it names nobody, no
group and no place, and says nothing of what this is (safety.md 49)."""

import datetime as dt
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peersupport import clock, links
from peersupport.actors import Actor
from peersupport.wording import hour

from .. import periods, waits
from ..models import Introduction, PlaceOffer
from ..services.door_links import PURPOSE


@dataclass(frozen=True)
class Button:
    """One tap. ``do`` is what the view knows it by."""

    do: str
    words: str
    main: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Standing:
    """Where she stands: a heading, a few sentences, and what she can tap."""

    title: str
    lines: list[str]
    buttons: list[Button] = field(default_factory=list)
    offer: int | None = None


def actor_of(request: HttpRequest) -> Actor:
    """Herself, as the open link says; nobody's subject where none is open."""
    return Actor.of_link(links.open_page_of(request, PURPOSE)[0])


def holds(request: HttpRequest) -> bool:
    """The keeper "at_the_door": her link was opened here, and she has not joined, or did so (or
    was deleted) just now on this device."""
    if just_done(request):
        return True
    herself = actor_of(request)
    return bool(herself.subject) and Introduction.objects.visible_to(herself).exists()


def just_done(request: HttpRequest) -> str:
    """What she did last on this device, where it ended her link: "yes" or "refuse"; else ""."""
    done = request.session.get(PURPOSE, {}).get("done", "")
    at = request.session.get(PURPOSE, {}).get("at")
    fresh = done and clock.now() - dt.datetime.fromisoformat(at) <= links.OPEN_FOR
    return done if fresh else ""


def done(what: str) -> Standing:
    """The last word, once her link has ended."""
    if what == "yes":
        lines = [
            _("We are glad."),
            _("You will hear where and when, in the way you said we may."),
        ]
        return Standing(_("The place is yours"), lines)
    lines = [_("Nobody will be in touch."), _("You can ask us yourself at any time.")]
    return Standing(_("It is deleted"), lines)


def standing(row: Introduction, now: dt.datetime) -> Standing:
    """What the page says now."""
    if row.said == "no":
        return _left(row)
    if not row.is_confirmed:
        return _unconfirmed()
    offer = row.offers.live(now).first()
    if offer is not None:
        return _place(offer) if offer.kind == "place" else _another(offer)
    return _line(row, now) if row.is_in_line else _in_touch(row)


def _left(row: Introduction) -> Standing:
    assert row.decided_at is not None  # noqa: S101  (a no has its day: a constraint)
    until = date_format((row.decided_at + periods.NO_UNDONE).astimezone(clock.LONDON), "l j F")
    return Standing(
        _("That is fine"),
        [
            _("You are not in the line any more, and nobody will be in touch."),
            _("You can undo this until %(until)s.") % {"until": until},
        ],
        [Button("undo", _("I changed my mind"))],
    )


def _unconfirmed() -> Standing:
    return Standing(
        _("Did you ask to hear from us?"),
        [
            _("Somebody gave us a name and a way to reach you."),
            _("If that is not right, we delete it at once."),
        ],
        [
            Button("confirm", _("Yes, you may be in touch"), main=True),
            Button("refuse", _("No, delete it")),
        ],
    )


def _place(offer: PlaceOffer) -> Standing:
    return Standing(
        _("There is a place for you"),
        [
            _("It is held until %(until)s.") % {"until": until(offer)},
            _("Any answer is fine. You need not say why."),
        ],
        [
            Button("yes", _("Yes, I would like it"), main=True),
            Button("pass", _("Not this time"), hint=_("You keep your turn in the line.")),
            Button("no", _("Leave the line")),
        ],
        offer.pk,
    )


def _another(offer: PlaceOffer) -> Standing:
    return Standing(
        _("Would you like the other one?"),
        [
            _("We told you of it. Ask us, if you are not sure which one it is."),
            _("You can answer until %(until)s. You keep your turn.") % {"until": until(offer)},
        ],
        [
            Button("yes", _("Yes, I would like that"), main=True),
            Button("pass", _("No, I stay where I am")),
        ],
        offer.pk,
    )


def _line(row: Introduction, now: dt.datetime) -> Standing:
    return Standing(
        _("You are in the line"),
        [waits.hers(row, now), _("When a place is free for you, you hear from us.")],
        [Button("no", _("Leave the line"))],
    )


def _in_touch(row: Introduction) -> Standing:
    own = row.card is not None and row.card.own_contact
    said = (
        _("You get in touch when it suits you. We do not ring or write first.")
        if own
        else _("We keep to the ways and times you said.")
    )
    title = _("We have what you sent") if own else _("You will hear from us")
    return Standing(title, [said], [Button("no", _("I do not want this any more"))])


def until(offer: PlaceOffer) -> str:
    """Friday at 10am; with its date where it is a week away or more."""
    wall = offer.held_until.astimezone(clock.LONDON)
    near = (wall.date() - clock.today()).days < 7
    day = date_format(wall, "l" if near else "l j F")
    return _("%(day)s at %(hour)s") % {"day": day, "hour": hour(offer.held_until)}
