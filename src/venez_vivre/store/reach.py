"""What a login of a server may write, and what is kept from it; nothing is, of a base in a file."""

from __future__ import annotations

from collections.abc import Iterable

from venez_vivre.store.journal import CASE_TABLES
from venez_vivre.store.reader import Reader


def writable(rows: Reader) -> frozenset[int] | None:
    """The territories whose files this login may write; None when nothing says so."""
    if rows.engine == "sqlite":
        return None
    return frozenset(rows.value("SELECT venez_vivre_droits.writable()") or ())


def needed_elsewhere(rows: Reader, table: str, numbers: Iterable[int]) -> set[int]:
    """Those of these rows, which files share, that a file kept from this login points at."""
    if rows.engine == "sqlite" or table == "household" or table in CASE_TABLES:
        return set()
    sql = "SELECT * FROM venez_vivre_droits.needed_elsewhere(:parent, :numbers)"
    return {number for (number,) in rows.rows(sql, parent=table, numbers=list(numbers))}
