"""Times that mean something on a noisy machine: base and target in turn, and only their ratio."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

PAIRS, EACH = 5, 6
Act = Callable[[], Any]


@dataclass(frozen=True)
class Step:
    """What is timed, and what must stand ready before each time, untimed."""

    act: Act
    before: Act = lambda: None


@dataclass(frozen=True)
class Ratio:
    """The median of the pairs' ratios, and of each side's p50 in seconds."""

    ratio: float
    base: float
    target: float
    pairs: int


def ratio(
    base: Act | Step, target: Act | Step, *, pairs: int = PAIRS, each: int = EACH, warm: int = 2
) -> Ratio:
    """Time ``base`` and ``target`` in turn, ``each`` times in each of ``pairs`` pairs."""
    first, second = _step(base), _step(target)
    for _ in range(warm):
        seconds(first)
        seconds(second)
    halves = [_pair(first, second, each) for _ in range(pairs)]
    return Ratio(
        ratio=median(ours / bare for bare, ours in halves),
        base=median(bare for bare, _ in halves),
        target=median(ours for _, ours in halves),
        pairs=pairs,
    )


def _step(act: Act | Step) -> Step:
    return act if isinstance(act, Step) else Step(act)


def _pair(first: Step, second: Step, each: int) -> tuple[float, float]:
    times = [(seconds(first), seconds(second)) for _ in range(each)]
    return median(bare for bare, _ in times), median(ours for _, ours in times)


def seconds(step: Step) -> float:
    """One go, on the process's own steady clock."""
    step.before()
    began = time.perf_counter()
    step.act()
    return time.perf_counter() - began


def percentile(values: list[float], share: float) -> float:
    """The value that ``share`` of all stay at or below (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 1).__int__() - 1)]
