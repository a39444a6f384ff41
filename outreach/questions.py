"""Why each thing is asked, who sees it and when it goes: one table, read by the pages. The days
come from ``periods``, which the nightly purge enforces (safety.md 23)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import periods

Text = str | Promise


@dataclass(frozen=True)
class About:
    """What stands beside a question."""

    why: Text
    who: Text
    until: Text


LEADERS = _("The women who run the group you choose, and the woman who looks after all the groups.")
AFTER_A_REASON = _(
    "It stays hidden. To see it, a woman who runs your group must say why. We note it."
)
UNTIL = format_lazy(
    _(
        "If you do not join: {days} days after we last spoke. Not while you wait for us. "
        "If you join: {days} days after you leave the group."
    ),
    days=periods.INTRODUCTION_KEPT.days,
)
UNTIL_NEEDS = format_lazy(
    _(
        "If you do not join: {days} days after we last spoke. If you join: when you take it "
        "back on your own page, or {days} days after you leave."
    ),
    days=periods.INTRODUCTION_KEPT.days,
)
UNTIL_YES = format_lazy(
    _("If you join: at once. If you do not: {days} days after we last spoke."),
    days=periods.INTRODUCTION_KEPT.days,
)
NOT_SENT = format_lazy(
    _("What you do not send is gone after {minutes} minutes, or when you leave."),
    minutes=int(periods.ANSWERS_IDLE.total_seconds() // 60),
)

ABOUT = {
    "name": About(_("So we know what to call you. It can be any name."), LEADERS, UNTIL),
    "group": About(_("So the right woman answers you."), LEADERS, UNTIL),
    "own": About(_("Some women want to make the first move. That is fine."), LEADERS, UNTIL),
    "phone": About(_("So we can ring or text you, if you say we may."), AFTER_A_REASON, UNTIL),
    "mail": About(_("So we can write to you, if you say we may."), AFTER_A_REASON, UNTIL),
    "safe": About(
        _("So that nothing we do puts you at risk. We keep to what you say here."), LEADERS, UNTIL
    ),
    "ringing": About(_("So that we do what is safe if someone else picks up."), LEADERS, UNTIL),
    "heard": About(
        _("So we know which ways reach women. We count it, and say no names."), LEADERS, UNTIL
    ),
    "needs": About(
        _("So that it can be ready when you come. It changes nothing about your place."),
        LEADERS,
        UNTIL_NEEDS,
    ),
    "own_questions": About(
        _("The group asks this. No answer is wrong, and none changes your place."),
        _("It stands beside each question. Nobody else can read it."),
        UNTIL_YES,
    ),
    "keep_more": About(
        _("It may say something about your health. So it has a yes of its own."),
        LEADERS,
        UNTIL_NEEDS,
    ),
    "told": About(
        _("So we can ask the places that say so to stop."),
        _("The woman who looks after all the groups. She sees how many said it, and no names."),
        _("At once. Only a number for the month is left, and it does not lead to you."),
    ),
    "keep": About(
        _("We may only keep your answers if you say yes. You can take it back at any time."),
        LEADERS,
        UNTIL,
    ),
}
