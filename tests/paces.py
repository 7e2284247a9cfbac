"""How slow the machine is while a test measures it, beside the one that limits were written on."""

from __future__ import annotations

import time

USUAL = 0.1
"""Seconds that the work below takes where an import of 12,000 sign-ups takes 5 s of processor; on
a machine where that import takes 9 s, it takes 0.17."""


def slowness() -> float:
    """How many times slower than there, at least once: a limit in seconds is multiplied by it.

    A limit then says the same on every machine, and is never tighter than what it promises.
    """
    return max(1.0, min(_work() for _ in range(3)) / USUAL)


def _work() -> float:
    """Seconds of the clock for a fixed piece of work, beside whatever else runs."""
    started = time.perf_counter()
    sum(len(str(number)) for number in range(1_000_000))
    return time.perf_counter() - started
