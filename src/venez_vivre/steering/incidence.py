"""The share that has done it by each day, when something else may come first (Aalen–Johansen)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import exp, log, sqrt

from venez_vivre import NamedTuple
from venez_vivre.steering.rates import Z95

QUARTERS = (0.25, 0.5, 0.75)
EXACT = 1e-12
"""A share of exactly one half may miss it by one bit."""


class Exit(NamedTuple):
    """`households` followed for `days`, until `kind` happened; None: nothing has yet."""

    days: int
    kind: str | None
    households: int = 1


class Step(NamedTuple):
    """The share that has done it on that day or before, its variance and its 95 % interval."""

    days: int
    share: float
    variance: float
    low: float
    high: float


@dataclass(frozen=True)
class Median:
    """Days after which a part of all has done it, with the 95 % interval; None: not reached."""

    days: int | None
    low: int | None
    high: int | None


NOBODY = Step(0, 0.0, 0.0, 0.0, 0.0)


@dataclass
class _Spread:
    """The sums behind the variance of an incidence.

    Delta method on Greenwood’s formula, as written by Marubini and Valsecchi (Analysing Survival
    Data from Clinical Trials and Observational Studies, 1995, 10.12); the squares are expanded, so
    that a day costs the same whatever came before it.
    """

    sums: list[float] = field(default_factory=lambda: [0.0] * 6)

    def add(self, at_risk: int, leaving: int, done: int, waiting: float, share: float) -> None:
        """One day: of `at_risk`, `leaving` had some event and `done` ours, after which `share`."""
        left = at_risk - leaving
        all_gone = leaving / at_risk / left if left else 0.0  # no day follows the last one
        ours = waiting * done / at_risk**2
        own = waiting**2 * done * (at_risk - done) / at_risk**3
        new = (all_gone, all_gone * share, all_gone * share**2, own, ours, ours * share)
        self.sums = [before + more for before, more in zip(self.sums, new, strict=True)]

    def at(self, share: float) -> float:
        """The variance of the incidence once it is `share`."""
        flat, once, twice, own, ours, passed = self.sums
        squares = share * share * flat - 2 * share * once + twice
        return max(squares + own - 2 * (share * ours - passed), 0.0)


def incidence(exits: Iterable[Exit], kind: str, z: float = Z95) -> list[Step]:
    """The cumulative incidence of one kind of event, a step for each day on which it happened.

    The Aalen–Johansen estimate: who left by another event is no longer there to do it, who is
    still followed may do it later. Without another event it is one minus Kaplan–Meier. The
    interval is taken on the log-log scale, which stays within 0..1. The cost goes with the number
    of distinct days, not with that of the households.

    Args:
        exits: grouped counts, in any order; the same day and kind may come more than once.
        kind: the event that is looked at; any other kind but None competes with it.
        z: the normal quantile of the interval; 1.96 for 95 %.

    """
    days, ours = _by_day(exits, kind)
    at_risk, waiting, share, spread = sum(seen for seen, _ in days.values()), 1.0, 0.0, _Spread()
    steps = []
    for day in sorted(days):
        seen, leaving = days[day]
        done = ours.get(day, 0)
        if leaving:
            share = min(share + waiting * done / at_risk, 1.0)  # sums of parts round up
            spread.add(at_risk, leaving, done, waiting, share)
            waiting *= 1 - leaving / at_risk
        if done:
            variance = spread.at(share)
            steps.append(Step(day, share, variance, *_bounds(share, variance, z)))
        at_risk -= seen
    return steps


def _by_day(
    exits: Iterable[Exit], kind: str
) -> tuple[dict[int, tuple[int, int]], Mapping[int, int]]:
    """For each day: how many were last seen, how many of them by an event; how many by ours."""
    days: dict[int, tuple[int, int]] = {}
    ours: dict[int, int] = {}
    for day, event, count in exits:
        if not count:
            continue
        seen, leaving = days.get(day, (0, 0))
        days[day] = seen + count, leaving + (0 if event is None else count)
        if event == kind:
            ours[day] = ours.get(day, 0) + count
    return days, ours


def _bounds(share: float, variance: float, z: float) -> tuple[float, float]:
    if share >= 1 - EXACT:
        return share, share
    depth = log(share)
    shift = z * sqrt(variance) / (share * -depth)
    return exp(depth * exp(shift)), exp(depth * exp(-shift))


def share_at(steps: Sequence[Step], days: int) -> Step:
    """The state of the incidence on that day; zero before its first step."""
    last = NOBODY
    for step in steps:
        if step.days > days:
            break
        last = step
    return last._replace(days=days)


def reached(steps: Sequence[Step], share: float) -> Median:
    """The first day on which that share of all has done it, with its 95 % interval.

    Each part is None when it is not reached: the share may be one that nobody will ever reach.
    """

    def first(of: Iterable[float]) -> int | None:
        # Bounds may dip where many leave by another event: what was once reached stays so.
        risen = accumulate(of, max)
        pairs = zip(steps, risen, strict=True)
        return next((step.days for step, value in pairs if value >= share - EXACT), None)

    return Median(
        first(step.share for step in steps),
        first(step.high for step in steps),
        first(step.low for step in steps),
    )


def quartiles(steps: Sequence[Step]) -> tuple[Median, Median, Median]:
    """The days on which 25, 50 and 75 % of all have done it."""
    quarter, half, most = (reached(steps, share) for share in QUARTERS)
    return quarter, half, most
