"""What each household, and each person, brings to the figures of the funnel; and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from venez_vivre import NamedTuple
from venez_vivre.store.journal import block_changes
from venez_vivre.store.queries.steering import Scope
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import REACHING_RESULTS, OperationKind

HOUSEHOLDS, PEOPLE = "foyers", "personnes"


class Line(NamedTuple):
    """One figure of the funnel: a stage (`inscrits`…, `spontanees`), in `foyers` or `personnes`."""

    stage: str
    unit: str


Contributions = dict[Line, dict[int, int]]
"""What each number brings to a line: of a person for people who registered, or were accompanied;
else of a household."""

LINES = tuple(
    Line(stage, unit)
    for stage in ("inscrits", "accompagnes", "installes", "spontanees")
    for unit in (HOUSEHOLDS, PEOPLE)
)

# The same conditions as the funnel (queries.steering), row by row; a property test holds them
# together.
_BROUGHT = """
SELECT 'inscrits', 'foyers', h.id, 1 FROM household h
WHERE h.registered_on BETWEEN :du AND :au{only}
UNION ALL
SELECT 'inscrits', 'personnes', p.id, 1 FROM person p JOIN household h ON h.id = p.household_id
WHERE p.registered_on BETWEEN :du AND :au{only}
UNION ALL
SELECT 'accompagnes', 'foyers', h.id, 1 FROM household h
WHERE h.accompanied_on BETWEEN :du AND :au{only}
UNION ALL
SELECT 'accompagnes', 'personnes', p.id, 1 FROM household h CROSS JOIN person p
WHERE p.household_id = h.id AND h.accompanied_on <= :au AND p.registered_on <= :au
  AND (h.accompanied_on >= :du OR p.registered_on >= :du){only}
UNION ALL
SELECT CASE h.spontaneous WHEN 1 THEN 'spontanees' ELSE 'installes' END, '', h.id,
  s.adults + s.children
FROM household h JOIN settlement s ON s.id = (
  SELECT min(i.id) FROM settlement i
  WHERE i.household_id = h.id AND i.settled_on = h.settled_on AND i.cancelled_on IS NULL)
WHERE h.settled_on BETWEEN :du AND :au{only}"""


def contributions(rows: Reader, scope: Scope) -> Contributions:
    """What makes up every figure of this scope, a flow: nothing that brings nothing.

    Raises:
        ValueError: the scope is a cohort, which no published figure is bridged by.

    """
    if scope.cohort:
        raise ValueError("a cohort has no bridge")
    found: Contributions = {line: {} for line in LINES}
    only = " AND h.territory_id = :territory" if scope.territory else ""
    window = {
        "du": scope.start.isoformat() if scope.start else "",
        "au": scope.end.isoformat(),
        "territory": scope.territory.number if scope.territory else None,
    }
    for stage, unit, number, amount in rows.rows(_BROUGHT.format(only=only), **window):
        if unit:
            found[Line(stage, unit)][number] = amount
            continue
        found[Line(stage, HOUSEHOLDS)][number] = 1
        if amount:
            found[Line(stage, PEOPLE)][number] = amount
    return found


class Source(NamedTuple):
    """A row that a figure comes from: a sign-up, an exchange, a settlement."""

    table: str
    number: int


class Fact(NamedTuple):
    """What such a row says; it `counts` unless cancelled, or nobody was reached."""

    household: int
    person: int | None
    on: str
    counts: int


class Home(NamedTuple):
    """A household, its stages, and the rows that gave them; None where there is none."""

    number: int
    territory: int | None
    registered_on: str | None
    accompanied_on: str | None
    settled_on: str | None
    spontaneous: int
    signup: int | None
    contact: int | None
    settlement: int | None


class Member(NamedTuple):
    """A person, and the first of their sign-ups."""

    number: int
    household: int
    registered_on: str | None
    signup: int | None


class State(NamedTuple):
    """What one state of the base says of those whose figures differ."""

    homes: Mapping[int, Home]
    members: Mapping[int, Member]
    facts: Mapping[Source, Fact]


_REACHED = ", ".join(f"'{result}'" for result in REACHING_RESULTS)

_HOMES = f"""
SELECT h.id, h.territory_id, h.registered_on, h.accompanied_on, h.settled_on, h.spontaneous,
  (SELECT s.id FROM signup s WHERE s.household_id = h.id ORDER BY s.received_on, s.id LIMIT 1),
  (SELECT c.id FROM contact c WHERE c.household_id = h.id AND c.result IN ({_REACHED})
   ORDER BY c.happened_on, c.id LIMIT 1),
  (SELECT min(i.id) FROM settlement i
   WHERE i.household_id = h.id AND i.settled_on = h.settled_on AND i.cancelled_on IS NULL)
FROM household h WHERE h.id IN ({{keys}})"""

_MEMBERS = """
SELECT p.id, p.household_id, p.registered_on,
  (SELECT s.id FROM signup s WHERE s.person_id = p.id ORDER BY s.received_on, s.id LIMIT 1)
FROM person p WHERE p.id IN ({keys})"""

_FACTS = {
    "signup": "SELECT id, household_id, person_id, received_on, 1 FROM signup",
    "contact": (
        "SELECT id, household_id, NULL, happened_on, "
        f"CASE WHEN result IN ({_REACHED}) THEN 1 ELSE 0 END "
        "FROM contact"
    ),
    "settlement": (
        "SELECT id, household_id, NULL, settled_on, cancelled_on IS NULL FROM settlement"
    ),
}


def members(rows: Reader, numbers: Collection[int]) -> dict[int, Member]:
    """These people, as far as they exist."""
    found = rows.among(_MEMBERS, sorted(numbers))
    return {row[0]: Member(*row) for row in found}


def homes(rows: Reader, numbers: Collection[int]) -> dict[int, Home]:
    """These households, as far as they exist."""
    found = rows.among(_HOMES, sorted(numbers))
    return {row[0]: Home(*row) for row in found}


def facts(rows: Reader, sources: Iterable[Source]) -> dict[Source, Fact]:
    """What these rows say, as far as they exist."""
    wanted: dict[str, list[int]] = {}
    for table, number in sorted(sources):
        wanted.setdefault(table, []).append(number)
    return {
        Source(table, number): Fact(*said)
        for table, numbers in wanted.items()
        for number, *said in rows.among(f"{_FACTS[table]} WHERE id IN ({{keys}})", numbers)
    }


_UNDONE = f"""
SELECT b.id FROM operation u
JOIN operation o ON o.id = u.target_id AND o.undone = 1
JOIN journal_block b ON b.operation_id = o.id
WHERE u.kind = '{OperationKind.UNDO}' AND u.id > :after
  AND b.table_name = :table AND :number BETWEEN b.first_id AND b.last_id"""


def taken_back(rows: Reader, after: int, sources: Iterable[Source]) -> Iterator[Source]:
    """Those of these rows whose very insertion was undone after an operation."""
    for source in sources:
        sql = rows.rows(_UNDONE, after=after, table=source.table, number=source.number)
        changes = (change for (block,) in sql for change in block_changes(rows, block))
        if any(c.number == source.number and c.before is None for c in changes):
            yield source
