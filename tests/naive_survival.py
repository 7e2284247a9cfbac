"""Aalen–Johansen by its definition: exact fractions, and double loops for the variance."""

from __future__ import annotations

from fractions import Fraction
from math import exp, log, sqrt
from typing import NamedTuple

Z = 1.959963984540054


class Point(NamedTuple):
    """The share arrived by a day, and its 95 % interval."""

    days: int
    share: Fraction
    low: float
    high: float


class Event(NamedTuple):
    """One day on which somebody leaves: at risk, leaving by any event, arriving; waiting before."""

    days: int
    at_risk: int
    leaving: int
    arriving: int
    waiting: Fraction
    share: Fraction


def points(ends: list[tuple[int, str | None]]) -> list[Point]:
    """The curve of those followed for so many days until `arrive`, `parti` or nothing yet."""
    events: list[Event] = []
    waiting, share = Fraction(1), Fraction(0)
    for day in sorted({days for days, _ in ends}):
        at_risk = sum(days >= day for days, _ in ends)
        leaving = sum(days == day and kind is not None for days, kind in ends)
        arriving = sum(days == day and kind == "arrive" for days, kind in ends)
        if leaving:
            share += waiting * Fraction(arriving, at_risk)
            events.append(Event(day, at_risk, leaving, arriving, waiting, share))
            waiting *= 1 - Fraction(leaving, at_risk)
    arrivals = [one for one in events if one.arriving]
    return [Point(e.days, e.share, *_interval(float(e.share), _variance(events, e)))
            for e in arrivals]  # fmt: skip


def _variance(events: list[Event], at: Event) -> float:
    """Marubini and Valsecchi, 10.12, each of its three sums as it is printed."""
    total = 0.0
    for one in events:
        if one.days > at.days:
            break
        n, d, ours = one.at_risk, one.leaving, one.arriving
        still = float(at.share - one.share)
        if n > d:
            total += still**2 * d / (n * (n - d))
        total += float(one.waiting) ** 2 * ours * (n - ours) / n**3
        total -= 2 * still * float(one.waiting) * ours / n**2
    return max(total, 0.0)


def _interval(share: float, variance: float) -> tuple[float, float]:
    if share >= 1:
        return 1.0, 1.0
    width = Z * sqrt(variance) / (share * log(share))
    bounds = share ** exp(-width), share ** exp(width)
    return min(bounds), max(bounds)


def first_day(found: list[Point], share: Fraction, part: str) -> int | None:
    """The first day on which the share, or a bound of it, gets there."""
    for one in found:
        value = getattr(one, part)
        if value >= share if isinstance(value, Fraction) else value >= float(share) - 1e-9:
            return one.days
    return None


def wilson(reached: int, base: int) -> tuple[float, float]:
    """The two roots of (p - x)² = z² x (1 - x) / n, as Wilson wrote it."""
    a = 1 + Z * Z / base
    b = -(2 * reached / base + Z * Z / base)
    c = (reached / base) ** 2
    root = sqrt(max(b * b - 4 * a * c, 0.0))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)
