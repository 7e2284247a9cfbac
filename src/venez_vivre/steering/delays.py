"""Delays between stages, in days, counting those who have not got there yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from venez_vivre.steering.incidence import (
    QUARTERS,
    Exit,
    Median,
    Step,
    incidence,
    reached,
    share_at,
)
from venez_vivre.store.queries import steering as queries
from venez_vivre.store.queries.steering import Scope, Way
from venez_vivre.store.reader import Reader

YEAR = 365
ARRIVED, GONE = "arrive", "parti"
METHOD = (
    "Estimation d’Aalen–Johansen : un foyer qui n’y est pas encore reste « pas encore » ; un "
    "abandon, ou une installation sans nous, empêche d’arriver. La médiane est le délai au bout "
    "duquel la moitié de tous les foyers y est arrivée, les quartiles un quart et trois quarts ; "
    "« non atteint » si ce n’est pas le cas. Entre crochets, l’intervalle à 95 % (« ? » : pas "
    "encore connu)."
)


@dataclass(frozen=True)
class Delay:
    """From one stage to the next, for `households`: `events` got there, `gone` never will.

    `quarters` are the days after which a quarter, half and three quarters of all got there.
    `within_year` is the share that gets there in 365 days, with its 95 % interval; None when
    nobody has been followed that long. `steps` is the whole curve; beyond the day `lasting`, fewer
    than ten households are still followed, and it tells of them alone.
    """

    origin: str
    goal: str
    households: int
    events: int
    gone: int
    quarters: tuple[Median, Median, Median]
    within_year: float | None
    low: float | None
    high: float | None
    steps: Sequence[Step]
    lasting: int

    @property
    def median(self) -> Median:
        """The days after which half got there."""
        return self.quarters[1]


@dataclass(frozen=True)
class Passage:
    """`count` households that entered a stage on `start`, and what became of them.

    `arrived_on` is when they reached the next stage, `gone_on` when they gave up or settled
    without us; None for not yet, or never.
    """

    start: date
    arrived_on: date | None
    gone_on: date | None
    count: int = 1


def measure(rows: Reader, scope: Scope) -> tuple[Delay, ...]:
    """Sign-up to first exchange, first exchange to settlement, sign-up to settlement.

    The households are those whose first date is in the period, seen from its last day.
    """
    ways = queries.ways(rows, scope)
    return tuple(
        estimate(origin, goal, passages(ways, scope, read), scope.until)
        for origin, goal, read in (
            ("inscrits", "accompagnes", _to_exchange),
            ("accompagnes", "installes", _to_settlement),
            ("inscrits", "installes", _whole),
        )
    )


Days = tuple[str | None, str | None, str | None]
"""The start of a passage, its end, and a settlement without us, which ends it otherwise."""


def _to_exchange(one: Way) -> Days:
    return one.registered_on, one.accompanied_on, one.settled_on if one.alone else None


def _to_settlement(one: Way) -> Days:
    return None if one.alone else one.accompanied_on, one.settled_on, None


def _whole(one: Way) -> Days:
    alone = one.settled_on if one.alone else None
    return one.registered_on, None if one.alone else one.settled_on, alone


def passages(ways: Iterable[Way], scope: Scope, read: Callable[[Way], Days]) -> Iterator[Passage]:
    """The passages that began in the period, as they stood on the day it is seen from."""
    first, last = scope.start.isoformat() if scope.start else "", scope.until.isoformat()
    for one in ways:
        start, end, alone = read(one)
        if start is None or not first <= start <= last:
            continue
        gone = min(filter(None, (alone, one.closed_on)), default=None)
        yield Passage(_day(start), _known(end, last), _known(gone, last), one.households)


def _known(day: str | None, last: str) -> date | None:
    return _day(day) if day and day <= last else None


_day = cache(date.fromisoformat)


def estimate(origin: str, goal: str, found: Iterable[Passage], end: date) -> Delay:
    """The delay, from what became of the households by the last day seen."""
    exits = [_exit(one, end) for one in found]
    steps = incidence(exits, ARRIVED)
    year = share_at(steps, YEAR)
    known = _settled(exits) or max((one.days for one in exits), default=0) >= YEAR
    low, middle, high = (reached(steps, share) for share in QUARTERS)
    return Delay(
        origin,
        goal,
        sum(one.households for one in exits),
        sum(one.households for one in exits if one.kind == ARRIVED),
        sum(one.households for one in exits if one.kind == GONE),
        (low, middle, high),
        year.share if known else None,
        year.low if known else None,
        year.high if known else None,
        steps,
        _lasting(exits),
    )


FEW = 10
"""Households without which a curve is not told any more."""


def _lasting(exits: Sequence[Exit]) -> int:
    """The last day on which enough of them are still followed; -1 when they never were."""
    left = FEW
    for one in sorted(exits, key=lambda one: -one.days):
        left -= one.households
        if left <= 0:
            return one.days
    return -1


def _settled(exits: Sequence[Exit]) -> bool:
    """Whether it is known of everybody how it ended."""
    return bool(exits) and all(one.kind for one in exits)


def _exit(one: Passage, end: date) -> Exit:
    """A household that arrives after giving up has arrived: its file was opened again."""
    if one.arrived_on:
        return Exit((one.arrived_on - one.start).days, ARRIVED, one.count)
    if one.gone_on:
        return Exit(max((one.gone_on - one.start).days, 0), GONE, one.count)
    return Exit((end - one.start).days, None, one.count)
