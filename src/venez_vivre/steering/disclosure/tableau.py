"""How hidden figures may move together: exact linear algebra on the few that are not shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import TypeAlias

Number: TypeAlias = int | Fraction
Row: TypeAlias = dict[int, Number]
Move: TypeAlias = dict[int, int]
"""By how much each variable changes; those that do not are left out."""


class Tableau:
    """Relations solved for some variables (« basic ») in terms of the others (« free »).

    `rows[basic][free]` is what the basic variable gains when the free one gains 1. A variable has
    `room`: by how much it can go down. Those without any (« tight ») are basic only where a
    relation holds nothing else, so that a tight row holds tight variables only.
    """

    def __init__(self, relations: Iterable[Mapping[int, int]], room: Mapping[int, int]) -> None:
        self.room = room
        self.rows: dict[int, Row] = {}
        self.columns: dict[int, set[int]] = defaultdict(set)
        found = [dict(relation) for relation in relations]
        crowd = Counter(variable for relation in found for variable in relation)
        for relation in sorted(found, key=len):
            self._add(relation, crowd)

    def is_tight(self, variable: int) -> bool:
        """Whether the variable can only go up."""
        return not self.room[variable]

    def expressed(self, terms: Mapping[int, Number]) -> Row:
        """A sum of variables in terms of the free ones."""
        total: Row = defaultdict(int)
        for variable, weight in terms.items():
            for free, rate in self.rows.get(variable, {variable: 1}).items():
                total[free] += weight * rate
        return {free: rate for free, rate in total.items() if rate}

    def along(self, free: int) -> Move:
        """The least whole move that raises that free variable."""
        steps: Row = {basic: self.rows[basic][free] for basic in self.columns[free]}
        steps[free] = 1
        scale = lcm(*(step.denominator for step in steps.values()))
        return {variable: int(step * scale) for variable, step in steps.items()}

    def blocking(self, free: int) -> int | None:
        """The first tight variable that would go down when this one goes up."""
        tight = (
            one for one in self.columns[free] if self.is_tight(one) and self.rows[one][free] < 0
        )
        return min(tight, default=None)

    def exchange(self, basic: int, free: int) -> None:
        """Solve the row of a basic variable for one of its free ones: they change places."""
        row = self._take(basic)
        rate = row.pop(free)
        solved = {one: _ratio(-weight, rate) for one, weight in row.items()}
        solved[basic] = _ratio(1, rate)
        self._put(free, solved)

    def _add(self, relation: Mapping[int, int], crowd: Mapping[int, int]) -> None:
        row = self.expressed(relation)
        if not row:
            return
        basic = min(
            row, key=lambda one: (self.is_tight(one), len(self.columns[one]) + crowd[one], one)
        )
        rate = row.pop(basic)
        self._put(basic, {one: _ratio(-weight, rate) for one, weight in row.items()})

    def _take(self, basic: int) -> Row:
        row = self.rows.pop(basic)
        for free in row:
            self.columns[free].discard(basic)
        return row

    def _put(self, basic: int, row: Row) -> None:
        """Make a variable basic and replace it where others lean on it."""
        for other in self.columns.pop(basic, set()):
            line = self.rows[other]
            rate = line.pop(basic)
            for free, weight in row.items():
                total = line.get(free, 0) + rate * weight
                if total:
                    line[free] = total
                    self.columns[free].add(other)
                elif free in line:
                    del line[free]
                    self.columns[free].discard(other)
        self.rows[basic] = row
        for free in row:
            self.columns[free].add(basic)


def _ratio(above: Number, below: Number) -> Number:
    """The exact quotient, whole where it can be: whole numbers are many times faster."""
    if below in (1, -1):
        return above * below
    quotient = Fraction(above) / below
    return quotient.numerator if quotient.denominator == 1 else quotient
