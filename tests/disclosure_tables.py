"""Random publications to mask, and what a reader can make of them, found in other ways."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import combinations, product
from random import Random

import numpy as np
from scipy.optimize import LinearConstraint, milp

from venez_vivre.steering.disclosure.figures import Bound, Figures, Key, Sum, together

ALL = "ensemble"

# --- tables -----------------------------------------------------------------------------------


def with_margins(name: str, inner: dict[tuple[str, ...], int]) -> Figures:
    """A table of counts by one to three variables, with the margins of every subset of them."""
    size = len(next(iter(inner)))
    values = [sorted({key[place] for key in inner}) for place in range(size)]
    cells: dict[Key, int] = {}
    for key in product(*([ALL, *one] for one in values)):
        cells[(name, *key)] = sum(
            count
            for at, count in inner.items()
            if all(wanted in (ALL, found) for wanted, found in zip(key, at, strict=True))
        )
    sums = [
        Sum(
            (name, *key),
            tuple((name, *key[:place], one, *key[place + 1 :]) for one in values[place]),
        )
        for key in product(*([ALL, *one] for one in values))
        for place in range(size)
        if key[place] == ALL
    ]
    return Figures(cells, sums)


def a_count(draw: Random, mood: float) -> int:
    """A count that is often nothing or small, as in a report by territory."""
    return 0 if draw.random() < 0.25 else int(draw.expovariate(1 / mood))


def an_inner(draw: Random, size: int) -> dict[tuple[str, ...], int]:
    most = {1: 6, 2: 4, 3: 3}[size]
    axes = [[f"{'abc'[axis]}{n}" for n in range(draw.randint(2, most))] for axis in range(size)]
    mood = draw.choice((1.5, 4, 12, 40))
    return {key: a_count(draw, mood) for key in product(*axes)}


def thinned(draw: Random, inner: dict[tuple[str, ...], int]) -> dict[tuple[str, ...], int]:
    """Those of each cell who came to the next stage."""
    chance = draw.choice((0.3, 0.6, 0.9))
    return {key: sum(draw.random() < chance for _ in range(count)) for key, count in inner.items()}


def nested(draw: Random, inner: dict[tuple[str, ...], int]) -> Figures:
    """Three stages of one table, each within the one before."""
    stages = [inner, middle := thinned(draw, inner), thinned(draw, middle)]
    tables = [with_margins(name, one) for name, one in zip("xyz", stages, strict=True)]
    bounds = [
        Bound((after, *key[1:]), key)
        for table, after in zip(tables[:2], "yz", strict=True)
        for key in table.cells
    ]
    return together([*tables, Figures(together(tables).cells, bounds=bounds)])


def split(draw: Random, total: Key, count: int, name: str) -> Figures:
    """A total that another table gives by something else."""
    parts = [0] * draw.randint(2, 5)
    for _ in range(count):
        parts[draw.randrange(len(parts))] += 1
    keys = {(name, total, n): part for n, part in enumerate(parts)}
    return Figures({total: count, **keys}, [Sum(total, tuple(keys))])


def sharing(draw: Random, table: Figures) -> Figures:
    """The table and two others that give again some of its totals, otherwise broken down."""
    totals = sorted({tie.total for tie in table.sums})
    others = [
        split(draw, key, table.cells[key], name)
        for name in ("semaine", "motif")
        for key in draw.sample(totals, min(2, len(totals)))
    ]
    return together([table, *others])


def a_publication(seed: int) -> Figures:
    """Tables of 1 to 3 dimensions, alone, in nested stages or sharing their margins."""
    draw = Random(seed)
    inner = an_inner(draw, 1 + seed % 3)
    kind = seed // 3 % 3
    table = nested(draw, inner) if kind == 1 else with_margins("x", inner)
    return sharing(draw, table) if kind == 2 else table


def told_apart(figures: Figures, seed: int) -> Figures:
    """The same, a few of its figures on no page and a few known to the public."""
    draw = Random(seed)
    keys = list(figures.cells)
    aside = draw.sample(keys, min(len(keys), draw.randint(0, 4)))
    half = draw.randint(0, len(aside))
    return replace(figures, unprinted=frozenset(aside[:half]), known=frozenset(aside[half:]))


def a_report(seed: int, scale: float = 20, territories: int = 35) -> Figures:
    """A weekly report: funnel by territory in four units, by month, by week, reasons of giving up.

    `scale` is the mean number of households of a territory.
    """
    draw = Random(seed)
    funnel = a_funnel(draw, [int(draw.expovariate(1 / scale)) for _ in range(territories)])
    totals = {key: count for key, count in funnel.cells.items() if key[1] == ALL}
    curves = [
        curve
        for key, count in totals.items()
        if key[3] in ("foyers", "personnes")
        for curve in (_curve(draw, key, count, "mois", 24), _weeks(draw, key, count))
    ]
    others = [_weeks(draw, ("appels", n), draw.randint(60, 300)) for n in range(4)]
    return together([funnel, *curves, *others, _curve(draw, "abandons", 70, "motif", 10)])


STAGES = ("inscrits", "accompagnes", "installes")
UNITS = ("foyers", "adultes", "enfants", "personnes")


def a_funnel(draw: Random, sizes: list[int]) -> Figures:
    """Three nested stages by territory: households, adults, children, people."""
    inner: dict[tuple[str, str, str], int] = {}
    for number, size in enumerate(sizes):
        homes = [(1 + (draw.random() < 0.6), draw.choice((0, 0, 1, 2))) for _ in range(size)]
        for stage, chance in zip(STAGES, (1, 0.5, 0.4), strict=True):
            homes = [home for home in homes if draw.random() < chance]
            adults, children = sum(home[0] for home in homes), sum(home[1] for home in homes)
            counts = (len(homes), adults, children, adults + children)
            inner |= {(f"T{number}", stage, unit): n for unit, n in zip(UNITS, counts, strict=True)}
    return funnel_of(inner, [f"T{number}" for number in range(len(sizes))])


def funnel_of(inner: dict[tuple[str, str, str], int], places: list[str]) -> Figures:
    cells: dict[Key, int] = {("f", *key): count for key, count in inner.items()}
    sums, bounds = [], []
    for stage, unit in product(STAGES, UNITS):
        parts = tuple(("f", place, stage, unit) for place in places)
        cells["f", ALL, stage, unit] = sum(cells[part] for part in parts)
        sums.append(Sum(("f", ALL, stage, unit), parts))
    for place, stage in product([ALL, *places], STAGES):
        at = ("f", place, stage)
        sums.append(Sum((*at, "personnes"), ((*at, "adultes"), (*at, "enfants"))))
        bounds.append(Bound((*at, "foyers"), (*at, "adultes")))
    for place, unit, step in product([ALL, *places], UNITS, (0, 1)):
        bounds.append(Bound(("f", place, STAGES[step + 1], unit), ("f", place, STAGES[step], unit)))
    return Figures(cells, sums, bounds)


def _curve(draw: Random, total: Key, count: int, name: str, steps: int) -> Figures:
    parts = [0] * steps
    for _ in range(count):
        parts[draw.randrange(steps)] += 1
    cells = {(name, total, n): part for n, part in enumerate(parts)}
    return Figures({total: count, **cells}, [Sum(total, tuple(cells))])


def _weeks(draw: Random, total: Key, count: int) -> Figures:
    """A weekly curve, and what was reached before the last week."""
    curve = _curve(draw, total, count, "semaine", 53)
    week, before = ("semaine", total, 52), ("avant", total)
    cells = {**curve.cells, before: count - curve.cells[week]}
    return Figures(cells, [*curve.sums, Sum(total, (before, week))])


# --- what a reader can find, by other means -----------------------------------------------------


def hidden(figures: Figures, masked: AbstractSet[Key]) -> list[Key]:
    """What the reader does not see, in the order of the figures."""
    unseen = (figures.unprinted | masked) - figures.known
    return [key for key in figures.cells if key in unseen]


def matrix(figures: Figures, keys: list[Key]) -> np.ndarray:
    """One line a sum, one column a figure of `keys`."""
    place = {key: n for n, key in enumerate(keys)}
    found = np.zeros((len(figures.sums), len(keys)))
    for line, tie in enumerate(figures.sums):
        for keys_, weight in ((tie.parts, 1), (tie.less, -1), ((tie.total,), -1)):
            for key in keys_:
                if key in place:
                    found[line, place[key]] += weight
    return found


def solved(figures: Figures, masked: AbstractSet[Key]) -> list[Key]:
    """The hidden figures that the sums give: nothing that the sums allow moves them (by SVD)."""
    keys = hidden(figures, masked)
    if not keys:
        return []
    full = matrix(figures, keys)
    _, values, directions = np.linalg.svd(np.vstack([full, np.zeros((1, len(keys)))]))
    free = directions[np.count_nonzero(values > 1e-9) :]
    return [key for n, key in enumerate(keys) if np.abs(free[:, n]).max(initial=0) < 1e-9]


class Reader:
    """Somebody who knows the rule and every relation, and has an integer programme (HiGHS)."""

    def __init__(self, figures: Figures, masked: AbstractSet[Key]) -> None:
        self.keys = hidden(figures, masked)
        self.asked = [key for key in self.keys if key in {*masked, *figures.small}]
        self.counts = np.array([figures.cells[key] for key in self.keys])
        self.least = np.array([int(key in masked) for key in self.keys])
        self.most = 10 * sum(figures.cells.values()) + 10
        self.rules = LinearConstraint(*_rules(figures, self.keys)) if self.keys else None

    def best(self, goal: np.ndarray) -> np.ndarray:
        """The possible counts that make the goal greatest."""
        found = milp(
            -goal,
            integrality=np.ones(len(goal)),
            bounds=(self.least, self.most),
            constraints=self.rules,
        )
        assert found.success, found.message
        return np.rint(found.x).astype(int)

    def goal(self, key: Key) -> np.ndarray:
        return np.array([float(one == key) for one in self.keys])

    def range(self, key: Key) -> tuple[int, int]:
        """The least and the greatest count that this masked figure may have."""
        goal = self.goal(key)
        return int(goal @ self.best(-goal)), int(goal @ self.best(goal))

    def pinned(self) -> list[Key]:
        """The masked figures of which only one count is possible.

        Those that differ in one of the possible publications are not (no two weights alike, lest a
        sum hold the goal still); the others are asked alone.
        """
        left = set(self.asked)
        before = len(left) + 1
        while left and len(left) < before:
            before = len(left)
            for way in (1, -1):
                goal = np.array([way * n * (key in left) for n, key in enumerate(self.keys, 1)])
                changed = self.best(goal) != self.counts
                left -= {key for key, other in zip(self.keys, changed, strict=True) if other}
        return [key for key in self.asked if key in left and len(set(self.range(key))) == 1]


def _rules(figures: Figures, keys: list[Key]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every relation as low <= rules · hidden <= high."""
    shown = [key for key in figures.cells if key not in set(keys)]
    counts = np.array([figures.cells[key] for key in shown])
    equal = -(matrix(figures, shown) @ counts if shown else np.zeros(len(figures.sums)))
    place = {key: n for n, key in enumerate(keys)}
    lines = np.zeros((len(figures.bounds), len(keys)))
    gaps = np.zeros(len(figures.bounds))
    for n, bound in enumerate(figures.bounds):
        for key, sign in ((bound.larger, 1), (bound.smaller, -1)):
            if key in place:
                lines[n, place[key]] += sign
            else:
                gaps[n] -= sign * figures.cells[key]
    rules = np.vstack([matrix(figures, keys), lines])
    return (
        rules,
        np.concatenate([equal, gaps]),
        np.concatenate([equal, np.full(len(gaps), np.inf)]),
    )


def fewest(figures: Figures) -> int:
    """The fewest masks that hide everything, by trying all."""
    small = set(figures.small)
    others = [key for key, count in figures.cells.items() if count and key not in small]
    for extra in range(len(others) + 1):
        for more in combinations(others, extra):
            masked = small | set(more)
            if not solved(figures, masked) and not Reader(figures, masked).pinned():
                return len(masked)
    raise AssertionError("no masks hide everything")
