"""Each target against what is expected: met by its deadline or not, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cached_property
from math import ceil

import numpy as np

from venez_vivre.steering.forecasting.draws import Forecaster, pace_days
from venez_vivre.steering.forecasting.known import Real
from venez_vivre.steering.forecasting.results import Outlook, Range, spread
from venez_vivre.steering.funnel import Counts
from venez_vivre.steering.targets import MEASURES, Pace, reached

FARTHEST = 730
"""Nobody is told of a day more than two years ahead."""
Recent = Callable[[date], Counts]
"""What the funnel counts from a day to today."""


class Seer:
    """Looks at targets from `day`, as far as `longest` days ahead for settlements."""

    def __init__(self, forecaster: Forecaster, longest: int, recent: Recent) -> None:
        self.day = forecaster.known.day
        self.forecaster = forecaster
        self.longest = longest
        self.recent = recent

    def foresee(self, paces: Sequence[Pace]) -> tuple[Outlook, ...]:
        """Each target, in its order."""
        return tuple(self._one(pace) for pace in paces)

    def _one(self, pace: Pace) -> Outlook:
        stage, unit = MEASURES[pace.goal.indicator]
        settles = stage == "installes"
        over = pace.goal.deadline <= self.day or pace.reached >= pace.goal.value
        if over or pace.state == "a_venir":
            return Outlook(pace, settles, None, None, None, None, None)
        return self._settling(pace, unit) if settles else self._steady(pace)

    @cached_property
    def _curve(self) -> Real:
        return self.forecaster.curve(self.longest)

    def _settling(self, pace: Pace, unit: str) -> Outlook:
        days = (pace.goal.deadline - self.day).days
        size = self.forecaster.size if unit == "people" else 1.0
        enough = np.flatnonzero(self._curve * size >= pace.goal.value - pace.reached)
        met_on = self.day + timedelta(days=int(enough[0]) + 1) if enough.size else None
        seen = self.day + timedelta(days=self.longest)
        if days > self.longest:
            return Outlook(pace, True, None, None, None, met_on, seen)
        drawn = self.forecaster.within(days)
        futures = getattr(drawn, unit).sum(axis=1)
        expected = spread(drawn.expected.sum() * size, futures).after(pace.reached)
        chance = float((futures + pace.reached >= pace.goal.value).mean())
        return Outlook(pace, True, None, expected, chance, met_on, seen)

    def _steady(self, pace: Pace) -> Outlook:
        """At the pace of as many days past as are to come."""
        ahead = (pace.goal.deadline - self.day).days
        days = pace_days(self.forecaster.known, ahead)
        counts = self.recent(self.day - timedelta(days=days - 1))
        a_day = reached(pace.goal, counts) / days
        expected = round(pace.reached + a_day * ahead, 1)
        left = pace.goal.value - pace.reached
        wait = ceil(left / a_day) if a_day * FARTHEST >= left else None
        met_on = self.day + timedelta(days=wait) if wait is not None else None
        seen = self.day + timedelta(days=FARTHEST)
        said = Range(expected, int(expected), int(expected))
        return Outlook(pace, False, days, said, None, met_on, seen)
