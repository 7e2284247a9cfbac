"""The product-limit estimate (Kaplan–Meier), which the incidence must equal without competitor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, sqrt

from venez_vivre.steering.rates import Z95


@dataclass(frozen=True)
class Case:
    """`count` households seen for `days`: until it happened (`done`), or still open."""

    days: int
    done: bool
    count: int = 1


@dataclass(frozen=True)
class Point:
    """The share still waiting just after `days`, with its 95 % interval."""

    days: int
    waiting: float
    low: float
    high: float


def curve(cases: Iterable[Case]) -> list[Point]:
    """The Kaplan–Meier estimate, one point for each day on which something happened.

    The interval is Greenwood's on the log-log scale, which stays within 0..1.
    """
    done: dict[int, int] = {}
    seen: dict[int, int] = {}
    for case in cases:
        seen[case.days] = seen.get(case.days, 0) + case.count
        if case.done:
            done[case.days] = done.get(case.days, 0) + case.count
    return _walk(seen, done)


def _walk(seen: dict[int, int], done: dict[int, int]) -> list[Point]:
    at_risk, waiting, spread = sum(seen.values()), 1.0, 0.0
    points = []
    for days in sorted(seen):
        events = done.get(days, 0)
        if events:
            waiting *= 1 - events / at_risk
            if at_risk > events:
                spread += events / at_risk / (at_risk - events)
            points.append(Point(days, waiting, *_bounds(waiting, spread)))
        at_risk -= seen[days]
    return points


def _bounds(waiting: float, spread: float) -> tuple[float, float]:
    if waiting <= 0:
        return 0.0, 0.0
    depth = log(waiting)
    shift = Z95 * sqrt(spread) / -depth
    return exp(depth * exp(shift)), exp(depth * exp(-shift))
