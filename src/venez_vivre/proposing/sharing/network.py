"""A network of integer flows: the cheapest one, and what else would cost as little.

Criteria come one after the other. Once one is at its best, the flows that are as good are those
that move the arcs without reduced cost only (complementary slackness): the next criterion is
optimised among them. Each one is exact, and no criterion is ever weighed against another.
"""

from __future__ import annotations

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow  # type: ignore[import-untyped]
from ortools.graph.python.min_cost_flow import (  # type: ignore[import-untyped]
    SimpleMinCostFlow,
)

from venez_vivre import NamedTuple
from venez_vivre.proposing.sharing.problem import Flags, Ints

FAR = 1 << 62
"""The distance of a node that no path has reached."""


class Network(NamedTuple):
    """Arcs, one entry each, between nodes numbered from 0."""

    nodes: int
    tail: Ints
    head: Ints
    capacity: Ints


class Residual(NamedTuple):
    """Ways the flow may still change: forward where there is room, back where it flows.

    They are sorted by the node that they leave.
    Those that leave node n are `starts[n]` to `starts[n + 1]`.
    """

    starts: Ints
    head: Ints
    cost: Ints


def largest(network: Network, source: int, sink: int) -> Ints:
    """A flow of the largest quantity from source to sink."""
    solver = SimpleMaxFlow()
    arcs = solver.add_arcs_with_capacity(network.tail, network.head, network.capacity)
    status = solver.solve(source, sink)
    if status != SimpleMaxFlow.OPTIMAL:
        raise RuntimeError(f"largest flow: {status.name}")
    return np.asarray(solver.flows(arcs), dtype=np.int64)


def cheapest(network: Network, flow: Ints, free: Flags, cost: Ints) -> Ints:
    """The cheapest flow that leaves each node what `flow` does, and each arc not free as it is.

    Costs are integers; they are multiplied by the number of nodes inside the solver, so their
    product must stay below 2⁶³. Raises `RuntimeError` beyond.
    """
    tail, head, moved = network.tail[free], network.head[free], flow[free]
    supply = np.zeros(network.nodes, dtype=np.int64)
    np.add.at(supply, tail, moved)
    np.subtract.at(supply, head, moved)
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        tail, head, network.capacity[free], cost[free]
    )
    solver.set_nodes_supplies(np.arange(network.nodes), supply)
    status = solver.solve()
    if status != SimpleMinCostFlow.OPTIMAL:
        raise RuntimeError(f"cheapest flow: {status.name}")
    found = flow.copy()
    found[free] = solver.flows(arcs)
    return found


def residual(network: Network, flow: Ints, free: Flags, cost: Ints) -> Residual:
    """What may change in a flow, and at what cost a unit."""
    ahead = np.flatnonzero(free & (flow < network.capacity))
    back = np.flatnonzero(free & (flow > 0))
    tail = np.concatenate((network.tail[ahead], network.head[back]))
    order = np.argsort(tail, kind="stable")
    head = np.concatenate((network.head[ahead], network.tail[back]))[order]
    price = np.concatenate((cost[ahead], -cost[back]))[order]
    starts = np.concatenate(([0], np.cumsum(np.bincount(tail, minlength=network.nodes))))
    return Residual(starts, head, price)


def distances(ways: Residual, start: Ints) -> Ints:
    """Costs of the cheapest paths to every node, from known distances at some (`FAR` elsewhere).

    Bellman-Ford, all changed nodes at once. Raises `RuntimeError` if a cycle has a negative cost:
    the flow was not the cheapest.
    """
    nearest, changed = start.copy(), np.flatnonzero(start < FAR)
    for _ in range(len(start) + 1):
        if not len(changed):
            return nearest
        count = ways.starts[changed + 1] - ways.starts[changed]
        skipped = ways.starts[changed] - np.concatenate(([0], np.cumsum(count)[:-1]))
        leaving = np.arange(count.sum()) + np.repeat(skipped, count)
        reached = np.repeat(nearest[changed], count) + ways.cost[leaving]
        better = reached < nearest[heads := ways.head[leaving]]
        np.minimum.at(nearest, heads[better], reached[better])
        changed = np.unique(heads[better])
    raise RuntimeError("the flow is not the cheapest")


def tight(network: Network, distance: Ints, cost: Ints) -> Flags:
    """Arcs without reduced cost: those that move in flows of the same total cost."""
    one, other = distance[network.tail], distance[network.head]
    flags: Flags = (one < FAR) & (other < FAR) & (one + cost == other)
    return flags


def looped(network: Network, free: Flags) -> Flags:
    """Free arcs without those that cannot change, being the only free one at a node.

    What is left after a criterion is mostly trees, which this clears: ties alone remain.
    """
    arcs = np.flatnonzero(free)
    while True:
        tail, head = network.tail[arcs], network.head[arcs]
        degree = np.bincount(np.concatenate((tail, head)), minlength=network.nodes)
        alone = (degree[tail] == 1) | (degree[head] == 1)
        if not alone.any():
            break
        arcs = arcs[~alone]
    flags = np.zeros_like(free)
    flags[arcs] = True
    return flags
