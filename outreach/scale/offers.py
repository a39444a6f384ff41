"""The line's part of ``seed_scale``: what was offered to women who wait for a place."""

import datetime as dt
from collections.abc import Iterator

from peersupport import bulk
from peersupport.scale import Sizes

from ..models import Introduction, PlaceOffer

# Of the women in a line so many hold an offer, passed on one, or saw one run out.
CAME_OF_IT = ["", "", "live", "pass", "ran_out"]
OFFER = "introduction group kind made_by made_at held_until answer answered_at way ended"


def fill(sizes: Sizes, now: dt.datetime) -> None:
    """Offers to some of those who are in a line, each as the pages would have made it."""
    line = Introduction.objects.in_line().order_by("id").values_list("id", "group_id")
    sizes.write(PlaceOffer, OFFER, _offers(sizes, list(line), now))


def _offers(
    sizes: Sizes, line: list[tuple[int, int | None]], now: dt.datetime
) -> Iterator[bulk.Row]:
    hours = dt.timedelta(hours=48)
    for introduction, group in line:
        came = sizes.dice.choice(CAME_OF_IT)
        if not came:
            continue
        made = now - dt.timedelta(hours=sizes.dice.randrange(1, 40))
        made -= dt.timedelta(days=0 if came == "live" else sizes.dice.randrange(3, 60))
        answered = made + dt.timedelta(hours=5) if came == "pass" else None
        yield (
            *(introduction, group, "place", "user:1", made, made + hours),
            *("pass" if came == "pass" else "", answered),
            *(sizes.dice.choice(["link", "spoke", "text"]), "ran_out" if came == "ran_out" else ""),
        )
