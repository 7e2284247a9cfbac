"""What was known at the end of a day: how long households waited, for what, and who still waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from venez_vivre import NamedTuple
from venez_vivre.store.queries.projection import Arrived, History

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

NEVER = 10**7
"""A day after every other, for what has not happened."""

DONE, ELSEWHERE, WAITING = range(3)
"""How a wait ends: by the next stage; by something else; it has not ended yet."""


class Wait(NamedTuple):
    """One stage of the way, by days since it began.

    `exits` has a row for each way a wait ends (`DONE`, `ELSEWHERE`, `WAITING`) and a column for
    each day. `by_territory` and `by_cohort` are the households that still wait: a row for each
    territory or month, a column for each day. Those that were erased waited, and do so no more.
    """

    exits: Whole
    by_territory: Whole
    by_cohort: Whole


@dataclass(frozen=True)
class Known:
    """The households registered by `day`, as they were that evening.

    `first` waits from the sign-up to the first exchange, `second` from there to the settlement.
    `registered` and `settled` count households by month of sign-up. `signups` has a row for each
    territory and a column for each day since the first sign-up, the last being `day`. `sizes` are
    the people of settled households: each size, and how many households have it.
    """

    day: date
    first: Wait
    second: Wait
    registered: Whole
    settled: Whole
    signups: Whole
    sizes: tuple[Whole, Whole]

    @property
    def history(self) -> int:
        """For how many days the oldest household has been followed."""
        return int(self.signups.shape[1]) - 1

    @property
    def settlements(self) -> int:
        """How many households had settled thanks to the officers."""
        return int(self.second.exits[DONE].sum())

    def pace(self, days: int) -> tuple[Whole, Real]:
        """Sign-ups of each of the last whole weeks, and the part of each territory in them."""
        weeks = max(min(days, self.signups.shape[1]) // 7, 1)
        recent = self.signups[:, -7 * weeks :]
        recent = np.pad(recent, ((0, 0), (7 * weeks - recent.shape[1], 0)))
        parts = recent.sum(axis=1) / max(recent.sum(), 1)
        return recent.sum(axis=0).reshape(weeks, 7).sum(axis=1), parts


class Facts:
    """The histories of households as columns, to be looked at from any evening."""

    def __init__(self, found: Sequence[History], arrived: Sequence[Arrived]) -> None:
        columns = list(zip(*found, strict=True)) or [()] * len(History._fields)
        self.numbers = tuple(sorted({*columns[0], *(one.territory for one in arrived)}))
        self.territory = np.searchsorted(np.array(self.numbers), np.array(columns[0], dtype=int))
        days = [_ordinals(column) for column in columns[1:8]]
        self.registered, self.accompanied, self.settled, self.closed, self.erased, *voided = days
        self.voided, self.until = voided
        self.count = np.array(columns[8], dtype=np.int64)
        months = [text[:7] for text in columns[1]]
        self.cohorts = tuple(sorted(set(months)))
        self.cohort = np.searchsorted(np.array(self.cohorts), np.array(months, dtype=str))
        self.arrived = arrived

    def on(self, day: date, columns: Sequence[int] | None = None) -> Known:
        """What was known on the evening of that day, of the territories of these columns."""
        end = day.toordinal()
        here = self.registered <= end
        if columns is not None:
            here &= np.isin(self.territory, columns)
        met, home, shut = self._met(end), self._home(end), _by(self.closed, end)
        alone = home < met  # settled without an exchange before: never in the second stage
        entered = here & (met < NEVER) & ~alone
        first = np.where(alone, home, met), np.minimum(home, shut), entered, here
        second = home, shut, entered & (home < NEVER), entered
        return Known(
            day,
            self._wait(self.registered, first, end),
            self._wait(np.where(entered, met, 0), second, end),
            self._total(here),
            self._total(second[2]),
            self._signups(here, end),
            self._sizes(day),
        )

    def columns(self, territory: int | None) -> list[int]:
        """The columns of one territory, or of all; none when no household was ever there."""
        return [n for n, one in enumerate(self.numbers) if territory in {None, one}]

    def came(self, start: date, end: date) -> Whole:
        """Households and people settled from `start` to `end`, that stand: a row a territory."""
        first, last = start.isoformat(), end.isoformat()
        found = np.zeros((len(self.numbers), 2), dtype=np.int64)
        for one in self.arrived:
            if first <= one.settled_on <= last:
                row = self.numbers.index(one.territory)
                found[row] += one.households, one.households * one.people
        return found

    def _met(self, end: int) -> Whole:
        return _by(self.accompanied, end)

    def _home(self, end: int) -> Whole:
        """When each had settled, as it was told that evening: some were cancelled later."""
        stood = np.where(self.until > end, _by(self.voided, end), NEVER)
        return np.minimum(_by(self.settled, end), stood)

    def _wait(self, start: Whole, way: tuple[Whole, Whole, Mask, Mask], end: int) -> Wait:
        """Count waits, by the day it was done, that of something else, who did, who counts."""
        done_on, other_on, done, counted = way
        kind = np.where(done, DONE, np.where(other_on < NEVER, ELSEWHERE, WAITING))
        # Who was erased is followed no further: they waited until then, and wait no more.
        lost = _by(self.erased, end)
        stop = np.where(done, done_on, np.minimum(np.minimum(other_on, lost), end))
        days = np.clip(stop - start, 0, None)
        width = int(days[counted].max(initial=0)) + 1
        waits = counted & (kind == WAITING) & (lost == NEVER)
        return Wait(
            _table(kind, days, self.count, counted, (3, width)),
            _table(self.territory, days, self.count, waits, (len(self.numbers), width)),
            _table(self.cohort, days, self.count, waits, (len(self.cohorts), width)),
        )

    def _total(self, counted: Mask) -> Whole:
        return _table(self.cohort, 0 * self.count, self.count, counted, (len(self.cohorts), 1))[
            :, 0
        ]

    def _signups(self, here: Mask, end: int) -> Whole:
        oldest = int(self.registered[here].min(initial=end))
        shape = (len(self.numbers), end - oldest + 1)
        return _table(self.territory, self.registered - oldest, self.count, here, shape)

    def _sizes(self, day: date) -> tuple[Whole, Whole]:
        found: dict[int, int] = {}
        for one in self.arrived:
            if one.settled_on <= day.isoformat():
                found[one.people] = found.get(one.people, 0) + one.households
        sizes = sorted(found)
        return np.array(sizes, dtype=np.int64), np.array([found[s] for s in sizes], dtype=np.int64)


def _ordinals(texts: Sequence[str | None]) -> Whole:
    known: dict[str | None, int] = {None: NEVER}
    for text in set(texts) - {None}:
        known[text] = date.fromisoformat(str(text)).toordinal()
    return np.array([known[text] for text in texts], dtype=np.int64)


def _by(days: Whole, end: int) -> Whole:
    """Those days, but for what came after the last one."""
    return np.where(days <= end, days, NEVER)


def _table(
    row: Whole, column: Whole, weight: Whole, counted: Mask, shape: tuple[int, int]
) -> Whole:
    """How much weight falls in each row and column."""
    places = row[counted] * shape[1] + column[counted]
    found = np.bincount(places, weights=weight[counted], minlength=shape[0] * shape[1])
    return found.reshape(shape).astype(np.int64)
