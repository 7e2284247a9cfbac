"""Every row that a file has, or had: those that stand, and those that only the journal knows.

A merged household is gone, but what it said is still in the images of the journal: it is found by
the rows that went from it to the file that stays. What was parted from a file for good belongs to
the household that it went to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from venez_vivre.store.journal import CASE_TABLES, Change, Image, block_changes
from venez_vivre.store.reader import Reader

Row = tuple[str, int]
"""A table and a number."""

HOMES, PEOPLE, FORMS = "household", "person", "signup"
GUESTS, LINES, DECISIONS = "visit_guest", "set_aside", "identity_decision"

TOLD: dict[str, tuple[str, ...]] = {
    HOMES: ("reference",),
    PEOPLE: ("household_id", "first_key", "last_key", "email", "email_key", "phone"),
    FORMS: ("household_id", "row_hash"),
    GUESTS: ("household_id", "visit_id"),
    LINES: ("said", "candidates", "row_hash", "settled_on", "verdict"),
    DECISIONS: ("person_id", "other_id"),
}
"""What is remembered of an image; of a row of another table, only the household it was of."""


@dataclass(frozen=True)
class Trace:
    """The files (their numbers, merged ones included) and their rows, by table."""

    rows: Mapping[str, frozenset[int]]

    @property
    def households(self) -> frozenset[int]:
        """The numbers of the households."""
        return self.of(HOMES)

    def of(self, table: str) -> frozenset[int]:
        """The numbers of the rows of a table."""
        return self.rows.get(table, frozenset())

    def holds(self, table: str, number: int) -> bool:
        """Whether that row is one of theirs."""
        return number in self.of(table)


def united(several: Iterable[Trace]) -> Trace:
    """Several files as one."""
    found: dict[str, set[int]] = {}
    for one in several:
        for table, numbers in one.rows.items():
            found.setdefault(table, set()).update(numbers)
    return Trace({table: frozenset(numbers) for table, numbers in found.items()})


def changes(rows: Reader, tables: Collection[str]) -> Iterator[tuple[int, Change]]:
    """Every change of these tables that the journal holds an image of, with its operation."""
    marks = ", ".join(f"'{table}'" for table in sorted(tables))
    sql = (
        f"SELECT operation_id, id FROM journal_block WHERE table_name IN ({marks}) "
        "AND payload IS NOT NULL ORDER BY id"
    )
    for operation, block in rows.rows(sql):
        for change in block_changes(rows, block):
            yield operation, change


Filled = dict[str, tuple[Any, Any]]
"""What a merge wrote into a household: its value before and after, by column."""


class _Moves:
    """What went from one household to another, and which households left, by operation."""

    def __init__(self) -> None:
        self._removed: set[tuple[int, int]] = set()
        self._moved: dict[tuple[int, int], set[int]] = {}
        self._edits: dict[tuple[int, int], Filled] = {}

    def note(self, operation: int, change: Change) -> None:
        """Take one change in."""
        if change.table == HOMES and change.after is None:
            self._removed.add((operation, change.number))
        if change.table == HOMES and change.before and change.after:
            self._edits[operation, change.number] = {
                name: (change.before.get(name), value)
                for name, value in change.after.items()
                if name not in {"version", "id"} and value != change.before.get(name)
            }
        here, there = change.backwards().household(), change.household()
        if here and there and here != there:
            self._moved.setdefault((operation, here), set()).add(there)

    def merges(self) -> Iterator[tuple[int, int, Filled]]:
        """Who took in whom: one operation moved the rows and took the household away.

        With what the household that stayed took over from the other: before and after, by column.
        """
        for operation, home in self._removed:
            for kept in self._moved.get((operation, home), ()):
                yield kept, home, self._edits.get((operation, kept), {})


class Memory:
    """What the journal says that rows were, read once for any number of files."""

    def __init__(self, rows: Reader) -> None:
        self._rows = rows
        self.said: dict[Row, list[Image]] = {}
        self._were: dict[int, set[Row]] = {}
        self._absorbed: dict[int, set[int]] = {}
        moved = _Moves()
        for operation, change in changes(rows, {*TOLD, *CASE_TABLES}):
            for image in filter(None, (change.before, change.after)):
                self._remember((change.table, change.number), image)
            moved.note(operation, change)
        self._lent: dict[int, dict[int, Filled]] = {}
        for kept, home, filled in moved.merges():
            self._absorbed.setdefault(kept, set()).add(home)
            self._lent.setdefault(home, {})[kept] = filled

    def _remember(self, row: Row, image: Image) -> None:
        names = TOLD.get(row[0], ("household_id",))
        told = {name: image[name] for name in names if name in image}
        several = self.said.setdefault(row, [])
        if told not in several:
            several.append(told)
        home = told.get("household_id")
        if home is not None:
            self._were.setdefault(home, set()).add(row)

    def images(self, table: str, numbers: Collection[int] | None = None) -> Iterator[Said]:
        """What rows of a table say and said: all of them, or those of these numbers."""
        names = ", ".join(f'"{name}"' for name in TOLD[table])
        for (kind, number), several in self.said.items():
            if kind == table and (numbers is None or number in numbers):
                yield from ((number, image) for image in several)
        sql = f"SELECT id, {names} FROM {table}"
        found: Iterable[tuple[int, ...]] = (
            self._rows.rows(sql)
            if numbers is None
            else self._rows.among(f"{sql} WHERE id IN ({{keys}})", sorted(numbers))
        )
        for number, *values in found:
            yield number, dict(zip(TOLD[table], values, strict=True))

    def numbers(self, table: str) -> set[int]:
        """The rows of a table that the journal tells of."""
        return {number for kind, number in self.said if kind == table}

    def absorbed(self) -> set[int]:
        """The households that were merged into another one, be it undone since."""
        return set().union(*self._absorbed.values())

    def homes(self) -> set[int]:
        """The households that the journal tells of."""
        return self._were.keys() | self.numbers(HOMES)

    def lent(self, households: Collection[int]) -> dict[int, Filled]:
        """What other households took over from these, in merges that may be undone since."""
        found: dict[int, Filled] = {}
        for home in households:
            for kept, filled in self._lent.get(home, {}).items():
                if kept not in households:
                    found.setdefault(kept, {}).update(filled)
        return found

    def trace(self, household: int) -> Trace:
        """What a file has and had; files that were merged into it are part of it.

        So is one that was merged elsewhere, when all who had lived in it are of this file by now.
        """
        homes, new = {household}, {household}
        while new:
            joined = set().union(*(self._absorbed.get(home, set()) for home in new)) - homes
            new = joined - set(_standing(self._rows, HOMES, joined))
            homes |= new
        found = self._rows_of(homes)
        origins = self._origins(found[PEOPLE]) - homes
        if origins:
            homes |= origins - set(_standing(self._rows, HOMES, origins))
            found = self._rows_of(homes)
        return Trace({table: frozenset(numbers) for table, numbers in found.items()})

    def _rows_of(self, homes: set[int]) -> dict[str, set[int]]:
        """The rows of these files, by table: those that stand, those that the journal knows."""
        found: dict[str, set[int]] = {HOMES: set(homes), PEOPLE: set()}
        for table, number in self._left(homes):
            found.setdefault(table, set()).add(number)
        for table in sorted(CASE_TABLES):
            sql = f"SELECT id FROM {table} WHERE household_id IN ({{keys}})"
            now = (number for (number,) in self._rows.among(sql, sorted(homes)))
            found.setdefault(table, set()).update(now)
        return found

    def _origins(self, people: set[int]) -> set[int]:
        """The merged households in which nobody but these people had lived."""
        were: dict[int, set[int]] = {}
        for home in self.absorbed():
            lived = {number for table, number in self._were.get(home, ()) if table == PEOPLE}
            were[home] = lived
        return {home for home, lived in were.items() if lived and lived <= people}

    def _left(self, homes: set[int]) -> set[Row]:
        """The rows that were of these files, but for those that are now of another one."""
        were = set().union(*(self._were.get(home, set()) for home in homes))
        for table in {table for table, _ in were}:
            sql = f"SELECT id, household_id FROM {table} WHERE id IN ({{keys}})"
            numbers = sorted(number for name, number in were if name == table)
            for number, home in self._rows.among(sql, numbers):
                if home not in homes:
                    were.discard((table, number))
        return were


Said = tuple[int, Image]
"""The number of a row, and one of the things it says or said."""


def _standing(rows: Reader, table: str, numbers: Collection[int]) -> Iterator[int]:
    sql = f"SELECT id FROM {table} WHERE id IN ({{keys}})"
    return (number for (number,) in rows.among(sql, sorted(numbers)))
