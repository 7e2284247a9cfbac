"""Delays between stages, in days, counting those who have not got there yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from venez_vivre.steering.survival import Case, Median, curve, median, waiting_at
from venez_vivre.store.queries import steering as queries
from venez_vivre.store.queries.steering import Scope
from venez_vivre.store.reader import Reader

YEAR = 365
METHOD = (
    "Estimation de Kaplan–Meier : un foyer qui n’y est pas encore compte comme « pas encore », un "
    "foyer qui a abandonné comme quelqu’un qui n’y arrivera pas. La médiane n’est donnée que si la "
    "moitié des foyers y est arrivée ; entre crochets, son intervalle à 95 % (« ? » : pas encore "
    "connu)."
)


@dataclass(frozen=True)
class Delay:
    """From one stage to the next, for `households` of which `events` got there.

    `within_year` is the share that gets there in 365 days, with its 95 % interval; None when
    nobody has been followed that long.
    """

    origin: str
    goal: str
    households: int
    events: int
    median: Median
    within_year: float | None
    low: float | None
    high: float | None


def measure(rows: Reader, scope: Scope) -> tuple[Delay, ...]:
    """Sign-up to first exchange, and first exchange to settlement.

    The households are those whose first date is in the period. One that gave up stays among those
    who wait, to the last day: giving up competes with arriving, and as the last day is the same
    for all, this is the estimate of the share that arrives (cumulative incidence).
    """
    first = queries.first_exchanges(rows, scope)
    second = queries.settlements(rows, scope)
    return (
        estimate("inscrits", "accompagnes", first, scope.until),
        estimate("accompagnes", "installes", second, scope.until),
    )


def estimate(
    origin: str, goal: str, found: list[tuple[date, date | None, int]], end: date
) -> Delay:
    """The delay, from (start, arrival or None, number of households) and the last day seen."""
    cases = [Case(((done or end) - start).days, done is not None, n) for start, done, n in found]
    points = curve(cases)
    year = waiting_at(points, YEAR)
    known = max((case.days for case in cases), default=0) >= YEAR
    return Delay(
        origin,
        goal,
        sum(case.count for case in cases),
        sum(case.count for case in cases if case.done),
        median(points),
        1 - year.waiting if known else None,
        1 - year.high if known else None,
        1 - year.low if known else None,
    )
