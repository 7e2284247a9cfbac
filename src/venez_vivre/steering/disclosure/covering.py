"""What else to mask so that no small figure is a sum of what is printed: a greedy choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import reduce
from operator import xor

from venez_vivre.steering.disclosure.figures import Figures, Key

FLOORS = 6
"""Weeks, months, territories, départements, total, all years: no report has more floors."""


class Covering:
    """Figures as sets of elementary ones, in arithmetic modulo 2, where a set is one integer.

    A figure can be worked out from others when its set is a sum of theirs. Modulo 2 this is exact
    for most tables and so fast that every figure is tried in turn; where it errs, `verify` finds
    the figure and the search goes on.
    """

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.candidates = _most_useful_first(figures)
        hidden = [key for key in figures.cells if key in figures.unprinted and figures.cells[key]]
        ranked = [*hidden, *reversed(self.candidates)]
        bits = {key: 1 << rank for rank, key in enumerate(ranked)}
        sums = (
            sum(bits[key] for key, weight in tie.terms.items() if weight % 2 and key in bits)
            for tie in figures.sums
        )
        self.sets = _in_elements(bits, sums)

    def masks(self, secret: AbstractSet[Key]) -> frozenset[Key]:
        """The secret figures, and the fewest others that a greedy choice needs to hide them.

        From the most useful to the least, a figure is printed unless a secret one would be known.
        """
        guarded = self._guarded(secret)
        printed: dict[int, int] = {}
        pivots = 0
        masked = set(secret - self.figures.unprinted)
        for key in self.candidates:
            left = _reduced(self.sets[key], printed, pivots)
            if left in guarded:
                masked.add(key)
            elif left and key not in secret:
                top = _top(left)
                printed[top] = left
                pivots |= top
                guarded = {one ^ left if one & top else one for one in guarded}
        return frozenset(masked)

    def _guarded(self, secret: AbstractSet[Key]) -> set[int]:
        """The sets that must stay unknown.

        Each secret figure, and the sum of those of one relation when all are 1: as they are 1 or
        more, their sum would give them.
        """
        found = {self.sets[key] for key in secret if key in self.sets}
        for tie in self.figures.sums:
            parts = [key for key in tie.parts if key in secret and key in self.sets]
            if tie.total not in secret and all(self.figures.cells[key] == 1 for key in parts):
                found.add(reduce(xor, (self.sets[key] for key in parts), 0))
        return found - {0}


def _most_useful_first(figures: Figures) -> list[Key]:
    """Figures that may be printed or masked, in the order in which they are worth printing.

    Totals of totals first; then those with few small figures beside them, because one mask can
    serve the row and the column that both need it; then the largest.
    """
    heights = _heights(figures)
    small = set(figures.small)
    needed = Counter(
        key for tie in figures.sums if not small.isdisjoint(tie.terms) for key in tie.terms
    )
    keys = [
        key
        for key, count in figures.cells.items()
        if count and key not in figures.known and key not in figures.unprinted
    ]
    return sorted(keys, key=lambda key: (-heights[key], needed[key], -figures.cells[key]))


def _heights(figures: Figures) -> Counter[Key]:
    """How many floors of sums stand under each total; figures equal to each other have no end."""
    heights: Counter[Key] = Counter()
    for _ in range(FLOORS):
        for tie in figures.sums:
            under = max((heights[part] for part in tie.parts), default=-1)
            heights[tie.total] = max(heights[tie.total], 1 + under)
    return heights


def _in_elements(bits: dict[Key, int], sums: Iterable[int]) -> dict[Key, int]:
    """Each figure as the set of those it is made of, by Gaussian elimination modulo 2."""
    rows: dict[int, int] = {}
    pivots = 0
    for tie in sums:
        left = tie
        hits = left & pivots
        while hits:
            low = hits & -hits
            left ^= rows[low]
            hits ^= low
        if left:
            top = _top(left)
            for pivot, row in rows.items():
                if row & top:
                    rows[pivot] = row ^ left
            rows[top] = left
            pivots |= top
    return {key: rows[bit] ^ bit if bit in rows else bit for key, bit in bits.items()}


def _top(found: int) -> int:
    """The last element of a set, alone."""
    return 1 << (found.bit_length() - 1)


def _reduced(found: int, printed: dict[int, int], pivots: int) -> int:
    """What printed figures leave unknown of a set."""
    hits = found & pivots
    while hits:
        found ^= printed[_top(hits)]
        hits = found & pivots
    return found
