"""What was published beside what is known today, and the bridge from one to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from venez_vivre.steering.bridge import Bridge, bridge, differing
from venez_vivre.steering.funnel import measure
from venez_vivre.steering.reasons import Why, sources_of
from venez_vivre.store.known import known_after
from venez_vivre.store.queries import bridge as queries
from venez_vivre.store.queries import frozen as reports
from venez_vivre.store.queries.bridge import LINES, PEOPLE, Line, State
from venez_vivre.store.queries.frozen import Frozen
from venez_vivre.store.queries.steering import Scope
from venez_vivre.store.reader import Reader


@dataclass(frozen=True)
class Standing:
    """A published report, and the lines whose figures are not the same any more."""

    report: Frozen
    changed: tuple[Line, ...]


def figures(rows: Reader, scope: Scope) -> dict[Line, int]:
    """The figures of the funnel that a bridge leads to and from."""
    total = measure(rows, scope).total
    return {
        line: total.step(line.stage).people
        if line.unit == PEOPLE
        else total.step(line.stage).households
        for line in LINES
    }


def to_date(rows: Reader, scope: Scope) -> dict[Line, int] | None:
    """The same of everything up to the last day; None when that is what the scope counts."""
    return None if scope.start is None else figures(rows, scope._replace(start=None))


def standings(rows: Reader) -> list[Standing]:
    """Every published report, the newest first, each counted again as the base is today."""
    found = []
    for report in reports.listed(rows):
        changed = dict.fromkeys(
            line
            for scope, said in published(report)
            for now in (figures(rows, scope),)
            for line in LINES
            if said[line] != now[line]
        )
        found.append(Standing(report, tuple(line for line in LINES if line in changed)))
    return found


Published = tuple[Scope, Mapping[Line, int]]


def published(report: Frozen) -> list[Published]:
    """What a report said of its period, then of everything to its last day."""
    return [(report.scope, report.figures), *report.to_date]


def bridges(rows: Reader, report: Frozen) -> list[tuple[Bridge, ...]]:
    """From each published figure to what the same facts count: of the period, then to date.

    Args:
        rows: the base as it is, or as it was known after the report was published.
        report: the published report.

    Raises:
        Refused: the journal does not reach back to the report any more.

    """
    return _bridged(rows, report.last_operation, published(report))


def between(
    rows: Reader, operation: int, scope: Scope, said: Mapping[Line, int] | None = None
) -> tuple[Bridge, ...]:
    """The same from what was known after an operation, be a report published then or not."""
    return _bridged(rows, operation, [(scope, said)])[0]


def _bridged(
    rows: Reader, operation: int, wanted: Sequence[tuple[Scope, Mapping[Line, int] | None]]
) -> list[tuple[Bridge, ...]]:
    """The bridge of each scope, the base being brought back once."""
    found = []
    with known_after(rows, operation) as past:
        for scope, said in wanted:
            before = queries.contributions(past, scope)
            now = queries.contributions(rows, scope)
            why = _why((past, rows), differing(before, now), operation)
            found.append(bridge(before, now, why, said))
    return found


def _why(states: tuple[Reader, Reader], changes: dict[Line, list[int]], after: int) -> Why:
    """What both states of the base say of those who differ."""
    people: set[int] = set()
    homes: set[int] = set()
    for line, numbers in changes.items():
        of_people = line.unit == PEOPLE and line.stage in {"inscrits", "accompagnes"}
        (people if of_people else homes).update(numbers)
    seen = [queries.members(rows, people) for rows in states]
    homes |= {member.household for found in seen for member in found.values()}
    first = [State(queries.homes(r, homes), m, {}) for r, m in zip(states, seen, strict=True)]
    sources = {source for state in first for source in sources_of(changes, state)}
    facts = [queries.facts(rows, sources) for rows in states]
    # A row that changed files leads to another household, another person: are they still there?
    homes |= {fact.household for said in facts for fact in said.values()}
    people |= {fact.person for said in facts for fact in said.values() if fact.person}
    seen = [queries.members(rows, people) for rows in states]
    homes |= {member.household for found in seen for member in found.values()}
    before, now = (
        State(queries.homes(rows, homes), found, said)
        for rows, found, said in zip(states, seen, facts, strict=True)
    )
    undone = queries.taken_back(states[1], after, sources - now.facts.keys())
    return Why(before, now, frozenset(undone))


def data(report: Frozen, found: Sequence[tuple[Bridge, ...]]) -> dict[str, Any]:
    """The bridges for scripts, and for the document of the report that comes next."""
    period, to_date = (*found, (), ())[:2]
    return {
        "numero": report.number,
        "rapport": report.kind,
        "periode": report.document["periode"],
        "du": report.starts_on,
        "au": report.ends_on,
        "territoire": report.territory.code if report.territory else None,
        "publie_le": report.published_on,
        "publie_par": report.agent,
        "chiffres": [_figure(one) for one in period],
        "depuis_le_debut": [_figure(one) for one in to_date],
    }


def _figure(one: Bridge) -> dict[str, Any]:
    return {
        "etape": one.line.stage,
        "unite": one.line.unit,
        "publie": one.before,
        "actuel": one.now,
        "ecarts": [
            {"raison": part.reason, "libelle": part.label, "nombre": part.amount}
            for part in one.parts
        ],
        "phrase": one.sentence,
    }
