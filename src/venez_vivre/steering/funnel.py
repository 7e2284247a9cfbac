"""The funnel: households and people registered, accompanied, settled, in total and by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

from venez_vivre import NamedTuple
from venez_vivre.steering.groups import UNKNOWN, Name, namer
from venez_vivre.steering.rates import Rate, rate
from venez_vivre.store.queries import steering as queries
from venez_vivre.store.queries.steering import Key, Scope, Step
from venez_vivre.store.reader import Reader

STAGES = ("inscrits", "accompagnes", "installes")
SPONTANEOUS = "spontanees"
TIMES = frozenset({"mois", "trimestre", "annee"})
"""The groupings by the day of a fact, in their order, where others go by their size."""


class Counts(NamedTuple):
    """What every stage counts, for the whole or for one group; spontaneous settlements apart."""

    steps: Mapping[str, Step] = MappingProxyType({})

    def step(self, stage: str) -> Step:
        """The counts of one stage, nothing when nobody is there."""
        return self.steps.get(stage, Step())

    def __add__(self, other: Counts) -> Counts:  # type: ignore[override]
        """The two together, stage by stage."""
        stages = {*self.steps, *other.steps}
        return Counts({stage: self.step(stage) + other.step(stage) for stage in stages})

    @property
    def size(self) -> int:
        """Every count in one number: zero when there is nothing to show."""
        return sum(step.households + step.people for step in self.steps.values())

    @property
    def rates(self) -> tuple[Rate, ...]:
        """Conversion rates, households over households.

        Each follows the households that entered stage `origin` in the period, and asks how many of
        them had reached `goal` by its last day: never more than those who entered.
        """
        registered, accompanied, settled = (self.step(stage) for stage in STAGES)
        return (
            rate("inscrits", "accompagnes", accompanied.of_registered, registered.households),
            rate("accompagnes", "installes", settled.of_accompanied, accompanied.households),
            rate("inscrits", "installes", settled.of_registered, registered.households),
        )

    @property
    def bars(self) -> tuple[float, ...]:
        """Households of each stage as a part of the largest stage."""
        households = [self.step(stage).households for stage in STAGES]
        return tuple(count / max(1, *households) for count in households)


class Group(NamedTuple):
    """One group: its key for scripts, its name for people, its counts.

    `bar` is its households as a part of those of the largest group.
    """

    key: str
    label: str
    counts: Counts
    bar: float = 0.0


class Days(Protocol):
    """Days `start` to `end`, both included, and what the keys of their figures begin with."""

    @property
    def start(self) -> date | None:
        """The first, None for the very beginning."""

    @property
    def end(self) -> date:
        """The last."""

    @property
    def moment(self) -> tuple[str, date | None, date]:
        """What says when."""


class Funnel(NamedTuple):
    """The funnel of one scope; the groups, when there are any, sum to the total.

    `compared` are the totals of other spans: what each is called, its days, its counts.
    """

    scope: Scope
    total: Counts
    groups: tuple[Group, ...] = ()
    compared: tuple[tuple[str, Days, Counts], ...] = ()

    @property
    def follows(self) -> bool:
        """Whether the rates of a group mean something: a month of facts has none."""
        return self.scope.cohort or self.scope.by not in TIMES


def measure(rows: Reader, scope: Scope) -> Funnel:
    """Count the stages of this scope."""
    return assemble(scope, queries.funnel(rows, scope), namer(rows, scope.by))


def compare(rows: Reader, value: Funnel, spans: Iterable[tuple[str, Days | None]]) -> Funnel:
    """The same funnel beside the totals of those days, those there are."""
    found = tuple(
        (name, one, measure(rows, value.scope._replace(start=one.start, end=one.end, by="")).total)
        for name, one in spans
        if one is not None
    )
    return value._replace(compared=found)


def assemble(
    scope: Scope, found: Iterable[tuple[str, Key, Step]], name: Mapping[Key, Name]
) -> Funnel:
    """The funnel from its counts: (stage, key of the group, counts)."""
    by_group: dict[Name, Counts] = {}
    for stage, key, step in found:
        group = name[key]
        by_group[group] = by_group.get(group, Counts()) + Counts({stage: step})
    total = sum(by_group.values(), Counts())
    return Funnel(scope, total, _groups(by_group, scope.by) if scope.by else ())


def _groups(by_group: Mapping[Name, Counts], by: str) -> tuple[Group, ...]:
    """Months in their order, other groups by number of households; the unknown comes last."""

    def place(item: tuple[Name, Counts]) -> tuple[bool, int, str]:
        name, counts = item
        rank = 0 if by in TIMES else -counts.step("inscrits").households
        return name.key == UNKNOWN, rank, name.key if by in TIMES else name.sorting

    kept = [(name, counts) for name, counts in by_group.items() if counts.size]
    largest = max((_entered(counts) for _, counts in kept), default=1) or 1
    return tuple(
        Group(name.key, name.label, counts, _entered(counts) / largest)
        for name, counts in sorted(kept, key=place)
    )


def _entered(counts: Counts) -> int:
    return counts.step("inscrits").households
