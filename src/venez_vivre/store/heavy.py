"""A load of many rows into a small base: indices and full text wait, and are made at the end.

Row by row they cost as much as the rows themselves: 100,000 sign-ups took 20 s, of which 12 went
into indices and triggers that take 1 s to make at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from venez_vivre.store import lookups
from venez_vivre.store.reader import Reader

LARGE = 1_000_000
"""Bytes: below, nobody would notice."""

BYTES_A_ROW = 500
"""The base holds less than the file brings when it has fewer rows than one for so many bytes."""

KEPT = frozenset(
    {
        "ix_person_household",
        "ix_signup_household_id",
        "ix_signup_person_id",
        "ix_signup_row_hash",
    }
)
"""Indices that an import reads while it writes; they grow at their end, or nearly."""


class Load(Protocol):
    """A load of many rows that began; `finish` makes what was put off, in the same transaction."""

    batch: int
    """Lines that are looked at together; 0 for the usual number of them."""

    def finish(self) -> None:
        """Make it, and read as usual again."""


def begun(rows: Reader, tables: Sequence[str], size: int) -> Load | None:
    """Get ready for a file of that many bytes, if it is worth it; the first table is its largest.

    On a server it always is for a large file; in a file, when it brings more than there is.
    """
    if size < LARGE:
        return None
    if rows.engine != "sqlite":
        from venez_vivre.store.postgres.loading import ServedLoad  # noqa: PLC0415

        return ServedLoad(rows, tables)
    held = rows.value(f"SELECT coalesce(max(id), 0) FROM {tables[0]}")
    return HeavyLoad(rows, tables) if held * BYTES_A_ROW < size else None


class HeavyLoad:
    """Indices and triggers of some tables, taken away until `finish`, in the same transaction."""

    batch = 0

    def __init__(self, rows: Reader, tables: Sequence[str]) -> None:
        self._rows = rows
        self._tables = tables
        marks = ", ".join("?" * len(tables))
        self._away: list[tuple[str, str]] = rows.connection.execute(
            f"SELECT name, sql FROM sqlite_master WHERE tbl_name IN ({marks}) "
            "AND type = 'index' AND sql IS NOT NULL",
            tuple(tables),
        ).fetchall()
        self._away = [(name, sql) for name, sql in self._away if name not in KEPT]
        for name, _ in self._away:
            rows.run(f"DROP INDEX {name}")
        for name in self._triggers():
            rows.run(f"DROP TRIGGER {name}")

    def finish(self) -> None:
        """Make the indices, the full text and the triggers again."""
        for _, sql in self._away:
            self._rows.run(sql)
        for table in self._tables:
            self._rows.run(lookups.rebuild(table))
        for sql in self._triggers().values():
            self._rows.run(sql)

    def _triggers(self) -> dict[str, str]:
        texts = {n: sql for t in self._tables for n, sql in lookups.triggers(t).items()}
        return texts | lookups.key_triggers()
