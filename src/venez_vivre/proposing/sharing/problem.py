"""What is shared: households that wait, offers that have places, and the scores between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from venez_vivre import NamedTuple

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SCALE = 1_000_000
"""Steps of a score: scores are rounded to the millionth, and their sums are exact integers."""

LONGEST_WAIT = 36_500
"""Days; a longer wait is a mistyped date, and would not fit the integers of the solver."""


class Households(NamedTuple):
    """One entry a household: its reference, the days it has waited, the offers it may be given."""

    keys: Sequence[str]
    waits: Sequence[int] | Ints
    capacity: Sequence[int] | Ints


class Offers(NamedTuple):
    """One entry an offer: its reference and how many households it has room for."""

    keys: Sequence[str]
    places: Sequence[int] | Ints


class Candidates(NamedTuple):
    """The offers that suit: positions of a household and of an offer, and a score in 0..1.

    Of a pair that comes twice, the better score counts.
    """

    household: Sequence[int] | Ints
    offer: Sequence[int] | Ints
    score: Sequence[float] | Floats


class Problem:
    """The same facts as arrays, households and offers in the order of their keys.

    Every array is in that order, whatever the order given: so is the answer. Candidates are
    sorted by household, then by decreasing score, then by offer. Raises `ValueError` on an
    index, score, wait or number of places out of range, and on a key that comes twice.
    """

    def __init__(self, households: Households, offers: Offers, candidates: Candidates) -> None:
        self.household_order = _by_key(households.keys, "household")
        self.offer_order = _by_key(offers.keys, "offer")
        self.household_keys = [households.keys[place] for place in self.household_order]
        self.offer_keys = [offers.keys[place] for place in self.offer_order]
        self.waits = _counts(households.waits, self.household_order, "wait")
        if self.waits.max(initial=0) > LONGEST_WAIT:
            raise ValueError(f"a wait is longer than {LONGEST_WAIT} days")
        self.capacity = _counts(households.capacity, self.household_order, "capacity")
        self.places = _counts(offers.places, self.offer_order, "number of places")
        household = _ranks(candidates.household, self.household_order, "household")
        offer = _ranks(candidates.offer, self.offer_order, "offer")
        score = np.asarray(candidates.score, dtype=np.float64)
        if not len(household) == len(offer) == len(score):
            raise ValueError("candidates are not columns of one length")
        if not ((score >= 0) & (score <= 1)).all():
            raise ValueError("a score is outside 0..1")
        kept = _ranked(household, offer, score, len(self.places))
        self.household, self.offer = household[kept], offer[kept]
        self.value = _millionths(score[kept])

    @cached_property
    def wishes(self) -> Ints:
        """How many candidates each household has."""
        return np.bincount(self.household, minlength=len(self.capacity))

    @cached_property
    def wanted(self) -> Ints:
        """How many households each offer suits."""
        return np.bincount(self.offer, minlength=len(self.places))

    def place_in_household(self, chosen: Flags) -> Ints:
        """For each chosen candidate, how many chosen ones of its household come before it."""
        household = self.household[chosen]
        first = np.searchsorted(household, household)
        return np.arange(len(household)) - first


def _by_key(keys: Sequence[str], what: str) -> Ints:
    """Positions sorted by key."""
    order = sorted(range(len(keys)), key=keys.__getitem__)
    if len(set(keys)) < len(keys):
        raise ValueError(f"two {what}s have one key")
    return np.array(order, dtype=np.int64)


def _counts(numbers: Sequence[int] | Ints, order: Ints, what: str) -> Ints:
    """Numbers, one a key, in the order of the keys."""
    column = np.asarray(numbers, dtype=np.int64)
    if len(column) != len(order):
        raise ValueError(f"there is not one {what} a key")
    if (column < 0).any():
        raise ValueError(f"a {what} is negative")
    return column[order]


def _ranks(positions: Sequence[int] | Ints, order: Ints, what: str) -> Ints:
    """Ranks by key of what stands at these positions."""
    column = np.asarray(positions, dtype=np.int64)
    if ((column < 0) | (column >= len(order))).any():
        raise ValueError(f"a candidate names no {what}")
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    return ranks[column]


def _millionths(score: Floats) -> Ints:
    return np.rint(score * SCALE).astype(np.int64)


def _ranked(household: Ints, offer: Ints, score: Floats, offers: int) -> Ints:
    """Positions of the candidates, each pair once, in the order of `Problem`."""
    pair = household * max(offers, 1) + offer
    ordered = np.sort(pair)
    kept = np.arange(len(pair))
    if (ordered[1:] == ordered[:-1]).any():
        best_first = np.lexsort((-score, pair))
        kept = best_first[np.unique(pair[best_first], return_index=True)[1]]
    # One integer a candidate sorts ten times faster than three keys; it holds as long as
    # households × offers stay below 9 × 10¹², three million of each.
    steps = household[kept] * (SCALE + 1) + SCALE - _millionths(score[kept])
    return kept[np.argsort(steps * max(offers, 1) + offer[kept])]
