"""Rates that say how many cases stand behind them, with their interval."""

from __future__ import annotations

from math import sqrt

from venez_vivre import NamedTuple

Z95 = 1.959963984540054
"""The normal quantile of a two-sided interval at 95 %."""


class Rate(NamedTuple):
    """Of `base` households at stage `origin`, `reached` came to stage `goal`.

    `value`, `low` and `high` are ratios in 0..1 (95 % interval); None when there is nobody to
    count.
    """

    origin: str
    goal: str
    base: int
    reached: int
    value: float | None
    low: float | None
    high: float | None


def rate(origin: str, goal: str, reached: int, base: int) -> Rate:
    """The rate and its Wilson interval."""
    if not base:
        return Rate(origin, goal, 0, reached, None, None, None)
    low, high = wilson(reached, base)
    return Rate(origin, goal, base, reached, reached / base, low, high)


def wilson(reached: int, base: int, z: float = Z95) -> tuple[float, float]:
    """The score interval of a proportion (Wilson, 1927): stays within 0..1 and holds for small n.

    Args:
        reached: how many did, 0..base.
        base: how many could, at least 1.
        z: the normal quantile; 1.96 for 95 %.

    """
    ratio = reached / base
    spread = z * z / base
    middle = ratio + spread / 2
    half = z * sqrt(ratio * (1 - ratio) / base + spread / base / 4)
    low = (middle - half) / (1 + spread) if reached else 0.0
    high = (middle + half) / (1 + spread) if reached < base else 1.0
    return low, high
