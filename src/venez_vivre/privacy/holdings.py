"""Which rows tell of the people of a file, those that stand and those that only the journal holds.

A row belongs to the file that holds it, or held it when it was deleted; a file that was merged
into another one belongs to it, with all that it had.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from venez_vivre.store.journal import CASE_TABLES, Image
from venez_vivre.store.queries import privacy as queries
from venez_vivre.store.reader import Reader
from venez_vivre.store.remembered import Seen, deleted_households, seen
from venez_vivre.vocabulary import Identity

OURS = frozenset({Identity.SAME.value, Identity.HOUSEHOLD.value})


@dataclass(frozen=True)
class Holdings:
    """The rows of one file, by table, and what the journal holds of each, the oldest first.

    `family` is the file and those that became it, by number. `same` gives, for a person entered
    twice and now gone, the one they were found to be. `shared` are visits made with others.
    """

    household: int
    family: frozenset[int]
    numbers: Mapping[str, frozenset[int]]
    present: Mapping[str, Mapping[int, Image]]
    past: Mapping[tuple[str, int], tuple[Seen, ...]]
    same: Mapping[int, int]
    shared: frozenset[int]

    def images(self, table: str) -> Iterable[tuple[int, Image]]:
        """Every image of its rows of a table, the present one first."""
        yield from self.present.get(table, {}).items()
        for (name, number), changes in self.past.items():
            if name == table:
                yield from ((number, image) for one in changes for image in _images(one))


def holdings(rows: Reader, household: int) -> Holdings:
    """Gather the rows of a file, those of the files it absorbed included."""
    family, changes = _family(rows, household)
    numbers = _case_rows(rows, household, (family, changes))
    numbers["household"] = family
    people = numbers["person"]
    guests = _values(rows, numbers, changes, ("visit_guest", "visit_id"))
    numbers["visit"] = frozenset(guests)
    decided = [d for d in queries.decisions(rows) if people & {d.person, d.other}]
    numbers["identity_decision"] = frozenset(d.number for d in decided)
    hashes = _values(rows, numbers, changes, ("signup", "row_hash"))
    claims = {d.claim_key for d in decided if d.person in people and d.verdict in OURS}
    numbers["set_aside"] = frozenset(
        line.number for line in queries.set_aside(rows) if _is_theirs(line, people, hashes, claims)
    )
    past: dict[tuple[str, int], list[Seen]] = {}
    for one in seen(rows, numbers, family):
        if one.change.number in numbers.get(one.change.table, ()):
            past.setdefault((one.change.table, one.change.number), []).append(one)
    return Holdings(
        household,
        family,
        numbers,
        {table: queries.present(rows, table, those) for table, those in numbers.items()},
        {row: tuple(changes) for row, changes in past.items()},
        _same(rows, past),
        frozenset(queries.of_others(rows, guests, household)),
    )


def _family(rows: Reader, household: int) -> tuple[frozenset[int], list[Seen]]:
    """The file and those that were merged into it, and all that the journal says of their rows."""
    family = {household}
    while True:
        changes = list(seen(rows, {}, family))
        more = _absorbed(rows, changes, family)
        if not more:
            return frozenset(family), changes
        family |= more


def _absorbed(rows: Reader, changes: Iterable[Seen], family: set[int]) -> set[int]:
    """The files that an operation emptied into one of the family as it took them away."""
    emptied: set[tuple[int, int]] = set()
    for operation, _, change in changes:
        before, after = (change.before or {}), (change.after or {})
        origin = before.get("household_id")
        if after.get("household_id") in family and origin is not None and origin not in family:
            emptied.add((operation, origin))
    gone = {home for operation, home in emptied if home in deleted_households(rows, operation)}
    return gone - queries.standing(rows, "household", gone)


def _case_rows(
    rows: Reader, household: int, known: tuple[frozenset[int], list[Seen]]
) -> dict[str, frozenset[int]]:
    """Of each table, the rows of the file and those it held when they were deleted."""
    family, changes = known
    last: dict[str, dict[int, Any]] = {table: {} for table in CASE_TABLES}
    for _, _, change in changes:
        image = change.after or change.before or {}
        last[change.table][change.number] = image.get("household_id")
    found = {}
    for table, homes in last.items():
        held = {number for number, home in homes.items() if home in family}
        gone = held - queries.standing(rows, table, held)
        found[table] = frozenset(queries.owned(rows, table, household) | gone)
    return found


def _values(
    rows: Reader,
    numbers: Mapping[str, frozenset[int]],
    changes: Iterable[Seen],
    of: tuple[str, str],
) -> set[Any]:
    """Every value that a column of the file's rows has or had."""
    table, column = of
    standing = queries.present(rows, table, numbers[table]).values()
    past = (
        image
        for one in changes
        if one.change.table == table and one.change.number in numbers[table]
        for image in _images(one)
    )
    return {image.get(column) for image in (*standing, *past)} - {None}


def _is_theirs(
    line: queries.Line, people: frozenset[int], hashes: set[Any], claims: set[Any]
) -> bool:
    """Whether a line that was set aside is about these people, or still may be."""
    if line.row_hash in hashes or line.claim_key in claims:
        return True
    return not line.settled and bool(people & set(json.loads(line.candidates)))


def _same(rows: Reader, past: Mapping[tuple[str, int], list[Seen]]) -> dict[int, int]:
    """Second entries that are gone: their forms were given to the person they became."""
    moved: dict[int, int] = {}
    for (table, _), changes in past.items():
        for one in changes if table == "signup" else ():
            before, after = (one.change.before or {}), (one.change.after or {})
            if after and before.get("person_id") not in {None, after["person_id"]}:
                moved[before["person_id"]] = after["person_id"]
    standing = queries.standing(rows, "person", moved)
    return {gone: kept for gone, kept in moved.items() if gone not in standing}


def _images(one: Seen) -> list[Image]:
    return [image for image in (one.change.before, one.change.after) if image]
