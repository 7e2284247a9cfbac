"""The masks of a publication: every small figure, and the others that keep it unknown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from venez_vivre.steering.disclosure.covering import Covering
from venez_vivre.steering.disclosure.figures import Figures, Key
from venez_vivre.steering.disclosure.recovery import verify


def mask(figures: Figures) -> frozenset[Key]:
    """The figures to mask wherever they are shown; the same figures give the same masks.

    Zeros are printed. Masking every other figure hides them all (twice each count agrees as well
    with what is left), so the search ends well unless figures are `known`: `verify` tells.
    """
    secret = frozenset(figures.small)
    covering = Covering(figures)
    masked = covering.masks(secret)
    while found := verify(figures, masked):
        printed = [key for key in reversed(covering.candidates) if key not in masked]
        if not printed:
            break
        secret |= _shields(figures, found, printed)
        masked = covering.masks(secret)
    return masked


def _shields(figures: Figures, found: Iterable[Key], printed: Sequence[Key]) -> set[Key]:
    """Printed figures to mask beside those that come back, first what stands beside the most.

    `printed` is in the order of preference; its first when nothing is beside.
    """
    beside: dict[Key, set[Key]] = defaultdict(set)
    for keys in (*(tuple(tie.terms) for tie in figures.sums), *figures.bounds):
        for key in keys:
            beside[key].update(keys)
    left = set(found)
    shared = Counter(one for key in left for one in beside[key])
    shields = set()
    for one in sorted(printed, key=shared.__getitem__, reverse=True):
        if not left.isdisjoint(beside[one]):
            shields.add(one)
            left -= beside[one]
    return shields or {printed[0]}
