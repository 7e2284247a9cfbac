"""The fair share: most households served, then the best scores, then the longest waits.

Three exact criteria, in this order: (1) households given at least one offer; (2) the sum of the
scores, in millionths; (3) where both tie, the days waited, each counted as many times as the
household receives: once for being served, and by the score of each offer. What still ties is drawn
by lot, and the lot is a fingerprint of the two references: the answer depends neither on the order
of the input nor on the solver.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np

from venez_vivre import NamedTuple
from venez_vivre.proposing.sharing.network import (
    FAR,
    Network,
    cheapest,
    distances,
    largest,
    looped,
    residual,
    tight,
)
from venez_vivre.proposing.sharing.outcome import Allocation, Gains, outcome
from venez_vivre.proposing.sharing.problem import SCALE, Flags, Ints, Problem

LOT_BITS = 31
"""Bits of a lot: enough for equal sums to be unlikely among the millions of pairs."""


class Layout(NamedTuple):
    """The network of a problem.

    Node 0 is the end of every path, households and offers follow, and the last node gives each
    household its first offer; node 0 gives the further ones. Arcs are the first offers, the
    further ones, the candidates, and the places of the offers.
    """

    network: Network
    first: slice
    candidates: slice
    offers: slice


def share(problem: Problem) -> Allocation:
    """The one allocation that the three criteria and the lot designate.

    Exact for scores rounded to the millionth. Raises `RuntimeError` if the solver fails.
    """
    layout = _layout(problem)
    network, source = layout.network, layout.network.nodes - 1
    flow = largest(network, source, 0)  # first offers alone leave the source: most served
    free = np.ones(len(flow), dtype=bool)
    value = _costs(layout, np.int64(0), problem.value)
    flow = cheapest(network, flow, free, value)
    bonus = _bonus(problem)
    start = np.full(network.nodes, FAR, dtype=np.int64)
    start[0], start[source] = 0, -bonus
    distance = distances(residual(network, flow, free, value), start)
    flow = _settled(problem, layout, flow, tight(network, distance, value))
    chosen: Flags = flow[layout.candidates] > 0
    return outcome(problem, chosen, _gains(distance[layout.offers], bonus))


def _settled(problem: Problem, layout: Layout, flow: Ints, free: Flags) -> Ints:
    """The flow once the waits, then the lot, have settled what still ties."""
    network, waits = layout.network, problem.waits[problem.household]
    for cost in (
        _costs(layout, problem.waits * SCALE, waits * problem.value),
        _costs(layout, np.int64(0), _lots(problem)),
    ):
        free = looped(network, free)
        flow = cheapest(network, flow, free, cost)
        ways = residual(network, flow, free, cost)
        free &= tight(network, distances(ways, np.zeros(network.nodes, dtype=np.int64)), cost)
    return flow


def _layout(problem: Problem) -> Layout:
    """Households, offers and candidates as a network.

    Capacities are cut to what candidates can fill: a thousand places are not a larger problem.
    """
    households, offers = len(problem.capacity), len(problem.places)
    persons, things = 1 + np.arange(households), 1 + households + np.arange(offers)
    asked = np.minimum(problem.capacity, problem.wishes)
    more = np.flatnonzero(asked > 1)
    size = len(problem.household)
    nodes = households + offers + 2
    origin, end = np.full(households, nodes - 1), np.zeros(len(more), dtype=np.int64)
    network = Network(
        nodes,
        np.concatenate((origin, end, persons[problem.household], things)),
        np.concatenate((persons, persons[more], things[problem.offer], np.zeros_like(things))),
        np.concatenate(
            (
                np.minimum(asked, 1),
                asked[more] - 1,
                problem.capacity[problem.household] > 0,
                np.minimum(problem.places, problem.wanted),
            )
        ),
    )
    before = households + len(more)
    return Layout(
        network,
        slice(0, households),
        slice(before, before + size),
        slice(1 + households, 1 + households + offers),
    )


def _costs(layout: Layout, first: Ints | np.int64, candidates: Ints) -> Ints:
    """Costs of the arcs: what is wanted is negative."""
    cost = np.zeros(len(layout.network.tail), dtype=np.int64)
    cost[layout.first] = -first
    cost[layout.candidates] = -candidates
    return cost


def _bonus(problem: Problem) -> int:
    """A distance that no difference of scores along a path can reach, for one household more.

    A path visits each household and each offer once at most, so it changes fewer than
    2 × min(households, offers) + 2 candidates of at most `SCALE` each; twice that keeps the
    quotient and the remainder of `_gains` apart. It only meets additions, never the solver.
    """
    return 4 * SCALE * (min(len(problem.capacity), len(problem.places)) + 1) + 1


def _gains(distance: Ints, bonus: int) -> Gains:
    """What one more place of each offer would add, from the cheapest path that would fill it."""
    worth = np.where(distance < 0, -distance, 0)
    served = (worth + bonus // 2) // bonus
    return Gains(served, (worth - served * bonus) / SCALE)


def _lots(problem: Problem) -> Ints:
    """A number from 1 to 2³¹ for each candidate, from its two references alone."""
    one = np.array([crc32(key.encode()) for key in problem.household_keys], dtype=np.uint64)
    other = np.array([crc32(key.encode()) for key in problem.offer_keys], dtype=np.uint64)
    mixed = (one[problem.household] << np.uint64(32)) ^ other[problem.offer]
    # The finish of splitmix64: neighbouring references must not draw neighbouring lots.
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return 1 + (mixed >> np.uint64(64 - LOT_BITS)).astype(np.int64)
