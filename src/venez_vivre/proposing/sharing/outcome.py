"""What an allocation means: for each household what it gave up, for each offer what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from venez_vivre import NamedTuple
from venez_vivre.proposing.sharing.problem import SCALE, Flags, Floats, Ints, Problem

WELL_SERVED = 0.6
"""The score from which a household is well served."""


class Fate(IntEnum):
    """Why a household is served or not."""

    SERVED = 0
    ASKED_NOTHING = 1  # it may be given no offer
    NO_CANDIDATE = 2  # no offer suits it
    NO_PLACE = 3  # those that suit it have no place at all
    TAKEN = 4  # all went to others


class Pairs(NamedTuple):
    """Who gets what, by positions in what was given: by household key, best score first."""

    household: Ints
    offer: Ints
    score: Floats


class Tally(NamedTuple):
    """Households served and well served, pairs, and the sum of the scores."""

    served: int
    well_served: int
    pairs: int
    value: float


class HouseholdColumns(NamedTuple):
    """One entry a household, in the order given.

    `best` is its best score, `regret` that less the best it gets; both NaN without a candidate.
    `attainable` is the sum of the best offers with a place, as many as it may have, and
    `shortfall` that less the sum it gets.
    """

    fate: Ints
    given: Ints
    value: Floats
    best: Floats
    regret: Floats
    attainable: Floats
    shortfall: Floats


class Gains(NamedTuple):
    """What one more place of each offer would add: households served, then scores.

    The scores may fall where one more household is served.
    """

    served: Ints
    value: Floats


class OfferColumns(NamedTuple):
    """One entry an offer, in the order given.

    `wanted` counts the households that it suits, `preferred` those whose best it is; `saturated`
    offers have no place left, and only they gain by one more.
    """

    taken: Ints
    wanted: Ints
    preferred: Ints
    saturated: Flags
    gains: Gains


@dataclass(frozen=True)
class Allocation:
    """An allocation and its consequences."""

    pairs: Pairs
    tally: Tally
    households: HouseholdColumns
    offers: OfferColumns


def outcome(problem: Problem, chosen: Flags, gains: Gains) -> Allocation:
    """The consequences of the candidates chosen, back in the order given."""
    pairs = as_pairs(problem, chosen)
    homes = _households(problem, chosen)
    offers = _offers(problem, chosen, gains)
    back, forth = _inverse(problem.household_order), _inverse(problem.offer_order)
    return Allocation(
        pairs,
        tally(pairs),
        HouseholdColumns(
            fate=homes.fate[back],
            given=homes.given[back],
            value=homes.value[back],
            best=homes.best[back],
            regret=homes.regret[back],
            attainable=homes.attainable[back],
            shortfall=homes.shortfall[back],
        ),
        OfferColumns(
            offers.taken[forth],
            offers.wanted[forth],
            offers.preferred[forth],
            offers.saturated[forth],
            Gains(gains.served[forth], gains.value[forth]),
        ),
    )


def as_pairs(problem: Problem, chosen: Flags) -> Pairs:
    """The candidates chosen, by the positions given."""
    household, offer = problem.household[chosen], problem.offer[chosen]
    score = problem.value[chosen] / SCALE
    return Pairs(problem.household_order[household], problem.offer_order[offer], score)


def tally(pairs: Pairs) -> Tally:
    """The figures of an allocation."""
    well = pairs.household[pairs.score >= WELL_SERVED]
    return Tally(
        len(np.unique(pairs.household)),
        len(np.unique(well)),
        len(pairs.household),
        float(np.rint(pairs.score * SCALE).sum() / SCALE),
    )


def _households(problem: Problem, chosen: Flags) -> HouseholdColumns:
    """Columns of the households, in the order of the problem."""
    everything = np.ones_like(chosen)
    open_ = problem.places[problem.offer] > 0
    rank = problem.place_in_household(open_)
    top = open_.copy()
    top[open_] = rank < problem.capacity[problem.household[open_]]
    best, got = _first(problem, everything), _first(problem, chosen)
    value, attainable = _sums(problem, chosen), _sums(problem, top)
    return HouseholdColumns(
        _fates(problem, _count(problem, chosen), _count(problem, open_)),
        _count(problem, chosen),
        value / SCALE,
        best,
        best - np.nan_to_num(got),
        attainable / SCALE,
        (attainable - value) / SCALE,
    )


def _count(problem: Problem, among: Flags) -> Ints:
    """How many of some candidates each household has."""
    return np.bincount(problem.household[among], minlength=len(problem.capacity))


def _sums(problem: Problem, among: Flags) -> Ints:
    """The value of some candidates of each household, in millionths."""
    sums = np.zeros(len(problem.capacity), dtype=np.int64)
    np.add.at(sums, problem.household[among], problem.value[among])
    return sums


def _first(problem: Problem, among: Flags) -> Floats:
    """The best score of each household among some candidates; NaN without one."""
    first = np.flatnonzero(among)[problem.place_in_household(among) == 0]
    best = np.full(len(problem.capacity), np.nan)
    best[problem.household[first]] = problem.value[first] / SCALE
    return best


def _fates(problem: Problem, given: Ints, open_: Ints) -> Ints:
    """Why each household is served or not: the first reason that holds."""
    reasons = (
        (given > 0, Fate.SERVED),
        (problem.capacity == 0, Fate.ASKED_NOTHING),
        (problem.wishes == 0, Fate.NO_CANDIDATE),
        (open_ == 0, Fate.NO_PLACE),
    )
    return np.select([held for held, _ in reasons], [fate for _, fate in reasons], Fate.TAKEN)


def _offers(problem: Problem, chosen: Flags, gains: Gains) -> OfferColumns:
    """Columns of the offers, in the order of the problem."""
    size = len(problem.places)
    taken = np.bincount(problem.offer[chosen], minlength=size)
    everyone = np.ones_like(chosen)
    top = problem.offer[problem.place_in_household(everyone) == 0]
    return OfferColumns(
        taken,
        problem.wanted,
        np.bincount(top, minlength=size),
        taken >= problem.places,
        gains,
    )


def _inverse(order: Ints) -> Ints:
    """For each position given, its place in the order of the problem."""
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return places
