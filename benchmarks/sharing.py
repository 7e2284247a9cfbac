"""Scarce offers shared out among invented households: how many are well served, in what time.

`python benchmarks/sharing.py [SEED]` prints, for each size, the fair share beside what people do
without it: each household sent its best offers, or the best pair first. Seconds are those of the
whole act, from the columns to the answer, regrets and prices included: medians of several rounds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple, TypeVar

import numpy as np

from venez_vivre.proposing.sharing.allocation import share
from venez_vivre.proposing.sharing.baselines import greedy, independent_best
from venez_vivre.proposing.sharing.outcome import Tally, tally
from venez_vivre.proposing.sharing.problem import Candidates, Households, Offers, Problem

T = TypeVar("T")

POOL = 100
"""Offers of one trade and area, among which a household looks."""

SEEN = 60
"""Offers that a household comes across; it keeps the 20 best."""

KEPT = 20


class Size(NamedTuple):
    """One block of the table.

    Offers have `roomy` chances in 10 of 2 to 6 places, else one; `fame` from 0, where all offers
    of a pool are seen and liked alike, to 1, where the first ones draw many more households.
    """

    households: int
    offers: int
    each: int
    roomy: int
    fame: float
    rounds: int


SIZES = (
    Size(12_000, 5_000, 1, 3, 0.5, 7),
    Size(12_000, 5_000, 1, 3, 0, 7),
    Size(12_000, 5_000, 1, 3, 1, 7),
    Size(12_000, 5_000, 3, 3, 0.5, 7),
    Size(12_000, 5_000, 1, 0, 0.5, 7),
    Size(100_000, 100_000, 1, 0, 0.5, 3),
    Size(100_000, 100_000, 3, 0, 0.5, 3),
)


def columns(size: Size, seed: int) -> tuple[Households, Offers, Candidates]:
    """Invented columns: in each pool a few offers are seen, and liked, by more households."""
    draw = np.random.default_rng(seed)
    pool = draw.integers(0, max(1, size.offers // POOL), (size.households, 1))
    seen = POOL * draw.random((size.households, SEEN)) ** (1 + size.fame)
    rank = np.sort(seen.astype(np.int64), axis=1)
    liked = 0.3 * size.fame
    score = (1 - liked) * draw.beta(2, 2.5, rank.shape) + liked * (1 - rank / POOL)
    score[:, 1:][rank[:, 1:] == rank[:, :-1]] = -1  # the same offer, come across again
    best = np.argsort(-score, axis=1)[:, :KEPT]
    offer, score = (np.take_along_axis(t, best, axis=1) for t in (pool * POOL + rank, score))
    household, column = np.nonzero(score >= 0)
    places = np.where(
        draw.random(size.offers) * 10 < size.roomy, draw.integers(2, 7, size.offers), 1
    )
    waits = draw.integers(0, 540, size.households)
    return (
        Households(
            [f"F-{n}" for n in range(size.households)], waits, [size.each] * size.households
        ),
        Offers([f"O-{n}" for n in range(size.offers)], places),
        Candidates(household, offer[household, column], score[household, column]),
    )


def timed(rounds: int, act: Callable[[], T]) -> tuple[T, tuple[float, float]]:
    """What an act returns, and the medians of its seconds, by the clock and of the processor."""
    seconds = []
    for _ in range(rounds):
        begin, busy = time.perf_counter(), time.process_time()
        result = act()
        seconds.append((time.perf_counter() - begin, time.process_time() - busy))
    clock, processor = map(median, zip(*seconds, strict=True))
    return result, (clock, processor)


def measure(size: Size, seed: int) -> None:
    """Three lines of the table, then what the fair share gains."""
    given = columns(size, seed)
    places = int(np.sum(given[1].places))
    print(
        f"{size.households} × {size.offers}, {len(given[2].score)} candidates, {places} places, "
        f"{size.each} each, fame {size.fame}"
    )
    fair, seconds = timed(size.rounds, lambda: share(Problem(*given)).tally)
    alone, quick = timed(size.rounds, lambda: tally(independent_best(Problem(*given))))
    first, loop = timed(size.rounds, lambda: tally(greedy(Problem(*given))))
    line("independent best", alone, quick)
    line("greedy", first, loop)
    line("fair share", fair, seconds)
    print(f"    well served: {fair.well_served / alone.well_served:.2f} × independent best")


def line(name: str, figures: Tally, seconds: tuple[float, float]) -> None:
    """One line of the table."""
    print(
        f"    {name:18}{figures.served:9d}{figures.well_served:9d}{figures.pairs:9d}"
        f"{figures.value:12.1f}{seconds[0]:8.2f}{seconds[1]:8.2f}"
    )


def main() -> None:
    """Print everything."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 2026
    print(f"{'':22}{'served':>9}{'well':>9}{'pairs':>9}{'scores':>12}{'s':>8}{'CPU s':>8}")
    for size in SIZES:
        measure(size, seed)


if __name__ == "__main__":
    main()
