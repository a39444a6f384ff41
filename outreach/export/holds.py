"""What her data export says of safety holds (docs/decisions/a-hold-takes-two.md).

That there is one, since when and until when: always. The words: only where she was told all of
them. Otherwise they may tell of somebody else (safety.md 37), or put somebody at risk if another
person reads the file: a kind sentence says whom to ask."""

import datetime as dt

from peersupport.clock import LONDON

from ..models import Introduction, SafetyHold

ASK_US = (
    "We wait for a while, so that everyone is safe. It is not about who you are, and you keep your "
    "turn. Ask the woman who runs your group: she tells you what she safely can."
)


def of(row: Introduction) -> list[tuple[str, str]]:
    """All holds of one introduction, in their order."""
    return [line for hold in row.holds.order_by("pk") for line in lines(hold)]


def lines(hold: SafetyHold) -> list[tuple[str, str]]:
    """Plain (label, value) lines. A renewal that nobody has agreed to says so little as to be
    left out: nothing hangs on it."""
    if hold.begins_at is None or hold.ends_at is None:
        return []
    said = [("We wait, since", _day(hold.begins_at))]
    if hold.ended_at is None:
        said.append(("We wait until, at the latest", _day(hold.ends_at)))
    else:
        said.append(("We stopped waiting on", _day(hold.ended_at)))
    said.append(("Why we wait", hold.could_happen if hold.told == "all" else ASK_US))
    if hold.second_at is not None:
        said.append(("A second person agreed on", _day(hold.second_at)))
    return said


def _day(moment: dt.datetime) -> str:
    wall = moment.astimezone(LONDON)
    return f"{wall.day} {wall:%B %Y}"
