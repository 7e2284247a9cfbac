"""The incidence beside lifelines, and how often the projection’s interval holds the truth.

`python benchmarks/steering.py [YEARS]` prints the time of both estimates on a million households
(grouped by days, as SQL gives them; lifelines takes them one by one), in turn, medians of seven
rounds; then, for several seeds, the part of invented years whose future fell in the interval.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections import Counter
from datetime import timedelta
from pathlib import Path
from statistics import median

import numpy as np

from venez_vivre.steering.forecasting.draws import Forecaster
from venez_vivre.steering.forecasting.results import spread
from venez_vivre.steering.incidence import Exit, incidence

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from lived_years import TODAY, Hazards, live

ROUNDS = 7
HOUSEHOLDS = 1_000_000
KINDS = (None, "installe", "abandon")


def speed() -> None:
    """A million households, 800 days, one kind of event a day: lifelines moves the others."""
    warnings.simplefilter("ignore")
    from lifelines import AalenJohansenFitter  # noqa: PLC0415

    rng = np.random.default_rng(0)
    days = rng.integers(1, 801, HOUSEHOLDS)
    codes = np.where(rng.random(HOUSEHOLDS) < 0.8, 0, 1 + days % 2)
    grouped = Counter(zip(days.tolist(), codes.tolist(), strict=True))
    exits = [Exit(day, KINDS[code], count) for (day, code), count in grouped.items()]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        steps = incidence(exits, "installe")
        middle = time.perf_counter()
        fitted = AalenJohansenFitter().fit(days, codes, event_of_interest=1)
        ours.append(middle - start)
        theirs.append(time.perf_counter() - middle)
    gap = abs(fitted.cumulative_density_["CIF_1"].iloc[-1] - steps[-1].share)
    one, other = median(ours), median(theirs)
    print(
        f"incidence, {HOUSEHOLDS:,} households: {1000 * one:.1f} ms, lifelines {1000 * other:.0f} ms"
    )
    print(f"  ratio {one / other:.3f} (goal 0.1), gap {gap:.1e}")


def coverage(seed: int, years: int, ahead: int, a_day: float) -> None:
    """How often the truth is in the interval, in households and in people."""
    rng, held = np.random.default_rng(seed), Counter[str]()
    known = 0
    for _ in range(years):
        year = live(rng, Hazards(), ahead=ahead, a_day=a_day)
        seen = year.facts().on(TODAY)
        known += seen.settlements
        drawn = Forecaster(seen, ahead, 1000).within(ahead)
        came = year.came(TODAY, TODAY + timedelta(days=ahead))
        for unit, truth in zip(("households", "people"), came, strict=True):
            _, low, high = spread(0, getattr(drawn, unit).sum(axis=1))
            held[unit] += low <= truth <= high
    shares = ", ".join(f"{unit} {count / years:.1%}" for unit, count in held.items())
    print(f"seed {seed}, {ahead} days ahead, {known / years:.0f} settlements known: {shares}")


if __name__ == "__main__":
    speed()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for ahead, a_day in ((180, 11), (365, 11), (90, 4)):
        for seed in range(3):
            coverage(seed, count, ahead, a_day)
