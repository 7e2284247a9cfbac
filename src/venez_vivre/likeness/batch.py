"""Everybody of a base compared with everybody who shares a key with them, at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from venez_vivre import NamedTuple
from venez_vivre.likeness.blocking import candidates
from venez_vivre.likeness.coded import Ints, total
from venez_vivre.likeness.judge import Outcome, Verdict, even_odds, ruled
from venez_vivre.likeness.keys import RECIPES
from venez_vivre.likeness.population import Population
from venez_vivre.likeness.profile import Columns, Profile, columns
from venez_vivre.likeness.rules import Levels
from venez_vivre.likeness.weights import SWAPPED, Level

REFINE = ("first", "last", "year", "place")
"""Traits that divide the keys that too many people share, a family's or an association's."""


class Pair(NamedTuple):
    """Two people, by their places in what was given (`one` < `other`), and what follows."""

    one: int
    other: int
    bits: float
    verdict: Verdict


def pairs(people: Columns | Iterable[Profile], size: int | None = None) -> list[Pair]:
    """Every pair that is not UNRELATED, by decreasing bits.

    HOUSEHOLD is left out for two people who are of one household already. `size` is the number of
    people that the thresholds carry, by default the number given.
    """
    base = people if isinstance(people, Columns) else columns(people)
    if len(base) < 2:
        return []
    population, size = Population(base), size or len(base)
    left, right = candidates(RECIPES, population.traits(), REFINE)
    worth = population.worth(left, right, even_odds(size))
    left, right = left[worth], right[worth]
    return _ruled(population, left, right, size)


def _ruled(population: Population, left: Ints, right: Ints, size: int) -> list[Pair]:
    """The pairs whose verdict is worth telling."""
    found, swapped = population.levels(left, right)
    combined = swapped.astype(np.int64)
    for row in found:
        combined = combined * len(Level) + row
    # A verdict depends on nothing but the levels: few combinations, asked once each.
    _, first, back = np.unique(combined, return_index=True, return_inverse=True)
    verdicts = [
        ruled(_kind(column, swapped=crossed), size)
        for column, crossed in zip(found[:, first].T.tolist(), swapped[first].tolist(), strict=True)
    ]
    bits = total(population.table(), found) + swapped * np.float32(SWAPPED.bits)
    told = np.array([verdict.outcome is not Outcome.UNRELATED for verdict in verdicts], dtype=bool)
    home = np.array([verdict.outcome is Outcome.HOUSEHOLD for verdict in verdicts], dtype=bool)
    kept = told[back] & ~(home[back] & population.one_household(left, right))
    places = np.flatnonzero(kept)
    places = places[np.argsort(-bits[places], kind="stable")]
    columns_ = left[places], right[places], bits[places], back[places]
    return [
        Pair(one, other, weight, verdicts[kind])
        for one, other, weight, kind in zip(*(c.tolist() for c in columns_), strict=True)
    ]


def _kind(column: list[int], *, swapped: bool) -> Levels:
    first, last, email, phone, year, place = map(Level, column)
    return Levels(first, last, email, phone, year, place, swapped)
