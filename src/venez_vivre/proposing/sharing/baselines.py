"""What people do without a global view: each for itself, or the best pair first."""

from __future__ import annotations

import numpy as np

from venez_vivre.proposing.sharing.outcome import Pairs, as_pairs
from venez_vivre.proposing.sharing.problem import Flags, Ints, Problem


def independent_best(problem: Problem) -> Pairs:
    """Each household sent its best offers, as many as it may have, whatever the others want.

    The places of an offer go to the best scores among those who were sent it, then to the longest
    waits; the others get nothing in exchange.
    """
    sent = problem.place_in_household(np.ones(len(problem.household), dtype=bool))
    chosen = sent < problem.capacity[problem.household]
    offer = problem.offer[chosen]
    order = _best_first(problem, np.flatnonzero(chosen))
    order = order[np.argsort(problem.offer[order], kind="stable")]
    queue = np.sort(offer)
    rank = np.arange(len(queue)) - np.searchsorted(queue, queue)
    return as_pairs(problem, _flags(problem, order[rank < problem.places[queue]]))


def greedy(problem: Problem) -> Pairs:
    """The best score first, then the longest wait, as long as both sides have room."""
    room, places = problem.capacity.tolist(), problem.places.tolist()
    order = _best_first(problem, np.arange(len(problem.household)))
    taken = []
    columns = order, problem.household[order], problem.offer[order]
    for arc, household, offer in zip(*(column.tolist() for column in columns), strict=True):
        if room[household] and places[offer]:
            room[household] -= 1
            places[offer] -= 1
            taken.append(arc)
    return as_pairs(problem, _flags(problem, np.array(taken, dtype=np.int64)))


def _best_first(problem: Problem, arcs: Ints) -> Ints:
    """Candidates by decreasing score, then decreasing wait, then keys."""
    waits = problem.waits[problem.household[arcs]]
    return arcs[np.lexsort((-waits, -problem.value[arcs]))]


def _flags(problem: Problem, arcs: Ints) -> Flags:
    chosen = np.zeros(len(problem.household), dtype=bool)
    chosen[arcs] = True
    return chosen
