"""What a coordinator should look at: which way in is all we have, and which one fails. Made of
published figures only, so that a warning tells nothing that they do not (safety.md 27)."""

import math

from .figures import Figures, share_of, voluntary_share
from .quarters import ROUTES

# A fall by a third: what is left is two thirds or less.
LEFT = 2 / 3


def largest(figures: Figures) -> tuple[str, int] | None:
    """The route by which most came in the last year, and its share at least, in whole per cent;
    None where too much is hidden to say."""
    shares = {route: share_of(figures, figures.year, route) for route in ROUTES}
    known = {route: found for route, found in shares.items() if found is not None}
    if not known:
        return None
    route = max(known, key=lambda name: known[name].at_least)
    rest = [found.at_most for name, found in known.items() if name != route]
    if known[route].at_least <= max(rest):
        return None
    return route, int(known[route].at_least)


def largest_in_words(figures: Figures) -> str:
    """The share of the largest route, in a sentence; empty where it cannot be told."""
    top = largest(figures)
    return (
        f"The largest way in: {ROUTES[top[0]].lower()}, {top[1]} of 100 women or more."
        if top
        else ""
    )


def found(figures: Figures, set_share: int) -> list[str]:
    """The warnings, in plain words."""
    said = []
    top = largest(figures)
    if top is not None and top[1] > set_share:
        said.append(
            f"{top[1]} of 100 women came one way: {ROUTES[top[0]].lower()}. If that way closed, "
            "who would still find us? Try one more way this quarter."
        )
    now = voluntary_share(figures, figures.year)
    before = voluntary_share(figures, figures.year_before)
    if now and before and before.at_least > 0 and now.at_most <= before.at_least * LEFT:
        said.append(
            "Fewer women come through voluntary organisations: at most "
            f"{math.ceil(now.at_most)} of 100 this year, at least {int(before.at_least)} of 100 the year "
            "before. Whom have we not spoken to for a while?"
        )
    return said
