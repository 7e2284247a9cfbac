"""What the journal still holds of some rows: every image, each with the operation that left it."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Collection, Iterator, Mapping

from venez_vivre import NamedTuple
from venez_vivre.store.journal import CASE_TABLES, Change
from venez_vivre.store.reader import Reader

Rows = Mapping[str, frozenset[int]]
"""Numbers of rows by table."""


class Seen(NamedTuple):
    """One row that one operation changed, on which day (ISO)."""

    operation: int
    day: str
    change: Change


def seen(rows: Reader, wanted: Rows, households: Collection[int] = ()) -> Iterator[Seen]:
    """Every change of these rows, and of every row that ever belonged to these households.

    The oldest first. Rows that a bulk insertion made and nobody changed since are no change: the
    tables hold them.
    """
    tables = sorted({*wanted, *(CASE_TABLES if households else ())})
    owner = _owner(households)
    for block, operation, day, table, first, last in _blocks(rows, tables):
        numbers = wanted.get(table, frozenset())
        near = any(first <= number <= last for number in numbers)
        said = _payload(rows, block)
        if not (near or (owner and table in CASE_TABLES and owner.search(said))):
            continue
        for number, before, after in json.loads(said):
            change = Change(table, number, before, after)
            if number in numbers or _belonged(change, households):
                yield Seen(operation, day, change)


def deleted_households(rows: Reader, operation: int) -> set[int]:
    """The households whose row an operation took away."""
    found = seen_by(rows, operation, "household")
    return {change.number for change in found if change.after is None}


def seen_by(rows: Reader, operation: int, table: str) -> list[Change]:
    """What one operation changed in one table, bulk insertions left out."""
    sql = (
        "SELECT payload FROM journal_block WHERE operation_id = :operation "
        "AND table_name = :table AND payload IS NOT NULL ORDER BY id"
    )
    found = rows.rows(sql, operation=operation, table=table)
    return [
        Change(table, number, before, after)
        for (payload,) in found
        for number, before, after in json.loads(zlib.decompress(payload))
    ]


def _blocks(rows: Reader, tables: list[str]) -> list[tuple[int, int, str, str, int, int]]:
    """The blocks of these tables without what they hold: a long journal would not fit."""
    sql = (
        "SELECT b.id, b.operation_id, coalesce(nullif(o.recorded_on, ''), substr(o.happened_at, "
        "1, 10)), b.table_name, b.first_id, b.last_id FROM journal_block b "
        "JOIN operation o ON o.id = b.operation_id "
        "WHERE b.payload IS NOT NULL AND b.table_name IN ({keys})"
    )
    found = sorted(rows.among(sql, tables))
    return [(a, b, c, d, e, f) for a, b, c, d, e, f in found]


def _payload(rows: Reader, block: int) -> str:
    packed = rows.value("SELECT payload FROM journal_block WHERE id = :block", block=block)
    return zlib.decompress(packed).decode()


def _owner(households: Collection[int]) -> re.Pattern[str] | None:
    """Finds the text of a row of these households: reading the JSON of every block is slow."""
    numbers = "|".join(str(number) for number in households)
    return re.compile(rf'"household_id": (?:{numbers})[,}}]') if numbers else None


def _belonged(change: Change, households: Collection[int]) -> bool:
    if change.table not in CASE_TABLES:
        return False
    images = (change.before or {}, change.after or {})
    return any(image.get("household_id") in households for image in images)
