"""Whether households that came to see settle more often: a comparison, not a proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from venez_vivre.steering.rates import Rate, rate
from venez_vivre.store.queries.stays import Outcome


@dataclass(frozen=True)
class Group:
    """Accompanied households, in both units, and those of them that settled."""

    households: int
    people: int
    settled: int
    settled_people: int

    @property
    def rate(self) -> Rate:
        """Households settled, of households accompanied, with its interval."""
        return rate("accompagnes", "installes", self.settled, self.households)


@dataclass(frozen=True)
class Conversion:
    """The two groups, which share the households first met from `start` to `end`."""

    start: date | None
    end: date
    until: date
    visited: Group
    others: Group

    @property
    def apart(self) -> bool | None:
        """Whether the two intervals do not touch; None when a group is empty."""
        one, other = self.visited.rate, self.others.rate
        if one.low is None or one.high is None or other.low is None or other.high is None:
            return None
        return one.low > other.high or other.low > one.high


def came_first(outcome: Outcome) -> bool:
    """Whether a visit came before anything else could be known of the household's arrival.

    One on the day of the settlement, or later, cannot have led to it: that household settled
    without a visit.
    """
    if outcome.visited_on is None:
        return False
    return outcome.settled_on is None or outcome.visited_on < outcome.settled_on


def compare(outcomes: Sequence[Outcome], start: date | None, end: date, until: date) -> Conversion:
    """Part the households in two, each in one group."""
    visited = [outcome for outcome in outcomes if came_first(outcome)]
    others = [outcome for outcome in outcomes if not came_first(outcome)]
    return Conversion(start, end, until, _group(visited), _group(others))


def _group(outcomes: Sequence[Outcome]) -> Group:
    return Group(
        sum(outcome.households for outcome in outcomes),
        sum(outcome.people for outcome in outcomes),
        sum(outcome.households for outcome in outcomes if outcome.settled_on),
        sum(outcome.settled_people for outcome in outcomes),
    )
