"""Futures drawn from what was known: settlements by a day, in households and in people."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from venez_vivre.steering.forecasting.chances import Chances, Courses, ratio
from venez_vivre.steering.forecasting.known import Known, Real, Wait, Whole

SEED = 20_241_001
"""The same base gives the same figures: the day the scheme began."""
SEASON, YEAR = 90, 365
"""Sign-ups go on at the pace of as many days past as are to come, within these."""


@dataclass(frozen=True)
class Forecast:
    """Settlements within `days`: the expected numbers, and futures drawn.

    `expected` is in households: three rows (accompanied today, only registered, not signed up
    yet), a column for each territory. `households` and `people` have a row for each future, a
    column for each territory. `size` is the mean number of people of a settled household.
    `newcomers` are the sign-ups expected, by territory. `chances` are those of the base itself.
    """

    days: int
    expected: Real
    households: Whole
    people: Whole
    size: float
    newcomers: Real
    chances: Chances

    def by_cohort(self, known: Known) -> Real:
        """The expected households of each month of sign-up, of those known (of one territory)."""
        return _sum(known.second, self.chances.accompanied) + _sum(
            known.first, self.chances.registered
        )


def _sum(wait: Wait, chances: Real) -> Real:
    found: Real = wait.by_cohort @ chances[0, : wait.by_cohort.shape[1]]
    return found


def pace_days(known: Known, days: int) -> int:
    """How far back the pace of sign-ups is measured."""
    return min(max(days, SEASON), YEAR, known.history + 1)


class Forecaster:
    """Everything that can be drawn from what was known on one evening."""

    def __init__(self, known: Known, longest: int, draws: int, seed: int = SEED) -> None:
        self.known = known
        self.draws = draws
        self.seed = seed
        sizes, counts = known.sizes
        self.size = float(counts @ sizes / max(counts.sum(), 1))
        self.courses = Courses(known, longest, draws, np.random.default_rng(seed))

    def within(self, days: int) -> Forecast:
        """The settlements of the next `days`."""
        rng = np.random.default_rng([self.seed, days])
        chances = self.courses.within(days)
        weeks, parts = self.known.pace(pace_days(self.known, days))
        coming = _coming(weeks, days, self.draws, rng)
        means, squares = self._sums(chances, coming, parts, days)
        whole = means.sum(axis=0)
        households = _settling(whole[1:], squares.sum(axis=0)[1:], rng)
        return Forecast(
            days,
            means[:, 0],
            households,
            self._people(households, rng),
            self.size,
            coming[0].sum() * parts,
            Chances(*(chance[:1] for chance in chances)),
        )

    def _sums(self, chances: Chances, coming: Real, parts: Real, days: int) -> tuple[Real, Real]:
        """The sums of chances and of their squares: three origins × draws × territories."""
        met, waiting = self.known.second.by_territory.T, self.known.first.by_territory.T
        by_week = _by_week(chances.newcomer, days)
        later = (coming * by_week).sum(axis=1)[:, None] * parts
        spread = (coming * by_week**2).sum(axis=1)[:, None] * parts**2
        ways = (chances.accompanied, met), (chances.registered, waiting)
        return (
            np.stack([*(chance @ many for chance, many in ways), later]),
            np.stack([*(chance**2 @ many for chance, many in ways), spread]),
        )

    def curve(self, longest: int) -> Real:
        """The expected households in the next 1, 2, … `longest` days, as `within` says of each."""
        first, second = self.courses.first, self.courses.second
        young, old = self.courses.ages
        met = ratio(self.known.second.by_territory.sum(axis=0), second.waiting[0, :old])
        waiting = ratio(self.known.first.by_territory.sum(axis=0), first.waiting[0, :young])
        meetings = np.correlate(first.done[0, 1 : young + longest], waiting, "valid")[:longest]
        share = second.share[0]
        known = np.convolve(meetings, share[:longest])[:longest]
        known += np.correlate(second.done[0, 1:], met, "valid")[:longest].cumsum()
        newcomer = np.convolve(first.done[0, :longest], share[:longest])[:longest].cumsum()
        paces = [self.known.pace(pace_days(self.known, n + 1))[0].mean() for n in range(longest)]
        found: Real = known + np.array(paces) / 7 * newcomer
        return found

    def _people(self, households: Whole, rng: np.random.Generator) -> Whole:
        """People of the households that settle: sizes as they were, drawn again each time."""
        sizes, counts = self.known.sizes
        total = int(counts.sum())
        if not total:  # those known on that evening were all cancelled since
            return 0 * households
        again = rng.multinomial(total, counts / total, size=len(households)) / total
        found: Whole = rng.multinomial(households, again[:, None, :]) @ sizes
        return found


def _coming(weeks: Whole, days: int, draws: int, rng: np.random.Generator) -> Real:
    """Sign-ups of each week to come: their mean pace first, then weeks drawn from past ones.

    The past weeks are drawn again first: they too might have been others.
    """
    ahead, past = ceil(days / 7), len(weeks)
    again = weeks[rng.integers(past, size=(draws, past))]
    drawn = np.take_along_axis(again, rng.integers(past, size=(draws, ahead)), axis=1)
    found = np.concatenate([np.full((1, ahead), weeks.mean()), drawn])
    found[:, -1] *= (days - 7 * (ahead - 1)) / 7
    return found


def _by_week(newcomer: Real, days: int) -> Real:
    """The mean chance of those who sign up in each week to come: each day of it counts the same."""
    starts = np.arange(0, days, 7)
    lengths = np.diff(np.append(starts, days))
    return np.add.reduceat(newcomer[:, ::-1], starts, axis=1) / lengths


def _settling(mean: Real, squares: Real, rng: np.random.Generator) -> Whole:
    """How many settle, when each has its own chance: drawn from the binomial of that spread.

    A sum of many chances has mean Σp and variance Σp − Σp²; the binomial of Σp²/Σp has both
    (Ehm, Binomial approximation to the Poisson binomial distribution, 1991).
    """
    trials = np.maximum(np.rint(np.divide(mean**2, squares, out=0 * mean, where=squares > 0)), 1)
    found: Whole = rng.binomial(trials.astype(np.int64), np.clip(mean / trials, 0, 1))
    return found
