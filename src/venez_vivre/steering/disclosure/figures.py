"""The figures of a publication and what ties them together, whatever tables show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from venez_vivre import NamedTuple

Key = Hashable

THRESHOLD = 5
"""Counts of 1 to 4 are masked: nobody is recognised in a group of five households or people."""


class Sum(NamedTuple):
    """`total` is the sum of `parts`, minus that of `less`; an equality is a sum of one part."""

    total: Key
    parts: tuple[Key, ...]
    less: tuple[Key, ...] = ()

    @property
    def terms(self) -> dict[Key, int]:
        """What each figure weighs in « parts - less - total = 0 »."""
        weights = Counter(self.parts)
        weights.subtract((*self.less, self.total))
        return {key: weight for key, weight in weights.items() if weight}


class Bound(NamedTuple):
    """`smaller` is never more than `larger`, as everybody knows: those settled were accompanied."""

    smaller: Key
    larger: Key


@dataclass(frozen=True)
class Figures:
    """Every figure of a publication, once, and all that a reader can know of how they are tied.

    `cells` are counts, 0 or more. `unprinted` are counts that no page shows but that a reader may
    work out (how many were left out of a rate, say): masking them costs nothing, small ones are
    protected like the others. `known` are figures the public has elsewhere: never masked.
    """

    cells: Mapping[Key, int]
    sums: Sequence[Sum] = ()
    bounds: Sequence[Bound] = ()
    unprinted: AbstractSet[Key] = frozenset()
    known: AbstractSet[Key] = frozenset()
    threshold: int = THRESHOLD

    @property
    def small(self) -> tuple[Key, ...]:
        """What must stay unknown: counts of 1 to the threshold, not included."""
        return tuple(
            key
            for key, count in self.cells.items()
            if 0 < count < self.threshold and key not in self.known
        )

    def __post_init__(self) -> None:
        """Refuse figures that do not add up: no mask is right on wrong figures.

        Raises:
            ValueError: a negative count, a relation that names no cell or that the counts break.

        """
        for key, count in self.cells.items():
            if count < 0:
                raise ValueError(f"{key!r} is negative")
        for tie in self.sums:
            if sum(self._count(key) * weight for key, weight in tie.terms.items()):
                raise ValueError(f"{tie.total!r} is not the sum of its parts")
        for bound in self.bounds:
            if self._count(bound.smaller) > self._count(bound.larger):
                raise ValueError(f"{bound.smaller!r} is more than {bound.larger!r}")

    def _count(self, key: Key) -> int:
        if key not in self.cells:
            raise ValueError(f"{key!r} is in a relation, not among the cells")
        return self.cells[key]


def together(sections: Iterable[Figures]) -> Figures:
    """The figures of all sections as one publication: a fact shown twice has one mask.

    Raises:
        ValueError: two sections give one key two counts, or thresholds differ.

    """
    found = tuple(sections)
    cells: dict[Key, int] = {}
    for section in found:
        for key, count in section.cells.items():
            if cells.setdefault(key, count) != count:
                raise ValueError(f"{key!r} has two counts")
    thresholds = {section.threshold for section in found} or {THRESHOLD}
    if len(thresholds) > 1:
        raise ValueError("sections have several thresholds")
    printed = {key for one in found for key in one.cells if key not in one.unprinted}
    return Figures(
        cells,
        tuple(dict.fromkeys(tie for one in found for tie in one.sums)),
        tuple(dict.fromkeys(bound for one in found for bound in one.bounds)),
        frozenset(cells) - printed,
        frozenset(key for one in found for key in one.known),
        thresholds.pop(),
    )
