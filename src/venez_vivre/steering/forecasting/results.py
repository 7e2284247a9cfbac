"""What a projection says: expected numbers with their interval, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import floor

import numpy as np

from venez_vivre import NamedTuple
from venez_vivre.steering.forecasting.known import Whole
from venez_vivre.steering.targets import Pace

LEVEL = 0.8
"""The part of futures that an interval holds."""


class Range(NamedTuple):
    """What is expected, and the whole numbers that hold 80 % of the futures drawn."""

    expected: float
    low: int
    high: int

    def after(self, count: int) -> Range:
        """The same, once `count` more are there."""
        return Range(round(self.expected + count, 1), self.low + count, self.high + count)


def spread(expected: float, drawn: Whole) -> Range:
    """The whole numbers between which the middle 80 % of the futures fall."""
    edges = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    low, high = np.quantile(drawn, edges, method="inverted_cdf")
    return Range(round(float(expected), 1), int(low), int(high))


def shared_out(values: Iterable[float], total: float) -> list[float]:
    """The values rounded to tenths that sum to `total`, itself in tenths.

    Each is rounded down, then the tenths that lack go to those that lost most.
    """
    exact = [float(value) * 10 for value in values]
    tenths = [floor(value) for value in exact]
    lost = sorted(range(len(exact)), key=lambda i: tenths[i] - exact[i])
    for rank in range(round(total * 10) - sum(tenths)):
        tenths[lost[rank % len(lost)]] += 1
    return [tenth / 10 for tenth in tenths]


@dataclass(frozen=True)
class Amount:
    """A number of settlements to come, or of all by a day, in both units."""

    households: Range
    people: Range

    def after(self, settled: Settled) -> Amount:
        """The same, with those who are there already."""
        return Amount(self.households.after(settled.households), self.people.after(settled.people))


@dataclass(frozen=True)
class Settled:
    """Households and people settled thanks to the officers."""

    households: int
    people: int


@dataclass(frozen=True)
class Origin:
    """Who is expected: of `households` of this origin, how many settle, in both units.

    `accompagnes` were met by today, `inscrits` were not, and both are open; `a_venir` are the
    sign-ups expected by the day.
    """

    key: str
    households: int
    expected: float
    people: float


@dataclass(frozen=True)
class Line:
    """One territory: its households still open, those settled already, those expected."""

    key: str
    label: str
    waiting: int
    settled: Settled
    expected: Amount


@dataclass(frozen=True)
class Cohort:
    """The households that signed up in one month: what they are, and how many more will settle."""

    month: str
    registered: int
    settled: int
    waiting: int
    expected: float
    people: float


@dataclass(frozen=True)
class Backtest:
    """What would have been said on `day` of the settlements until `until`, and what came."""

    day: date
    until: date
    said: Amount
    came: Settled

    @property
    def missed(self) -> int:
        """1 when more households came than was said, -1 when fewer did, 0 when it held."""
        said, came = self.said.households, self.came.households
        return (came > said.high) - (came < said.low)

    @property
    def held(self) -> bool:
        """Whether the households that came are within what was said."""
        return not self.missed


@dataclass(frozen=True)
class Outlook:
    """A target, and what will be reached by its deadline if things go on.

    `by_projection` for settlements; other targets go on at their recent pace, measured on `days`,
    and have no interval. `chance` is the part of the futures that meet it. `met_on` is the day on
    which what is expected gets there; None when that is after `seen`, the last day looked at.
    All are None for a target that is over, not begun, or reached.
    """

    pace: Pace
    by_projection: bool
    days: int | None
    expected: Range | None
    chance: float | None
    met_on: date | None
    seen: date | None


@dataclass(frozen=True)
class Basis:
    """What the projection rests on.

    `settlements` are known over `history` days. Chances are estimated from `followed` days of
    waiting after the sign-up and after the first exchange, then go on as in the last `tail`.
    Sign-ups go on as in the last `pace` days. `size` is people per settled household.
    """

    settlements: int
    history: int
    followed: tuple[int, int]
    tail: int
    pace: int
    size: float
    draws: int
