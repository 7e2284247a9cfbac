"""The bilan: funnel, campaigns, targets, impact, delays and territories in one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from venez_vivre.steering import delays, groups, impact, targets
from venez_vivre.steering.delays import Delay
from venez_vivre.steering.funnel import Counts, Funnel, Group, measure
from venez_vivre.steering.impact import Impact
from venez_vivre.steering.targets import Pace
from venez_vivre.store.queries import steering as queries
from venez_vivre.store.queries.steering import Place, Scope, Spending
from venez_vivre.store.reader import Reader


@dataclass(frozen=True)
class Campaigns:
    """What communication cost, in cents, and its audience, in total and by axis."""

    axes: tuple[Spending, ...]
    total: Spending


@dataclass(frozen=True)
class Bilan:
    """Everything that a report on the scheme says about one period.

    Campaigns and targets are those of the whole scheme, whatever the territory. `territories`
    are the active ones and those that have figures; `elsewhere` counts the households that have
    no territory yet. Together they sum to the funnel.
    """

    funnel: Funnel
    campaigns: Campaigns
    targets: tuple[Pace, ...]
    impact: Impact
    delays: tuple[Delay, ...]
    territories: tuple[Group, ...]
    elsewhere: Counts


def draw_up(rows: Reader, scope: Scope, code: str | None = None) -> Bilan:
    """Compute the bilan of a period, for the whole scheme or for the territory of that code."""
    scope = groups.within(rows, scope, code)
    grouped = measure(rows, replace(scope, by="territoire"))
    settled = grouped.total.step("installes")
    places = [scope.territory] if scope.territory else queries.places(rows)
    return Bilan(
        funnel=Funnel(scope, grouped.total),
        campaigns=campaigns(queries.spending(rows, scope)),
        targets=targets.paces(rows, scope.until),
        impact=impact.estimate(settled.people, settled.households),
        delays=delays.measure(rows, scope),
        territories=_territories(grouped.groups, places),
        elsewhere=sum((g.counts for g in grouped.groups if g.key == groups.UNKNOWN), Counts()),
    )


def shortened(value: Bilan, count: int) -> tuple[tuple[Group, ...], Group | None]:
    """The first territories, and the others summed into one group when there are any."""
    shown, rest = value.territories[:count], value.territories[count:]
    if len(rest) < 2:
        return value.territories, None
    total = sum((group.counts for group in rest), Counts())
    return shown, Group("", f"{len(rest)} autres territoires", total)


def campaigns(found: Sequence[Spending]) -> Campaigns:
    """The axes and their sum."""
    total = Spending(
        "",
        sum(one.cents for one in found),
        sum(one.views for one in found),
        sum(one.visits for one in found),
        sum(one.plays for one in found),
    )
    return Campaigns(tuple(found), total)


def _territories(found: Sequence[Group], places: Sequence[Place]) -> tuple[Group, ...]:
    """Those with figures in the order of the funnel, then the other active ones by name."""
    known = [group for group in found if group.key != groups.UNKNOWN]
    seen = {group.key for group in known}
    idle = [Group(p.code, p.name, Counts()) for p in places if p.active and p.code not in seen]
    return (*known, *idle)
