"""What a run was asked for, and what its measures share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peersupport import clock, scale

from .worlds import Worlds


@dataclass
class Run:
    """One run: how big, and the worlds it may use."""

    worlds: Worlds
    women: int
    small: int
    introductions: int
    old: int
    messages: int
    reminders: int
    full: bool = False
    say: Callable[[str], None] = print

    def seeded(self, name: str, women: int, per_group: int = 25) -> dict[str, list[Any]]:
        """Use a world with this many women, made at the first call. Returns what it has, as the
        rooms left it: ``groups`` (group, leader), ``places``, ``workers``, ``coordinators``."""
        if not hasattr(self, "_made"):
            self._made: dict[str, dict[str, list[Any]]] = {}

        def fill() -> None:
            self.say(f"  making {women:,} women")
            sizes = scale.Sizes(women=women, per_group=per_group)
            self._made[name] = scale.fill_all(sizes, clock.now()).made

        self.worlds.make(name, fill)
        return self._made[name]
