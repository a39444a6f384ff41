"""Reads of the door, for its own pages."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from groups import queries as groups
from peersupport.actors import Actor
from peersupport.clock import LONDON
from peersupport.presenters import how_to_reach, phone_as_said
from peersupport.registry import Section
from peersupport.services import duties

from . import consents
from .export import holds as hold_export
from .export import offers as offer_export
from .models import Charity, Introduction, Question, Slip, SourceCode, ToldNotForHer, Watch, Worker
from .models.asking import SAFEGUARDING
from .models.watch import LARGEST_SHARE
from .presenters import besides
from .services import forgetting, promise


def charity() -> Charity | None:
    """Who runs the groups, once a coordinator has said it."""
    return Charity.objects.first()


def largest_share() -> int:
    """From which share on one way in is too much of all, in per cent."""
    row = Watch.objects.first()
    return row.largest_share if row else LARGEST_SHARE


def worker_of(actor: Actor) -> Worker | None:
    """Her place at a partner that is still one, with how she stands to the promise, or None."""
    if actor.user is None:
        return None
    rows = promise.with_promise(Worker.objects.filter(user=actor.user).live())
    worker = rows.select_related("organisation").first()
    if worker is not None:
        worker.user = actor.user
    return worker


def worker_or_403(actor: Actor) -> Worker:
    """Her place. Raises ``PermissionDenied`` where it ended, or her organisation's did."""
    worker = worker_of(actor)
    if worker is None:
        raise PermissionDenied
    return worker


def codes_of(worker: Worker) -> QuerySet[SourceCode]:
    """The codes of her organisation, the everyday one first."""
    return SourceCode.objects.filter(organisation=worker.organisation_id).order_by("pk")


def hears_of_worries(request: HttpRequest) -> bool:
    """Whether one tap of "someone asks about her" reaches this visitor: the safeguarding lead, her
    deputy, and every coordinator while there is no lead."""
    user = request.user
    if not user.is_authenticated or not user.is_staff:
        return False
    held = duties.held()
    mine = any(kind in held and held[kind].user_id == user.pk for kind in SAFEGUARDING)
    return mine or (user.role == "coordinator" and SAFEGUARDING[0] not in held)


def slips_of(worker: Worker) -> QuerySet[Slip]:
    """What a worker may read back: her organisation's slips, and no introduction."""
    return Slip.objects.for_portal(worker)


def slips_to_withdraw(worker: Worker, now: dt.datetime) -> QuerySet[Slip]:
    """The slips whose introductions this worker may take back."""
    return Slip.objects.to_withdraw(worker, now)


def groups_with_a_line(actor: Actor) -> QuerySet:
    """The groups she leads that count their places or have a line; a coordinator's likewise."""
    line = Introduction.objects.in_line().order_by().filter(group_id=OuterRef("pk"))
    rows = groups.visible_groups(actor)
    return rows.filter(Exists(line) | Q(places__isnull=False))


def questions_of(ref: str) -> list[Question]:
    """What the open group with this code asks besides, in its order; nothing for any other."""
    rows = Question.objects.filter(
        state="reviewed", asked_by__group__ref=ref, asked_by__group__state="open"
    )
    return list(rows.order_by("asked_by__place"))


def told_not_for_her(since: dt.date, until: dt.date) -> list[tuple[dt.date, str, str, int]]:
    """(month, answer, said by, count) of the question after Send, for months that begin from
    ``since`` up to and without ``until``. Whoever shows them hides each count under 5, and so
    that it cannot be worked out from the others (safety.md 27)."""
    rows = ToldNotForHer.objects.filter(month__gte=since, month__lt=until)
    columns = ("month", "answer", "said_by", "count")
    return list(rows.order_by(*columns[:3]).values_list(*columns))


def known_as(subject: str) -> list[str]:
    """What the audit calls her at the door: she can ask who looked there too (safety.md 42)."""
    rows = forgetting.rows_of(subject).values_list("pk", flat=True)
    return [f"introduction:{pk}" for pk in rows]


def export(subject: str) -> list[Section]:
    """What the door holds about her, in plain words, and nobody else's (safety.md 37)."""
    rows = forgetting.rows_of(subject).select_related(
        "group", "card", "organisation", "code__organisation", "slip"
    )
    return [
        Section("How you came to us", _lines(row) + offer_export.of(row) + hold_export.of(row))
        for row in rows.order_by("received_at")
    ]


def _lines(row: Introduction) -> list[tuple[str, str]]:
    lines = [
        ("How you came", _came(row)),
        ("We had it on", _day(row.received_at)),
        ("Group", row.group.name if row.group else "you wanted help to choose"),
        ("You agreed", consents.text(row.consent_text_version)),
        ("You agreed on", f"{_day(row.consent_at)}, {row.get_consent_way_display().lower()}"),
    ]
    if row.wants_help_choosing:
        lines.append(("Help to choose", "you asked for it"))
    lines += besides.facts(row)
    if row.came_by == "partner":
        lines.append(("The worker may know that we are in touch", _yes(row.worker_may_know)))
    if row.slip and row.slip.in_touch:
        lines.append(("The worker was told that we are in touch", "yes"))
    lines += _promised(row)
    for label, moment in (
        ("You said that you want to hear from us", row.confirmed_at),
        ("We first spoke on", row.spoke_at),
        ("Last contact", row.last_contact_at),
        # A safety hold is no word of hers: its own lines say what she may read of it.
        ("You told us on", None if row.is_held else row.decided_at),
    ):
        if moment:
            lines.append((label, _day(moment)))
    if row.confirm_way:
        lines.append(("You said so", row.get_confirm_way_display().lower()))
    if row.said and not row.is_held:
        reason = f", {row.get_not_yet_reason_display().lower()}" if row.not_yet_reason else ""
        lines.append(("Answer", f"{row.get_said_display().lower()}{reason}"))
    return lines + (_card_lines(row) + besides.export(row) if row.card else [])


def _promised(row: Introduction) -> list[tuple[str, str]]:
    day = row.reply_by
    return [("We said that you would hear by", f"{day.day} {day:%B %Y}")] if day else []


def _card_lines(row: Introduction) -> list[tuple[str, str]]:
    card = row.card
    if card is None:
        return []
    return [
        ("The name you use", row.name),
        ("Phone", phone_as_said(card.phone) or "none"),
        ("E-mail", card.email or "none"),
        ("A word only we know", card.safe_word or "none"),
        *[("How we may reach you", line) for line in how_to_reach(card, herself=True)],
    ]


def _came(row: Introduction) -> str:
    if row.organisation:
        return f"somebody at {row.organisation.name} introduced you"
    if row.code:
        by = row.code.organisation.name if row.code.organisation else row.code.label
        return f"you asked yourself, with a code from: {by}"
    return "you asked yourself"


def _day(moment: dt.datetime) -> str:
    wall = moment.astimezone(LONDON)
    return f"{wall.day} {wall:%B %Y}"


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"
