"""From a forecast to what is said of the whole, or of one territory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import starmap

import numpy as np

from venez_vivre.steering.forecasting.draws import Forecast
from venez_vivre.steering.forecasting.known import Known, Whole
from venez_vivre.steering.forecasting.results import (
    Amount,
    Cohort,
    Line,
    Origin,
    Range,
    Settled,
    shared_out,
    spread,
)
from venez_vivre.steering.groups import UNKNOWN, Name
from venez_vivre.store.queries.steering import Key

ORIGINS = ("accompagnes", "inscrits", "a_venir")


class View:
    """The forecast for the territories of `columns`, of which `known` holds the households.

    `came` are households and people settled already, a row for each territory. Rounding is done
    here, once: whatever sums, sums as it is shown.
    """

    def __init__(
        self, forecast: Forecast, known: Known, came: Whole, columns: Sequence[int]
    ) -> None:
        self.forecast = forecast
        self.known = known
        self.came = came
        self.columns = list(columns)
        self.values = forecast.expected[:, self.columns]
        self.expected = self._amount(self.columns)

    @property
    def settled(self) -> Settled:
        """Those who are there already."""
        return self._settled(self.columns)

    @property
    def newcomers(self) -> float:
        """The sign-ups expected by the day."""
        return round(float(self.forecast.newcomers[self.columns].sum()), 1)

    def origins(self) -> tuple[Origin, ...]:
        """Who is expected: accompanied, only registered, not signed up yet."""
        households, people = (
            [*shared_out(self.values[:2].sum(axis=1) * size, here), later]
            for size, (here, later) in self._here_and_later()
        )
        waits = (self.known.second, self.known.first)
        counts = [*(int(wait.by_territory.sum()) for wait in waits), round(self.newcomers)]
        return tuple(starmap(Origin, zip(ORIGINS, counts, households, people, strict=True)))

    def cohorts(self, months: Sequence[str]) -> tuple[Cohort, ...]:
        """Each month of sign-up; those to come are not among them."""
        values = self.forecast.by_cohort(self.known)
        households, people = (
            shared_out(values * size, here) for size, (here, _) in self._here_and_later()
        )
        first, second = (w.by_cohort.sum(axis=1) for w in (self.known.first, self.known.second))
        counts = (self.known.registered, self.known.settled, first + second)
        whole = (map(int, column) for column in counts)
        rows = starmap(Cohort, zip(months, *whole, households, people, strict=True))
        return tuple(one for one in rows if one.registered)

    def territories(self, numbers: Sequence[int], names: Mapping[Key, Name]) -> tuple[Line, ...]:
        """Each territory, those with most to come first; the households without one come last."""
        values = self.values.sum(axis=0)
        households, people = (
            shared_out(values * size, total.expected) for size, total in self._totals()
        )
        first, second = (w.by_territory.sum(axis=1) for w in (self.known.first, self.known.second))
        lines = []
        for rank, column in enumerate(self.columns):
            drawn = self._amount([column])
            amount = Amount(
                drawn.households._replace(expected=households[rank]),
                drawn.people._replace(expected=people[rank]),
            )
            name, still = names[numbers[column]], int(first[column] + second[column])
            lines.append(Line(name.key, name.label, still, self._settled([column]), amount))
        return tuple(sorted(lines, key=_place))

    def _totals(self) -> tuple[tuple[float, Range], ...]:
        """What a household counts for, and the total, in households then in people."""
        whole = self.expected
        return (1.0, whole.households), (self.forecast.size, whole.people)

    def _here_and_later(self) -> list[tuple[float, list[float]]]:
        """In each unit: what a household counts for; the part of those signed up, and the rest."""
        parts = np.array([self.values[:2].sum(), self.values[2].sum()])
        return [(size, shared_out(parts * size, total.expected)) for size, total in self._totals()]

    def _settled(self, columns: list[int]) -> Settled:
        return Settled(*map(int, self.came[columns].sum(axis=0)))

    def _amount(self, columns: list[int]) -> Amount:
        found, size = self.forecast, self.forecast.size
        expected = found.expected[:, columns].sum()
        return Amount(
            spread(expected, found.households[:, columns].sum(axis=1)),
            spread(expected * size, found.people[:, columns].sum(axis=1)),
        )


def _place(line: Line) -> tuple[bool, float, str]:
    return line.key == UNKNOWN, -line.expected.households.expected, line.label
