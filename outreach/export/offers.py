"""What was offered to her, and what the worker who introduced her took back, in her own export."""

import datetime as dt

from peersupport.clock import LONDON

from ..models import Introduction, PlaceOffer


def of(row: Introduction) -> list[tuple[str, str]]:
    """Plain lines, the oldest first (safety.md 37)."""
    lines = [_line(offer) for offer in row.offers.select_related("group").order_by("pk")]
    if row.slip and row.slip.withdrawn_at:
        lines.append(("The worker took this back on", _day(row.slip.withdrawn_at)))
    return lines


def _line(offer: PlaceOffer) -> tuple[str, str]:
    what = f"{offer.get_kind_display()}, {offer.group.name}, {offer.get_way_display().lower()}"
    if offer.answer:
        assert offer.answered_at is not None  # noqa: S101  (a constraint)
        came = f"you said {offer.get_answer_display().lower()} on {_day(offer.answered_at)}"
    else:
        came = offer.get_ended_display().lower() or "it waits for your answer"
    until = f"held until {_day(offer.held_until)}"
    return f"Offered to you on {_day(offer.made_at)}", f"{what}, {until}; {came}"


def _day(moment: dt.datetime) -> str:
    wall = moment.astimezone(LONDON)
    return f"{wall.day} {wall:%B %Y}"
