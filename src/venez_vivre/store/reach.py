"""What a login of a server may write, and what is kept from it; nothing is, of a base in a file."""

from __future__ import annotations

from collections.abc import Iterable

from venez_vivre.store.reader import Reader

NONE_YET = 0
"""Stands for « of no territory yet », which those of the whole region write."""


def writable(rows: Reader) -> frozenset[int] | None:
    """The territories whose files this login may write; None when it may write all of them."""
    if rows.engine == "sqlite":
        return None
    found = frozenset(rows.value("SELECT venez_vivre_droits.writable()") or ())
    return None if NONE_YET in found else found


def readable(rows: Reader) -> frozenset[int] | None:
    """The territories whose files this login reads; None for all of them, or for figures alone."""
    if rows.engine == "sqlite":
        return None
    found = frozenset(rows.value("SELECT venez_vivre_droits.readable()") or ())
    return None if NONE_YET in found else found or None


def needed_elsewhere(rows: Reader, table: str, numbers: Iterable[int]) -> set[int]:
    """Those of these rows, which files share, that a file kept from this login points at."""
    if rows.engine == "sqlite":
        return set()
    from venez_vivre.store.journal import CASE_TABLES  # noqa: PLC0415  figures do without

    if table == "household" or table in CASE_TABLES:
        return set()
    sql = "SELECT * FROM venez_vivre_droits.needed_elsewhere(:parent, :numbers)"
    return {number for (number,) in rows.rows(sql, parent=table, numbers=list(numbers))}


def operations_since(rows: Reader, first: int) -> int:
    """How many operations the journal keeps since one, those that this login may not read too."""
    sql = "SELECT count(*) FROM operation WHERE id >= :first"
    if rows.engine != "sqlite":
        sql = "SELECT venez_vivre_droits.operations_since(:first)"
    return int(rows.value(sql, first=first))
