"""Ranks that are only given where intervals separate."""

from __future__ import annotations

from collections.abc import Sequence

from venez_vivre import NamedTuple
from venez_vivre.steering.rates import Rate

UNTOLD = "non distinguables"
"""What is said of those that no interval separates from the others."""


class Rank(NamedTuple):
    """Where one stands among `among`: from `best` to `worst`, 1 being the highest rate.

    `above` and `below` count those whose interval lies wholly under, wholly over its own.
    """

    above: int
    below: int
    among: int

    @property
    def best(self) -> int:
        """The best rank it may have."""
        return self.below + 1

    @property
    def worst(self) -> int:
        """The worst."""
        return self.among - self.above

    @property
    def told(self) -> bool:
        """Whether its interval separates it from at least one other."""
        return bool(self.above or self.below)

    @property
    def words(self) -> str:
        """« 1er à 4e », or that it cannot be told from the others."""
        if not self.told:
            return UNTOLD
        if self.best == self.worst:
            return ordinal(self.best)
        return f"{ordinal(self.best)} à {ordinal(self.worst)}"


def ordinal(rank: int) -> str:
    """« 1er », « 2e »."""
    return "1er" if rank == 1 else f"{rank}e"


def rank(rates: Sequence[Rate]) -> list[Rank | None]:
    """The rank of each rate among those that have somebody to count; None for the others.

    The interval of each is at 95 %: of many territories, a few may be set apart by chance alone.
    """
    known = [one for one in rates if one.low is not None]
    lows = [one.low or 0.0 for one in known]
    highs = [one.high or 0.0 for one in known]
    return [
        None
        if one.low is None or one.high is None
        else Rank(
            sum(high < one.low for high in highs), sum(low > one.high for low in lows), len(known)
        )
        for one in rates
    ]
