"""Which masked figures come back: what a reader who knows every relation and the rule can infer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set as AbstractSet

from venez_vivre.steering.disclosure.figures import Figures, Key
from venez_vivre.steering.disclosure.tableau import Move, Tableau


def verify(figures: Figures, masked: AbstractSet[Key]) -> tuple[Key, ...]:
    """The figures that these masks fail to hide, in the order of the cells; empty when all hold.

    A masked figure holds when another set of whole counts agrees with everything printed, with
    every relation, and with the rule (zeros are printed, so what is masked is 1 or more), and
    gives it another value. Small figures left in print are named too.
    """
    hidden = (figures.unprinted | masked) - figures.known
    order = {key: rank for rank, key in enumerate(figures.cells) if key in hidden}
    tableau = Tableau(*_system(figures, order, masked))
    small = set(figures.small)
    asked = [key for key in figures.cells if key in small or key in masked]
    moved = _moved(tableau) | {order[key] for key in _whole(figures, order.keys())}
    return tuple(
        key
        for key in asked
        if key not in order or not (order[key] in moved or _moves(tableau, order[key], moved))
    )


def _system(
    figures: Figures, order: dict[Key, int], masked: AbstractSet[Key]
) -> tuple[list[dict[int, int]], dict[int, int]]:
    """The relations between hidden figures, and by how much each can go down.

    A bound is a sum whose last part, the difference, is 0 or more.
    """
    cells = figures.cells
    room = {rank: max(0, cells[key] - (key in masked)) for key, rank in order.items()}
    relations = [
        {order[key]: weight for key, weight in tie.terms.items() if key in order}
        for tie in figures.sums
    ]
    for bound in figures.bounds:
        ends = {bound.larger: 1, bound.smaller: -1}
        relation = {order[key]: weight for key, weight in ends.items() if key in order}
        if relation:
            gap = len(cells) + len(relations)
            room[gap] = cells[bound.larger] - cells[bound.smaller]
            relations.append({**relation, gap: -1})
    return relations, room


def _whole(figures: Figures, hidden: AbstractSet[Key]) -> set[Key]:
    """Hidden figures tied to nothing printed but zeros: all of them could be twice as large."""
    ties = [*(tuple(tie.terms) for tie in figures.sums), *figures.bounds]
    beside: dict[Key, list[tuple[Key, ...]]] = defaultdict(list)
    for tie in ties:
        for key in tie:
            beside[key].append(tie)
    whole = {key for key, count in figures.cells.items() if count and key in hidden}
    reached = [key for key, count in figures.cells.items() if count and key not in hidden]
    while reached:
        for tie in beside.pop(reached.pop(), ()):
            reached += (found := whole.intersection(tie))
            whole -= found
    return whole


def _moved(tableau: Tableau) -> set[int]:
    """What moves along with one free variable, up or down."""
    moved: set[int] = set()
    for free in [one for one in tableau.room if one not in tableau.rows]:
        moved.update(tableau.along(free) or tableau.along(free, -1) or ())
    return moved


def _moves(tableau: Tableau, variable: int, moved: set[int]) -> bool:
    """Whether a variable can go up or down; what moves with it is added to `moved`."""
    move = _climb(tableau, variable, 1)
    if move is None and not tableau.is_tight(variable):
        move = _climb(tableau, variable, -1)
    moved.update(move or ())
    return move is not None


def _climb(tableau: Tableau, variable: int, way: int) -> Move | None:
    """A move that raises a variable (lowers it, `way` -1), by the simplex method.

    Every tight variable stands at its least, so each step exchanges two of them in place; Bland’s
    order never comes back to the same exchange (Bland, 1977). Ends when nothing more could raise
    the variable, a proof that it is stuck, or when nothing blocks what does.
    """
    if variable not in tableau.rows:
        blocking = tableau.blocking(variable)
        if blocking is None or way < 0:
            return None
        tableau.exchange(blocking, variable)
    while True:
        row = tableau.rows[variable]
        raising = [one for one, rate in row.items() if rate * way > 0 and tableau.is_tight(one)]
        if not raising:
            return None
        free = min(raising)
        blocking = tableau.blocking(free)
        if blocking is None:
            return tableau.along(free)
        tableau.exchange(blocking, free)
