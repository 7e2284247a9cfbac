"""What an operation touched, row by row, with the values before and after.

Images hold every column but the derived ones. A bulk insertion is kept as a range of numbers: its
rows are their own image until an undo takes them away.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, islice
from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store.reader import Reader
from venez_vivre.store.stages import DERIVED

Image = dict[str, Any]
UNKNOWN = 0
"""The version of an image that was never kept: it equals no row."""

BLOCK = 500
"""Rows a block: large enough to compress well, small enough to read one alone."""

NOTHING = ("", 0, 0)
"""The span of a block that holds no change."""

CASE_TABLES = frozenset(
    {
        "person",
        "signup",
        "contact",
        "follow_up",
        "settlement",
        "settlement_check",
        "transfer",
        "introduction",
        "visit_guest",
        "privacy_request",
        "privacy_proof",
        "purge_notice",
    }
)
"""Tables whose rows belong to a household by `household_id`."""


class Change(NamedTuple):
    """One row of one table before and after an operation; None where the row did not exist."""

    table: str
    number: int
    before: Image | None
    after: Image | None

    def household(self) -> int | None:
        """The household whose file the row belongs to, None for rows of no household."""
        if self.table == "household":
            return self.number
        if self.table not in CASE_TABLES:
            return None
        image = self.after or self.before or {}
        number = image.get("household_id")
        return None if number is None else int(number)

    def backwards(self) -> Change:
        """The change that takes this one back."""
        return Change(self.table, self.number, self.after, self.before)


def columns(rows: Reader, table: str) -> tuple[str, ...]:
    """The columns of a table that an image holds."""
    derived = DERIVED.get(table, ())
    return tuple(
        name
        for (name,) in rows.rows("SELECT name FROM pragma_table_info(:table)", table=table)
        if name not in derived
    )


def images(
    rows: Reader, table: str, numbers: Sequence[int], names: Sequence[str] = ()
) -> Iterator[tuple[int, Image]]:
    """The present image of these rows, for those that exist; `names`: its `columns`, if known."""
    names = names or columns(rows, table)
    chosen = ", ".join(_quoted(name) for name in names)
    sql = f"SELECT {chosen} FROM {_quoted(table)} WHERE id IN ({{keys}})"
    for values in rows.among(sql, list(numbers)):
        image = dict(zip(names, values, strict=True))
        yield int(image["id"]), image


@cache
def _quoted(name: str) -> str:
    """`transaction` is a column of ours and a word of SQL."""
    return f'"{name}"'


class Journal:
    """Collects what one operation touches, then writes it down."""

    def __init__(self, rows: Reader) -> None:
        self._rows = rows
        self._before: dict[str, dict[int, Image | None]] = {}
        self._columns: dict[str, tuple[str, ...]] = {}
        self._ranges: list[tuple[str, int, int]] = []

    def touch(self, table: str, numbers: Iterable[int]) -> None:
        """Remember these rows as they are, before they are changed or deleted."""
        known = self._before.setdefault(table, {})
        new = [n for n in numbers if n not in known and not self.is_new(table, n)]
        if new:
            known.update(images(self._rows, table, new, self._columns_of(table)))

    def saw(self, table: str, row: Mapping[str, Any]) -> None:
        """The same of one row that was just read, every column of it: nobody reads it again."""
        known, number = self._before.setdefault(table, {}), row["id"]
        if number not in known and not self.is_new(table, number):
            known[number] = {name: row[name] for name in self._columns_of(table)}

    def _columns_of(self, table: str) -> tuple[str, ...]:
        if table not in self._columns:
            self._columns[table] = columns(self._rows, table)
        return self._columns[table]

    def added(self, table: str, number: int) -> None:
        """Remember that this row did not exist before."""
        self._before.setdefault(table, {}).setdefault(number, None)

    def inserted(self, table: str, first: int, last: int) -> None:
        """Remember a bulk insertion of the rows first to last, both included."""
        if last >= first:
            self._ranges.append((table, first, last))

    def ranges(self) -> list[tuple[str, int, int]]:
        """The bulk insertions: table, number of the first and of the last row."""
        return list(self._ranges)

    def households(self) -> set[int]:
        """Every household whose facts the operation touched one by one."""
        touched: set[int] = set()
        for table, rows in self._before.items():
            changes = (
                Change(table, number, before, None) for number, before in rows.items() if before
            )
            touched.update(h for h in (change.household() for change in changes) if h is not None)
            touched.update(self._new_households(table, rows))
        return touched

    def changes(self) -> Iterator[Change]:
        """The net changes of the operation, bulk insertions left out."""
        for table, rows in self._before.items():
            after = dict(images(self._rows, table, list(rows)))
            for number, before in rows.items():
                if before != after.get(number):
                    yield Change(table, number, before, after.get(number))

    def write(self, operation: int) -> None:
        """Write the blocks of the operation."""
        for table, first, last in self._ranges:
            write_block(self._rows, operation, (table, first, last), None)
        write_changes(self._rows, operation, self.changes())

    def is_empty(self) -> bool:
        """Whether nothing at all was changed."""
        return not self._ranges and next(self.changes(), None) is None

    def is_new(self, table: str, number: int) -> bool:
        """Whether this operation inserted the row in bulk, be it for another file."""
        return any(t == table and first <= number <= last for t, first, last in self._ranges)

    def _new_households(self, table: str, rows: dict[int, Image | None]) -> set[int]:
        new = [number for number, before in rows.items() if before is None]
        if table == "household":
            return set(new)
        if table not in CASE_TABLES or not new:
            return set()
        sql = f"SELECT household_id FROM {table} WHERE id IN ({{keys}})"
        return {number for (number,) in self._rows.among(sql, new)}


def write_changes(rows: Reader, operation: int, changes: Iterable[Change]) -> None:
    """Write changes as compressed blocks of one table each, in their order."""
    for _, group in groupby(changes, key=lambda change: change.table):
        while block := list(islice(group, BLOCK)):
            _write_changes(rows, operation, block)


def write_done(rows: Reader, operation: int, changes: Sequence[Change]) -> None:
    """Write what an undo or a redo did, be it nothing at all: an empty block says so."""
    if changes:
        write_changes(rows, operation, changes)
    else:
        write_block(rows, operation, NOTHING, zlib.compress(b"[]"))


def _write_changes(rows: Reader, operation: int, changes: list[Change]) -> None:
    numbers = [change.number for change in changes]
    payload = [[c.number, c.before, c.after] for c in changes]
    packed = zlib.compress(json.dumps(payload, ensure_ascii=False).encode(), 6)
    write_block(rows, operation, (changes[0].table, min(numbers), max(numbers)), packed)


def write_block(
    rows: Reader, operation: int, span: tuple[str, int, int], payload: bytes | None
) -> None:
    """Write one block: table, first and last number, and the packed changes if there are any."""
    rows.run(
        "INSERT INTO journal_block (operation_id, table_name, first_id, last_id, payload) "
        "VALUES (?, ?, ?, ?, ?)",
        (operation, *span, payload),
    )


def read_changes(rows: Reader, operation: int) -> list[Change]:
    """Every change of an operation, in the order it was written.

    A bulk insertion whose rows still stand is read from the tables: a row that was edited or
    deleted since answers with the version UNKNOWN, which equals no row.
    """
    return list(each_change(rows, operation))


def each_change(rows: Reader, operation: int) -> Iterator[Change]:
    """The same, one by one."""
    for number, _ in block_numbers(rows, operation):
        yield from block_changes(rows, number)


def block_numbers(rows: Reader, operation: int) -> list[tuple[int, str]]:
    """Number and table of each block of an operation, in the order they were written."""
    sql = "SELECT id, table_name FROM journal_block WHERE operation_id = :operation ORDER BY id"
    return [(number, table) for number, table in rows.rows(sql, operation=operation)]


def block_changes(rows: Reader, block: int) -> list[Change]:
    """The changes of one block."""
    found = rows.row(
        "SELECT operation_id, table_name, first_id, last_id, payload "
        "FROM journal_block WHERE id = :block",
        block=block,
    )
    if found is None:
        return []
    *block_of, payload = found
    if payload is None:
        return list(_standing(rows, tuple(block_of)))
    table = found[1]
    packed = json.loads(zlib.decompress(payload))
    return [Change(table, number, before, after) for number, before, after in packed]


def _standing(rows: Reader, block: tuple[int, str, int, int]) -> Iterator[Change]:
    """The rows of a range; one that was edited since with the image it had at first."""
    operation, table, first, last = block
    for start in range(first, last + 1, BLOCK):
        numbers = range(start, min(start + BLOCK, last + 1))
        found = dict(images(rows, table, numbers))
        for number in numbers:
            image = found.get(number)
            if image is None or image.get("version", 1) != 1:
                image = _first_image(rows, operation, (table, number)) or {
                    **(image or {"id": number}),
                    "version": UNKNOWN,
                }
            yield Change(table, number, None, image)


def _first_image(rows: Reader, operation: int, row: tuple[str, int]) -> Image | None:
    """A row as its insertion left it: what the first later operation that edited it found."""
    table, number = row
    blocks = rows.rows(
        "SELECT payload FROM journal_block WHERE operation_id > :operation "
        "AND table_name = :table AND first_id <= :number AND last_id >= :number "
        "AND payload IS NOT NULL ORDER BY id",
        operation=operation,
        table=table,
        number=number,
    )
    for (payload,) in blocks:
        for edited, before, _ in json.loads(zlib.decompress(payload)):
            if edited == number and before is not None and before.get("version") == 1:
                image: Image = before
                return image
    return None


def same(one: Image | None, other: Image | None) -> bool:
    """Whether two images say the same; how often a row was edited in between is no matter."""
    if one is None or other is None or UNKNOWN in (one.get("version"), other.get("version")):
        return one is other
    return {**one, "version": 1} == {**other, "version": 1}


def ranges(rows: Reader, operation: int) -> list[tuple[str, int, int]]:
    """The bulk insertions of an operation that stand only in the tables: table, first, last."""
    return [
        (table, first, last)
        for table, first, last in rows.rows(
            "SELECT table_name, first_id, last_id FROM journal_block "
            "WHERE operation_id = :operation AND payload IS NULL ORDER BY id",
            operation=operation,
        )
    ]


def rewrite(rows: Reader, operation: int, changes: Iterable[Change]) -> None:
    """Replace the blocks of an operation by these changes."""
    rows.run("DELETE FROM journal_block WHERE operation_id = ?", (operation,))
    write_changes(rows, operation, changes)
