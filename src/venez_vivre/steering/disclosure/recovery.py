"""Which masked figures come back: what a reader who knows every relation and the rule can infer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from venez_vivre.steering.disclosure.figures import Figures, Key
from venez_vivre.steering.disclosure.tableau import Move, Tableau


def verify(figures: Figures, masked: AbstractSet[Key]) -> tuple[Key, ...]:
    """The figures that these masks fail to hide, in the order of the cells; empty when all hold.

    A masked figure holds when a second set of whole counts is found that gives it another value
    and agrees with everything printed, with every relation, and with the rule: zeros are printed,
    so that what is masked is 1 or more. Figures of 1 to 4 left in print are named too, and, now
    and then, one for which the second set exists but was not found.
    """
    hidden = (figures.unprinted | masked) - figures.known
    place = {key: rank for rank, key in enumerate(figures.cells) if key in hidden}
    doubt = _Doubt(Tableau(*_system(figures, place, masked)))
    doubt.moved.update(place[key] for key in _loose(figures, hidden))
    doubt.walk()
    small = set(figures.small)
    asked = [key for key in figures.cells if key in small or key in masked]
    return tuple(key for key in asked if key not in place or not doubt.covers(place[key]))


def _system(
    figures: Figures, place: Mapping[Key, int], masked: AbstractSet[Key]
) -> tuple[list[dict[int, int]], dict[int, int]]:
    """The relations between hidden figures, and by how much each figure can go down.

    A bound is a sum like the others, of which the difference, 0 or more, is a hidden part.
    """
    cells = figures.cells
    room = {rank: max(0, cells[key] - (key in masked)) for key, rank in place.items()}
    relations = [
        {place[key]: weight for key, weight in tie.terms.items() if key in place}
        for tie in figures.sums
    ]
    for bound in figures.bounds:
        ends = {bound.larger: 1, bound.smaller: -1}
        relation = {place[key]: weight for key, weight in ends.items() if key in place}
        if relation:
            difference = len(cells) + len(relations)
            room[difference] = cells[bound.larger] - cells[bound.smaller]
            relations.append({**relation, difference: -1})
    return relations, room


def _loose(figures: Figures, hidden: AbstractSet[Key]) -> set[Key]:
    """Hidden figures tied to nothing printed but zeros: all could as well be twice as large."""
    beside: dict[Key, list[tuple[Key, ...]]] = defaultdict(list)
    for tie in (*(tuple(tie.terms) for tie in figures.sums), *figures.bounds):
        for key in tie:
            beside[key].append(tie)
    loose = {key for key, count in figures.cells.items() if count and key in hidden}
    reached = [key for key, count in figures.cells.items() if count and key not in hidden]
    while reached:
        for tie in beside.pop(reached.pop(), ()):
            tied = loose.intersection(tie)
            loose -= tied
            reached += tied
    return loose


class _Doubt:
    """What a reader cannot tell: `moved` are the figures known to have two possible values."""

    def __init__(self, tableau: Tableau) -> None:
        self.tableau = tableau
        self.moved: set[int] = set()
        self.room = dict(tableau.room)

    def walk(self) -> None:
        """Go from one possible publication to others, as long as more figures change.

        A move that is possible somewhere on the way gives two values to each figure in it. The
        walk takes those that leave more room to the most cramped: more moves become possible.
        """
        free = [one for one in self.tableau.room if one not in self.tableau.rows]
        moves = [self.tableau.along(one) for one in free]
        moves += [{one: -step for one, step in move.items()} for move in moves]
        before = -1
        while len(self.moved) > before:
            before = len(self.moved)
            for move in moves:
                after = min(self.room[one] + step for one, step in move.items())
                if after >= 0:
                    self.moved.update(move)
                if after > min(self.room[one] for one in move):
                    self.room.update({one: self.room[one] + step for one, step in move.items()})

    def covers(self, variable: int) -> bool:
        """Whether a second value of this figure is found."""
        if variable not in self.moved:
            for way in (1, -1)[: 1 if self.tableau.is_tight(variable) else 2]:
                self._try(_climb(self.tableau, variable, way))
        return variable in self.moved

    def _try(self, move: Move) -> None:
        """Keep a move that is possible from the true figures, or from where the walk ended."""
        for room in (self.tableau.room, self.room):
            if all(room[one] + step >= 0 for one, step in move.items()):
                self.moved.update(move)


def _climb(tableau: Tableau, variable: int, way: int) -> Move:
    """A move that raises a variable (lowers it, `way` -1), by the simplex method; else none.

    Every tight variable stands at its least, so each step exchanges two of them in place; Bland’s
    order never comes back to the same exchange (Bland, 1977). It ends when nothing would raise the
    variable more, a proof that it is stuck, or when nothing blocks what would.
    """
    if variable not in tableau.rows:
        blocking = tableau.blocking(variable)
        if blocking is None:
            return tableau.along(variable)
        tableau.exchange(blocking, variable)
    while True:
        row = tableau.rows[variable]
        raising = [one for one, rate in row.items() if rate * way > 0 and tableau.is_tight(one)]
        if not raising:
            return {}
        free = min(raising)
        blocking = tableau.blocking(free)
        if blocking is None:
            return tableau.along(free)
        tableau.exchange(blocking, free)
