"""Who is still there some months after arriving: known, left, or unknown, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from venez_vivre import NamedTuple
from venez_vivre.dates import add_months
from venez_vivre.steering.rates import Rate, rate
from venez_vivre.store.queries.settlements import Arrival
from venez_vivre.vocabulary import Staying

State = Literal["restes", "repartis", "sans_reponse", "inconnus", "pas_encore"]


class Count(NamedTuple):
    """How many in each state; in households, or in the people who arrived with them."""

    restes: int = 0
    repartis: int = 0
    sans_reponse: int = 0
    inconnus: int = 0
    pas_encore: int = 0

    @property
    def due(self) -> int:
        """Those whose month has come."""
        return self.known + self.unknown

    @property
    def known(self) -> int:
        """Those of whom it is known."""
        return self.restes + self.repartis

    @property
    def unknown(self) -> int:
        """Those of whom it is not: neither stayed nor left."""
        return self.sans_reponse + self.inconnus

    @property
    def share(self) -> float | None:
        """The share who stayed, among those of whom it is known."""
        return self.restes / self.known if self.known else None

    @property
    def highest(self) -> float | None:
        """That share if all of whom it is not known had stayed."""
        return (self.restes + self.unknown) / self.due if self.due else None

    @property
    def lowest(self) -> float | None:
        """That share if all of whom it is not known had left."""
        return self.restes / self.due if self.due else None


@dataclass(frozen=True)
class Month:
    """What became of households `month` months after they arrived.

    `rate` counts households, whose members come and go together: people have no interval.
    """

    month: int
    households: Count
    people: Count
    rate: Rate


@dataclass(frozen=True)
class Departure:
    """How many left for one reason; None where nobody said it."""

    reason: str | None
    households: int
    people: int


@dataclass(frozen=True)
class Retention:
    """The whole table, as known on a day."""

    day: date
    months: tuple[Month, ...]
    departures: tuple[Departure, ...]


def retention(arrivals: Sequence[Arrival], months: Iterable[int], day: date) -> Retention:
    """What became of these arrivals after each of these months, as known on that day."""
    return Retention(day, tuple(_month(arrivals, m, day) for m in months), _departures(arrivals))


def _month(arrivals: Sequence[Arrival], month: int, day: date) -> Month:
    households: dict[str, int] = {}
    people: dict[str, int] = {}
    for one in arrivals:
        state = state_of(one, month, day)
        households[state] = households.get(state, 0) + 1
        people[state] = people.get(state, 0) + one.people
    counted = Count(**households)
    stayed = rate("installes", "restes", counted.restes, counted.known)
    return Month(month, counted, Count(**people), stayed)


def state_of(one: Arrival, month: int, day: date) -> State:
    """What is known of an arrival after that many months.

    A departure whose day was told says it all: there before, gone since. Else what the call of that
    very month answered prevails, then who had left by then has left, and who was heard there later
    was there. A departure whose day nobody told is written on the day of the call that learnt it:
    it proves no presence before.
    """
    on = add_months(date.fromisoformat(one.settled_on), month)
    if on > day:
        return "pas_encore"
    if one.left_on and _told(one):
        return "repartis" if one.left_on <= on.isoformat() else "restes"
    answers = {m: result for m, _, result in one.checks}
    if answers.get(month) == Staying.LEFT or _gone(one, month, on.isoformat()):
        return "repartis"
    if _there(one, month, on.isoformat()):
        return "restes"
    return "sans_reponse" if answers.get(month) == Staying.NO_ANSWER else "inconnus"


def _told(one: Arrival) -> bool:
    """Whether the day of a departure is more than that of the call that learnt it."""
    learnt = {checked for _, checked, result in one.checks if result == Staying.LEFT}
    return one.left_on not in learnt


def _gone(one: Arrival, month: int, on: str) -> bool:
    if one.left_on and one.left_on <= on:
        return True
    said = [(m, checked) for m, checked, result in one.checks if result == Staying.LEFT]
    return any(m <= month or checked <= on for m, checked in said)


def _there(one: Arrival, month: int, on: str) -> bool:
    stayed = [(m, checked) for m, checked, result in one.checks if result == Staying.STAYED]
    return any(m >= month or checked >= on for m, checked in stayed)


def _departures(arrivals: Iterable[Arrival]) -> tuple[Departure, ...]:
    found: dict[str | None, list[int]] = {}
    for one in arrivals:
        if one.left_on or any(result == Staying.LEFT for _, _, result in one.checks):
            found.setdefault(one.leave_reason, []).append(one.people)
    departures = (Departure(reason, len(p), sum(p)) for reason, p in found.items())
    return tuple(
        sorted(departures, key=lambda d: (-d.households, d.reason is None, d.reason or ""))
    )
